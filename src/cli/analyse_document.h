// One document of an editor, analysed: what `awaitlint check FILE` would find in it, with the editor's bytes.
//
// In: the options of the server, a document. Out: findings of that file alone, with absolute paths; or why there are
// none. A file with a compile command of its own is analysed by it, any other by a unit that includes it. Changes the
// working directory: it belongs into a process of its own. Prints nothing.
#pragma once

#include "cli/options.h"
#include "lsp/analysis.h"

namespace awaitlint {

lsp::Analysis analyse_document(const Options& options, const lsp::AnalysisRequest& request);

}  // namespace awaitlint
