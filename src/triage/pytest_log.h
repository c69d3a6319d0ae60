// What pytest prints of a test that failed: the source with `>` and `E` before its lines, places below it, and
// everything once more in a summary. Lines in; events out, each once per test.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "triage/python_frames.h"
#include "triage/python_phrase.h"

namespace awaitlint {

class PytestLog {
public:
    PytestLog(std::function<void(const Sighting&)> on_event, std::string folder)
        : on_event_(std::move(on_event)), folder_(std::move(folder)) {}

    /// True if the line is pytest's, so that nobody else should read it.
    bool add_line(std::string_view text, std::optional<Seconds> time);
    /// An event that another form of traceback tells inside a test: true if the test has told it already.
    bool is_told(const Sighting& sighting);
    void finish();

private:
    bool add_place(std::string_view text);
    void begin_test();
    void flush();

    std::function<void(const Sighting&)> on_event_;
    std::string folder_;
    bool is_in_test_ = false;
    bool has_told_ = false;  // any test of the log
    std::vector<PythonFrame> frames_;
    std::optional<Sighting> pending_;  // its place follows
    std::set<std::string> told_;       // in this test
};

/// The sighting that a phrase makes, without a place.
Sighting sighting_of(const Phrase& phrase, std::optional<Seconds> time);

}  // namespace awaitlint
