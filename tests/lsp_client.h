// A small client of the language server protocol, and `awaitlint lsp` as its server, in a process with pipes.
//
// Sends what a test says, well-formed or not, and waits for what the server answers. Whatever does not come within a
// minute shows as a failing test. Shares no code with the server: a common mistake would hide itself.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include "temporary_folder.h"

namespace awaitlint {

class LspClient {
public:
    /// Starts the server in the folder.
    explicit LspClient(const std::string& folder, const std::vector<std::string>& arguments = {},
                       const std::string& program = AWAITLINT_BINARY);
    ~LspClient();
    LspClient(const LspClient&) = delete;
    LspClient& operator=(const LspClient&) = delete;

    /// `initialize` with these capabilities for the folder as the workspace, then `initialized`. The result.
    nlohmann::json initialize(const nlohmann::json& capabilities = nlohmann::json::object());

    void send_bytes(std::string_view bytes);
    void send(const nlohmann::json& message);
    void notify(const std::string& method, const nlohmann::json& params);
    /// Sends a request and waits for its response: all of it. Other messages that come meanwhile are kept.
    nlohmann::json ask(const std::string& method, const nlohmann::json& params);
    /// Sends it and returns its id.
    int request(const std::string& method, const nlohmann::json& params);

    using Condition = std::function<bool(const nlohmann::json& message)>;
    /// The first message that it holds for, of those that have come or will; it is taken out. Null after a minute.
    nlohmann::json wait_for(const Condition& condition);
    nlohmann::json wait_for_response(const nlohmann::json& id);
    nlohmann::json wait_for_notification(const std::string& method);
    /// The diagnostics of this version of a document.
    nlohmann::json wait_for_diagnostics(const std::string& uri, int version);
    /// Those that came and were not waited for.
    const std::vector<nlohmann::json>& kept() const { return kept_; }

    void open(const std::string& uri, const std::string& text, int version = 1);
    void change(const std::string& uri, const std::string& text, int version);

    pid_t pid() const { return pid_; }
    void close_input();
    /// Waits for its end. 128 + the signal where it was killed.
    int finish();
    std::string standard_error() const;

private:
    /// False when nothing more comes, or not in time.
    bool read_more();

    TemporaryFolder own_;
    std::string folder_;
    pid_t pid_ = -1;
    int to_ = -1, from_ = -1;
    int last_id_ = 0;
    std::string received_;
    std::vector<nlohmann::json> kept_;
};

std::string uri_of(const std::string& path);

}  // namespace awaitlint
