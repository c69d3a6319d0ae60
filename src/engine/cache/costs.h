// How long units took the last time, so that the next run begins with those that take longest.
//
// In: the cache's folder, and seconds per unit as they come. Out: a guess per unit; without an earlier run, from the
// size of its source. A file that is missing, broken or of another version says nothing. Never decides what comes out
// of a run, only when, and by which way.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "awaitlint/unit.h"

namespace awaitlint {

class Costs {
public:
    /// An empty folder's name: remembers nothing. What there is is read when it is asked for: a run in which nothing
    /// has changed does not.
    explicit Costs(const std::string& folder);

    /// Whether an earlier run has analysed the file, in whatever state it was.
    bool is_known(const CompileCommand& command) const;
    /// In seconds, more or less.
    double expected(const CompileCommand& command) const;
    /// Several commands of one file count together.
    void add(const CompileCommand& command, double seconds);
    /// Writes what was added in place of what was known of these units. A failure to write is nobody's concern.
    void keep() const;

private:
    const std::map<std::string, double>& known() const;

    std::string path_;
    mutable std::optional<std::map<std::string, double>> known_;
    std::map<std::string, double> added_;
};

}  // namespace awaitlint
