// The documents that are open in the editor, with the text that it shows: what is on disk does not count for them.
//
// In: what the client says of opening, editing and closing. Out: the text and version of each document. A change that
// fits no text (a range where there is none) is an error, and the document stays as it was. Reads no file.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "awaitlint/result.h"
#include "lsp/positions.h"

namespace awaitlint::lsp {

struct Document {
    std::string uri;   // as the client writes it
    std::string path;  // absolute, real where it exists
    std::string text;
    std::int64_t version = 0;
};

class Documents {
public:
    explicit Documents(PositionEncoding encoding = PositionEncoding::utf16) : encoding_(encoding) {}

    /// Null for what is no file of this machine, which no unit can read. Throws what the JSON library throws.
    Document* open(const nlohmann::json& item);
    /// The changes in their order, each a range with its new text, or a whole text.
    Result<bool> change(Document& document, std::int64_t version, const nlohmann::json& changes) const;
    void close(const std::string& uri) { documents_.erase(uri); }

    Document* find(const std::string& uri);
    const Document* at_path(const std::string& path) const;
    const std::map<std::string, Document>& all() const { return documents_; }

private:
    PositionEncoding encoding_;
    std::map<std::string, Document> documents_;  // by URI
};

/// Symbolic links resolved, as far as the path exists.
std::string real_path_of(const std::string& path);

}  // namespace awaitlint::lsp
