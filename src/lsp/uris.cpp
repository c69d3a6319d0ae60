// See uris.h.
#include "lsp/uris.h"

#include <charconv>

namespace awaitlint::lsp {
namespace {

constexpr std::string_view scheme = "file://";

/// Nothing where a percent sign has no two digits behind it.
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

}  // namespace

std::optional<std::string> path_of_uri(std::string_view uri) {
    if (!uri.starts_with(scheme)) return std::nullopt;
    uri.remove_prefix(scheme.size());
    if (uri.starts_with("localhost/")) uri.remove_prefix(uri.find('/'));
    uri = uri.substr(0, uri.find_first_of("?#"));
    if (!uri.starts_with('/')) return std::nullopt;
    auto path = without_percents(uri);
    if (!path || path->find('\0') != std::string::npos) return std::nullopt;
    return path;
}

}  // namespace awaitlint::lsp
