// See python_log.h. The wordings are those of CPython 3.8 to 3.14.
#include "triage/python_log.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace awaitlint {
namespace {

constexpr std::size_t most_frames = 128;
constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_head = 4096;  // of a line, to look for its time
constexpr std::string_view traceback = "Traceback (most recent call last):";

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Exception groups draw a margin of bars and pluses.
std::string_view without_margin(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" |+-");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
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

bool is_installed(std::string_view file) {
    constexpr std::array<std::string_view, 5> parts = {"/site-packages/", "/dist-packages/", "/lib/python", "/Lib/",
                                                       "<frozen "};
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return contains(file, part); });
}

/// All text of a JSON value, strings only, one per line.
void gather(const nlohmann::json& value, std::string& text) {
    if (value.is_string()) text += value.get_ref<const std::string&>() + "\n";
    if (value.is_structured())
        for (const auto& child : value) gather(child, text);
}

/// Where " can't be used in 'await' expression" starts. Sought from its rarest character on: every line is asked.
std::size_t end_of_await_error(std::string_view text) {
    constexpr std::string_view before = " can't be used in ", await = "'await' expression";
    for (std::size_t at = text.find(await); at != std::string_view::npos; at = text.find(await, at + 1))
        if (text.substr(0, at).ends_with(before)) return at - before.size();
    return std::string_view::npos;
}

}  // namespace

std::optional<PythonLog::Phrase> PythonLog::phrase_in(std::string_view text) {
    constexpr std::string_view new_end = "' object can't be awaited";
    constexpr std::string_view never = "' was never awaited";
    Phrase phrase;
    if (const std::size_t end = end_of_await_error(text); end != std::string_view::npos) {
        const std::size_t start = text.substr(0, end).rfind("object ");
        if (start == std::string_view::npos) return std::nullopt;
        phrase.type = text.substr(start + 7, std::min(end - start - 7, longest_name));
        phrase.at = end;
    } else if (const std::size_t at = text.find(new_end); at != std::string_view::npos) {
        const std::size_t start = text.substr(0, at).rfind('\'');
        if (start == std::string_view::npos) return std::nullopt;
        phrase.type = text.substr(start + 1, std::min(at - start - 1, longest_name));
        phrase.at = at;
    } else if (const std::size_t last = text.find(never); last != std::string_view::npos) {
        const std::size_t start = text.substr(0, last).rfind("coroutine '");
        if (start == std::string_view::npos) return std::nullopt;
        phrase.type = text.substr(start + 11, std::min(last - start - 11, longest_name));
        phrase.at = start;
        phrase.reason = "never-awaited";
        phrase.message = fmt::format("the coroutine '{}' was called and never awaited: write await {}(...)",
                                     phrase.type, phrase.type.substr(phrase.type.rfind('.') + 1));
        return phrase;
    } else {
        return std::nullopt;
    }
    phrase.reason = "not-awaitable";
    phrase.message = fmt::format(
        "'{}' is not awaitable: what returned it is synchronous, call it without await or "
        "await its async sibling",
        phrase.type);
    return phrase;
}

