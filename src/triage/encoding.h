// What is text and what is not: a log that is compressed, binary, UTF-16 or Latin-1 would seem to hold no error.
//
// In: the bytes of a log, chunk by chunk. Out: why it cannot be read, with the command that makes text of it; and how
// many bytes are not UTF-8. Decides nothing: what an unreadable log means for a gate is decide.cpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace awaitlint {

/// Why the log that starts with these bytes is no text at all; none if it may be.
std::optional<std::string> not_text(std::string_view start, const std::string& path);

/// Counts what is not UTF-8. A character that is cut by the end of a log is none of it.
class Utf8Check {
public:
    void add(std::string_view chunk);
    std::uint64_t wrong_bytes() const { return wrong_; }
    std::uint64_t zeros() const { return zeros_; }

private:
    void decode(std::string_view text);

    std::string cut_;  // the start of a character whose rest is in the next chunk
    std::uint64_t wrong_ = 0, zeros_ = 0;
};

}  // namespace awaitlint
