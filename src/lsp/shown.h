// What the editor shows of an analysed document: diagnostics, repairs to choose from, and a rule's page.
//
// In: a document as it was analysed and what was found in it. Out: values of the protocol. Only repairs that are proven
// and that change nothing but this document are offered. All texts come from code of strangers, and are made fit to be
// shown here. Pure functions, but that they read lines of other files that notes speak of.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "lsp/analysis.h"
#include "lsp/client.h"
#include "lsp/documents.h"

namespace awaitlint::lsp {

struct Analysed {
    Document document;  // as it was then
    Analysis analysis;
};

/// The parameters of `textDocument/publishDiagnostics`.
nlohmann::json diagnostics_of(const Analysed& analysed, const Client& client, const Documents& documents);

/// The answer to `textDocument/codeAction`. Throws what the JSON library throws.
nlohmann::json actions_for(const nlohmann::json& parameters, const Analysed& analysed, const Client& client,
                           const Documents& documents);

/// The answer to `textDocument/hover`: null where nothing was found. `pages`: rule -> its page. Throws as above.
nlohmann::json hover_for(const nlohmann::json& parameters, const Analysed& analysed, const Client& client,
                         const std::map<std::string, std::string>& pages);

}  // namespace awaitlint::lsp
