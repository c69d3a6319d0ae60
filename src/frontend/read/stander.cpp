// See stander.h.
#include "frontend/read/stander.h"

#include <algorithm>

#include "clang/Basic/DiagnosticLex.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

#include "frontend/read/flags.h"
#include "frontend/read/standing_parse.h"

namespace awaitlint {

void Stander::look_at(clang::SourceLocation token) {
    const clang::SourceManager& sources = unit_.sources();
    const clang::FileID main = sources.getMainFileID();
    if (begin_.isInvalid()) begin_ = sources.getLocForStartOfFile(main);
    if (token < begin_.getLocWithOffset(static_cast<int>(standing_.from))) return;
    if (!(token < begin_.getLocWithOffset(static_cast<int>(standing_.to)))) return;
    const clang::PreprocessorLexer* current = unit_.compiler.getPreprocessor().getCurrentFileLexer();
    if (!current || current->getFileID() != main) return;
    has_stood_ = true;
    const auto* lexer = static_cast<const clang::Lexer*>(current);
    const auto offset = static_cast<std::uint32_t>(lexer->getBufferLocation() - sources.getBufferData(main).data());
    const auto question = standing_.parse->stand(offset);
    if (!question) return;
    put(standing_.begin(unit_, *question));
    if (unit_.with_warnings) warn_from(token);
}

/// As if the command had asked for the warnings of a proof: those of what comes now are all that it looks at.
void Stander::warn_from(clang::SourceLocation place) {
    clang::DiagnosticsEngine& diagnostics = unit_.compiler.getDiagnostics();
    // A warning that is an error by default counts as one so far, and keeps Clang from looking for others.
    if (unit_.diagnostics.empty()) diagnostics.Reset(/*soft=*/true);
    clang::DiagnosticOptions options = diagnostics.getDiagnosticOptions();
    options.IgnoreWarnings = false;
    options.Warnings = warnings_of_a_proof();
    clang::ProcessWarningOptions(diagnostics, options, unit_.compiler.getVirtualFileSystem(), false);
    // Diagnostics are looked up by their place, where pragmas may have changed what counts: a state begins here.
    diagnostics.setSeverity(clang::diag::err_pp_file_not_found, clang::diag::Severity::Error, place);
}

void Stander::put(const std::string& bytes) {
    const clang::SourceManager& sources = unit_.sources();
    const clang::FileID main = sources.getMainFileID();
    const llvm::StringRef buffer = sources.getBufferData(main);
    if (bytes.size() + 1 > buffer.size()) standing_.parse->give_up();
    // The buffer is a copy that parse() made: nobody else has it, and its terminating zero stays.
    char* const begin = const_cast<char*>(buffer.data());
    std::copy(bytes.begin(), bytes.end(), begin);
    std::fill(begin + bytes.size(), begin + buffer.size(), ' ');
    begin[bytes.size()] = '\n';
    unit_.main_size = bytes.size();
    sources.getSLocEntry(main).getFile().getContentCache().SourceLineCache = {};
}

}  // namespace awaitlint
