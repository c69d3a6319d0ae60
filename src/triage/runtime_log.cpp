// See runtime_log.h.
#include "triage/runtime_log.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "triage/needles.h"
#include "triage/python_frames.h"
#include "triage/records/json_record.h"
#include "triage/records/pairs.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_streams = 256;
constexpr std::size_t most_gathered = std::size_t{1024} * 1024;
constexpr std::size_t longest_head = 4096;  // of a line, to look for its time

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

void for_each_line(std::string_view text, const std::function<void(std::string_view)>& on_line) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        on_line(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool may_begin_with_time(std::string_view line) {
    const char first = line.empty() ? ' ' : line[0];
    return (first >= '0' && first <= '9') || first == '[' || first == '{' || first == '<' ||
           (first >= 'A' && first <= 'Z');
}

/// A text in which line ends are still escapes.
bool is_escaped(std::string_view text) {
    return contains(text, "\\n") && (contains(text, "Traceback (most") || contains(text, "File \\\""));
}

/// One line of JSON that is printed over several ends with one of these.
bool opens_json(std::string_view text) {
    return (text[0] == '{' || text[0] == '[') && std::string_view("{[,:").find(text.back()) != std::string_view::npos;
}

/// Not a time in brackets, nor a line of code.
bool may_be_json(std::string_view text) {
    const std::size_t next = text.find_first_not_of(" \t", 1);
    return next != std::string_view::npos && std::string_view("\"{[").find(text[next]) != std::string_view::npos;
}

std::size_t known_places(const std::vector<Sighting>& events) {
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [](const Sighting& event) { return event.place.is_known(); }));
}

}  // namespace

RuntimeLog::RuntimeLog(Tally& tally, BuildLog& build, const TriageOptions& options)
    : tally_(tally), build_(build), options_(options) {}

RuntimeLog::Stream& RuntimeLog::stream_of(std::string_view key, std::string_view service) {
    auto found = streams_.find(key);
    if (found == streams_.end()) {
        if (streams_.size() == most_streams) {
            const auto oldest = std::min_element(streams_.begin(), streams_.end(), [](const auto& a, const auto& b) {
                return a.second->used < b.second->used;
            });
            close(*oldest->second, true);
            streams_.erase(oldest);
        }
        const std::string name(service);
        auto sink = [this, name](const Sighting& sighting) {
            Sighting event = sighting;
            event.service = name;
            tally_.add(event);
        };
        found = streams_.emplace(std::string(key), std::make_unique<Stream>(sink, options_.folder)).first;
        found->second->service = service;
    }
    found->second->used = ++now_;
    return *found->second;
}

void RuntimeLog::doubt_unread(std::string_view text) {
    if (mentions_await_error(text)) tally_.add_doubt(Doubt::unread, text);
}

/// The events of a text that stands for itself.
RuntimeLog::Events RuntimeLog::events_of(std::string_view text, bool& ends_in_traceback) const {
    Events events;
    PythonLog python([&](const Sighting& sighting) { events.push_back(sighting); }, options_.folder);
    for_each_line(text, [&](std::string_view line) { python.add_line(line, std::nullopt); });
    ends_in_traceback = python.is_in_traceback();
    python.finish();
    return events;
}

/// What several texts of one record tell is one event each: the text that tells most of a kind is believed.
void RuntimeLog::tell(std::vector<Events> told, const Record& record) {
    std::map<std::string, Events> best;
    for (Events& events : told) {
        std::map<std::string, Events> kinds;
        for (Sighting& event : events) kinds[event.reason + "\n" + event.type].push_back(std::move(event));
        for (auto& [kind, found] : kinds) {
            Events& known = best[kind];
            if (std::pair(known_places(found), found.size()) > std::pair(known_places(known), known.size()))
                known = std::move(found);
        }
    }
    for (auto& [kind, events] : best)
        for (Sighting& event : events) {
            if (record.time) event.time = record.time;
            event.service = record.service;
            place_where_logged(event, record.logged_at, record.logged_in, options_.folder);
            tally_.add(event);
        }
}

