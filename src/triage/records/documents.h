// Logs that are documents of one shape from their first byte on: JSON (arrays, pretty-printed objects), YAML as gcloud
// prints it, tables of comma-separated values, and journald's export format.
//
// A log of lines, each of which may be a record of its own, is none of these: see runtime_log.h.
#pragma once

#include <memory>
#include <string_view>

#include "triage/records/record.h"

namespace awaitlint {

/// The reader for a log that starts with these bytes (its first chunk); null for lines.
std::unique_ptr<RecordReader> reader_for(std::string_view start, const Clock& clock, const RecordSink& sink);

bool is_json_document(std::string_view start);
bool is_yaml_document(std::string_view start);
bool is_table(std::string_view start);
bool is_journal_export(std::string_view start);

std::unique_ptr<RecordReader> json_reader(const Clock& clock, const RecordSink& sink);
std::unique_ptr<RecordReader> yaml_reader(const Clock& clock, const RecordSink& sink);
std::unique_ptr<RecordReader> table_reader(const Clock& clock, const RecordSink& sink);
std::unique_ptr<RecordReader> journal_reader(const Clock& clock, const RecordSink& sink);

}  // namespace awaitlint
