// Where a text casts, asserts, deletes, makes an object with `new`, takes an element, loops or declares a condition:
// what Clang rejects there it drops with the operand.
//
// In: a file's bytes, and the errors of a unit. Out: what stands before the operand that an error stands in, and what
// to write in its place, which is no longer. By tokens alone: a word that only looks like an assertion is a guess,
// which costs a parse.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/read/parse.h"

namespace awaitlint {

/// `static_cast<bool>` of `static_cast<bool>(load())`, `assert` of `assert(load())`, `for (int each :` of a loop.
struct CastWord {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t end_of_operand = 0;  // the closing bracket, or the semicolon
    std::string_view form = "(void)";  // to be written in its place
    char end_form = 0;                 // in the place of the closing bracket, where that would not fit any more
};
std::vector<CastWord> casts_around(const std::string& file, std::string_view text,
                                   const std::vector<Diagnostic>& errors);

}  // namespace awaitlint
