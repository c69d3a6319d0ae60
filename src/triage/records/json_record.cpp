// See json_record.h. What is found in a container waits at its level, and moves to the level around it when the
// container ends: a time that stands behind the message, or around it, is the message's too.
#include "triage/records/json_record.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "triage/needles.h"
#include "triage/records/json_keys.h"

namespace awaitlint {
namespace {

constexpr std::size_t deepest = 200;
constexpr std::size_t deepest_string = 4;  // JSON in strings of JSON
constexpr std::size_t most_frames = 200;
constexpr std::size_t most_texts = 64;  // of one record, besides its message
constexpr int rank_of_name = 2;         // of a function that is only called "name"
constexpr int rank_of_child = 10;       // what is deeper says less of the whole
constexpr std::string_view header = "Traceback (most recent call last):\n";

template <typename T>
struct Ranked {
    T value{};
    int rank = 1000;

    bool is_known() const { return rank < 1000; }
    void offer(const T& other, int other_rank) {
        if (other_rank >= rank) return;
        value = other;
        rank = other_rank;
    }
};

struct Frame {
    Ranked<std::string> file, function;
    std::uint64_t line = 0;

    bool is_known() const { return !file.value.empty() && line != 0; }
};

/// `app/ws.py:12`, and a column that nobody needs; no host and port.
Frame frame_at(std::string_view text) {
    Frame frame;
    for (int i = 0; i < 2; ++i) {
        const std::size_t colon = text.rfind(':');
        if (colon == std::string_view::npos || colon == 0) break;
        const std::string_view digits = text.substr(colon + 1);
        std::uint64_t number = 0;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (failed != std::errc() || end != digits.data() + digits.size()) break;
        frame.line = number;
        text = text.substr(0, colon);
    }
    if (frame.line != 0 && text.ends_with(".py")) frame.file.offer(std::string(text), 0);
    return frame;
}

/// What is known of a container that has not ended.
struct Level {
    std::string key;  // by which the container stands in the one around it
    KeyUse use;
    bool is_array = false;
    Ranked<Seconds> time;
    Ranked<std::string> service, message, type, value;
    std::string part;
    Frame frame;                // this is one, or where a record was written
    std::vector<Frame> frames;  // of the containers in it, outermost first
    std::string lines;          // the strings of an array; of an object: frames as text, without their header
    std::string bytes;          // the numbers of an array, if all are bytes
    std::vector<std::string> others;
};

bool is_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = first_utf8_character(text).length;
        if (length == 0)
            valid += "\xef\xbf\xbd";
        else
            valid += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return valid;
}

std::string frames_text(const std::vector<Frame>& frames) {
    std::string text;
    for (const Frame& frame : frames)
        text += fmt::format("  File \"{}\", line {}, in {}\n", frame.file.value, frame.line, frame.function.value);
    return text;
}

class Collector : public nlohmann::json_sax<nlohmann::json> {
public:
    Collector(const Clock& clock, std::vector<Record>& records, std::size_t depth)
        : clock_(clock), records_(records), depth_(depth) {
        levels_.emplace_back();
    }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t number) override {
        return number < 0 || number_unsigned(static_cast<number_unsigned_t>(number));
    }
    bool number_unsigned(number_unsigned_t number) override;
    bool number_float(number_float_t number, const string_t&) override {
        offer_time(time_of_epoch(number, clock_));
        return true;
    }
    bool string(string_t& text) override;
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return open(false); }
    bool key(string_t& key) override;
    bool end_object() override;
    bool start_array(std::size_t) override { return open(true); }
    bool end_array() override;
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

    /// The whole value is read.
    void finish();

private:
    Level& level() { return levels_.back(); }
    bool open(bool is_array);
    void offer_time(std::optional<Seconds> time);
    void add_text(const std::string& text);
    void add_named(const std::string& text);
    void write_traceback(Level& done);
    void tell(Level& done);
    void merge(Level done);

    const Clock& clock_;
    std::vector<Record>& records_;
    std::size_t depth_;
    std::vector<Level> levels_;  // the first is that of the whole value
    std::string key_;
    KeyUse use_;
};

