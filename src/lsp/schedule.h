// When which document is analysed next: at once after a pause, later while edits keep coming.
//
// In: that a document is to be analysed, and why. Out: the one that is due, the last that was touched first. The first
// edit for a while is answered at once; those that follow it wait until there is none for a moment, so that typing does
// not start an analysis per key. Has no clock of its own.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace awaitlint::lsp {

using TimePoint = std::chrono::steady_clock::time_point;

inline constexpr auto edit_pause = std::chrono::milliseconds(200);

class Schedule {
    struct Wanted {
        TimePoint due, since;
    };

public:
    void want(const std::string& uri, TimePoint now) { wanted_[uri] = {now, now}; }
    /// When nothing else is wanted by then.
    void want_later(const std::string& uri, TimePoint then) { wanted_.try_emplace(uri, Wanted{then, TimePoint()}); }
    void want_after_edit(const std::string& uri, TimePoint now);
    void forget(const std::string& uri);

    /// The document whose time has come, taken off the list.
    std::optional<std::string> take_due(TimePoint now);
    /// One is due that was touched later than then.
    bool is_due_since(TimePoint then, TimePoint now) const;
    /// When there will be one.
    std::optional<TimePoint> next() const;

private:
    std::map<std::string, Wanted> wanted_;         // by URI
    std::map<std::string, TimePoint> last_edits_;  // by URI
};

}  // namespace awaitlint::lsp
