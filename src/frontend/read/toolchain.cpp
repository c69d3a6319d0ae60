// See toolchain.h.
#include "frontend/read/toolchain.h"

#include <optional>

#include <fmt/format.h>

#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/Preprocessor.h"

namespace awaitlint {
namespace {

/// The number that a macro stands for, as it is spelled.
std::optional<std::string> number_of(clang::Preprocessor& preprocessor, llvm::StringRef macro) {
    const clang::MacroInfo* info = preprocessor.getMacroInfo(preprocessor.getIdentifierInfo(macro));
    if (!info || info->getNumTokens() != 1 || info->tokens()[0].isNot(clang::tok::numeric_constant))
        return std::nullopt;
    return preprocessor.getSpelling(info->tokens()[0]);
}

std::string standard_library(clang::Preprocessor& preprocessor) {
    if (const auto release = number_of(preprocessor, "_GLIBCXX_RELEASE")) return "libstdc++ " + *release;
    if (const auto version = number_of(preprocessor, "_LIBCPP_VERSION")) {
        unsigned number = 0;  // 220108: 22.1.8
        if (llvm::StringRef(*version).getAsInteger(10, number)) return "libc++";
        return fmt::format("libc++ {}.{}.{}", number / 10000, number / 100 % 100, number % 100);
    }
    if (const auto version = number_of(preprocessor, "_MSVC_STL_VERSION")) return "Microsoft's STL " + *version;
    return "no C++ standard library";
}

}  // namespace

std::string toolchain_of(const ParsedUnit& unit) {
    return fmt::format("{} for {}", standard_library(unit.compiler.getPreprocessor()),
                       unit.compiler.getTarget().getTriple().str());
}

}  // namespace awaitlint
