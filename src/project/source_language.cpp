// Which compile commands are C or C++: see source_language.h. The extensions are those of Clang's own table.
#include "project/source_language.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "llvm/ADT/StringRef.h"

namespace awaitlint {
namespace {

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// With its dot, in lower case: `.C` is C++ and `.c` is C, but no extension is either of them in one letter case only.
std::string extension(std::string_view file) {
    const std::size_t slash = file.find_last_of("/\\");
    if (slash != file.npos) file.remove_prefix(slash + 1);
    const std::size_t dot = file.rfind('.');
    return dot == file.npos ? std::string() : llvm::StringRef(file.substr(dot)).lower();
}

bool is_c_or_cpp_extension(std::string_view extension) {
    constexpr std::array<std::string_view, 21> known = {".c",   ".cc",   ".cp",  ".cpp",  ".cxx",  ".c++", ".h",
                                                        ".hh",  ".hpp",  ".hxx", ".h++",  ".i",    ".ii",  ".mm",
                                                        ".mii", ".cppm", ".ccm", ".cxxm", ".c++m", ".iim", ".ixx"};
    return contains(known, extension);
}

bool is_c_or_cpp_language(std::string_view language) {
    constexpr std::array<std::string_view, 10> known = {
        "c",        "c++",        "cpp-output", "c++-cpp-output",  "objective-c++",
        "c-header", "c++-header", "c++-module", "c++-user-header", "c++-system-header"};
    return contains(known, language);
}

/// `-xc++`; not `-xHost`, which is an option of Intel's compilers.
bool is_joined_language(std::string_view argument) {
    return argument.size() > 2 && argument.starts_with("-x") && std::islower(static_cast<unsigned char>(argument[2]));
}

/// The language that the last `-x LANGUAGE`, /TP or /TC gives, if any.
std::optional<std::string> language_option(const std::vector<std::string>& argv) {
    std::optional<std::string> language;
    for (std::size_t at = 1; at < argv.size(); ++at) {
        const std::string& argument = argv[at];
        if (argument == "-Xclang")  // the next one is not for the driver
            ++at;
        else if (argument == "/TP" || argument == "-TP" || argument == "/TC" || argument == "-TC")
            language = argument.ends_with('P') ? "c++" : "c";
        else if (argument == "-x" || argument == "--language")
            language = at + 1 < argv.size() ? argv[++at] : std::string();
        else if (argument.starts_with("--language="))
            language = argument.substr(11);
        else if (is_joined_language(argument))
            language = argument.substr(2);
        if (language == "none") language.reset();
    }
    return language;
}

}  // namespace

std::string why_not_c_or_cpp(const CompileCommand& command) {
    if (const auto language = language_option(command.argv))
        return is_c_or_cpp_language(*language) ? std::string() : fmt::format("not C or C++ (-x {})", *language);
    const std::string ending = extension(command.file);
    if (is_c_or_cpp_extension(ending)) return {};
    return ending.empty() ? "not C or C++ (no extension)" : fmt::format("not C or C++ ({})", ending);
}

}  // namespace awaitlint
