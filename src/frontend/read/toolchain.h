// What a unit was compiled with, in words: its target and its C++ standard library.
//
// In: a parsed unit. Out: one line for people, "libstdc++ 12 for x86_64-pc-linux-gnu". The libraries name themselves by
// macros, which any of their headers defines. Looks at no file.
#pragma once

#include <string>

#include "frontend/read/parse.h"

namespace awaitlint {

std::string toolchain_of(const ParsedUnit& unit);

}  // namespace awaitlint
