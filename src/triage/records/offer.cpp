// See offer.h.
#include "triage/records/offer.h"

namespace awaitlint {

void Offer::sample(std::string_view text) {
    std::vector<Record> records;
    if (!parse_(text, records)) return;
    for (const Record& record : records)
        if (record.time) sink_.on_time(*record.time);
}

void Offer::record(std::string_view text) {
    if (!may_matter_(text)) {
        if (is_first_ || sink_.wants_every_time)
            sample(text);
        else
            last_ = text;
        is_first_ = false;
        return;
    }
    std::vector<Record> records;
    if (!parse_(text, records)) {
        sink_.on_broken("a record that mentions an error could not be read");
        sink_.on_lines(text);
        return sink_.on_lines("\n");
    }
    for (const Record& record : records) {
        if (record.time) sink_.on_time(*record.time);
        sink_.on_record(record);
    }
    last_ = {};
    is_first_ = false;
}

void Offer::end_of_chunk() {
    if (!last_.empty()) sample(last_);
    last_ = {};
    is_first_ = true;
}

}  // namespace awaitlint
