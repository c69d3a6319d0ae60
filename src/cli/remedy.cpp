// See remedy.h. One function per kind of cause, the most fundamental kind first: a library that is not found explains
// what is unknown, and a language that is too old explains what does not parse.
#include "cli/remedy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace awaitlint {
namespace {

using Texts = std::initializer_list<std::string_view>;

bool contains_any(std::string_view text, Texts parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// "x" of `'x' file not found`, else empty.
std::string_view missing_header(std::string_view message) {
    const std::size_t end = message.find("' file not found");
    if (end == std::string_view::npos) return {};
    const std::size_t start = message.rfind('\'', end - 1);
    return start == std::string_view::npos || end == 0 ? std::string_view()
                                                       : message.substr(start + 1, end - start - 1);
}

/// A header without ending and folder is one of the C++ standard library: projects do not name theirs so.
bool is_of_standard_library(std::string_view header) {
    static constexpr std::array c_headers = {"assert.h", "ctype.h",  "errno.h",  "features.h", "limits.h", "math.h",
                                             "stdint.h", "stdio.h",  "stdlib.h", "string.h",   "time.h",   "wchar.h",
                                             "stddef.h", "stdarg.h", "locale.h", "pthread.h",  "unistd.h"};
    if (std::find(c_headers.begin(), c_headers.end(), header) != c_headers.end()) return true;
    return !header.empty() && std::all_of(header.begin(), header.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool is_made_by_builds(std::string_view header) {
    const std::string_view name =
        header.substr(header.rfind('/') == std::string_view::npos ? 0 : header.rfind('/') + 1);
    static constexpr std::array endings = {".pb.h",    ".moc",       "_export.h", "_generated.h", ".grpc.pb.h",
                                           ".capnp.h", "_types.h",   ".tab.h",    ".tab.hh",      ".inc",
                                           ".def",     "_version.h", ".thrift.h", ".skel.h",      ".dist.hh"};
    static constexpr std::array names = {"config.h",    "version.h",   "autoconf.h",
                                         "buildinfo.h", "version.hpp", "config.hpp"};
    return name.starts_with("ui_") || name.starts_with("moc_") ||
           std::find(names.begin(), names.end(), name) != names.end() ||
           std::any_of(endings.begin(), endings.end(), [&](std::string_view end) { return name.ends_with(end); });
}

/// The value of the last flag that begins so, without the beginning.
std::optional<std::string_view> last_value(const CompileCommand& command, Texts beginnings) {
    std::optional<std::string_view> value;
    for (const std::string_view argument : command.argv)
        for (const std::string_view beginning : beginnings)
            if (argument.starts_with(beginning)) value = argument.substr(beginning.size());
    return value;
}

/// "C++17" where the command asks for a standard without coroutines, else empty.
std::string older_standard(const CompileCommand& command) {
    const auto standard = last_value(command, {"-std=", "--std=", "/std:", "-std:"});
    if (!standard) return "";
    const std::size_t year = standard->find("++");
    if (year == std::string_view::npos) return "";
    const std::string_view name = standard->substr(year + 2);
    static constexpr std::array old = {"98", "03", "0x", "11", "1y", "14", "1z", "17"};
    return std::find(old.begin(), old.end(), name) == old.end() ? "" : fmt::format("C++{}", name);
}

/// What an advice may depend on.
struct Question {
    const CompileCommand& command;
    const Followed& followed;
};

bool is_cross_compiled(const CompileCommand& command) {
    if (last_value(command, {"--target=", "-target"})) return true;
    // "aarch64-linux-gnu-g++", "em++"
    std::string_view compiler = command.argv.empty() ? std::string_view() : command.argv[0];
    compiler.remove_prefix(compiler.find_last_of("/\\") + 1);
    const std::size_t dash = compiler.find('-');
    const bool is_version =
        dash != std::string_view::npos && compiler.find_first_not_of("0123456789.", dash + 1) == std::string_view::npos;
    return compiler.starts_with("em") ||
           (dash != std::string_view::npos && !is_version && !compiler.starts_with("clang-"));
}

bool has_flag(const CompileCommand& command, Texts flags) {
    return std::any_of(command.argv.begin(), command.argv.end(), [&](const std::string& argument) {
        return std::find(flags.begin(), flags.end(), argument) != flags.end();
    });
}

std::string advice_on_standard_header(std::string_view header, const Question& question) {
    const bool is_crossing = is_cross_compiled(question.command);
    const std::string what = fmt::format(
        "{} are not found (<{}>): ",
        is_crossing ? "the headers of the target's standard library" : "the standard library's headers", header);
    const std::string asking =
        question.followed.asks_compilers ? "" : ", or let the compiler of the database be asked with --query-driver";
    if (has_flag(question.command, {"-nostdinc++", "-nostdinc", "-nostdlibinc"}))
        return what + "the command leaves them out (-nostdinc++, -nostdinc) and names no folder that has them" + asking;
    if (is_crossing && last_value(question.command, {"--sysroot", "-isysroot"}))
        return what + "the folder that --sysroot names has none" + asking;
    if (is_crossing) return what + "name the folder of the target's system with --sysroot" + asking;
    if (has_flag(question.command, {"-stdlib=libc++"}))
        return what + "install those of LLVM, which the command asks for (libc++-dev)" + asking;
    return what + "install a C++ compiler (g++, or libc++-dev with -stdlib=libc++)" + asking;
}

std::string on_precompiled_header(std::string_view message, const Question&) {
    return contains_any(message, {"rests on the precompiled header"})
               ? "include that header in its place: -include HEADER in the command, or --extra-arg=-include "
                 "--extra-arg=HEADER"
               : "";
}

std::string on_missing_standard_library(std::string_view message, const Question& question) {
    const std::string_view header = missing_header(message);
    return is_of_standard_library(header) ? advice_on_standard_header(header, question) : "";
}

std::string on_old_standard(std::string_view message, const Question& question) {
    const bool is_newer_code = contains_any(
        message, {"'co_await'", "'co_return'", "'co_yield'", "-fcoroutines", "'concept'", "'requires'", "'consteval'",
                  "'constinit'", "'char8_t'", "'auto' not allowed in function prototype", "std::coroutine",
                  "'coroutine_handle' in namespace 'std'", "defaulted comparison", "C++20"});
    if (!is_newer_code) return "";
    const std::string standard = older_standard(question.command);
    if (!standard.empty())
        return fmt::format("the unit is compiled as {}: coroutines need C++20, compile it with -std=c++20 or later",
                           standard);
    if (!last_value(question.command, {"-std=", "--std=", "/std:", "-std:"}))
        return "the command names no C++ standard, so it is Clang's C++17: compile it with -std=c++20 or later";
    return "";
}

std::string on_missing_header(std::string_view message, const Question&) {
    const std::string_view header = missing_header(message);
    if (header.empty()) return "";
    if (is_made_by_builds(header))
        return fmt::format("'{}' looks like a file that the build writes: build the project once, then check it",
                           header);
    return fmt::format(
        "'{}' is in none of the include folders: install its package, or build the project once if the build writes it",
        header);
}

std::string on_modules(std::string_view message, const Question&) {
    if (!contains_any(message, {"module '", "module file '", "is not a valid module", "could not build module"}))
        return "";
    if (!contains_any(message, {"not found", "could not", "out of date", "is not a valid", "compiled by", "cannot be"}))
        return "";
    return "modules need their compiled interfaces (.pcm), made by this Clang: build the project with Clang 22 first";
}

std::string on_missing_coroutine_header(std::string_view message, const Question&) {
    if (!contains_any(message, {"std::coroutine_traits type was not found"})) return "";
    return "#include <coroutine> is missing in front of the coroutine";
}

std::string on_gcc_only(std::string_view message, const Question&) {
    if (contains_any(message, {"undeclared identifier '__builtin_", "unknown type name '__float80'",
                               "variable length array", "variable-sized object", "VLA"}))
        return "this is GCC's alone, which Clang does not compile: put it behind #ifndef __clang__";
    return "";
}

std::string on_target(std::string_view message, const Question&) {
    if (!contains_any(message, {"unknown target triple", "unknown target CPU", "unable to create target"})) return "";
    return "this Clang does not know the target: name a near one that it knows with --target=TRIPLE";
}

}  // namespace

Remedy remedy_for(const std::vector<Note>& errors, const CompileCommand& command, const Followed& followed) {
    constexpr std::array kinds = {
        on_precompiled_header, on_missing_standard_library, on_old_standard, on_modules, on_target,
        on_missing_header,     on_missing_coroutine_header, on_gcc_only};
    for (const auto advice_of : kinds)
        for (std::size_t at = 0; at < errors.size(); ++at)
            if (std::string advice = advice_of(errors[at].message, {command, followed}); !advice.empty())
                return {at, std::move(advice),
                        advice_of == on_old_standard || advice_of == on_missing_standard_library};
    return {};
}

std::string remedy_for_reason(const std::string& reason, const Followed& followed) {
    const std::string fewer = followed.is_one_at_a_time ? "" : ", or run fewer units at a time with -j";
    if (contains_any(reason, {"timed out after"}))
        return fmt::format("give it more with --timeout SECONDS{}; `exclude` in .awaitlint.json leaves it out", fewer);
    if (contains_any(reason, {"of memory"})) return fmt::format("give it more with --memory MIB{}", fewer);
    if (contains_any(reason, {"cannot enter the working directory"}))
        return "the database is of another folder, or of a build that is gone: configure the build again";
    return "";
}

}  // namespace awaitlint
