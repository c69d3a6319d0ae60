// See http_server.h.
#include "engine/remote/http_server.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "engine/remote/curl_library.h"
#include "engine/remote/remote_entry.h"

namespace awaitlint {
namespace {

constexpr long most_connections = 16;
constexpr long success = 200, success_ends = 300, not_found = 404, gone = 410;

std::string path_of(RemoteLayout layout, const std::string& name) {
    switch (layout) {
        case RemoteLayout::subdirs:
            return name.substr(0, 2) + "/" + name.substr(2);
        case RemoteLayout::flat:
            return name;
        case RemoteLayout::bazel:
            return "ac/" + name;
    }
    return name;
}

/// One request under way. What is sent stays the caller's.
struct Transfer {
    CURL* handle = nullptr;
    std::string received;
    std::string_view unsent;
    bool is_too_large = false;
};

std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto& transfer = *static_cast<Transfer*>(to);
    transfer.is_too_large = transfer.received.size() + size * count > most_entry_bytes;
    if (transfer.is_too_large) return 0;
    transfer.received.append(bytes, size * count);
    return size * count;
}

/// Of what a server answers to a PUT, only the status counts.
std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

std::size_t send(char* buffer, std::size_t size, std::size_t count, void* from) {
    auto& transfer = *static_cast<Transfer*>(from);
    const std::size_t length = std::min(size * count, transfer.unsent.size());
    std::memcpy(buffer, transfer.unsent.data(), length);
    transfer.unsent.remove_prefix(length);
    return length;
}

class HttpServer final : public RemoteServer {
public:
    HttpServer(const CurlLibrary& curl, const RemoteAddress& address)
        : curl_(curl), address_(address), multi_(curl.multi_init()) {
        // Without it every PUT of more than a kilobyte waits for the server's leave.
        headers_ = curl_.slist_append(headers_, "Expect:");
        headers_ = curl_.slist_append(headers_, "Content-Type: application/octet-stream");
        if (!address.token.empty())
            headers_ = curl_.slist_append(headers_, ("Authorization: Bearer " + address.token).c_str());
        curl_.multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
        curl_.multi_setopt(multi_, CURLMOPT_MAXCONNECTS, most_connections);
    }
    ~HttpServer() override {
        curl_.multi_cleanup(multi_);
        curl_.slist_free_all(headers_);
    }

    Result<std::vector<RemoteAnswer>> get(const std::vector<std::string>& names) override {
        std::vector<Transfer> transfers(names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            transfers[i].handle = request(names[i]);
            curl_.easy_setopt(transfers[i].handle, CURLOPT_WRITEFUNCTION, receive);
            curl_.easy_setopt(transfers[i].handle, CURLOPT_WRITEDATA, &transfers[i]);
        }
        std::vector<RemoteAnswer> answers(names.size());
        auto done = run(transfers, [&](std::size_t i, CURLcode code, long status) -> std::string {
            using State = RemoteAnswer::State;
            if (code == CURLE_PARTIAL_FILE || code == CURLE_FILESIZE_EXCEEDED || transfers[i].is_too_large) {
                answers[i].state = State::useless;
                return "";
            }
            if (code == CURLE_OK && (status == not_found || status == gone)) return "";
            if (auto why = failure(code, status); !why.empty()) return why;
            answers[i] = {State::found, std::move(transfers[i].received)};
            return "";
        });
        if (!done) return done.error();
        return answers;
    }

    Result<bool> put(const std::vector<RemoteEntry>& entries) override {
        std::vector<Transfer> transfers(entries.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
            Transfer& transfer = transfers[i];
            transfer.handle = request(entries[i].name);
            transfer.unsent = entries[i].bytes;
            curl_.easy_setopt(transfer.handle, CURLOPT_UPLOAD, 1L);
            curl_.easy_setopt(transfer.handle, CURLOPT_READFUNCTION, send);
            curl_.easy_setopt(transfer.handle, CURLOPT_READDATA, &transfer);
            curl_.easy_setopt(transfer.handle, CURLOPT_INFILESIZE_LARGE,
                              static_cast<curl_off_t>(entries[i].bytes.size()));
            curl_.easy_setopt(transfer.handle, CURLOPT_WRITEFUNCTION, ignore);
        }
        return run(transfers, [&](std::size_t, CURLcode code, long status) { return failure(code, status); });
    }

private:
    CURL* request(const std::string& name) {
        CURL* const handle = curl_.easy_init();
        const auto set = [&](CURLoption option, auto value) { curl_.easy_setopt(handle, option, value); };
        set(CURLOPT_URL, fmt::format("{}/{}", address_.url, path_of(address_.layout, name)).c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_HTTPHEADER, headers_);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_limit.count()));
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(most_entry_bytes));
        if (address_.user.empty()) return handle;
        set(CURLOPT_USERNAME, address_.user.c_str());
        set(CURLOPT_PASSWORD, address_.password.c_str());
        return handle;
    }

    /// Empty if the server has done what was asked.
    std::string failure(CURLcode code, long status) const {
        if (code != CURLE_OK) return curl_.easy_strerror(code);
        return status >= success && status < success_ends ? "" : fmt::format("it answered {}", status);
    }

    /// All of them at once, within the time for a batch. `judge(which, code, status)` says what is wrong, if anything.
    template <class Judge>
    Result<bool> run(std::vector<Transfer>& transfers, Judge judge) {
        const auto end = std::chrono::steady_clock::now() + time_for(transfers.size());
        for (Transfer& transfer : transfers) curl_.multi_add_handle(multi_, transfer.handle);
        std::string why;
        int running = 1;
        while (running && why.empty()) {
            const bool is_late = std::chrono::steady_clock::now() > end;
            if (is_late || curl_.multi_perform(multi_, &running) != CURLM_OK) why = "it is too slow";
            for (int left = 0; const CURLMsg* message = curl_.multi_info_read(multi_, &left);) {
                if (message->msg != CURLMSG_DONE) continue;
                const auto transfer = std::find_if(transfers.begin(), transfers.end(), [&](const Transfer& each) {
                    return each.handle == message->easy_handle;
                });
                long status = 0;
                curl_.easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
                const auto index = static_cast<std::size_t>(transfer - transfers.begin());
                if (std::string wrong = judge(index, message->data.result, status); why.empty()) why = std::move(wrong);
            }
            if (running) curl_.multi_poll(multi_, nullptr, 0, /*timeout_ms=*/100, nullptr);
        }
        for (Transfer& transfer : transfers) {
            curl_.multi_remove_handle(multi_, transfer.handle);
            curl_.easy_cleanup(transfer.handle);
        }
        if (!why.empty()) return Error{why};
        return true;
    }

    const CurlLibrary curl_;
    const RemoteAddress address_;
    CURLM* const multi_;
    curl_slist* headers_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<RemoteServer>> http_server(const RemoteAddress& address) {
    auto curl = load_curl();
    if (!curl) return curl.error();
    return std::unique_ptr<RemoteServer>(std::make_unique<HttpServer>(*curl, address));
}

}  // namespace awaitlint
