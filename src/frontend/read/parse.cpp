// See parse.h. One CompilerInstance per parse, on a file system of its own, with every output turned off.
#include "frontend/read/parse.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/DeclGroup.h"
#include "clang/AST/ExternalASTSource.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Basic/DiagnosticParse.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/DiagnosticSerialization.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "awaitlint/excerpt.h"
#include "files/digest.h"
#include "frontend/read/disk_files.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/invocation.h"
#include "frontend/read/own_declarations.h"
#include "frontend/read/preamble.h"
#include "frontend/read/stander.h"
#include "frontend/read/standing_parse.h"
#include "frontend/read/suppression_comments.h"
#include "frontend/read/unsaved_files.h"

namespace awaitlint {

const std::pair<std::string, bool>& ParsedUnit::file_entry(clang::FileID file) const {
    auto [entry, is_new] = files_.try_emplace(file);
    if (!is_new) return entry->second;
    const auto ref = sources().getFileEntryRefForID(file);
    if (!ref) return entry->second;
    const llvm::StringRef real = ref->getFileEntry().tryGetRealPathName();
    llvm::SmallString<256> path(real.empty() ? ref->getName() : real);
    compiler.getFileManager().makeAbsolutePath(path);
    // What a preamble stands for was not opened, and only opening tells Clang where links lead.
    llvm::SmallString<256> resolved;
    if (sources().isLoadedFileID(file) && !compiler.getVirtualFileSystem().getRealPath(path, resolved)) path = resolved;
    llvm::sys::path::remove_dots(path, true);
    const clang::SourceLocation start = sources().getLocForStartOfFile(file);
    const bool users = !sources().isInSystemHeader(start) && is_users_file(request.user_files, std::string(path));
    entry->second = {std::string(path), users};
    return entry->second;
}

std::string ParsedUnit::path_of(clang::FileID file) const {
    return file_entry(file).first;
}

bool ParsedUnit::is_users(clang::SourceLocation location) const {
    return location.isValid() && file_entry(sources().getFileID(sources().getFileLoc(location))).second;
}

bool ParsedUnit::may_skip_body(const clang::Decl* function) const {
    if (is_users(function->getLocation())) return false;
    const clang::FileID file = sources().getFileID(sources().getFileLoc(function->getLocation()));
    const auto [entry, is_new] = transforming_.try_emplace(file);
    if (is_new) entry->second = sources().getBufferData(file).contains("await_transform");
    return !entry->second;
}

std::pair<clang::FileID, unsigned> ParsedUnit::decomposed(clang::SourceLocation location) const {
    auto place = sources().getDecomposedLoc(sources().getFileLoc(location));
    if (main_size && place.second > *main_size && place.first == sources().getMainFileID()) place.second = *main_size;
    return place;
}

FileOffset ParsedUnit::file_offset(clang::SourceLocation location) const {
    if (location.isInvalid()) return {};
    const auto [file, offset] = decomposed(location);
    return {path_of(file), offset};
}

Place ParsedUnit::place(clang::SourceLocation location) const {
    if (location.isInvalid()) return {};
    const auto [file, offset] = decomposed(location);
    const std::string path = path_of(file);
    if (path.empty()) return {};
    return {relative_to_root(request.user_files, path), sources().getLineNumber(file, offset),
            sources().getColumnNumber(file, offset)};
}

std::map<std::string, std::string> ParsedUnit::find_user_files(
    const std::function<void(clang::FileID file, bool is_users)>& on_file) const {
    std::map<std::string, std::string> files;
    // What a preamble stands for is not among the local entries.
    for (unsigned i = 0; i < sources().local_sloc_entry_size(); ++i) {
        const clang::SrcMgr::SLocEntry& entry = sources().getLocalSLocEntry(i);
        if (!entry.isFile()) continue;
        const auto start = clang::SourceLocation::getFromRawEncoding(entry.getOffset());
        const clang::FileID file = sources().getFileID(start);
        if (path_of(file).empty()) continue;
        const bool is_of_user = is_users(start);
        if (on_file) on_file(file, is_of_user);
        if (!is_of_user) continue;
        std::string& digest = files[relative_to_root(request.user_files, path_of(file))];
        if (digest.empty()) digest = to_hex(digest_of(sources().getBufferData(file)));
    }
    return files;
}

namespace {

/// Keeps errors (and, for proofs, warnings) with all their places; while a probe runs, keeps them for the probe.
class DiagnosticRecorder : public clang::DiagnosticConsumer {
public:
    void attach(ParsedUnit* unit) { unit_ = unit; }
    std::vector<Diagnostic> take_early() { return std::move(early_); }
    /// A file is no longer what the preamble has read: what comes of this parse is of neither state.
    bool saw_changed_file() const { return saw_changed_file_; }

    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
        std::vector<Diagnostic>& kept = !unit_                     ? early_
                                        : unit_->probe_diagnostics ? *unit_->probe_diagnostics
                                                                   : unit_->diagnostics;
        saw_changed_file_ |= info.getID() == clang::diag::err_fe_ast_file_modified;
        llvm::SmallString<256> text;
        info.FormatDiagnostic(text);
        if (level == clang::DiagnosticsEngine::Note) {
            if (!last_was_kept_ || kept.empty()) return;
            kept.back().notes.push_back(excerpt(text.str(), most_message_bytes));
            add_places(kept.back(), info);
            return;
        }
        const bool is_error = level >= clang::DiagnosticsEngine::Error;
        if (is_error && is_of_own_declarations(info.getID())) {
            last_was_kept_ = false;
            return;
        }
        // What follows from a file that cannot be read, and says no more than where it was included.
        if (info.getID() == clang::diag::err_pp_error_opening_file && unit_ && !kept.empty()) {
            Place& of_cause = kept.back().error.place;
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
        kept.push_back(std::move(diagnostic));
    }

private:
    /// A module wants to be the first thing in a unit, where our own declarations are. Clang goes on as if it were.
    static bool is_of_own_declarations(unsigned id) {
        return id == clang::diag::err_global_module_introducer_not_at_start ||
               id == clang::diag::err_module_decl_not_at_start;
    }

