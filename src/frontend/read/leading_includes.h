// The includes that a file begins with, without the text between them: what files that begin alike have in common.
//
// In: the first bytes of a file. Out: one line for each include, and where each ends, there and in the file. Comments
// and blank lines are left out, so that a licence or a file's name in a comment does not tell two files apart. Ends
// before the first line that is something else, or that a lexer would read otherwise than by lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "llvm/ADT/StringRef.h"

namespace awaitlint {

struct LeadingIncludes {
    struct End {
        std::uint32_t in_text = 0;  // bytes of `text` up to the end of the include's line
        std::uint32_t in_file = 0;  // bytes of the file up to there
    };
    std::string text;
    std::vector<End> ends;
    /// All bytes of the file that are accounted for: the includes, and comments and blank lines behind the last.
    std::uint32_t length = 0;

    /// Where in the file the include ends that ends there in the text.
    std::optional<std::uint32_t> in_file(std::uint32_t in_text) const;
};

LeadingIncludes leading_includes(llvm::StringRef file);

}  // namespace awaitlint
