// A log of YAML documents, each between two lines of `---`: what `gcloud logging read` prints by default.
#include <algorithm>
#include <string>

#include "triage/records/documents.h"
#include "triage/records/json_record.h"
#include "triage/records/offer.h"
#include "triage/records/yaml_text.h"

namespace awaitlint {
namespace {

constexpr std::string_view separator = "\n---";

/// Long texts are folded where they have blanks: the words of an error may stand on two lines.
bool may_matter(std::string_view text) {
    return text.find("await") != std::string_view::npos || has_needle(text);
}

class YamlDocuments : public RecordReader {
public:
    YamlDocuments(const Clock& clock, const RecordSink& sink)
        : offer_(
              sink,
              [clock](std::string_view text, std::vector<Record>& records) {
                  const auto json = json_of_yaml(text);
                  return json && read_json_records(*json, clock, records);
              },
              may_matter) {}

    bool add(std::string_view bytes) override {
        buffer_ += bytes;
        std::size_t start = 0;
        while (true) {
            const std::size_t end = buffer_.find(separator, std::max(start, sought_));
            // Whether the line ends there is known when the next byte is.
            if (end == std::string::npos || end + separator.size() == buffer_.size()) break;
            sought_ = end + separator.size();
            if (buffer_[sought_] != '\n' && buffer_[sought_] != '\r') continue;
            offer(std::string_view(buffer_).substr(start, end + 1 - start));
            start = sought_;
        }
        offer_.end_of_chunk();
        buffer_.erase(0, start);
        sought_ = buffer_.size() - std::min(buffer_.size(), separator.size());
        if (buffer_.size() <= largest_record) return true;
        offer_.sink().on_lines(buffer_);
        buffer_.clear();
        return false;
    }

    void finish() override {
        offer(buffer_);
        offer_.end_of_chunk();
    }

private:
    void offer(std::string_view text) {
        if (text.starts_with("---")) text.remove_prefix(3);
        text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
        if (!text.empty()) offer_.record(text);
    }

    Offer offer_;
    std::string buffer_;
    std::size_t sought_ = 0;
};

}  // namespace

bool is_yaml_document(std::string_view start) {
    if (!start.starts_with("---\n") && !start.starts_with("---\r\n")) return false;
    start.remove_prefix(start.find('\n') + 1);
    const std::string_view line = start.substr(0, start.find_first_of("\r\n"));
    const std::size_t colon = line.find(':');
    const std::string_view key = line.substr(0, colon);
    return colon != std::string_view::npos && !key.empty() && (colon + 1 == line.size() || line[colon + 1] == ' ') &&
           key.find_first_of(" \t\"'[]{}") == std::string_view::npos;
}

std::unique_ptr<RecordReader> yaml_reader(const Clock& clock, const RecordSink& sink) {
    return std::make_unique<YamlDocuments>(clock, sink);
}

}  // namespace awaitlint
