// The tokens of a text, without a preprocessor: comments, strings and raw strings are none of its words.
//
// In: bytes as C++20. Out: each token with its offset in bytes, the end of the text (tok::eof) included.
#pragma once

#include <cstdint>
#include <string_view>

#include "clang/Lex/Token.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace awaitlint {

/// Until `visit` says false.
void each_raw_token(std::string_view text,
                    llvm::function_ref<bool(const clang::Token& token, std::uint32_t offset)> visit);

}  // namespace awaitlint
