// See lsp_client.h.
#include "lsp_client.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace awaitlint {
namespace {

using nlohmann::json;

constexpr int a_minute = 60'000;

[[noreturn]] void become_server(int in, int out, const std::string& err, const std::string& folder,
                                std::vector<std::string>& words, const std::string& cache) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    ::closefrom(STDERR_FILENO + 1);
    ::setenv("AWAITLINT_CACHE_DIR", cache.c_str(), 1);
    ::setenv("AWAITLINT_CACHE_KEY", "the same for all tests", 1);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    if (::chdir(folder.c_str()) != 0) ::_exit(126);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

}  // namespace

std::string uri_of(const std::string& path) {
    return "file://" + path;
}

LspClient::LspClient(const std::string& folder, const std::vector<std::string>& arguments, const std::string& program)
    : folder_(folder) {
    ::signal(SIGPIPE, SIG_IGN);
    int to_server[2], from_server[2];
    EXPECT_EQ(::pipe2(to_server, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(from_server, O_CLOEXEC), 0);
    std::vector<std::string> words = {program, "lsp"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    pid_ = ::fork();
    if (pid_ == 0) become_server(to_server[0], from_server[1], own_.path("err"), folder, words, own_.path("cache"));
    ::close(to_server[0]);
    ::close(from_server[1]);
    to_ = to_server[1];
    from_ = from_server[0];
}

LspClient::~LspClient() {
    close_input();
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(from_);
}

json LspClient::initialize(const json& capabilities) {
    const json answer = ask("initialize", {{"processId", ::getpid()},
                                           {"rootUri", uri_of(folder_)},
                                           {"capabilities", capabilities},
                                           {"workspaceFolders", {{{"uri", uri_of(folder_)}, {"name", "test"}}}}});
    notify("initialized", json::object());
    return answer.value("result", json());
}

void LspClient::send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::write(to_, bytes.data(), bytes.size());
        if (sent < 0 && errno != EINTR) return;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void LspClient::send(const json& message) {
    const std::string body = message.dump();
    send_bytes("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void LspClient::notify(const std::string& method, const json& params) {
    send({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

int LspClient::request(const std::string& method, const json& params) {
    send({{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", params}});
    return last_id_;
}

json LspClient::ask(const std::string& method, const json& params) {
    return wait_for_response(request(method, params));
}

bool LspClient::read_more() {
    pollfd end{from_, POLLIN, 0};
    if (::poll(&end, 1, a_minute) <= 0) return false;
    char buffer[1 << 16];
    const ssize_t got = ::read(from_, buffer, sizeof buffer);
    if (got <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(got));
    while (true) {
        std::size_t length = 0, header = received_.find("\r\n\r\n");
        if (header == std::string::npos) return true;
        EXPECT_TRUE(received_.starts_with("Content-Length: ")) << "nothing else may be printed: " << received_;
        length = std::stoul(received_.substr(received_.find(' ')));
        header += 4;
        if (received_.size() < header + length) return true;
        kept_.push_back(json::parse(received_.substr(header, length)));
        received_.erase(0, header + length);
    }
}

json LspClient::wait_for(const Condition& condition) {
    std::size_t seen = 0;
    do {
        for (; seen < kept_.size(); ++seen) {
            if (!condition(kept_[seen])) continue;
            json found = std::move(kept_[seen]);
            kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(seen));
            return found;
        }
    } while (read_more());
    ADD_FAILURE() << "it did not come. Came: " << json(kept_).dump() << "\n-- standard error:\n" << standard_error();
    return nullptr;
}

json LspClient::wait_for_response(const json& id) {
    return wait_for(
        [&](const json& message) { return !message.contains("method") && message.value("id", json()) == id; });
}

json LspClient::wait_for_notification(const std::string& method) {
    return wait_for([&](const json& message) { return message.value("method", "") == method; });
}

json LspClient::wait_for_diagnostics(const std::string& uri, int version) {
    const json found = wait_for([&](const json& message) {
        return message.value("method", "") == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri &&
               message["params"].value("version", 0) == version;
    });
    return found.is_null() ? json::array() : found["params"]["diagnostics"];
}

void LspClient::open(const std::string& uri, const std::string& text, int version) {
    notify("textDocument/didOpen",
           {{"textDocument", {{"uri", uri}, {"languageId", "cpp"}, {"version", version}, {"text", text}}}});
}

void LspClient::change(const std::string& uri, const std::string& text, int version) {
    notify("textDocument/didChange",
           {{"textDocument", {{"uri", uri}, {"version", version}}}, {"contentChanges", {{{"text", text}}}}});
}

void LspClient::close_input() {
    if (to_ >= 0) ::close(to_);
    to_ = -1;
}

int LspClient::finish() {
    int status = 0;
    if (pid_ < 0 || ::waitpid(pid_, &status, 0) != pid_) return -1;
    pid_ = -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::string LspClient::standard_error() const {
    std::ostringstream text;
    text << std::ifstream(own_.path("err"), std::ios::binary).rdbuf();
    return text.str();
}

}  // namespace awaitlint
