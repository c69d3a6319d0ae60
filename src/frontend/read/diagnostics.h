// What the compiler says while a unit is parsed: kept as plain records, with all the places that are spoken of.
//
// In: Clang's diagnostics, as they come. Out: the errors and, for proofs, the warnings of a unit, each with its notes;
// what is said while a probe runs goes to the probe. Leaves out what is about our own declarations. Prints nothing.
#pragma once

#include <vector>

#include "clang/Basic/Diagnostic.h"

#include "frontend/read/parsed_unit.h"

namespace awaitlint {

class DiagnosticRecorder : public clang::DiagnosticConsumer {
public:
    /// From now on all is said of this unit.
    void attach(ParsedUnit* unit) { unit_ = unit; }
    /// What was said before there was a unit.
    std::vector<Diagnostic> take_early() { return std::move(early_); }
    /// A file is no longer what the preamble has read: what comes of this parse is of neither state.
    bool saw_changed_file() const { return saw_changed_file_; }

    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override;

private:
    std::vector<Diagnostic>& kept();
    void add_note(const clang::Diagnostic& info, std::string text);
    void add_instantiations(Diagnostic& diagnostic) const;
    void add_places(Diagnostic& diagnostic, const clang::Diagnostic& info) const;

    bool last_was_kept_ = false;
    bool saw_changed_file_ = false;
    ParsedUnit* unit_ = nullptr;
    std::vector<Diagnostic> early_;
};

}  // namespace awaitlint