    void add_places(Diagnostic& diagnostic, const clang::Diagnostic& info) {
        if (!unit_ || info.getLocation().isInvalid() || !info.hasSourceManager()) return;
        const clang::SourceManager& sources = info.getSourceManager();
        diagnostic.places.push_back(unit_->file_offset(info.getLocation()));
        if (info.getLocation().isMacroID()) {
            diagnostic.places.push_back(unit_->file_offset(sources.getSpellingLoc(info.getLocation())));
            diagnostic.places.push_back(unit_->file_offset(sources.getExpansionLoc(info.getLocation())));
        }
    }

    bool last_was_kept_ = false;
    bool saw_changed_file_ = false;
    ParsedUnit* unit_ = nullptr;
    std::vector<Diagnostic> early_;
};

class UnitConsumer : public clang::ASTConsumer {
public:
    UnitConsumer(ParsedUnit& unit, const std::function<void(ParsedUnit&)>& visit) : unit_(unit), visit_(visit) {}

    bool shouldSkipFunctionBody(clang::Decl* decl) override { return unit_.may_skip_body(decl); }

    bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
        for (clang::Decl* decl : group)
            if (unit_.is_users(decl->getLocation())) unit_.user_declarations.push_back(decl);
        return true;
    }

    void HandleTranslationUnit(clang::ASTContext&) override { visit_(unit_); }

private:
    ParsedUnit& unit_;
    const std::function<void(ParsedUnit&)>& visit_;
};

class SuppressionReader : public clang::CommentHandler {
public:
    explicit SuppressionReader(ParsedUnit& unit) : unit_(unit) {}
    bool HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange range) override {
        if (!unit_.is_users(range.getBegin())) return false;
        const clang::SourceManager& sources = preprocessor.getSourceManager();
        const char* begin = sources.getCharacterData(range.getBegin());
        const char* end = sources.getCharacterData(range.getEnd());
        for (Suppression& found :
             suppressions_in_comment(std::string_view(begin, end - begin), unit_.place(range.getBegin())))
            unit_.suppressions.push_back(std::move(found));
        return false;
    }

private:
    ParsedUnit& unit_;
};

class UnitAction : public clang::ASTFrontendAction {
public:
    UnitAction(ParsedUnit& unit, const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit)
        : unit_(unit),
          preamble_(options.preamble.preamble),
          visit_(visit),
          reader_(unit),
          stander_(unit, options.standing) {}

    /// The last token of the unit's own file has come.
    bool is_read_to_end() const { return is_read_to_end_; }

protected:
    bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
        clang::Preprocessor& preprocessor = compiler.getPreprocessor();
        if (preamble_)
            preprocessor.setCounterValue(preamble_->counter);  // Clang forgets it
        else
            add_own_declarations(preprocessor);
        preprocessor.addCommentHandler(&reader_);
        preprocessor.setTokenWatcher([this](const clang::Token& token) {
            if (token.is(clang::tok::eof) && unit_.sources().isWrittenInMainFile(token.getLocation()))
                is_read_to_end_ = true;
            stander_.saw(token);
            // `operator co_await` names a function: it awaits nothing.
            const bool is_name = std::exchange(previous_, token.getKind()) == clang::tok::kw_operator;
            if (!is_name && token.isOneOf(clang::tok::kw_co_await, clang::tok::kw_co_yield, clang::tok::kw_co_return) &&
                unit_.is_users(token.getLocation()))
                unit_.keywords.push_back({token.getLocation(), token.getKind()});
        });
        return true;
    }
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
        return std::make_unique<UnitConsumer>(unit_, visit_);
    }