bool Collector::open(bool is_array) {
    if (levels_.size() > deepest) return false;
    Level opened;
    opened.is_array = is_array;
    opened.key = level().is_array ? level().key : key_;
    opened.use = level().is_array ? level().use : use_;
    levels_.push_back(std::move(opened));
    key_.clear();
    use_ = {};
    return true;
}

bool Collector::key(string_t& key) {
    key_ = key;
    use_ = use_of_key(key);
    // {"service": {"name": "web"}}
    if (key_ == "name" && level().use.meaning == KeyMeaning::service) use_ = level().use;
    // {"file": {"name": "ws.py", "path": "/app/ws.py"}, "line": 12}
    if (key_ == "name" && level().use.meaning == KeyMeaning::file) use_ = {KeyMeaning::file, rank_of_child};
    return true;
}

void Collector::offer_time(std::optional<Seconds> time) {
    if (time && use_.meaning == KeyMeaning::time) level().time.offer(*time, use_.rank);
}

bool Collector::number_unsigned(number_unsigned_t number) {
    Level& here = level();
    if (here.is_array) {
        if (number < 256 && here.bytes.size() < largest_record) here.bytes += static_cast<char>(number);
        return true;
    }
    if (use_.meaning == KeyMeaning::line) here.frame.line = number;
    if (use_.meaning == KeyMeaning::part) here.part += fmt::format("/{}", number);
    offer_time(time_of_epoch(static_cast<double>(number), clock_));
    return true;
}

/// What a string is that stands behind a known key.
void Collector::add_named(const std::string& text) {
    Level& here = level();
    switch (use_.meaning) {
        case KeyMeaning::time:
            return offer_time(parse_time(text, clock_));
        case KeyMeaning::service:
            return here.service.offer(text, use_.rank);
        case KeyMeaning::part:
            here.part += "/" + text;
            return;
        case KeyMeaning::file:
            here.frame.file.offer(text, use_.rank);
            return;
        case KeyMeaning::line:
            std::from_chars(text.data(), text.data() + text.size(), here.frame.line);
            return;
        case KeyMeaning::function:
            here.frame.function.offer(text, use_.rank);
            return;
        case KeyMeaning::location:
            if (Frame frame = frame_at(text); frame.is_known() && !here.frame.is_known()) here.frame = std::move(frame);
            return;
        case KeyMeaning::error_type:
            here.type.offer(text, use_.rank);
            return;
        case KeyMeaning::error_value:
            here.value.offer(text, use_.rank);
            return;
        default:
            return;
    }
}

/// A text that may matter, besides the message.
void Collector::add_text(const std::string& text) {
    if (level().others.size() < most_texts && has_needle(text)) level().others.push_back(text);
}

bool Collector::string(string_t& text) {
    Level& here = level();
    if (depth_ < deepest_string && is_json(text) && (has_needle(text) || use_.meaning == KeyMeaning::message)) {
        Collector nested(clock_, records_, depth_ + 1);
        if (nlohmann::json::sax_parse(text, &nested)) {
            Level inside = std::move(nested.levels_.front());
            inside.key = key_;
            merge(std::move(inside));
            return true;
        }
    }
    if (here.is_array) {
        here.lines += text;
        if (!text.ends_with('\n')) here.lines += '\n';
    } else if (use_.meaning == KeyMeaning::message) {
        if (here.message.is_known() && here.message.rank <= use_.rank) add_text(text);
        if (here.message.is_known() && here.message.rank > use_.rank) add_text(here.message.value);
        here.message.offer(text, use_.rank);
    } else if (use_.meaning == KeyMeaning::frames) {
        // Some write the header and the error with the frames, some neither.
        if (text.find(header.substr(0, header.size() - 1)) != std::string::npos)
            add_text(text);
        else
            here.lines += text + "\n";
    } else {
        add_named(text);
        if (use_.meaning != KeyMeaning::error_value) add_text(text);
    }
    return true;
}

/// Frames and an error that stand in keys of their own become what Python would print.
void Collector::write_traceback(Level& done) {
    const bool has_lines = done.lines.find("File \"") != std::string::npos;
    if (done.frames.empty() && !has_lines) return;
    const std::string& error = done.value.is_known() ? done.value.value : done.message.value;
    if (error.empty()) return;  // it is of the object around
    const std::string frames = has_lines ? done.lines : frames_text(done.frames);
    const std::string type = done.type.is_known() ? done.type.value : "TypeError";
    done.others.push_back(
        fmt::format("{}{}{}{}: {}\n", header, frames, frames.ends_with('\n') ? "" : "\n", type, error));
    done.frames.clear();
    done.lines.clear();
}

