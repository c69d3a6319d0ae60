// See diagnostics.h.
#include "frontend/read/diagnostics.h"

#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Basic/DiagnosticParse.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/DiagnosticSerialization.h"
#include "clang/Sema/Sema.h"

#include "awaitlint/excerpt.h"

namespace awaitlint {
namespace {

/// A module wants to be the first thing in a unit, where our own declarations are. Clang goes on as if it were.
bool is_of_own_declarations(unsigned id) {
    return id == clang::diag::err_global_module_introducer_not_at_start ||
           id == clang::diag::err_module_decl_not_at_start;
}

}  // namespace

std::vector<Diagnostic>& DiagnosticRecorder::kept() {
    if (!unit_) return early_;
    return unit_->probe_diagnostics ? *unit_->probe_diagnostics : unit_->diagnostics;
}

void DiagnosticRecorder::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) {
    saw_changed_file_ |= info.getID() == clang::diag::err_fe_ast_file_modified;
    llvm::SmallString<256> text;
    info.FormatDiagnostic(text);
    if (level == clang::DiagnosticsEngine::Note) return add_note(info, excerpt(text.str(), most_message_bytes));
    const bool is_error = level >= clang::DiagnosticsEngine::Error;
    if (is_error && is_of_own_declarations(info.getID())) {
        last_was_kept_ = false;
        return;
    }
    // What follows from a file that cannot be read, and says no more than where it was included.
    if (info.getID() == clang::diag::err_pp_error_opening_file && unit_ && !kept().empty()) {
        Place& of_cause = kept().back().error.place;
        if (!of_cause.is_known()) of_cause = unit_->place(info.getLocation());
        last_was_kept_ = false;
        return;
    }
    // A warning that Clang makes an error by default is not one for GCC, whose database this may be.
    const bool is_real = is_error && !info.getDiags()->getDiagnosticIDs()->isWarningOrExtension(info.getID());
    last_was_kept_ = is_real || (unit_ && unit_->with_warnings && !is_real);
    if (!last_was_kept_) return;
    Diagnostic diagnostic;
    diagnostic.is_warning = !is_real;
    diagnostic.is_missing_include = info.getID() == clang::diag::err_pp_file_not_found;
    diagnostic.error.message = excerpt(text.str(), most_message_bytes);
    if (unit_) diagnostic.error.place = unit_->place(info.getLocation());
    add_places(diagnostic, info);
    if (is_real) add_instantiations(diagnostic);
    kept().push_back(std::move(diagnostic));
}

void DiagnosticRecorder::add_note(const clang::Diagnostic& info, std::string text) {
    if (!last_was_kept_ || kept().empty()) return;
    kept().back().notes.push_back(std::move(text));
    add_places(kept().back(), info);
}

void DiagnosticRecorder::add_places(Diagnostic& diagnostic, const clang::Diagnostic& info) const {
    if (!unit_ || info.getLocation().isInvalid() || !info.hasSourceManager()) return;
    const clang::SourceManager& sources = info.getSourceManager();
    diagnostic.places.push_back(unit_->file_offset(info.getLocation()));
    if (info.getLocation().isMacroID()) {
        diagnostic.places.push_back(unit_->file_offset(sources.getSpellingLoc(info.getLocation())));
        diagnostic.places.push_back(unit_->file_offset(sources.getExpansionLoc(info.getLocation())));
    }
}

/// Clang names them in notes behind the first error of an instantiation, and behind no other.
void DiagnosticRecorder::add_instantiations(Diagnostic& diagnostic) const {
    if (!unit_ || !unit_->compiler.hasSema()) return;
    for (const clang::Sema::CodeSynthesisContext& context : unit_->sema().CodeSynthesisContexts)
        if (context.PointOfInstantiation.isValid())
            diagnostic.places.push_back(unit_->file_offset(context.PointOfInstantiation));
}

}  // namespace awaitlint