private:
    ParsedUnit& unit_;
    const Preamble* preamble_;  // null: there is none
    const std::function<void(ParsedUnit&)>& visit_;
    SuppressionReader reader_;
    Stander stander_;
    clang::tok::TokenKind previous_ = clang::tok::unknown;
    bool is_read_to_end_ = false;
};

/// A file whose bytes are in memory already.
class BytesOfFile : public llvm::vfs::File {
public:
    BytesOfFile(llvm::vfs::Status status, llvm::MemoryBufferRef bytes) : status_(std::move(status)), bytes_(bytes) {}
    llvm::ErrorOr<llvm::vfs::Status> status() override { return status_; }
    std::error_code close() override { return {}; }
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine&, int64_t, bool, bool) override {
        return llvm::MemoryBuffer::getMemBuffer(bytes_, /*RequiresNullTerminator=*/false);
    }

private:
    llvm::vfs::Status status_;
    llvm::MemoryBufferRef bytes_;
};

/// The unit's own files and, where no record of them sees it, a preamble. (LLVM's file system in memory would hash it.)
class WithPreamble : public llvm::vfs::ProxyFileSystem {
public:
    WithPreamble(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const Preamble& preamble)
        : ProxyFileSystem(std::move(files)),
          bytes_(preamble.precompiled->getBuffer(), preamble.path),
          status_(preamble.path, llvm::vfs::getNextVirtualUniqueID(), llvm::sys::TimePoint<>(), 0, 0,
                  bytes_.getBufferSize(), llvm::sys::fs::file_type::regular_file, llvm::sys::fs::perms::owner_read) {}

    llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override {
        if (is_preamble(path)) return status_;
        return ProxyFileSystem::status(path);
    }
    bool exists(const llvm::Twine& path) override { return is_preamble(path) || ProxyFileSystem::exists(path); }
    llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
        if (is_preamble(path)) return std::make_unique<BytesOfFile>(status_, bytes_);
        return ProxyFileSystem::openFileForRead(path);
    }

private:
    bool is_preamble(const llvm::Twine& path) const {
        llvm::SmallString<256> text;
        return path.toStringRef(text) == bytes_.getBufferIdentifier();
    }

    llvm::MemoryBufferRef bytes_;
    llvm::vfs::Status status_;
};

/// Lets the parse begin behind a preamble. Out: a file system that has the precompiled file.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> use_preamble(
    const FittingPreamble& fitting, clang::CompilerInvocation& invocation,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
    clang::PreprocessorOptions& preprocessor = invocation.getPreprocessorOpts();
    preprocessor.PrecompiledPreambleBytes = {fitting.length, fitting.ends_at_start_of_line};
    preprocessor.ImplicitPCHInclude = fitting.preamble->path;
    preprocessor.DisablePCHOrModuleValidation = clang::DisableValidationForModuleKind::PCH;
    preprocessor.UsePredefines = false;
    return llvm::makeIntrusiveRefCnt<WithPreamble>(files, *fitting.preamble);
}

/// What the parse did not see because the preamble stands for it.
void add_preamble(ParsedUnit& unit, const Preamble& preamble) {
    for (const auto& [name, digest] : preamble.user_files) {
        unit.user_files.emplace(name, digest);
        const std::string path = llvm::sys::path::is_absolute(name) ? name : unit.request.user_files.root + "/" + name;
        const auto file = unit.compiler.getFileManager().getOptionalFileRef(path);
        const clang::FileID id = file ? unit.sources().translateFile(*file) : clang::FileID();
        if (id.isInvalid() || !unit.sources().isLoadedFileID(id)) continue;
        llvm::SmallVector<clang::Decl*, 32> declared;
        unit.context().getExternalSource()->FindFileRegionDecls(id, 0, unit.sources().getFileIDSize(id), declared);
        for (clang::Decl* decl : declared)
            if (decl->getLexicalDeclContext()->isTranslationUnit()) unit.user_declarations.push_back(decl);
    }
}

}  // namespace

