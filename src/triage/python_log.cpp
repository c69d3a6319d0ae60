// See python_log.h.
#include "triage/python_log.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t most_frames = 128;
constexpr std::size_t longest_prefix = 300;
constexpr std::size_t longest_path = 4096;
constexpr std::string_view traceback = "Traceback (most recent call last):";

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = text.find_first_not_of(' '); at < text.size(); at = text.find_first_not_of(' ', at)) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

/// Where the frames of a coroutine that was never awaited are announced.
bool is_creation_header(std::string_view body) {
    return body.starts_with("Coroutine created at (most recent call last)") ||
           body.starts_with("Object allocated at (most recent call last)");
}

/// "  +-+---------------- 1 ----------------": the body starts with the number.
bool is_member_header(std::string_view text, std::string_view body) {
    return contains(text.substr(0, text.size() - body.size()), "+-") && contains(body, " ---") && body[0] >= '0' &&
           body[0] <= '9';
}

/// "app.errors.QueryError: failed", "KeyboardInterrupt": the last line of a traceback.
bool names_error(std::string_view body) {
    const std::string_view name = body.substr(0, body.find(':'));
    const std::size_t dot = name.rfind('.');
    const std::string_view last = name.substr(dot == std::string_view::npos ? 0 : dot + 1);
    return !last.empty() && last[0] >= 'A' && last[0] <= 'Z' && name.find(' ') == std::string_view::npos;
}

}  // namespace

PythonLog::PythonLog(Sink on_event, std::string folder)
    : on_event_(on_event), folder_(folder), pytest_(std::move(on_event), std::move(folder)) {}

PythonLog::Shape PythonLog::shape_of(std::string_view text) {
    Shape shape;
    std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    if (first < text.size() && (text[first] == '|' || text[first] == '+')) {
        shape.is_in_group = true;
        const std::size_t end = text.find_first_not_of("|+- ", first);
        const std::size_t bar = text.substr(0, std::min(end, text.size())).find_last_of("|+-");
        const std::size_t inside = std::min(bar + 2, text.size());
        shape.body = end == std::string_view::npos ? std::string_view() : text.substr(end);
        shape.indent = end == std::string_view::npos || end < inside ? 0 : end - inside;
        return shape;
    }
    shape.indent = first;
    shape.body = text.substr(first);
    return shape;
}

void PythonLog::open_traceback(std::string_view before, const Shape& shape) {
    const bool is_member = shape.is_in_group && before.find('+') == std::string_view::npos;
    if (!is_member) chain_.begin();
    is_in_traceback_ = true;
    is_creation_ = false;
    frames_.clear();
    if (shape.is_in_group) {
        prefix_words_ = 0;
        header_indent_ = 0;
        return;
    }
    const auto words = words_of(before.substr(0, longest_prefix));
    prefix_words_ = words.size();
    prefix_end_ = words.empty() ? "" : words.back();
    header_indent_ = words.empty() ? shape.indent : 0;
}

/// Times and numbers in it differ from line to line; how many words it has does not, nor the last one.
std::string_view PythonLog::without_seen_prefix(std::string_view text) const {
    if (!is_in_traceback_ || prefix_words_ == 0) return text;
    const auto words = words_of(text.substr(0, 2 * longest_prefix));
    if (words.size() < prefix_words_ || words[prefix_words_ - 1] != prefix_end_) return text;
    const auto end = static_cast<std::size_t>(words[prefix_words_ - 1].data() - text.data()) + prefix_end_.size();
    return text.substr(std::min(end + 1, text.size()));
}

bool PythonLog::add_link(const Shape& shape) {
    const bool is_link = shape.body.starts_with("During handling of the above exception, another exception occurred") ||
                         shape.body.starts_with("The above exception was the direct cause of the following exception");
    if (is_link) {
        flush();
        is_in_traceback_ = false;
        chain_.link(shape.is_in_group);
    }
    return is_link;
}

bool PythonLog::add_frame(const Shape& shape) {
    if (!(is_in_traceback_ || is_creation_) || !shape.body.starts_with("File \"")) return false;
    if (auto frame = python_frame_in(shape.body, folder_)) frames_.push_back(std::move(*frame));
    if (frames_.size() > most_frames) frames_.erase(frames_.begin());
    return true;
}

