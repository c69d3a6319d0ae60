// A log in journald's export format (`journalctl -o export`): fields by line, texts of several lines behind their
// length, entries between blank lines.
#include <string>

#include "triage/records/documents.h"
#include "triage/records/json_record.h"
#include "triage/records/offer.h"
#include "triage/records/pairs.h"

namespace awaitlint {
namespace {

constexpr std::size_t length_bytes = 8;  // little-endian
constexpr std::size_t most_fields = 512;

class JournalExport : public RecordReader {
public:
    JournalExport(const Clock& clock, const RecordSink& sink)
        : offer_(sink, [clock](std::string_view text, std::vector<Record>& records) {
              return read_json_records(text, clock, records);
          }) {}

    bool add(std::string_view bytes) override {
        buffer_ += bytes;
        while (read_field()) {
        }
        buffer_.erase(0, position_);
        position_ = 0;
        if (!is_broken_ && buffer_.size() <= largest_record) return true;
        offer_.sink().on_broken("an entry of the journal could not be read");
        offer_.sink().on_lines(buffer_);
        buffer_.clear();
        return false;
    }

    void finish() override {
        end_entry();
        if (!buffer_.empty()) offer_.sink().on_broken("the journal ends in the middle of an entry");
    }

private:
    /// False if the rest of a field is not there yet.
    bool read_field() {
        const std::size_t end = buffer_.find('\n', position_);
        if (end == std::string::npos || is_broken_) return false;
        const std::string_view line = std::string_view(buffer_).substr(position_, end - position_);
        if (line.empty()) {
            end_entry();
            position_ = end + 1;
            return true;
        }
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos) {
            add_pair(line.substr(0, equals), line.substr(equals + 1));
            position_ = end + 1;
            return true;
        }
        const std::size_t data = end + 1 + length_bytes;
        if (data > buffer_.size()) return false;
        std::size_t size = 0;
        for (std::size_t i = length_bytes; i > 0; --i) size = size << 8 | static_cast<unsigned char>(buffer_[end + i]);
        is_broken_ = size > largest_record;
        if (is_broken_ || data + size + 1 > buffer_.size()) return false;
        add_pair(line, std::string_view(buffer_).substr(data, size));
        position_ = data + size + 1;
        return true;
    }

    void add_pair(std::string_view name, std::string_view text) {
        if (pairs_.size() < most_fields) pairs_.emplace_back(name, text);
    }

    void end_entry() {
        if (pairs_.empty()) return;
        const std::string json = json_of_pairs(pairs_);
        offer_.record(json);
        offer_.end_of_chunk();
        pairs_.clear();
    }

    Offer offer_;
    std::string buffer_;
    std::size_t position_ = 0;
    bool is_broken_ = false;
    Pairs pairs_;
};

}  // namespace

bool is_journal_export(std::string_view start) {
    return start.starts_with("__CURSOR=");
}

std::unique_ptr<RecordReader> journal_reader(const Clock& clock, const RecordSink& sink) {
    return std::make_unique<JournalExport>(clock, sink);
}

}  // namespace awaitlint
