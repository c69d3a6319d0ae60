// See percent_encoding.h.
#include "base/percent_encoding.h"

#include <charconv>
#include <system_error>

namespace awaitlint {

std::optional<std::string> without_percents(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        unsigned byte = 0;
        const std::string_view digits = text.substr(i + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
        plain += static_cast<char>(byte);
        i += 2;
    }
    return plain;
}

}  // namespace awaitlint
