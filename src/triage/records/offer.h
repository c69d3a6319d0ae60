// What is done with each record that a shape's reader has found the borders of: taken apart if it may matter, asked for
// its time if it is the first or the last of a chunk, else passed over.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "triage/needles.h"
#include "triage/records/record.h"

namespace awaitlint {

class Offer {
public:
    /// `parse` gets a record's text and says whether it was one.
    using Parse = std::function<bool(std::string_view text, std::vector<Record>& records)>;

    Offer(RecordSink sink, Parse parse, bool (*may_matter)(std::string_view) = has_needle)
        : sink_(std::move(sink)), parse_(std::move(parse)), may_matter_(may_matter) {}

    /// `text` must live until `end_of_chunk`.
    void record(std::string_view text);
    void end_of_chunk();
    const RecordSink& sink() const { return sink_; }

private:
    void sample(std::string_view text);

    RecordSink sink_;
    Parse parse_;
    bool (*may_matter_)(std::string_view text);
    std::string_view last_;
    bool is_first_ = true;
};

}  // namespace awaitlint
