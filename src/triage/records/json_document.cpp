// A log that is JSON and not one record per line: arrays, objects printed over several lines, exports that wrap their
// records. One line of any length is read record by record.
#include <string>

#include "triage/records/documents.h"
#include "triage/records/json_record.h"
#include "triage/records/json_text.h"
#include "triage/records/offer.h"

namespace awaitlint {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class JsonDocument : public RecordReader {
public:
    JsonDocument(const Clock& clock, const RecordSink& sink)
        : offer_(sink, [clock](std::string_view text, std::vector<Record>& records) {
              return read_json_records(text, clock, records);
          }) {}

    bool add(std::string_view bytes) override {
        buffer_ += bytes;
        const bool is_json = read();
        offer_.end_of_chunk();
        if (!is_json) {
            give_up(text_.why());
            return false;
        }
        buffer_.erase(0, text_.start());
        text_.forget(text_.start());
        if (buffer_.size() <= largest_record) return true;
        give_up("it is larger than what is held in memory");
        return false;
    }

    void finish() override {
        if (!text_.is_outside()) give_up("the log ends before it does");
    }

private:
    bool read() {
        while (true) {
            const JsonText::Step step = text_.read(buffer_);
            if (step == JsonText::Step::broken) return false;
            if (step == JsonText::Step::more) return true;
            offer_.record(std::string_view(buffer_).substr(text_.start(), text_.position() - text_.start()));
        }
    }

    /// What cannot be read as JSON is looked at as lines.
    void give_up(const char* why) {
        // Text between records, such as what a tool says on its standard error, breaks no record.
        if (!text_.is_outside()) offer_.sink().on_broken(std::string("a JSON record could not be read: ") + why);
        offer_.sink().on_lines(std::string_view(buffer_).substr(text_.start()));
        buffer_.clear();
        text_ = {};
    }

    Offer offer_;
    JsonText text_;
    std::string buffer_;
};

}  // namespace

bool is_json_document(std::string_view start) {
    start = start.substr(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    if (start.empty() || (start[0] != '{' && start[0] != '[')) return false;
    const std::string_view inside = start.substr(std::min(start.find_first_not_of(" \t\r\n", 1), start.size()));
    const std::string_view first_characters = start[0] == '{' ? "\"}" : "{[]\"";
    if (!inside.empty() && first_characters.find(inside[0]) == std::string_view::npos) return false;
    if (start[0] == '[') return inside.empty() || inside[0] != '"' || trimmed(start).ends_with(']');
    const std::size_t line_end = start.find('\n');
    if (line_end == std::string_view::npos) return true;
    // An object that ends on its line is a record of a log of lines: these are searched faster.
    const std::string_view line = trimmed(start.substr(0, line_end));
    return line.size() == 1 || !line.ends_with('}');
}

std::unique_ptr<RecordReader> json_reader(const Clock& clock, const RecordSink& sink) {
    return std::make_unique<JsonDocument>(clock, sink);
}

}  // namespace awaitlint
