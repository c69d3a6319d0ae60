// Logs of services, whatever their shape: lines and records in, events out, each once, with time and service.
//
// Takes prefixes' origins, joins lines that a container runtime cut, gathers JSON that is printed over several lines,
// and keeps the lines of different streams apart. What it does not understand it tells the tally: nobody may conclude
// that nothing was there. Memory is bounded: so many streams, so much of each.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "triage/build_log.h"
#include "triage/log_line.h"
#include "triage/python_log.h"
#include "triage/records/json_text.h"
#include "triage/records/record.h"

namespace awaitlint {

class RuntimeLog {
public:
    RuntimeLog(Tally& tally, BuildLog& build, const TriageOptions& options);

    /// A line without terminal codes.
    void add_line(std::string_view whole);
    void add_record(const Record& record);
    /// Lines are left out here that matter to nobody.
    void on_gap();
    /// The log is over.
    void finish();

private:
    struct Stream {
        explicit Stream(PythonLog::Sink sink, const std::string& folder) : python(std::move(sink), folder) {}
        PythonLog python;
        std::string service;
        std::string partial;   // of a line, whose rest follows
        std::string gathered;  // JSON that has not ended, line by line
        JsonText json;
        bool is_cut = false;  // a record ended inside a traceback
        std::uint64_t used = 0;
    };
    using Events = std::vector<Sighting>;

    Stream& stream_of(std::string_view key, std::string_view service);
    void add_text_line(Stream& stream, std::string_view text, std::string_view whole, std::string_view prefix);
    void add_whole_line(Stream& stream, std::string_view text, std::string_view whole);
    bool add_json(Stream& stream, std::string_view text, std::string_view whole);
    bool add_pairs(Stream& stream, std::string_view text, std::string_view whole);
    bool gather(Stream& stream, std::string_view text);
    void replay(Stream& stream);
    void take(const Record& record, Stream& around, std::string_view whole);
    bool add_record_text(Stream& stream, const Record& record, std::vector<Events>& told);
    Events events_of(std::string_view text, bool& ends_in_traceback) const;
    void tell(std::vector<Events> told, const Record& record);
    void close(Stream& stream, bool is_end);
    void doubt_unread(std::string_view text);

    Tally& tally_;
    BuildLog& build_;
    const TriageOptions& options_;
    std::map<std::string, std::unique_ptr<Stream>, std::less<>> streams_;
    std::uint64_t now_ = 0;  // counts what came in
};

}  // namespace awaitlint