llvm::Error parse(const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit) {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = files_on_disk();
    if (options.recorder) files = options.recorder->watch(files);
    files = with_unsaved_files(files, *options.unit);
    const bool may_stand = options.standing.parse != nullptr;
    auto invocation = make_invocation(options.unit->command, options.with_warnings || may_stand, files);
    if (!invocation) return invocation.takeError();
    // Trials turn them on (stander.h). To choose them takes memory, for each push of a pragma: only where it is of use.
    if (!options.with_warnings) invocation->options->getDiagnosticOpts().IgnoreWarnings = true;
    files = invocation->files;
    invocation->options->getFrontendOpts().SkipFunctionBodies = options.skip_bodies;
    clang::PreprocessorOptions& preprocessor = invocation->options->getPreprocessorOpts();
    for (const auto& [path, bytes] : options.overlays) {
        const bool gets_room = may_stand && path == options.unit->command.file;
        preprocessor.addRemappedFile(
            path, llvm::MemoryBuffer::getMemBufferCopy(gets_room ? with_room(bytes) : bytes, path).release());
    }

    // Clang 22 does not survive a main file in UTF-16 or UTF-32.
    if (auto main_file = files->getBufferForFile(options.unit->command.file)) {
        if (const char* encoding = clang::SrcMgr::ContentCache::getInvalidBOM((*main_file)->getBuffer()))
            return llvm::createStringError(
                fmt::format("'{}' is encoded in {}: convert it to UTF-8", options.unit->command.file, encoding));
    } else if (options.overlays.count(options.unit->command.file) == 0) {
        // Nor one that cannot be read.
        return llvm::createStringError(
            fmt::format("Clang could not read '{}': {}", options.unit->command.file, main_file.getError().message()));
    }

    if (options.preamble) {
        files = use_preamble(options.preamble, *invocation->options, files);
        if (options.recorder) options.recorder->merge(options.preamble.preamble->seen);
    }

    DiagnosticRecorder recorder;
    const auto first_message = [&] {
        const std::vector<Diagnostic> early = recorder.take_early();
        return early.empty() ? std::string("no reason given") : early.front().error.message;
    };
    clang::CompilerInstance compiler(invocation->options);
    compiler.setVirtualFileSystem(files);
    compiler.createDiagnostics(&recorder, false);
    compiler.getDiagnostics().setFatalsAsError(true);
    compiler.getDiagnostics().setSeverity(clang::diag::err_pp_file_not_found, clang::diag::Severity::Error, {});
    if (!compiler.createTarget()) return cannot_use_command(first_message());
    compiler.createFileManager();
    compiler.createSourceManager();

    ParsedUnit unit(compiler, *options.unit);
    unit.remarks = invocation->remarks;
    unit.with_warnings = options.with_warnings;
    if (may_stand) unit.main_size = options.overlays.at(options.unit->command.file).size();
    recorder.attach(&unit);
    bool was_visited = false;
    const UnitAction* reading = nullptr;
    const std::function<void(ParsedUnit&)> visit_once = [&](ParsedUnit& parsed) {
        if (!reading->is_read_to_end()) return;
        was_visited = true;
        parsed.user_files = parsed.find_user_files({});
        if (options.preamble) add_preamble(parsed, *options.preamble.preamble);
        if (may_stand && options.standing.parse->is_trial()) {
            const std::string said = options.standing.answer(parsed);
            // Only a parse of its own can say in its record that a file has changed.
            if (recorder.saw_changed_file()) options.standing.parse->give_up();
            options.standing.parse->answer(said);
        }
        visit(parsed);
    };
    UnitAction action(unit, options, visit_once);
    reading = &action;
    const bool is_begun = action.BeginSourceFile(compiler, invocation->options->getFrontendOpts().Inputs.front());
    if (is_begun) {
        if (llvm::Error error = action.Execute()) llvm::consumeError(std::move(error));
        action.EndSourceFile();
    }
    if (may_stand && options.standing.parse->is_trial()) options.standing.parse->give_up();
    if (options.recorder && recorder.saw_changed_file())
        options.recorder->spoil("a file changed after its preamble had been made");
    if (was_visited) return llvm::Error::success();
    if (is_begun && !action.is_read_to_end() && unit.diagnostics.empty())
        return cannot_use_command(fmt::format("Clang stopped before the end of '{}'", options.unit->command.file));
    const std::string why = unit.diagnostics.empty() ? first_message() : unit.diagnostics.front().error.message;
    return llvm::createStringError(fmt::format("Clang could not read '{}': {}", options.unit->command.file, why));
}

}  // namespace awaitlint
