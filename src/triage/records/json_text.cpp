// See json_text.h.
#include "triage/records/json_text.h"

#include <algorithm>
#include <array>

#include "triage/needles.h"

namespace awaitlint {
namespace {

constexpr std::size_t deepest = 200;

/// The keys by which exports name their records: AWS, Elasticsearch, Loki, Azure, GitHub, and what people write.
constexpr std::array<std::string_view, 14> names_of_records = {
    "events",  "logEvents", "entries", "records", "Records",  "logs",         "hits",
    "results", "result",    "rows",    "items",   "messages", "resourceLogs", "data"};

bool is_name_of_records(std::string_view key) {
    return std::find(names_of_records.begin(), names_of_records.end(), key) != names_of_records.end();
}

/// What may stand outside strings besides brackets: blanks, commas, colons, numbers, true, false, null.
constexpr std::array<bool, 256> make_plain() {
    std::array<bool, 256> plain = {};
    for (const char c : std::string_view(" \t\r\n,:0123456789+-.eEtrufalsn"))
        plain[static_cast<unsigned char>(c)] = true;
    return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

}  // namespace

JsonText::Step JsonText::fail(const char* why) {
    why_ = why;
    return Step::broken;
}

JsonText::Step JsonText::read_string(std::string_view text) {
    for (; position_ < text.size(); ++position_) {
        const char c = text[position_];
        if (is_escaped_) {
            is_escaped_ = false;
        } else if (c == '\\') {
            is_escaped_ = true;
        } else if (c == '"') {
            is_in_string_ = false;
            key_end_ = position_;
            ++position_;
            return stands_where_records_do() ? end_of_value() : Step::more;
        } else if (c == '\n') {
            return fail("a string does not end on its line");
        }
    }
    return Step::more;
}

/// A value has ended that is a record if it stands where records stand.
JsonText::Step JsonText::end_of_value() {
    if (start_ == none) return Step::more;
    is_told_ = true;
    return Step::record;
}

/// What is left of an object that holds the records counts as records, too.
bool JsonText::stands_where_records_do() const {
    return is_around_records() && (stack_.empty() || stack_.back() == '[' || is_split_);
}

JsonText::Step JsonText::open(std::string_view text, char c) {
    if (stack_.size() >= deepest) return fail("it is nested too deeply");
    const auto holds_records = [&] {
        if (key_end_ == none || !is_name_of_records(text.substr(key_start_, key_end_ - key_start_))) return false;
        return is_split_ || !has_needle(text.substr(start_, position_ - start_));
    };
    if (stack_.empty()) {
        ++wrappers_;
        if (c == '{') start_ = position_;  // a record of its own, unless it turns out to hold the records
    } else if (is_around_records() && stack_.back() == '{' && holds_records()) {
        ++wrappers_;
        is_split_ = true;
        start_ = none;
    } else if (stands_where_records_do()) {
        start_ = position_;
    }
    stack_ += c;
    return Step::more;
}

JsonText::Step JsonText::close(char c) {
    if (stack_.empty() || stack_.back() != (c == '}' ? '{' : '[')) return fail("its brackets do not match");
    if (is_around_records()) --wrappers_;
    stack_.pop_back();
    ++position_;
    key_end_ = none;
    const bool is_end = stands_where_records_do();
    if (stack_.empty()) is_split_ = false;
    return is_end ? end_of_value() : Step::more;
}

JsonText::Step JsonText::read(std::string_view text) {
    if (is_told_) start_ = none;
    is_told_ = false;
    while (position_ < text.size()) {
        if (is_in_string_) {
            if (const Step step = read_string(text); step != Step::more) return step;
            continue;
        }
        const char c = text[position_];
        if (c == '"') {
            if (stack_.empty()) return fail("text stands between its records");
            is_in_string_ = true;
            key_start_ = ++position_;
            key_end_ = none;
            if (stands_where_records_do()) start_ = position_ - 1;
        } else if (c == '{' || c == '[') {
            if (const Step step = open(text, c); step != Step::more) return step;
            ++position_;
        } else if (c == '}' || c == ']') {
            if (const Step step = close(c); step != Step::more) return step;
        } else if (!plain[static_cast<unsigned char>(c)] || (stack_.empty() && (c > ' ' && c != ','))) {
            return fail(stack_.empty() ? "text stands between its records" : "it is no JSON");
        } else {
            ++position_;
        }
    }
    return Step::more;
}

void JsonText::forget(std::size_t count) {
    position_ -= count;
    if (start_ != none) start_ -= count;
    if (key_start_ != none) key_start_ -= std::min(count, key_start_);
    if (key_end_ != none) key_end_ -= std::min(count, key_end_);
}

}  // namespace awaitlint
