// Where a text casts by `static_cast`, or asserts: what Clang rejects there it drops with the operand.
//
// In: a file's bytes, and the errors of a unit. Out: the words before the operand's parenthesis that an error stands
// in, each long enough to be replaced by a cast to void. By tokens alone: a word that only looks like an assertion is a
// guess, which costs a parse. C-style casts are not found: `(int)` is shorter than `(void)`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/read/parse.h"

namespace awaitlint {

/// `static_cast<bool>` of `static_cast<bool>(load())`, `assert` of `assert(load())`.
struct CastWord {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t end_of_operand = 0;  // the closing parenthesis
};
std::vector<CastWord> casts_around(const std::string& file, std::string_view text,
                                   const std::vector<Diagnostic>& errors);

}  // namespace awaitlint
