// See documents.h.
#include "lsp/documents.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "lsp/uris.h"

namespace awaitlint::lsp {

std::string real_path_of(const std::string& path) {
    std::error_code failure;
    const std::filesystem::path real = std::filesystem::weakly_canonical(path, failure);
    return failure ? path : real.string();
}

Document* Documents::open(const nlohmann::json& item) {
    const std::string uri = item.at("uri");
    const auto path = path_of_uri(uri);
    if (!path) return nullptr;
    Document document{uri, real_path_of(*path), item.at("text"), item.at("version").get<std::int64_t>()};
    return &documents_.insert_or_assign(uri, std::move(document)).first->second;
}

Result<bool> Documents::change(Document& document, std::int64_t version, const nlohmann::json& changes) const {
    std::string text = document.text;
    for (const nlohmann::json& change : changes) {
        const std::string& replacement = change.at("text").get_ref<const std::string&>();
        if (!change.contains("range")) {
            text = replacement;
            continue;
        }
        const Range range = range_from(change["range"]);
        if (range.end < range.start) return Error{"a change whose range ends before it starts"};
        const TextLines lines(text, encoding_);
        const std::size_t begin = lines.offset_of(range.start);
        text.replace(begin, lines.offset_of(range.end) - begin, replacement);
    }
    document.text = std::move(text);
    document.version = version;
    return true;
}

Document* Documents::find(const std::string& uri) {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : &found->second;
}

const Document* Documents::at_path(const std::string& path) const {
    const auto found = std::find_if(documents_.begin(), documents_.end(),
                                    [&](const auto& entry) { return entry.second.path == path; });
    return found == documents_.end() ? nullptr : &found->second;
}

}  // namespace awaitlint::lsp
