// Sightings in, one error per place out: merged across units, compilers and logs, counted by hour.
#pragma once

#include "triage/triage.h"

namespace awaitlint {

struct Sighting {
    std::string source, reason, message, type, function;
    Place place, inside;
    bool is_exact = false;         // the column is that of the await itself
    bool is_where_logged = false;  // the place is only where the record was written
    std::string unit;
    std::string service;
    std::optional<Seconds> time;
};

/// The path without `.` and `..` in it, and relative to the folder where it is below it.
std::string shown_path(std::string path, const std::string& folder);

class Tally {
public:
    explicit Tally(const TriageOptions& options) : options_(options) {}

    void add(const Sighting& sighting);
    void add_other_error(std::optional<Seconds> time, bool is_unclear);
    /// `text` is what it is about; the first of its kind is kept.
    void add_doubt(Doubt doubt, std::string_view text);
    /// A document that was not understood.
    void add_broken(const std::string& why);
    /// Moves everything counted into the report.
    void finish(TriageReport& report);

private:
    bool is_outside_window(std::optional<Seconds> time) const;
    AwaitError* find_or_make(const Sighting& sighting);
    void add_time(AwaitError& error, Seconds time);
    void add_service(AwaitError& error, const std::string& service);

    struct Entry {
        AwaitError error;
        bool is_exact = false;
    };

    TriageOptions options_;
    std::map<std::string, std::vector<Entry>> entries_;  // by source, file and line
    std::size_t places_ = 0;
    std::size_t hours_ = 0;
    std::size_t services_ = 0;
    TriageReport counts_;
};

}  // namespace awaitlint
