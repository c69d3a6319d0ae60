// See frames.h.
#include "lsp/frames.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace awaitlint::lsp {
namespace {

constexpr std::string_view end_of_header = "\r\n\r\n";

bool is_named(std::string_view line, std::string_view lower_case_name) {
    const std::string_view name = line.substr(0, line.find(':'));
    return std::equal(name.begin(), name.end(), lower_case_name.begin(), lower_case_name.end(),
                      [](unsigned char c, char lower) { return std::tolower(c) == lower; });
}

/// Digits alone: a sign or anything behind them is no length.
std::optional<std::size_t> number_in(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    text = text.substr(0, text.find_last_not_of(" \t") + 1);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// What `Content-Length` says; nothing where it is missing, no number, or said twice and differently.
std::optional<std::size_t> length_in(std::string_view header) {
    std::optional<std::size_t> length;
    while (!header.empty()) {
        const std::string_view line = header.substr(0, header.find("\r\n"));
        header.remove_prefix(std::min(line.size() + 2, header.size()));
        if (!is_named(line, "content-length") || line.find(':') == std::string_view::npos) continue;
        const auto said = number_in(line.substr(line.find(':') + 1));
        if (!said || (length && length != said)) return std::nullopt;
        length = said;
    }
    return length;
}

}  // namespace

void FrameReader::add(std::string_view bytes) {
    if (is_broken_) return;
    const std::size_t skipped = std::min(left_to_skip_, bytes.size());
    left_to_skip_ -= skipped;
    buffer_ += bytes.substr(skipped);
}

Frame FrameReader::refuse_all(const std::string& why) {
    is_broken_ = true;
    buffer_.clear();
    return {"", why};
}

std::optional<Frame> FrameReader::read_header() {
    const std::size_t end = buffer_.find(end_of_header);
    if (std::min(end, buffer_.size()) > most_header_bytes)
        return refuse_all(fmt::format("a header of more than {} bytes", most_header_bytes));
    if (end == std::string::npos) return std::nullopt;
    const auto length = length_in(std::string_view(buffer_).substr(0, end));
    if (!length) return refuse_all("a header without a Content-Length");
    buffer_.erase(0, end + end_of_header.size());
    if (*length <= most_message_bytes) {
        length_ = length;
        return std::nullopt;
    }
    const std::size_t there = std::min(*length, buffer_.size());
    buffer_.erase(0, there);
    left_to_skip_ = *length - there;
    return Frame{"", fmt::format("a message of {} bytes, of which at most {} are read", *length, most_message_bytes)};
}

std::optional<Frame> FrameReader::next() {
    if (!length_)
        if (auto refused = read_header()) return refused;
    if (!length_ || buffer_.size() < *length_) return std::nullopt;
    Frame frame{buffer_.substr(0, *length_), ""};
    buffer_.erase(0, *std::exchange(length_, std::nullopt));
    return frame;
}

std::string framed(std::string_view body) {
    return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace awaitlint::lsp
