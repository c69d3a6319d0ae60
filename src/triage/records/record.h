// A record: one entry of a log, whatever its shape was. Readers of shapes make them, and what looks for errors in them
// need not know whether they were JSON, YAML, logfmt, CSV or behind prefixes.
//
// All texts are as the program wrote them, with their escapes resolved. Structured tracebacks are texts too: in the
// layout in which Python prints them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/place.h"
#include "triage/timestamps.h"

namespace awaitlint {

struct Record {
    std::optional<Seconds> time;
    std::string service;              // as people call it: a container, a unit, a pod; may be empty
    std::string stream;               // lines of one stream belong together: service, process, stdout or stderr
    std::string text;                 // the message: a whole one, or a line of a longer one
    std::vector<std::string> others;  // further texts that may matter: tracebacks, nested messages
    Place logged_at;                  // by whom it was written; unknown where the record does not say
    std::string logged_in;            // the function there
};

/// What a shape's reader hands over.
struct RecordSink {
    std::function<void(const Record&)> on_record;
    std::function<void(Seconds)> on_time;                   // samples; of records that do not matter
    std::function<void(std::string_view text)> on_lines;    // what turned out to be plain text, any number of lines
    std::function<void(const std::string& why)> on_broken;  // something was not understood
    bool wants_every_time = false;
};

/// A log of one shape, as it comes: bytes in, records out. Memory is bounded by the longest record.
class RecordReader {
public:
    virtual ~RecordReader() = default;
    /// False: what follows is not of this shape; what was held back has been handed to `on_lines`.
    virtual bool add(std::string_view bytes) = 0;
    virtual void finish() = 0;
};

/// A record larger than this is not held in memory: it is handed over as lines, and told.
constexpr std::size_t largest_record = std::size_t{8} * 1024 * 1024;

}  // namespace awaitlint
