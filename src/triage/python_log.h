// Logs of Python services: errors of `await` with the place that their traceback names, and coroutines never awaited.
//
// Reads text and lines of JSON that hold the text. A traceback stands over several lines, or inside one string. The
// place is the innermost frame of the user's code; frames of installed packages are passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triage/tally.h"

namespace awaitlint {

class PythonLog {
public:
    PythonLog(Tally& tally, const TriageOptions& options) : tally_(tally), options_(options) {}

    /// A line without terminal codes, and the same without prefixes.
    void add_line(std::string_view whole, std::string_view text);
    void finish();

private:
    struct Frame {
        Place place;
        std::string function;
    };
    struct Phrase {
        std::string reason, message, type;
        std::size_t at = 0;
    };

    void add_json(std::string_view whole);
    void add_message(std::string_view text, std::optional<Seconds> time);
    void tell(const Phrase& phrase, std::string_view text, std::optional<Seconds> time);
    void flush();
    void see_time(std::string_view whole);
    void open_traceback(std::string_view before);
    std::string_view without_seen_prefix(std::string_view text) const;
    static std::optional<Phrase> phrase_in(std::string_view text);
    std::optional<Frame> frame_in(std::string_view text) const;

    Tally& tally_;
    const TriageOptions& options_;
    std::vector<Frame> frames_;  // of the traceback that is open, outermost first
    bool is_in_traceback_ = false;
    // What a collector puts before each line ("host app[7]: "), as words, and the last of them. Seen before the
    // traceback.
    std::size_t prefix_words_ = 0;
    std::string prefix_end_;
    std::optional<Seconds> last_time_;  // of the last line that has one
    std::optional<Sighting> pending_;   // told without a place: its traceback may follow
};

}  // namespace awaitlint
