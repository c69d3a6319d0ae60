// See pytest_log.h. The layouts are those of --tb=long, short and line; --tb=native is Python's own.
#include "triage/pytest_log.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t most_frames = 128;
constexpr std::size_t most_told = 1000;

bool is_rule(std::string_view text, char c) {
    return text.size() > 8 && text[0] == c && text[1] == c && text[2] == c && text.back() == c;
}

std::string key_of(const Sighting& sighting) {
    // pytest shows paths as they are from the folder where it runs, tracebacks in full.
    const std::string& file = sighting.place.file;
    return fmt::format("{}\n{}\n{}\n{}", sighting.reason, sighting.type, file.substr(file.rfind('/') + 1),
                       sighting.place.line);
}

bool is_summary(std::string_view text) {
    return (text.starts_with("FAILED ") || text.starts_with("ERROR ")) && text.find("::") != std::string_view::npos &&
           text.find(" - ") != std::string_view::npos;
}

}  // namespace

Sighting sighting_of(const Phrase& phrase, std::optional<Seconds> time) {
    Sighting sighting;
    sighting.source = "runtime";
    sighting.reason = phrase.reason;
    sighting.message = phrase.message;
    sighting.type = phrase.type;
    sighting.time = time;
    return sighting;
}

void PytestLog::begin_test() {
    flush();
    frames_.clear();
    told_.clear();
    is_in_test_ = true;
}

void PytestLog::flush() {
    if (!pending_) return;
    place_at_users_frame(*pending_, frames_);
    const Sighting sighting = *std::exchange(pending_, std::nullopt);
    if (!is_told(sighting)) on_event_(sighting);
    has_told_ = true;
}

bool PytestLog::is_told(const Sighting& sighting) {
    if (!is_in_test_ || told_.size() >= most_told) return false;
    flush();
    const std::string kind = sighting.reason + "\n" + sighting.type;
    const bool is_known = told_.contains(sighting.place.is_known() ? key_of(sighting) : kind);
    told_.insert(key_of(sighting));
    told_.insert(kind);
    return is_known;
}

/// tests/a.py:14: TypeError    tests/a.py:14: in test_x    tests/a.py:14:
bool PytestLog::add_place(std::string_view text) {
    const std::size_t end = text.find(".py:");
    if (end == std::string_view::npos || text.substr(0, end).find_first_of(" \t\"'") != std::string_view::npos)
        return false;
    const std::string_view number = text.substr(end + 4);
    PythonFrame frame;
    const auto [rest, error] = std::from_chars(number.data(), number.data() + number.size(), frame.place.line);
    if (error != std::errc() || rest == number.data() + number.size() || *rest != ':') return false;
    const std::string_view behind = number.substr(static_cast<std::size_t>(rest - number.data()) + 1);
    const std::string_view word = behind.substr(std::min(behind.find_first_not_of(' '), behind.size()));
    if (word.starts_with("in "))
        frame.function = word.substr(3);
    else if (word.find(' ') != std::string_view::npos)
        return false;
    frame.place.file = shown_path(std::string(text.substr(0, end + 3)), folder_);
    if (frames_.size() < most_frames) frames_.push_back(std::move(frame));
    if (pending_ && !word.empty() && !word.starts_with("in ")) flush();  // the error's own line is the last
    return true;
}

bool PytestLog::add_line(std::string_view text, std::optional<Seconds> time) {
    if (is_rule(text, '_')) {
        begin_test();
        return true;
    }
    if (is_rule(text, '=')) {
        flush();
        is_in_test_ =
            text.find(" FAILURES ") != std::string_view::npos || text.find(" ERRORS ") != std::string_view::npos;
        return true;
    }
    if (is_summary(text) && phrase_in(text)) {
        if (has_told_) return true;
        on_event_(sighting_of(*phrase_in(text), time));
        return true;
    }
    if (!is_in_test_) return false;
    if (is_rule(text, '-')) flush();
    if (text.starts_with("E  ")) {
        const auto phrase = phrase_in(text);
        // pytest explains below the error what it compared: the first line has the words.
        if (!phrase || pending_) return phrase.has_value();
        pending_ = sighting_of(*phrase, time);
        return true;
    }
    return add_place(text);
}

void PytestLog::finish() {
    flush();
    is_in_test_ = false;
}

}  // namespace awaitlint
