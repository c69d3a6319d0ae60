// Frames of the language server protocol: a message stands behind a header that says how long it is.
//
// In: bytes as they come, from the program that started the server. Out: the text of each message, whole. A message
// above the limit is skipped without being kept; a header that says no length ends the reading, as nobody knows where
// the next one begins. Knows nothing of JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace awaitlint::lsp {

inline constexpr std::size_t most_header_bytes = 4096;
inline constexpr std::size_t most_message_bytes = std::size_t{128} << 20;  // a source of the largest size, escaped

struct Frame {
    std::string body;
    std::string why_refused;  // empty: the body is there
};

class FrameReader {
public:
    void add(std::string_view bytes);
    /// The next one; nothing while more bytes are needed, and for good behind a broken header.
    std::optional<Frame> next();

    bool is_broken() const { return is_broken_; }
    /// Bytes have come that are no whole frame yet.
    bool is_amid_frame() const { return !buffer_.empty() || left_to_skip_ > 0; }

private:
    /// The header, if all of it is there: sets what the body is, or why it is refused.
    std::optional<Frame> read_header();
    Frame refuse_all(const std::string& why);

    std::string buffer_;
    std::optional<std::size_t> length_;  // of the body that the buffer begins with
    std::size_t left_to_skip_ = 0;
    bool is_broken_ = false;
};

/// The message behind its header.
std::string framed(std::string_view body);

}  // namespace awaitlint::lsp