void Collector::tell(Level& done) {
    Record record;
    if (done.time.is_known()) record.time = done.time.value;
    record.service = done.service.value;
    record.stream = done.service.value + done.part;
    record.text = std::move(done.message.value);
    record.others = std::move(done.others);
    if (done.frame.is_known() && done.frame.line <= std::numeric_limits<std::uint32_t>::max()) {
        record.logged_at = {done.frame.file.value, static_cast<std::uint32_t>(done.frame.line), 0};
        // What has but a name may be the logger.
        if (done.frame.function.rank < rank_of_name) record.logged_in = done.frame.function.value;
    }
    records_.push_back(std::move(record));
}

/// What a container that has ended leaves to the one around it.
void Collector::merge(Level done) {
    Level& here = level();
    here.time.offer(done.time.value, done.time.is_known() ? done.time.rank + rank_of_child : 1000);
    here.service.offer(done.service.value, done.service.is_known() ? done.service.rank + rank_of_child : 1000);
    here.part += done.part;
    if (!here.frame.is_known() && !done.is_array) {
        if (done.frame.is_known())
            here.frame = done.frame;
        else if (done.use.meaning == KeyMeaning::file && done.frame.file.is_known())
            here.frame.file.offer(done.frame.file.value, done.frame.file.rank + rank_of_child);
    }
    const bool is_kept = done.message.is_known() && !here.message.is_known();
    if (done.message.is_known() && !is_kept) add_text(done.message.value);
    if (is_kept) here.message.offer(done.message.value, done.message.rank + rank_of_child);
    if (done.value.is_known()) add_text(done.value.value);
    for (std::string& text : done.others)
        if (here.others.size() < most_texts) here.others.push_back(std::move(text));
    for (Frame& frame : done.frames)
        if (here.frames.size() < most_frames) here.frames.push_back(std::move(frame));
    here.lines += done.lines;
}

bool Collector::end_object() {
    Level done = std::move(level());
    levels_.pop_back();
    key_ = done.key;
    use_ = done.use;
    write_traceback(done);
    if (!done.is_array && done.frame.is_known() && level().is_array && level().use.meaning == KeyMeaning::frames) {
        if (level().frames.size() < most_frames) level().frames.push_back(done.frame);
        return true;
    }
    // An entry of its own, in a list of such.
    const bool matters = has_needle(done.message.value) || !done.others.empty();
    if (level().is_array && done.time.rank < rank_of_child && matters) {
        tell(done);
        return true;
    }
    merge(std::move(done));
    return true;
}

bool Collector::end_array() {
    Level done = std::move(level());
    levels_.pop_back();
    key_ = done.key;
    use_ = done.use;
    if (!done.bytes.empty() && done.frames.empty() && done.lines.empty()) {
        std::string text = valid_utf8(done.bytes);
        return string(text);
    }
    if (has_needle(done.lines)) {
        add_text(done.lines);
        done.lines.clear();
    } else if (done.use.meaning != KeyMeaning::frames) {
        done.lines.clear();
    }
    merge(std::move(done));
    return true;
}

void Collector::finish() {
    Level& whole = levels_.front();
    write_traceback(whole);
    if (whole.value.is_known()) add_text(whole.value.value);
    if (!whole.lines.empty()) add_text(whole.lines);
    tell(whole);
}

}  // namespace

bool read_json_records(std::string_view text, const Clock& clock, std::vector<Record>& records) {
    const std::size_t before = records.size();
    Collector collector(clock, records, 0);
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &collector)) {
        collector.finish();
        return true;
    }
    records.resize(before);
    const std::string valid = valid_utf8(text);
    if (valid == text) return false;
    Collector again(clock, records, 0);
    if (nlohmann::json::sax_parse(valid, &again)) {
        again.finish();
        return true;
    }
    records.resize(before);
    return false;
}

}  // namespace awaitlint
