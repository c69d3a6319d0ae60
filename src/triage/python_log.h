// Logs of Python services: errors of `await` with the place that their traceback names, and coroutines never awaited.
//
// Lines of one stream in, one after the other; events out, each once. A traceback stands over several lines. The place
// is the innermost frame of the user's code; frames of installed packages are passed over. Knows nothing of the shapes
// in which logs come: see records/.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/event_chain.h"
#include "triage/pytest_log.h"
#include "triage/python_frames.h"
#include "triage/python_phrase.h"
#include "triage/tally.h"

namespace awaitlint {

class PythonLog {
public:
    using Sink = std::function<void(const Sighting&)>;
    PythonLog(Sink on_event, std::string folder);

    /// False if the line says nothing to this reader. `time` is that of the line, if it has one.
    bool add_line(std::string_view text, std::optional<Seconds> time);
    /// The time of something that stands between the lines of this stream.
    void see_time(Seconds time) { last_time_ = time; }
    /// Lines are missing from here on, or the log is over: what was open is told.
    void finish();
    bool is_in_traceback() const { return is_in_traceback_; }

private:
    struct Shape {                 // of a line
        bool is_in_group = false;  // behind the margin that exception groups draw
        std::size_t indent = 0;
        std::string_view body;  // without margin and indentation
    };

    static Shape shape_of(std::string_view text);
    void open_traceback(std::string_view before, const Shape& shape);
    std::string_view without_seen_prefix(std::string_view text) const;
    bool add_link(const Shape& shape);
    bool add_frame(const Shape& shape);
    void add_phrase(const Phrase& phrase, std::string_view text, const Shape& shape);
    void add_warning(Sighting sighting, const Phrase& phrase, std::string_view text);
    void tell(const Sighting& sighting, bool is_in_group, bool is_quoted);
    void flush();

    Sink on_event_;
    std::string folder_;
    EventChain chain_;
    PytestLog pytest_;
    std::vector<PythonFrame> frames_;  // of the traceback that is open, outermost first
    bool is_in_traceback_ = false;
    bool is_creation_ = false;  // the frames are those of where a coroutine was made
    std::size_t header_indent_ = 0;
    // What a collector puts before each line ("host app[7]: "), as words, and the last of them. Seen before the
    // traceback.
    std::size_t prefix_words_ = 0;
    std::string prefix_end_;
    std::optional<Seconds> last_time_;  // of the last line that has one
    std::optional<Sighting> pending_;   // told without a place: its traceback may follow
};

}  // namespace awaitlint
