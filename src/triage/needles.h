// Which part of a log may matter: a search for the few words of which each await error and each compile error has one.
//
// In: any bytes. Out: whether one of the words is in them. As fast as the memory: most of a log has none.
#pragma once

#include <string_view>

namespace awaitlint {

bool has_needle(std::string_view text);

}  // namespace awaitlint