/// The message of a record: a whole text, or a line of a longer one, which goes on in the stream's next record.
bool RuntimeLog::add_record_text(Stream& stream, const Record& record, std::vector<Events>& told) {
    std::string_view text = record.text;
    while (text.ends_with('\n')) text.remove_suffix(1);
    const bool has_lines = contains(text, "\n");
    if (is_escaped(text)) {
        bool is_open = false;
        told.push_back(events_of(unescaped(text), is_open));
        return !told.back().empty();
    }
    if (!stream.python.is_in_traceback() && (has_lines || !told.empty() || record.logged_at.is_known())) {
        bool is_open = false;
        Events events = events_of(text, is_open);
        if (!is_open) {
            told.push_back(std::move(events));
            return !told.back().empty();
        }
    }
    bool is_read = false;
    for_each_line(record.text, [&](std::string_view line) { is_read |= stream.python.add_line(line, record.time); });
    if (stream.is_cut && !is_read) tally_.add_doubt(Doubt::cut_traceback, text);
    stream.is_cut = has_lines && stream.python.is_in_traceback();
    return is_read;
}

void RuntimeLog::add_record(const Record& record) {
    std::string storage;
    Record plain = record;
    if (contains(record.text, "\x1b")) {
        plain.text.clear();
        for_each_line(record.text, [&](std::string_view line) {
            plain.text += without_terminal_codes(line, storage);
            plain.text += '\n';
        });
    }
    Stream& stream = stream_of(fmt::format("record {}", record.stream), record.service);
    std::vector<Events> told;
    bool is_open = false;
    for (const std::string& other : plain.others) {
        Events events = events_of(other, is_open);
        if (events.empty() && is_escaped(other)) events = events_of(unescaped(other), is_open);
        if (is_open) tally_.add_doubt(Doubt::cut_traceback, other);
        if (events.empty()) doubt_unread(other);
        if (!events.empty()) told.push_back(std::move(events));
    }
    if (!plain.text.empty() && !add_record_text(stream, plain, told)) doubt_unread(plain.text);
    for_each_line(plain.text, [&](std::string_view line) { build_.add_line(line, record.time); });
    tell(std::move(told), plain);
}

/// A record that stood behind a prefix, which knows what the record does not.
void RuntimeLog::take(const Record& record, Stream& around, std::string_view whole) {
    around.used = ++now_;  // it must not make room for the record's own stream
    Record full = record;
    if (!full.time) full.time = time_of_line(whole.substr(0, longest_head), options_.clock);
    if (full.time) around.python.see_time(*full.time);
    if (full.service.empty()) full.service = around.service;
    if (full.stream.empty()) full.stream = around.service;
    add_record(full);
}

bool RuntimeLog::add_json(Stream& stream, std::string_view text, std::string_view whole) {
    std::vector<Record> records;
    if (!read_json_records(text, options_.clock, records)) return false;
    for (const Record& record : records) take(record, stream, whole);
    return true;
}

bool RuntimeLog::add_pairs(Stream& stream, std::string_view text, std::string_view whole) {
    const auto pairs = pairs_of_logfmt(text);
    return pairs && add_json(stream, json_of_pairs(*pairs), whole);
}

/// JSON over several lines. True if the line belongs to it.
bool RuntimeLog::gather(Stream& stream, std::string_view text) {
    if (stream.gathered.empty() && !opens_json(text)) return false;
    stream.gathered += text;
    stream.gathered += '\n';
    while (true) {
        const JsonText::Step step = stream.json.read(stream.gathered);
        if (step == JsonText::Step::broken || stream.gathered.size() > most_gathered) {
            replay(stream);
            return true;
        }
        if (step == JsonText::Step::more) break;
        const std::size_t start = stream.json.start();
        const std::string record = stream.gathered.substr(start, stream.json.position() - start);
        if (!add_json(stream, record, "")) tally_.add_doubt(Doubt::broken, record);
    }
    if (stream.json.is_outside()) {
        stream.gathered.clear();
        stream.json = {};
        return true;
    }
    const std::size_t start = stream.json.start();
    stream.gathered.erase(0, start);
    stream.json.forget(start);
    // Gathering goes on, though nothing of a record is there.
    if (stream.gathered.empty()) stream.gathered = " ";
    return true;
}

