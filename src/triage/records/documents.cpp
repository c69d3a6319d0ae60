// See documents.h.
#include "triage/records/documents.h"

namespace awaitlint {

std::unique_ptr<RecordReader> reader_for(std::string_view start, const Clock& clock, const RecordSink& sink) {
    if (is_json_document(start)) return json_reader(clock, sink);
    if (is_yaml_document(start)) return yaml_reader(clock, sink);
    if (is_journal_export(start)) return journal_reader(clock, sink);
    if (is_table(start)) return table_reader(clock, sink);
    return nullptr;
}

}  // namespace awaitlint