void PythonLog::tell(const Sighting& sighting, bool is_in_group, bool is_quoted) {
    const std::string kind = sighting.reason + "\n" + sighting.type;
    const std::string key = fmt::format("{}\n{}\n{}", kind, sighting.place.file, sighting.place.line);
    if (chain_.is_new(key, kind, is_in_group, is_quoted) && !pytest_.is_told(sighting)) on_event_(sighting);
}

/// FILE:LINE: RuntimeWarning: coroutine 'x' was never awaited
void PythonLog::add_warning(Sighting sighting, const Phrase& phrase, std::string_view text) {
    const std::string_view head = text.substr(0, text.substr(0, phrase.at).rfind(": RuntimeWarning: "));
    const std::size_t colon = head.rfind(':');
    if (colon != std::string_view::npos && head.size() < phrase.at) {
        const std::string_view number = head.substr(colon + 1);
        const std::string_view path = head.substr(0, colon);
        const std::string_view file = path.substr(path.find_last_of(" \t\"|") + 1);
        std::uint32_t line = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
        const bool is_number = error == std::errc() && end == number.data() + number.size();
        if (is_number && file != "sys" && !file.empty() && file.size() < longest_path)
            sighting.place = {shown_path(std::string(file), folder_), line, 0};
    }
    flush();
    if (sighting.place.is_known())
        on_event_(sighting);
    else
        pending_ = std::move(sighting);
}

void PythonLog::add_phrase(const Phrase& phrase, std::string_view text, const Shape& shape) {
    Sighting sighting = sighting_of(phrase, last_time_);
    if (phrase.is_warning) return add_warning(std::move(sighting), phrase, text);
    const bool has_frames = is_in_traceback_;
    if (!has_frames) frames_.clear();
    const bool is_same_event = has_frames && pending_ && pending_->type == phrase.type;
    if (is_same_event) pending_.reset();
    place_at_users_frame(sighting, frames_);
    flush();
    is_in_traceback_ = false;
    const bool is_quoted =
        has_frames && !shape.body.starts_with("TypeError") && !shape.body.starts_with("AttributeError");
    if (has_frames)
        tell(sighting, shape.is_in_group, is_quoted);
    else
        pending_ = std::move(sighting);
}

/// What was told without a place stays so; a coroutine's place may have followed.
void PythonLog::flush() {
    if (pending_) {
        if (is_creation_) place_at_users_frame(*pending_, frames_);
        if (!pytest_.is_told(*pending_)) on_event_(*pending_);
    }
    is_creation_ = false;
    pending_.reset();
}

bool PythonLog::add_line(std::string_view text, std::optional<Seconds> time) {
    if (time) last_time_ = time;
    const std::string_view prefixed = text;
    text = without_seen_prefix(text);
    const Shape shape = shape_of(text);
    if (add_link(shape)) return true;
    if (!is_in_traceback_ && pytest_.add_line(text, last_time_)) return true;
    if (const std::size_t at = prefixed.find(traceback); at != std::string_view::npos) {
        open_traceback(prefixed.substr(0, at), shape_of(prefixed));
        return true;
    }
    if (pending_ && is_creation_header(shape.body)) {
        is_creation_ = true;
        frames_.clear();
        return true;
    }
    if (add_frame(shape)) return true;
    if (!shape.body.empty() && is_member_header(text, shape.body)) chain_.begin_member();
    const bool is_inside = shape.body.empty() || shape.indent > (is_in_traceback_ ? header_indent_ : 0);
    if (const auto phrase = phrase_in(text)) {
        // An f-string in a frame's source line may hold the words; the error itself is not indented.
        if (is_in_traceback_ && shape.indent >= header_indent_ + 4) return true;
        add_phrase(*phrase, text, shape);
        return true;
    }
    if (is_inside) return is_in_traceback_;
    const bool was_part = is_in_traceback_ && names_error(shape.body);
    is_in_traceback_ = false;
    if (!shape.body.starts_with("RuntimeWarning: Enable tracemalloc")) flush();
    return was_part;
}

void PythonLog::finish() {
    flush();
    pytest_.finish();
    frames_.clear();
    is_in_traceback_ = false;
    chain_ = {};
}

}  // namespace awaitlint
