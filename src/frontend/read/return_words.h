// Where a text says `return` or `co_return`, by its tokens alone: comments, strings and raw strings say nothing.
//
// In: a file's bytes, and places in it. Out: the keywords with the ends of their operands, and those around a place.
// Offsets and lengths are bytes. Knows nothing of a parse: the compiler may have dropped these statements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/read/parse.h"

namespace awaitlint {

/// A `return` or `co_return` of a file, with its operand.
struct ReturnWord {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t end_of_operand = 0;  // the semicolon at its own depth
};
std::vector<ReturnWord> return_words(std::string_view text);

/// The keywords whose operand holds one of these places. `text` is the file's bytes.
std::vector<FileOffset> returns_around(const std::string& file, std::string_view text,
                                       const std::vector<Diagnostic>& errors);

}  // namespace awaitlint