/// What looked like JSON was none: its lines are lines.
void RuntimeLog::replay(Stream& stream) {
    const std::string lines = std::exchange(stream.gathered, "");
    stream.json = {};
    for_each_line(lines, [&](std::string_view line) { add_text_line(stream, line, line, ""); });
}

void RuntimeLog::add_text_line(Stream& stream, std::string_view text, std::string_view whole, std::string_view prefix) {
    build_.add_line(text, prefix.size() < 10 ? std::nullopt : time_of_line(prefix, options_.clock));
    if (is_escaped(text)) {
        Record record;
        record.time = time_of_line(whole.substr(0, longest_head), options_.clock);
        record.service = stream.service;
        bool is_open = false;
        Events events = events_of(unescaped(text), is_open);
        if (is_open) tally_.add_doubt(Doubt::cut_traceback, text);
        if (events.empty()) doubt_unread(text);
        return tell({std::move(events)}, record);
    }
    std::optional<Seconds> time;
    if (may_begin_with_time(whole) || !prefix.empty() || has_needle(text))
        time = time_of_line(whole.substr(0, longest_head), options_.clock);
    if (stream.python.add_line(text, time)) return;
    if (!mentions_await_error(text)) return;
    const std::string plain = unescaped(text);
    if (plain == text || !stream.python.add_line(plain, time)) tally_.add_doubt(Doubt::unread, text);
}

void RuntimeLog::add_whole_line(Stream& stream, std::string_view text, std::string_view whole) {
    const std::string_view prefix = whole.substr(0, whole.size() - std::min(whole.size(), text.size()));
    const std::string_view body = trimmed(text);
    if (!stream.gathered.empty() && gather(stream, text)) return;
    if (body.empty()) return add_text_line(stream, text, whole, prefix);
    if (body[0] == '{' || body[0] == '[') {
        if (may_be_json(body) && add_json(stream, body, whole)) return;
        if (gather(stream, body)) return;
        if (body.starts_with("{\"") && has_needle(body)) {
            tally_.add_doubt(Doubt::broken, body);
            Record record;
            record.text = unescaped(body);
            return take(record, stream, whole);
        }
    } else if (const std::size_t brace = body.find("{\"");
               (brace != std::string_view::npos || contains(body, "=")) && has_needle(body)) {
        if (add_pairs(stream, body, whole)) return;
        // JSON behind something that nobody knows: "INFO:root:{...}"
        if (brace != std::string_view::npos && body.ends_with('}') && add_json(stream, body.substr(brace), whole))
            return;
    }
    add_text_line(stream, text, whole, prefix);
}

void RuntimeLog::add_line(std::string_view whole) {
    const Unprefixed line = without_prefixes(whole);
    std::string key(line.origin);
    if (!line.stream.empty()) key += fmt::format(" {}", line.stream);
    Stream& stream = stream_of(key, service_of(line.origin));
    if (!line.is_partial && stream.partial.empty()) return add_whole_line(stream, line.text, whole);
    if (stream.partial.size() + line.text.size() > largest_record)
        tally_.add_doubt(Doubt::cut_line, line.text);
    else
        stream.partial += line.text;
    if (line.is_partial) return;
    const std::string joined = std::exchange(stream.partial, "");
    const std::string_view prefix = whole.substr(0, whole.size() - line.text.size());
    add_whole_line(stream, joined, std::string(prefix) + joined);
}

/// Whether lines are left out or the stream is over, what is open ends.
void RuntimeLog::close(Stream& stream, bool is_end) {
    if (!stream.partial.empty()) add_text_line(stream, std::exchange(stream.partial, ""), "", "");
    if (!stream.gathered.empty()) {
        if (is_end && stream.json.position() > 0 && has_needle(stream.gathered))
            tally_.add_doubt(Doubt::broken, stream.gathered);
        replay(stream);
    }
    if (is_end && (stream.python.is_in_traceback() || stream.is_cut)) tally_.add_doubt(Doubt::cut_traceback, "");
    stream.python.finish();
}

void RuntimeLog::on_gap() {
    for (auto& [key, stream] : streams_) {
        stream->is_cut = false;
        close(*stream, false);
    }
}

void RuntimeLog::finish() {
    for (auto& [key, stream] : streams_) close(*stream, true);
    streams_.clear();
}

}  // namespace awaitlint