std::optional<PythonLog::Frame> PythonLog::frame_in(std::string_view text) const {
    const std::size_t start = text.find("File \"");
    if (start == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(start + 6);
    const std::size_t end = rest.find("\", line ");
    if (end == std::string_view::npos) return std::nullopt;
    Frame frame;
    frame.place.file = shown_path(std::string(rest.substr(0, std::min<std::size_t>(end, 4096))), options_.folder);
    const std::string_view number = rest.substr(end + 8);
    if (std::from_chars(number.data(), number.data() + number.size(), frame.place.line).ec != std::errc())
        return std::nullopt;
    if (const std::size_t in = number.find(", in "); in < 12)
        frame.function = number.substr(in + 5, std::min(number.find('\n', in + 5) - in - 5, longest_name));
    return frame;
}

void PythonLog::tell(const Phrase& phrase, std::string_view text, std::optional<Seconds> time) {
    Sighting sighting;
    sighting.source = "runtime";
    sighting.reason = phrase.reason;
    sighting.message = phrase.message;
    sighting.type = phrase.type;
    sighting.time = time;
    if (phrase.reason == "never-awaited") {
        // FILE:LINE: RuntimeWarning: coroutine 'x' was never awaited
        const std::string_view head = text.substr(0, text.substr(0, phrase.at).rfind(": RuntimeWarning: "));
        const std::size_t colon = head.rfind(':');
        if (colon != std::string_view::npos && head.size() < phrase.at) {
            const std::string_view number = head.substr(colon + 1);
            const std::string_view path = head.substr(0, colon);
            const std::string_view file = path.substr(path.find_last_of(" \t\"|") + 1);
            std::uint32_t line = 0;
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
            if (error == std::errc() && end == number.data() + number.size() && file != "sys" && !file.empty())
                sighting.place = {shown_path(std::string(file), options_.folder), line, 0};
        }
        tally_.add(sighting);
        return;
    }
    const auto users = std::find_if(frames_.rbegin(), frames_.rend(),
                                    [](const Frame& frame) { return !is_installed(frame.place.file); });
    if (users != frames_.rend()) {
        sighting.place = users->place;
        sighting.function = users->function;
        if (users != frames_.rbegin()) sighting.inside = frames_.back().place;
    } else if (!frames_.empty()) {
        sighting.place = frames_.back().place;
        sighting.function = frames_.back().function;
    }
    flush();
    if (sighting.place.is_known())
        tally_.add(sighting);
    else
        pending_ = std::move(sighting);
}

/// What was told without a place stays so.
void PythonLog::flush() {
    if (pending_) tally_.add(*pending_);
    pending_.reset();
}

/// A text that holds everything: message and traceback. Its last phrase counts once.
void PythonLog::add_message(std::string_view text, std::optional<Seconds> time) {
    const auto phrase = phrase_in(text);
    if (!phrase) return;
    frames_.clear();
    std::size_t start = text.rfind(traceback);
    std::size_t end = text.size();
    // Of chained exceptions the part whose error this is: the phrase behind its frames.
    while (start != std::string_view::npos && !phrase_in(text.substr(start, end - start))) {
        end = start;
        start = start == 0 ? std::string_view::npos : text.rfind(traceback, start - 1);
    }
    if (start != std::string_view::npos) {
        const std::string_view part = text.substr(start, end - start);
        const std::string_view before = part.substr(0, phrase_in(part)->at);
        for (std::size_t at = before.find("File \""); at != std::string_view::npos;
             at = before.find("File \"", at + 1)) {
            if (auto frame = frame_in(before.substr(at))) frames_.push_back(std::move(*frame));
            if (frames_.size() > most_frames) frames_.erase(frames_.begin());
        }
    }
    tell(*phrase, text, time);
    flush();
    frames_.clear();
}

void PythonLog::add_json(std::string_view whole) {
    const auto time = time_of_line(whole, options_.clock);
    const auto value = nlohmann::json::parse(whole.begin(), whole.end(), nullptr, /*allow_exceptions=*/false);
    std::string text;
    if (!value.is_discarded()) {
        gather(value, text);
    } else {  // cut off or not quite JSON
        text = whole;
        for (std::size_t at = text.find('\\'); at != std::string::npos && at + 1 < text.size();
             at = text.find('\\', at + 1))
            text.replace(at, 2, 1, text[at + 1] == 'n' ? '\n' : text[at + 1]);
    }
    add_message(text, time);
}

void PythonLog::see_time(std::string_view whole) {
    if (const auto time = time_of_line(whole.substr(0, longest_head), options_.clock)) last_time_ = time;
}

void PythonLog::open_traceback(std::string_view before) {
    is_in_traceback_ = true;
    frames_.clear();
    const auto words = words_of(before.substr(0, longest_name));
    prefix_words_ = words.size();
    prefix_end_ = words.empty() ? "" : words.back();
}

/// Times and numbers in it differ from line to line; how many words it has does not, nor the last one.
std::string_view PythonLog::without_seen_prefix(std::string_view text) const {
    if (!is_in_traceback_ || prefix_words_ == 0) return text;
    const auto words = words_of(text.substr(0, 2 * longest_name));
    if (words.size() < prefix_words_ || words[prefix_words_ - 1] != prefix_end_) return text;
    const auto end = static_cast<std::size_t>(words[prefix_words_ - 1].data() - text.data()) + prefix_end_.size();
    return text.substr(std::min(end + 1, text.size()));
}

void PythonLog::add_line(std::string_view whole, std::string_view text) {
    const std::size_t start = whole.find_first_not_of(" \t");
    if (start != std::string_view::npos && whole[start] == '{' && contains(whole, "await")) {
        flush();
        is_in_traceback_ = false;
        if (const auto time = time_of_line(whole, options_.clock)) last_time_ = time;
        return add_json(whole);
    }
    const std::string_view prefixed = text;
    text = without_seen_prefix(text);
    const std::string_view body = without_margin(text);
    const bool is_inside = text.starts_with(' ') || body.empty();
    const char first = whole.empty() ? ' ' : whole[0];
    const bool may_begin_with_time = (first >= '0' && first <= '9') || first == '[' || first == '{' || first == '<' ||
                                     (first >= 'A' && first <= 'Z');
    if (may_begin_with_time) see_time(whole);
    if (const std::size_t at = prefixed.find(traceback); at != std::string_view::npos)
        return open_traceback(prefixed.substr(0, at));
    if (is_in_traceback_ && body.starts_with("File \"")) {
        if (auto frame = frame_in(body)) frames_.push_back(std::move(*frame));
        if (frames_.size() > most_frames) frames_.erase(frames_.begin());
        return;
    }
    if (const auto phrase = phrase_in(text)) {
        // An f-string in a frame's source line may hold the words; the error itself is not indented.
        if (is_in_traceback_ && text.starts_with("    ") && body == text.substr(4)) return;
        if (!may_begin_with_time) see_time(whole);
        if (!is_in_traceback_) frames_.clear();
        const bool is_same_event = is_in_traceback_ && pending_ && pending_->type == phrase->type;
        if (is_same_event) pending_.reset();
        tell(*phrase, text, last_time_);
        is_in_traceback_ = false;
        return;
    }
    if (is_in_traceback_ && is_inside) return;
    if (!is_in_traceback_ || !is_inside) {
        is_in_traceback_ = false;
        flush();
    }
}

void PythonLog::finish() {
    flush();
    frames_.clear();
    is_in_traceback_ = false;
    last_time_.reset();
}

}  // namespace awaitlint
