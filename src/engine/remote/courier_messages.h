// What a run and its courier say to each other: bytes with their length before them.
//
// In: names, entries, answers. Out: messages, and back. Both ends are this program; what a server has said is in the
// bytes of an answer and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/remote/remote_server.h"

namespace awaitlint {

/// A question: which, and what is asked.
struct CourierMessage {
    enum class Kind : std::uint8_t { get, put, end };
    Kind kind = Kind::end;
    std::vector<std::string> names;
    std::vector<RemoteEntry> entries;
};

std::string message_of_names(const std::vector<std::string>& names);
std::string message_of_entries(const std::vector<RemoteEntry>& entries);
std::string message_of_end();
std::optional<CourierMessage> message_from(std::string_view bytes);

/// To a question that wants one; an end is answered by none, or by what has failed of all that was put.
std::string message_of_answers(const Result<std::vector<RemoteAnswer>>& answers);
Result<std::vector<RemoteAnswer>> answers_of(std::string_view message);

std::string framed(std::string_view message);

/// A message as it comes in.
class FrameReader {
public:
    bool is_whole() const { return received_.size() >= sizeof(std::uint64_t) && received_.size() == whole_size(); }
    /// Waits for some bytes; false if there are no more.
    bool read_some(int socket);
    std::string take();

private:
    std::uint64_t whole_size() const;
    std::string received_;
};

}  // namespace awaitlint
