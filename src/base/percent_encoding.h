// Percent-encoded text, as URIs have it, read back.
//
// In: text. Out: its bytes, any of which may have been written as `%40`; nothing where a percent sign has no two digits
// behind it. Which bytes are fit for what is the caller's to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace awaitlint {

std::optional<std::string> without_percents(std::string_view text);

}  // namespace awaitlint
