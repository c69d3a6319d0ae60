// A session of `awaitlint lsp` in a project of its own, for tests of what a client gets.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli_project.h"
#include "lsp_client.h"

namespace awaitlint {

inline nlohmann::json position(int line, int character) {
    return {{"line", line}, {"character", character}};
}

inline nlohmann::json range(int line, int from, int to) {
    return {{"start", position(line, from)}, {"end", position(line, to)}};
}

inline const nlohmann::json full_capabilities = {
    {"textDocument",
     {{"codeAction", {{"codeActionLiteralSupport", {{"codeActionKind", {{"valueSet", {"quickfix"}}}}}}}},
      {"publishDiagnostics", {{"relatedInformation", true}}},
      {"hover", {{"contentFormat", {"markdown", "plaintext"}}}}}},
    {"workspace",
     {{"workspaceEdit", {{"documentChanges", true}}}, {"didChangeWatchedFiles", {{"dynamicRegistration", true}}}}}};

class Lsp : public testing::Test {
protected:
    std::string uri(const std::string& name) const { return uri_of(project.path(name)); }

    /// The codes of diagnostics, in their order.
    static std::vector<std::string> codes(const nlohmann::json& diagnostics) {
        std::vector<std::string> all;
        for (const nlohmann::json& diagnostic : diagnostics) all.push_back(diagnostic["code"]);
        return all;
    }

    /// What a client gets that asks for the code actions of a.cpp there.
    nlohmann::json actions(LspClient& client, const nlohmann::json& where,
                           const nlohmann::json& context = nlohmann::json::object()) const {
        return client.ask(
            "textDocument/codeAction",
            {{"textDocument", {{"uri", uri("a.cpp")}}}, {"range", where}, {"context", context}})["result"];
    }

    CliProject project;
};

using Codes = std::vector<std::string>;

}  // namespace awaitlint
