// One parse of one unit: flags in, a live AST out for as long as a callback runs, diagnostics and keywords with it.
//
// In: a unit, which files to show with other bytes (overlays), whether bodies outside the user's files are skipped.
// Out: the callback gets a ParsedUnit when the whole unit is parsed and Sema is still alive (so that it can be asked
// whether an expression would be awaitable). Writes no file and prints nothing. Knows nothing of facts.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/TokenKinds.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Support/Error.h"

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

class FileRecorder;
class StandingParse;
struct ParsedUnit;

/// A place in a file as bytes: what stays true when a keyword is blanked.
struct FileOffset {
    std::string file;  // absolute, real path
    std::uint32_t offset = 0;
    friend bool operator==(const FileOffset& a, const FileOffset& b) = default;
    friend bool operator<(const FileOffset& a, const FileOffset& b) {
        return std::tie(a.file, a.offset) < std::tie(b.file, b.offset);
    }
};

/// An error (or, on request, a warning) with all the places that it and its notes speak of.
struct Diagnostic {
    CompileError error;
    bool is_warning = false;
    bool is_missing_include = false;
    std::vector<FileOffset> places;  // the first is the diagnostic's own
    std::vector<std::string> notes;
};

/// A coroutine keyword as it came out of the preprocessor.
struct Keyword {
    clang::SourceLocation location;
    clang::tok::TokenKind kind;
};

/// Where a parse is to stand still for trials, and what each of them does (standing_parse.h).
struct Standing {
    StandingParse* parse = nullptr;  // null: it is not to stand
    std::uint32_t from = 0, to = 0;  // behind the first token that begins in this stretch of the main file
    std::function<std::string(ParsedUnit&, const std::string& question)> begin;  // gives the main file's bytes
    std::function<std::string(ParsedUnit&)> answer;                              // at the end of the unit
};

struct ParseOptions {
    const UnitRequest* unit = nullptr;
    FileRecorder* recorder = nullptr;             // told of everything that is read, if there is one
    std::map<std::string, std::string> overlays;  // absolute path -> bytes to parse in its place
    FittingPreamble preamble;                     // fits the unit's bytes and the overlays
    bool skip_bodies = true;
    bool with_warnings = false;  // those of a proof are looked for, and kept
    Standing standing;           // the main file is among the overlays, where it is to stand
};

/// What was found by looking through whole scopes, so that the next place that asks need not look through them again.
struct NamesOfScopes {
    std::map<std::pair<const clang::DeclContext*, std::string>, std::vector<clang::NamedDecl*>> alike;
    std::map<const clang::DeclContext*, std::vector<const clang::DeclContext*>> named_for_asynchrony;
    std::map<const clang::DeclContext*, std::vector<const clang::NamespaceAliasDecl*>> aliases;  // the user's
};

struct ParsedUnit {
    ParsedUnit(clang::CompilerInstance& instance, const UnitRequest& asked) : compiler(instance), request(asked) {}

    clang::CompilerInstance& compiler;
    const UnitRequest& request;
    std::vector<Keyword> keywords;                // in the user's files, in the order of preprocessing
    std::vector<clang::Decl*> user_declarations;  // top-level ones
    std::vector<Suppression> suppressions;
    std::map<std::string, std::string> user_files;  // relative -> digest of the bytes that were parsed
    std::vector<Diagnostic> diagnostics;
    std::vector<Diagnostic>* probe_diagnostics = nullptr;  // while set, diagnostics go there
    std::vector<std::string> remarks;
    NamesOfScopes names_of_scopes;
    bool with_warnings = false;
    std::optional<std::uint32_t> main_size;  // of the main file's text, where there is room behind it

    clang::ASTContext& context() const { return compiler.getASTContext(); }
    clang::SourceManager& sources() const { return compiler.getSourceManager(); }
    clang::Sema& sema() const { return compiler.getSema(); }

    bool is_users(clang::SourceLocation location) const;
    /// A body of a library's that no error can be hidden in. Where an await_transform is defined, one can.
    bool may_skip_body(const clang::Decl* function) const;
    /// Where the text stands: a macro's argument counts where it is written, a macro's body where it is expanded.
    FileOffset file_offset(clang::SourceLocation location) const;
    Place place(clang::SourceLocation location) const;
    std::string path_of(clang::FileID file) const;  // absolute, real; empty for builtin buffers
    /// The user's files that were read: relative -> digest of the bytes. `on_file` sees every file, as often as it was
    /// included.
    std::map<std::string, std::string> find_user_files(
        const std::function<void(clang::FileID file, bool is_users)>& on_file) const;

private:
    mutable std::map<clang::FileID, std::pair<std::string, bool>> files_;
    mutable std::map<clang::FileID, bool> transforming_;
    const std::pair<std::string, bool>& file_entry(clang::FileID file) const;
    /// The file and offset of a place; the room behind the main file's text is its end.
    std::pair<clang::FileID, unsigned> decomposed(clang::SourceLocation location) const;
};

/// What a blanked `co_await` becomes: a macro of its length, so that every offset stays true. Tried in this order.
enum class BlankForm {
    plain,      // __extension__: an operator of exactly co_await's precedence that changes neither type nor category
    statement,  // (void)__extension__: where `co_await T(v);` would become a declaration
    anything,   // a cast to a class that converts to anything: where the operand's own type does not fit its place
};
inline constexpr BlankForm blank_forms[] = {BlankForm::plain, BlankForm::statement, BlankForm::anything};
constexpr const char* spelling_of(BlankForm form) {
    return form == BlankForm::plain ? "__awlint" : form == BlankForm::statement ? "__awlstm" : "__awlany";
}
/// An empty class that no promise knows: what accepts it accepts anything.
inline constexpr const char* unknown_type_name = "__awaitlint_unknown";

inline constexpr const char* anything_type_name = "__awaitlint::anything";

llvm::Error parse(const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit);

}  // namespace awaitlint
