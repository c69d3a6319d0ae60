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

/// Of the rules, by their ids.
struct Pages {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::string> uris;  // of those that lie on this machine as files
};

struct Surroundings {
    const Client& client;
    const Documents& documents;
    const Pages& pages;
};

/// The parameters of `textDocument/publishDiagnostics`.
nlohmann::json diagnostics_of(const Analysed& analysed, const Surroundings& surroundings);

/// The answer to `textDocument/codeAction`. Throws what the JSON library throws.
nlohmann::json actions_for(const nlohmann::json& parameters, const Analysed& analysed,
                           const Surroundings& surroundings);

/// The answer to `textDocument/hover`: null where nothing was found. Throws as above.
nlohmann::json hover_for(const nlohmann::json& parameters, const Analysed& analysed, const Surroundings& surroundings);

}  // namespace awaitlint::lsp
