// How much of a text that grows with the user's code is kept, and how the rest is told.
//
// In: a text of any size. Out: the same, or its beginning and a mark that says how much is missing: nothing is cut
// without a word. What is kept here is exact up to these bounds in every format; docs/guide.md names them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace awaitlint {

inline constexpr std::size_t most_source_bytes = 4096;   // of a flagged expression
inline constexpr std::size_t most_message_bytes = 4096;  // of what a compiler says
inline constexpr std::size_t most_type_bytes = 1024;     // of a type's name

/// "whole text", or "first bytes... [123 more bytes]". Cuts no UTF-8 character in two.
std::string excerpt(std::string_view text, std::size_t most);

/// What `excerpt` has to put behind the bytes that it keeps, if there is more.
std::string excerpt_mark(std::size_t bytes_left_out);

}  // namespace awaitlint
