// The source around findings: the lines that a reader needs to see what is wrong, and what each repair changes.
//
// In: findings in their order, and the bytes of the user's files. Out: a few whole lines per finding, within bounds
// that no code written by people reaches; none where the file cannot be read. Holds the lines of one file at a time:
// findings come ordered by file. Edits in other files than the finding's are left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/render.h"
#include "awaitlint/report.h"

namespace awaitlint {

struct SourcePiece {
    std::uint32_t line = 0;               // the first one's number
    std::optional<std::uint32_t> offset;  // the first byte's; none where `text` is not what the bytes are
    std::string text;
};

class SourceAround {
public:
    explicit SourceAround(const SourceBytes& source) : source_(source) {}

    /// Ordered by line, without overlap.
    std::vector<SourcePiece> of(const Finding& finding);

private:
    struct Lines {
        std::size_t first = 0, end = 0;  // counted from 0
    };

    void open(const std::string& file);
    std::size_t line_at(std::size_t offset) const;
    Lines around(std::size_t first, std::size_t last) const;
    std::vector<Lines> wanted(const Finding& finding) const;
    SourcePiece piece_of(Lines lines) const;

    const SourceBytes& source_;
    std::string file_;
    std::string_view bytes_;
    std::vector<std::size_t> starts_;  // of the lines, and the end of the last one
};

}  // namespace awaitlint
