// See courier_duty.h.
#include "engine/remote/courier_duty.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <sys/socket.h>

#include "engine/remote/courier_messages.h"
#include "engine/remote/http_server.h"
#include "engine/remote/redis_server.h"

namespace awaitlint {
namespace {

/// Beyond that many bytes the run waits: what it finds out faster than the network takes it would fill the memory.
constexpr std::size_t most_waiting_bytes = std::size_t{128} << 20;

/// What the run has said and nobody has done yet.
class Inbox {
public:
    void add(CourierMessage message) {
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [&] { return bytes_ < most_waiting_bytes; });
        bytes_ += size_of(message);
        messages_.push_back(std::move(message));
        has_some_.notify_one();
    }

    /// Waits for one. What is to be fetched comes first.
    CourierMessage take() {
        std::unique_lock lock(mutex_);
        has_some_.wait(lock, [&] { return !messages_.empty(); });
        auto next = std::find_if(messages_.begin(), messages_.end(), [](const CourierMessage& message) {
            return message.kind == CourierMessage::Kind::get;
        });
        if (next == messages_.end()) next = messages_.begin();
        CourierMessage message = std::move(*next);
        messages_.erase(next);
        bytes_ -= size_of(message);
        has_room_.notify_one();
        return message;
    }

private:
    static std::size_t size_of(const CourierMessage& message) {
        std::size_t size = 0;
        for (const RemoteEntry& entry : message.entries) size += entry.bytes.size();
        return size;
    }

    std::mutex mutex_;
    std::condition_variable has_some_, has_room_;
    std::deque<CourierMessage> messages_;
    std::size_t bytes_ = 0;
};

Result<std::unique_ptr<RemoteServer>> server_at(const RemoteAddress& address) {
    if (address.protocol == RemoteProtocol::redis) return redis_server(address);
    return http_server(address);
}

bool is_sent(int socket, std::string_view message) {
    const std::string frame = framed(message);
    for (std::string_view rest = frame; !rest.empty();) {
        const ssize_t sent = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Until the run has gone, which is an end, too.
void read_messages(int socket, Inbox& inbox) {
    for (;;) {
        FrameReader reader;
        while (!reader.is_whole())
            if (!reader.read_some(socket)) return inbox.add({});
        auto message = message_from(reader.take());
        inbox.add(message ? std::move(*message) : CourierMessage());
    }
}

}  // namespace

void run_courier(int socket, const RemoteAddress& address) {
    using Answers = Result<std::vector<RemoteAnswer>>;
    // The thread's, too, which nobody waits for.
    const auto inbox = std::make_shared<Inbox>();
    std::thread([=] { read_messages(socket, *inbox); }).detach();
    auto server = server_at(address);
    const Answers unreachable = server ? Answers(std::vector<RemoteAnswer>()) : Answers(server.error());
    Answers sending = unreachable;
    for (;;) {
        const CourierMessage message = inbox->take();
        switch (message.kind) {
            case CourierMessage::Kind::get:
                if (!is_sent(socket, message_of_answers(server ? (*server)->get(message.names) : unreachable))) return;
                break;
            case CourierMessage::Kind::put:
                if (!sending) break;
                if (auto done = (*server)->put(message.entries); !done) sending = done.error();
                break;
            case CourierMessage::Kind::end:
                is_sent(socket, message_of_answers(sending));
                return;
        }
    }
}

}  // namespace awaitlint
