"""A compilation database of what Bazel compiles, for awaitlint.

In: targets. Out: `awaitlint_database` writes NAME/compile_commands.json with the commands of their C++ sources and of all that they
depend on (`deps`), and has Bazel make the generated headers that those include. Bazel analyses; nothing is compiled.
Other languages and other attributes than `deps` are not followed.

    load("//tools/awaitlint:awaitlint.bzl", "awaitlint_database")
    awaitlint_database(name = "units", targets = ["//server:main", "//server:tests"])

    bazel build //:units && awaitlint check -p bazel-bin/units
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_SOURCES = ["C", "c++", "cc", "cpp", "cxx"]

_Units = provider(fields = {
    "commands": "depset of JSON objects as text, one of each source",
    "headers": "depset of the headers that they may include",
})

def _command(target, ctx, source):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    context = target[CcInfo].compilation_context
    copts = [ctx.expand_make_variables("copts", option, {}) for option in getattr(ctx.rule.attr, "copts", [])]
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = source.path,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts + copts,
        include_directories = context.includes,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        preprocessor_defines = depset(transitive = [context.defines, context.local_defines]),
    )
    flags = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )
    compiler = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
    )
    arguments = [compiler] + [flag for flag in flags if flag != source.path]
    if "-c" not in arguments:
        arguments.append("-c")
    return json.encode({"file": source.path, "arguments": arguments + [source.path]})

def _units_of(target, ctx):
    below = [dep[_Units] for dep in getattr(ctx.rule.attr, "deps", []) if _Units in dep]
    commands, headers = [], []
    if CcInfo in target:
        for source in getattr(ctx.rule.files, "srcs", []):
            if source.extension in _SOURCES:
                commands.append(_command(target, ctx, source))
        headers.append(target[CcInfo].compilation_context.headers)
    return [_Units(
        commands = depset(commands, transitive = [units.commands for units in below]),
        headers = depset(transitive = headers + [units.headers for units in below]),
    )]

awaitlint_units = aspect(
    implementation = _units_of,
    attr_aspects = ["deps"],
    attrs = {"_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain")},
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    incompatible_use_toolchain_transition = True,
    doc = "Collects the compile commands of a target and of its `deps`.",
)

def _database(ctx):
    units = [target[_Units] for target in ctx.attr.targets]
    commands = ctx.actions.declare_file(ctx.label.name + "/commands.txt")
    database = ctx.actions.declare_file(ctx.label.name + "/compile_commands.json")
    lines = depset(transitive = [each.commands for each in units]).to_list()
    ctx.actions.write(commands, "\n".join(lines) + "\n")

    # Only where it is run does anyone know the folder that paths are relative to: outside of the sandbox, and on this machine.
    ctx.actions.run_shell(
        inputs = depset([commands], transitive = [each.headers for each in units]),
        outputs = [database],
        arguments = [commands.path, database.path],
        command = """awk -v folder="$PWD" 'BEGIN { print "[" } NF { printf "%s{\\"directory\\":\\"%s\\",%s\\n", (n++ ? "," : ""), folder, substr($0, 2) } END { print "]" }' "$1" >"$2" """,
        execution_requirements = {"local": "1", "no-cache": "1"},
        mnemonic = "AwaitlintDatabase",
    )
    return [DefaultInfo(files = depset([database]))]

awaitlint_database = rule(
    implementation = _database,
    attrs = {"targets": attr.label_list(aspects = [awaitlint_units], mandatory = True)},
    doc = "NAME/compile_commands.json, of the targets and of their `deps`.",
)
