// Compilers' output, line by line: follows each error to its source line, its notes and the user's place.
//
// Lines of several compilers may be mixed: an error and its place are on one line; what belongs to it is found by line
// numbers and file names, not by being next. Knows the last few errors only.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "triage/compiler_line.h"
#include "triage/fault.h"
#include "triage/tally.h"

namespace awaitlint {

class BuildLog {
public:
    BuildLog(Tally& tally, std::string folder) : tally_(tally), folder_(std::move(folder)) {}

    /// A line without prefixes, and the time that stood in them.
    void add_line(std::string_view line, std::optional<Seconds> time);
    /// The log is over: what was open is told.
    void finish();

private:
    struct Stop {  // a place on the way from the error to the user
        Place place;
        Snippet snippet;
        bool is_await_call = false;  // the compiler says that this place is an await
    };
    struct OpenError {
        std::string message, code, function, unit;
        std::deque<Stop> stops;  // the error's own place first; none moves while it waits for its source line
        std::string argument_type;
        std::string member;  // of an awaiter, that a note names
        std::optional<Seconds> time;
    };
    struct Waiting {
        Stop* stop = nullptr;  // null: the source line of something that is not kept
        std::uint32_t line = 0, column = 0;
        std::uint64_t since = 0;
    };
    struct Context {  // what GCC prints before an error
        std::string function;
        std::vector<Place> chain;
        bool is_substitution = false;
        bool is_told = false;  // a diagnostic has followed: further places are those of its notes
        std::string unit;      // the source that included the file last
    };

    void open_error(const CompilerLine& line, std::optional<Seconds> time);
    void add_note(const CompilerLine& line);
    void add_context(const CompilerLine& line);
    void await_source(Stop* stop, const CompilerLine& line);
    void add_source(const CompilerLine& line);
    void add_marks(std::string_view marks);
    void add_bare_marks(std::string_view marks);
    OpenError& error_of_note(const std::string& file);
    void add_included_from(std::string_view line);
    void add_other(std::string_view line);
    void close(OpenError& error);
    const Stop& users_stop(const OpenError& error) const;
    bool is_library(const std::string& file) const;
    std::string path_of(std::string_view file) const;
    void follow_make(const CompilerLine& line);
    void doubt(std::string_view line);

    Tally& tally_;
    std::string folder_;
    std::deque<OpenError> open_;
    std::map<std::string, Context, std::less<>> contexts_;
    std::string current_context_;
    std::string unit_;                     // of the last "In file included from" chain
    std::deque<Waiting> awaiting_source_;  // the latest places, oldest first
    std::deque<Waiting> awaiting_marks_;
    std::deque<std::pair<std::uint64_t, std::string>> bare_lines_;  // the latest lines that were nothing else
    std::uint64_t now_ = 0;                                         // counts lines
    std::set<std::string> system_folders_;
    std::vector<std::string> make_folders_;
    bool is_make_unclear_ = false;
};

}  // namespace awaitlint
