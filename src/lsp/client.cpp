// See client.h.
#include "lsp/client.h"

#include <algorithm>
#include <initializer_list>

#include "lsp/json_rpc.h"
#include "lsp/uris.h"
#include "project/paths.h"

namespace awaitlint::lsp {
namespace {

/// The value there, or null.
Json at_path(const Json& json, std::initializer_list<const char*> keys) {
    const Json* found = &json;
    for (const char* key : keys) {
        if (!found->is_object() || !found->contains(key)) return nullptr;
        found = &(*found)[key];
    }
    return *found;
}

bool is_true(const Json& json, std::initializer_list<const char*> keys) {
    return at_path(json, keys) == true;
}

bool holds(const Json& array, const char* text) {
    return array.is_array() && std::find(array.begin(), array.end(), text) != array.end();
}

std::vector<std::string> folders_in(const Json& parameters) {
    std::vector<std::string> folders;
    const auto add = [&](const Json& uri) {
        if (!uri.is_string()) return;
        if (const auto path = path_of_uri(uri.get_ref<const std::string&>())) folders.push_back(real_path(*path));
    };
    const Json several = at_path(parameters, {"workspaceFolders"});
    if (several.is_array())
        for (const Json& folder : several) add(at_path(folder, {"uri"}));
    if (folders.empty()) add(at_path(parameters, {"rootUri"}));
    return folders;
}

}  // namespace

Client client_from(const Json& parameters) {
    Client client;
    const Json can = at_path(parameters, {"capabilities"});
    if (holds(at_path(can, {"general", "positionEncodings"}), "utf-8")) client.encoding = PositionEncoding::utf8;
    client.shows_related_places = is_true(can, {"textDocument", "publishDiagnostics", "relatedInformation"});
    client.shows_links = is_true(can, {"textDocument", "publishDiagnostics", "codeDescriptionSupport"});
    client.shows_progress = is_true(can, {"window", "workDoneProgress"});
    client.takes_actions = at_path(can, {"textDocument", "codeAction", "codeActionLiteralSupport"}).is_object();
    client.takes_versioned_edits = is_true(can, {"workspace", "workspaceEdit", "documentChanges"});
    client.shows_markdown = holds(at_path(can, {"textDocument", "hover", "contentFormat"}), "markdown");
    client.registers_watchers = is_true(can, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
    client.folders = folders_in(parameters);
    return client;
}

Json server_capabilities(const Client& client, const std::string& version) {
    constexpr int incremental = 2;
    const Json capabilities = {
        {"positionEncoding", client.encoding == PositionEncoding::utf8 ? "utf-8" : "utf-16"},
        {"textDocumentSync", {{"openClose", true}, {"change", incremental}, {"save", {{"includeText", false}}}}},
        {"codeActionProvider", {{"codeActionKinds", Json::array({"quickfix", "source.fixAll.awaitlint"})}}},
        {"hoverProvider", true},
        {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
    return {{"capabilities", capabilities}, {"serverInfo", {{"name", "awaitlint"}, {"version", version}}}};
}

Json watched_files() {
    Json watchers = Json::array();
    for (const char* glob : {"**/.awaitlint.json", "**/.awaitlint-baseline.json", "**/compile_commands.json",
                             "**/*.{h,hh,hpp,hxx,inl,ipp,tpp,c++,cc,cpp,cppm,cxx,ixx}"})
        watchers.push_back({{"globPattern", glob}});
    const Json registration = {{"id", "awaitlint-files"},
                               {"method", "workspace/didChangeWatchedFiles"},
                               {"registerOptions", {{"watchers", std::move(watchers)}}}};
    return {{"registrations", Json::array({registration})}};
}

bool is_setup_file(const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return name == ".awaitlint.json" || name == ".awaitlint-baseline.json" || name == "compile_commands.json";
}

std::string folder_of(const std::vector<std::string>& folders, const std::string& path) {
    std::string deepest;
    for (const std::string& folder : folders)
        if (is_at_or_below(path, folder) && folder.size() > deepest.size()) deepest = folder;
    return deepest;
}

}  // namespace awaitlint::lsp
