// What the server asks about a document and what it gets back, as plain values.
//
// An analysis runs in a process of its own (background.h): both cross a pipe as text. Paths are absolute; places and
// edits are those of the bytes that were asked about. Knows nothing of the protocol, nor of how an analysis is made.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/place.h"
#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint::lsp {

struct AnalysisRequest {
    std::string file;                  // the document's
    std::string folder;                // the workspace folder that holds it, or another to stand in
    std::vector<UnsavedFile> unsaved;  // all documents that differ from the disk
    std::vector<std::string> readers;  // units that have read the file before, best first
};

struct Analysis {
    /// Why there is none, in words for the user; empty: there is one.
    std::string failure;
    bool is_for_user = false;       // the failure is one that the user can mend: a missing database, not a file outside
    std::vector<Finding> findings;  // of the document alone, best suggestions first; none of them suppressed
    std::vector<Note> obstacles;    // why something may have been overlooked
    std::vector<std::string> read;  // the user's files that the units have read
    std::string reader;             // a unit by which a header was read; empty for a unit of its own
    bool was_kept = false;          // it is of an earlier run: nothing was parsed for it
};

/// Asked in a process of its own, so that it may change its folder and be killed.
using Analyse = std::function<Analysis(const AnalysisRequest&)>;

std::string text_of(const Analysis& analysis);
Result<Analysis> analysis_from(const std::string& text);

}  // namespace awaitlint::lsp
