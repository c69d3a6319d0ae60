// See redis_server.h.
#include "engine/remote/redis_server.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include "engine/remote/remote_entry.h"

namespace awaitlint {
namespace {

struct CloseConnection {
    void operator()(redisContext* connection) const { ::redisFree(connection); }
};
struct FreeReply {
    void operator()(redisReply* reply) const { ::freeReplyObject(reply); }
};
using Connection = std::unique_ptr<redisContext, CloseConnection>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

timeval as_timeval(std::chrono::milliseconds time) {
    return {static_cast<time_t>(time.count() / 1000), static_cast<suseconds_t>(time.count() % 1000 * 1000)};
}

std::string key_of(const std::string& name) {
    return "awaitlint:" + name;
}

class RedisServer final : public RemoteServer {
public:
    explicit RedisServer(const RemoteAddress& address) : address_(address) {}

    Result<std::vector<RemoteAnswer>> get(const std::vector<std::string>& names) override {
        using State = RemoteAnswer::State;
        if (auto connected = connect(names.size()); !connected) return connected.error();
        // How long each is before any is asked for: whatever lies there would be read into memory.
        for (const std::string& name : names) append({"STRLEN", key_of(name)});
        std::vector<RemoteAnswer> answers(names.size());
        for (RemoteAnswer& answer : answers) {
            auto reply = next();
            if (!reply) return reply.error();
            const auto length = (*reply)->type == REDIS_REPLY_INTEGER ? (*reply)->integer : 0;
            answer.state = length <= 0                                           ? State::absent
                           : static_cast<std::size_t>(length) > most_entry_bytes ? State::useless
                                                                                 : State::found;
        }
        for (std::size_t i = 0; i < names.size(); ++i)
            if (answers[i].state == State::found) append({"GET", key_of(names[i])});
        for (RemoteAnswer& answer : answers) {
            if (answer.state != State::found) continue;
            auto reply = next();
            if (!reply) return reply.error();
            if ((*reply)->type == REDIS_REPLY_STRING)
                answer.bytes.assign((*reply)->str, (*reply)->len);
            else
                answer.state = State::absent;  // it has been evicted in between
        }
        return answers;
    }

    Result<bool> put(const std::vector<RemoteEntry>& entries) override {
        if (auto connected = connect(entries.size()); !connected) return connected.error();
        for (const RemoteEntry& entry : entries) append({"SET", key_of(entry.name), entry.bytes});
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (auto reply = next(); !reply) return reply.error();
        return true;
    }

private:
    Result<bool> connect(std::size_t entries) {
        end_ = std::chrono::steady_clock::now() + time_for(entries);
        if (connection_) return true;
        connection_.reset(::redisConnectWithTimeout(address_.host.c_str(), address_.port, as_timeval(connect_limit)));
        if (!connection_) return Error{"out of memory"};
        if (connection_->err) return ended(connection_->errstr);
        std::size_t commands = 0;
        if (!address_.password.empty()) {
            if (address_.user.empty())
                append({"AUTH", address_.password});
            else
                append({"AUTH", address_.user, address_.password});
            ++commands;
        }
        if (address_.database) {
            append({"SELECT", std::to_string(address_.database)});
            ++commands;
        }
        for (; commands; --commands)
            if (auto reply = next(); !reply) return reply.error();
        return true;
    }

    void append(const std::vector<std::string_view>& words) {
        std::vector<const char*> texts;
        std::vector<std::size_t> lengths;
        for (const std::string_view word : words) {
            texts.push_back(word.data());
            lengths.push_back(word.size());
        }
        ::redisAppendCommandArgv(connection_.get(), static_cast<int>(words.size()), texts.data(), lengths.data());
    }

    /// Of the commands that were appended, in their order. A server may say what it was sent: its errors lose all but
    /// their first word.
    Result<Reply> next() {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        if (left.count() <= 0) return ended("it is too slow");
        ::redisSetTimeout(connection_.get(), as_timeval(left));
        void* reply = nullptr;
        if (::redisGetReply(connection_.get(), &reply) != REDIS_OK) return ended(connection_->errstr);
        Reply owned(static_cast<redisReply*>(reply));
        if (owned->type != REDIS_REPLY_ERROR) return owned;
        const std::string_view text(owned->str, owned->len);
        return ended(fmt::format("it answered {}", text.substr(0, text.find(' '))));
    }

    /// What is still to come on this connection would be taken for something else.
    Error ended(std::string why) {
        connection_.reset();
        return {std::move(why)};
    }

    const RemoteAddress address_;
    Connection connection_;
    std::chrono::steady_clock::time_point end_;
};

}  // namespace

std::unique_ptr<RemoteServer> redis_server(const RemoteAddress& address) {
    return std::make_unique<RedisServer>(address);
}

}  // namespace awaitlint
