// Where the bytes of a file have gone when its code is the same, and only comments and blank lines are not.
//
// In: two texts of one file. Out: nothing, where a compiler may see a difference or where somebody could tell by
// columns; else a map of offsets. Tokens must be equal, and so must be the text in front of them on their lines, the
// space inside directives, and comments that say NOLINT. What was moved is moved exactly or not at all: a span that
// holds a comment which has changed has no new place. Does not know what lies at an offset.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

class MovedCode {
public:
    /// Nothing where the code differs.
    static std::optional<MovedCode> between(std::string_view before, std::string_view after);

    // Each is left as it is, and false is returned, where it has no exact new place.
    bool move(Place& place) const;
    bool move(Span& span) const;
    /// Of a stretch whose text nobody has taken: comments inside may have changed.
    bool move_ends(Span& span) const;
    /// The stretch's offset; it has to be one stretch afterwards, too.
    bool move(std::uint32_t& offset, std::uint32_t length) const;

private:
    /// Equal bytes in both texts.
    struct Run {
        std::uint32_t from = 0, length = 0, to = 0;
    };

    void add_run(std::uint32_t from, std::uint32_t length, std::uint32_t to);
    const Run* run_at(std::uint32_t offset) const;
    void place(Span& span, std::uint32_t begin, std::uint32_t end) const;

    std::vector<Run> runs_;                                  // in order; neither touch in both texts
    std::vector<std::uint32_t> lines_before_, lines_after_;  // where each begins
};

}  // namespace awaitlint
