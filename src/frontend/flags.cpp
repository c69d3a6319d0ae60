// See flags.h. Clang's option table decides what a flag is; nothing here is a list of GCC's flags.
#include "frontend/flags.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "clang/Basic/Version.h"
#include "clang/Options/OptionUtils.h"
#include "clang/Options/Options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace awaitlint {
namespace {

namespace options = clang::options;

/// Outputs, dependency files, plugins, precompiled headers, debugging aids: nothing that parsing needs.
bool is_unwanted(const llvm::opt::Arg& arg) {
    const llvm::opt::Option& option = arg.getOption();
    static const std::set<unsigned> unwanted = {
        options::OPT_o,
        options::OPT_c,
        options::OPT_S,
        options::OPT_E,
        options::OPT_emit_llvm,
        options::OPT_M,
        options::OPT_MM,
        options::OPT_MD,
        options::OPT_MMD,
        options::OPT_MF,
        options::OPT_MT,
        options::OPT_MQ,
        options::OPT_MG,
        options::OPT_MP,
        options::OPT_MV,
        options::OPT_MJ,
        options::OPT_include_pch,
        options::OPT_fplugin_EQ,
        options::OPT_fplugin_arg,
        options::OPT_fpass_plugin_EQ,
        options::OPT_load,
        options::OPT_save_temps_EQ,
        options::OPT_save_temps,
        options::OPT_ftime_trace,
        options::OPT_ftime_trace_EQ,
        options::OPT__serialize_diags,
        options::OPT_mllvm,
        options::OPT_fmodules_cache_path,
        options::OPT_fmodule_output,
        options::OPT_fmodule_output_EQ,
        options::OPT_ferror_limit_EQ,
        options::OPT_fsyntax_only,
        options::OPT_verify_pch,
        options::OPT_Xclang,
        options::OPT_w,
        options::OPT_dependency_file,
        options::OPT_fdiagnostics_color_EQ,
        options::OPT_fcrash_diagnostics_dir,
        options::OPT_gen_reproducer_eq,
    };
    return unwanted.count(option.getID()) != 0;
}

/// `-Xclang -include -Xclang FILE` is how CMake includes its precompiled header's source; the rest is cc1's business.
std::vector<std::string> forced_includes(const llvm::opt::InputArgList& args) {
    std::vector<std::string> found;
    const std::vector<std::string> passed = args.getAllArgValues(options::OPT_Xclang);
    for (std::size_t i = 0; i + 1 < passed.size(); ++i)
        if (passed[i] == "-include") found.push_back(passed[i + 1]);
    return found;
}

const std::vector<std::string>& warnings_of_a_proof() {
    static const std::vector<std::string> flags = {"-Wno-everything",
                                                   "-Wunused-result",
                                                   "-Wunused-value",
                                                   "-Wreturn-type",
                                                   "-Wdangling",
                                                   "-Wdangling-gsl",
                                                   "-Wdangling-assignment",
                                                   "-Wdangling-initializer-list",
                                                   "-Wrange-loop-construct",
                                                   "-Wreturn-stack-address",
                                                   "-Wno-error"};
    return flags;
}

bool is_cl_driver(const std::string& compiler) {
    const std::string name = llvm::sys::path::stem(compiler).lower();
    return name == "cl" || name == "clang-cl";
}

}  // namespace

llvm::Expected<std::string> find_resource_dir() {
    std::vector<std::string> tried;
    static int anchor;
    const std::string self = llvm::sys::fs::getMainExecutable(nullptr, &anchor);
    const llvm::StringRef bin = llvm::sys::path::parent_path(self);
    llvm::SmallString<256> beside(llvm::sys::path::parent_path(bin));
    llvm::sys::path::append(beside, "lib", "clang", CLANG_VERSION_MAJOR_STRING);
    for (const std::string& folder :
         {std::string(beside), std::string(AWAITLINT_RESOURCE_DIR), clang::GetResourcesPath(self)}) {
        if (llvm::sys::fs::exists(folder + "/include/stddef.h")) return folder;
        tried.push_back(folder);
    }
    return llvm::createStringError(
        fmt::format("Clang's builtin headers (stddef.h) are in none of: {}; install libclang-common-22-dev",
                    fmt::join(tried, ", ")));
}

llvm::Expected<DriverArguments> driver_arguments(const CompileCommand& command, bool with_warnings) {
    if (command.argv.empty()) return llvm::createStringError("the compile command is empty");
    auto resource_dir = find_resource_dir();
    if (!resource_dir) return resource_dir.takeError();

    std::vector<const char*> raw;
    for (std::size_t i = 1; i < command.argv.size(); ++i) raw.push_back(command.argv[i].c_str());
    const bool is_cl = is_cl_driver(command.argv[0]);
    unsigned missing_index = 0, missing_count = 0;
    llvm::opt::InputArgList args = clang::getDriverOptTable().ParseArgs(
        raw, missing_index, missing_count, llvm::opt::Visibility(is_cl ? options::CLOption : options::ClangOption));

    DriverArguments out;
    out.argv = {command.argv[0]};
    std::map<std::string, unsigned> unknown;
    for (const llvm::opt::Arg* arg : args) {
        if (arg->getOption().matches(options::OPT_UNKNOWN)) {
            ++unknown[arg->getAsString(args)];
            continue;
        }
        if (is_unwanted(*arg)) continue;
        // The unit's own file comes last, by its absolute path; other inputs (a library on the same line) do not
        // matter.
        if (arg->getOption().matches(options::OPT_INPUT)) continue;
        llvm::opt::ArgStringList rendered;
        arg->render(args, rendered);
        out.argv.insert(out.argv.end(), rendered.begin(), rendered.end());
    }
    for (const std::string& file : forced_includes(args)) {
        out.argv.push_back("-include");
        out.argv.push_back(file);
    }
    if (!unknown.empty()) {
        std::vector<std::string> names;
        for (const auto& [name, times] : unknown) names.push_back(name);
        out.remarks.push_back(fmt::format("dropped {} flag{} that Clang does not know: {}", names.size(),
                                          names.size() == 1 ? "" : "s", fmt::join(names, " ")));
    }
    if (missing_count) out.remarks.push_back(fmt::format("dropped '{}': its argument is missing", raw[missing_index]));

    const std::string prefix = is_cl ? "/clang:" : "";
    const auto add = [&](const std::string& flag) { out.argv.push_back(prefix + flag); };
    if (with_warnings) {
        for (const std::string& flag : warnings_of_a_proof()) add(flag);
    } else {
        add("-w");
    }
    add("-Wno-unknown-warning-option");
    add("-ferror-limit=0");
    add("-fsyntax-only");
    add("-resource-dir=" + *resource_dir);
    out.argv.push_back("--");
    out.argv.push_back(command.file);
    return out;
}

}  // namespace awaitlint
