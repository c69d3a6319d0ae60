// See courier_messages.h.
#include "engine/remote/courier_messages.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "base/byte_stream.h"

namespace awaitlint {
namespace {

std::string message_of(CourierMessage::Kind kind) {
    return std::string(1, static_cast<char>(kind));
}

/// False if there is none, or it is cut short.
bool read_string(ByteReader& in, std::string& out) {
    std::string_view text;
    if (!in.read_text(text)) return false;
    out = text;
    return true;
}

}  // namespace

std::string message_of_names(const std::vector<std::string>& names) {
    std::string out = message_of(CourierMessage::Kind::get);
    for (const std::string& name : names) write_text(out, name);
    return out;
}

std::string message_of_entries(const std::vector<RemoteEntry>& entries) {
    std::string out = message_of(CourierMessage::Kind::put);
    for (const RemoteEntry& entry : entries) {
        write_text(out, entry.name);
        write_text(out, entry.bytes);
    }
    return out;
}

std::string message_of_end() {
    return message_of(CourierMessage::Kind::end);
}

std::optional<CourierMessage> message_from(std::string_view bytes) {
    if (bytes.empty()) return std::nullopt;
    CourierMessage message;
    message.kind = static_cast<CourierMessage::Kind>(bytes[0]);
    for (ByteReader in(bytes.substr(1)); !in.is_at_end();) {
        RemoteEntry entry;
        if (!read_string(in, entry.name)) return std::nullopt;
        if (message.kind == CourierMessage::Kind::get)
            message.names.push_back(std::move(entry.name));
        else if (read_string(in, entry.bytes))
            message.entries.push_back(std::move(entry));
        else
            return std::nullopt;
    }
    return message;
}

std::string message_of_answers(const Result<std::vector<RemoteAnswer>>& answers) {
    std::string out;
    write_text(out, answers ? "" : answers.error().message);
    if (!answers) return out;
    for (const RemoteAnswer& answer : *answers) {
        write_number(out, static_cast<std::uint64_t>(answer.state));
        write_text(out, answer.bytes);
    }
    return out;
}

Result<std::vector<RemoteAnswer>> answers_of(std::string_view message) {
    ByteReader in(message);
    std::string why;
    if (!read_string(in, why)) return Error{"it gives no answer"};
    if (!why.empty()) return Error{why};
    std::vector<RemoteAnswer> answers;
    while (!in.is_at_end()) {
        std::uint64_t state = 0;
        RemoteAnswer answer;
        if (!in.read_number(state) || !read_string(in, answer.bytes)) return Error{"it gives no answer"};
        answer.state = static_cast<RemoteAnswer::State>(state);
        answers.push_back(std::move(answer));
    }
    return answers;
}

std::string framed(std::string_view message) {
    const std::uint64_t size = message.size();
    std::string out(reinterpret_cast<const char*>(&size), sizeof size);
    return out += message;
}

std::uint64_t FrameReader::whole_size() const {
    std::uint64_t size = 0;
    std::memcpy(&size, received_.data(), sizeof size);
    return sizeof size + size;
}

bool FrameReader::read_some(int socket) {
    constexpr std::size_t most_at_once = std::size_t{1} << 16;
    // Never a byte of the message behind it.
    const std::uint64_t size = received_.size() < sizeof(std::uint64_t) ? sizeof(std::uint64_t) : whole_size();
    char buffer[most_at_once];
    ssize_t got = 0;
    do got = ::read(socket, buffer, std::min<std::uint64_t>(most_at_once, size - received_.size()));
    while (got < 0 && errno == EINTR);
    if (got <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(got));
    return true;
}

std::string FrameReader::take() {
    received_.erase(0, sizeof(std::uint64_t));
    return std::move(received_);
}

}  // namespace awaitlint
