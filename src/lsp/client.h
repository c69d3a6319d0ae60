// What the client can do and where it works, as it says at the start; and what the server can do for it.
//
// In: the parameters of `initialize`. Out: plain values. What a client does not mention it cannot do. Throws what the
// JSON library throws on what is no such message.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "lsp/positions.h"

namespace awaitlint::lsp {

struct Client {
    PositionEncoding encoding = PositionEncoding::utf16;
    bool shows_related_places = false;
    bool shows_links = false;  // from a finding to its rule's page
    bool shows_progress = false;
    bool takes_actions = false;  // CodeAction values, not only commands
    bool takes_versioned_edits = false;
    bool shows_markdown = false;
    bool registers_watchers = false;
    std::vector<std::string> folders;  // of the workspace; absolute
};

Client client_from(const nlohmann::json& parameters);

/// The result of `initialize`.
nlohmann::json server_capabilities(const Client& client, const std::string& version);

/// `client/registerCapability`: files whose changes on disk matter.
nlohmann::json watched_files();
/// Whether one of them decides how all documents are analysed.
bool is_setup_file(const std::string& path);

/// The deepest of the folders that holds the file; empty: none does.
std::string folder_of(const std::vector<std::string>& folders, const std::string& path);

}  // namespace awaitlint::lsp
