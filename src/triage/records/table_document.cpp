// A log that is a table of comma-separated values with a row of names: exports of CloudWatch Insights, Datadog,
// BigQuery, Kibana and Azure. A cell may hold a whole traceback, over several lines.
#include <algorithm>
#include <string>
#include <vector>

#include "triage/records/documents.h"
#include "triage/records/json_keys.h"
#include "triage/records/json_record.h"
#include "triage/records/offer.h"
#include "triage/records/pairs.h"

namespace awaitlint {
namespace {

constexpr std::size_t longest_header = 4096;
constexpr std::size_t most_columns = 512;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// As the key that is known, where people write it with a capital.
std::string name_of(const std::string& cell) {
    return use_of_key(cell).meaning == KeyMeaning::other ? lower(cell) : cell;
}

std::string_view first_line(std::string_view text) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

char separator_in(std::string_view header) {
    for (const char c : {'\t', ';'})
        if (header.find(c) != std::string_view::npos) return c;
    return ',';
}

class Table : public RecordReader {
public:
    Table(const Clock& clock, const RecordSink& sink)
        : offer_(sink, [this, clock](std::string_view text, std::vector<Record>& records) {
              return read_json_records(json_of_pairs(pairs_of(text)), clock, records);
          }) {}

    bool add(std::string_view bytes) override {
        buffer_ += bytes;
        std::size_t start = 0;
        for (; position_ < buffer_.size(); ++position_) {
            if (buffer_[position_] == '"') is_quoted_ = !is_quoted_;
            if (buffer_[position_] != '\n' || is_quoted_) continue;
            row(std::string_view(buffer_).substr(start, position_ - start));
            start = position_ + 1;
        }
        offer_.end_of_chunk();
        buffer_.erase(0, start);
        position_ -= start;
        if (buffer_.size() <= largest_record) return true;
        give_up();
        return false;
    }

    void finish() override {
        if (is_quoted_) return give_up();
        row(buffer_);
        offer_.end_of_chunk();
    }

private:
    void give_up() {
        offer_.sink().on_broken("a quote in a table does not end");
        offer_.sink().on_lines(buffer_);
        buffer_.clear();
    }

    void row(std::string_view text) {
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.empty()) return;
        if (!names_.empty()) return offer_.record(text);
        separator_ = separator_in(text);
        for (const std::string& cell : cells_of(text, separator_)) names_.push_back(name_of(cell));
    }

    Pairs pairs_of(std::string_view text) const {
        Pairs pairs;
        const std::vector<std::string> cells = cells_of(text, separator_);
        for (std::size_t i = 0; i < cells.size() && i < most_columns; ++i)
            pairs.emplace_back(i < names_.size() ? names_[i] : "", cells[i]);
        return pairs;
    }

    Offer offer_;
    std::string buffer_;
    std::size_t position_ = 0;
    bool is_quoted_ = false;
    char separator_ = ',';
    std::vector<std::string> names_;
};

}  // namespace

bool is_table(std::string_view start) {
    const std::string_view header = first_line(start);
    if (header.size() > longest_header) return false;
    bool has_time = false, has_message = false;
    const std::vector<std::string> cells = cells_of(header, separator_in(header));
    for (const std::string& cell : cells) {
        const KeyMeaning meaning = use_of_key(name_of(cell)).meaning;
        has_time |= meaning == KeyMeaning::time;
        has_message |= meaning == KeyMeaning::message;
    }
    return has_time && has_message && cells.size() <= most_columns;
}

std::unique_ptr<RecordReader> table_reader(const Clock& clock, const RecordSink& sink) {
    return std::make_unique<Table>(clock, sink);
}

}  // namespace awaitlint
