// See uris.h.
#include "lsp/uris.h"

#include "base/percent_encoding.h"

namespace awaitlint::lsp {
namespace {

constexpr std::string_view scheme = "file://";

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
