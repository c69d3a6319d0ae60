// A unit that is parsed, with Sema still alive: its declarations, coroutine keywords, diagnostics and files.
//
// In: what a parse has collected (parse.h). Out: plain records of it, and whose file a place is in, by which name and
// offset. Offsets are bytes. Lives as long as the callback of its parse. Knows nothing of facts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/TokenKinds.h"
#include "clang/Frontend/CompilerInstance.h"

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"

namespace awaitlint {

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

}  // namespace awaitlint
