// See scan.h.
#include "frontend/read/scan.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <optional>

#include "clang/DependencyScanning/DependencyScanningFilesystem.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "awaitlint/excerpt.h"
#include "awaitlint/naming.h"
#include "base/coroutine_words.h"
#include "frontend/read/disk_files.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/invocation.h"
#include "frontend/read/parse.h"
#include "frontend/read/unsaved_files.h"

namespace awaitlint {
namespace {

constexpr std::time_t lately = 600;  // seconds

using clang::dependencies::DependencyScanningFilesystemSharedCache;
using clang::dependencies::DependencyScanningWorkerFilesystem;

/// An imported module is no file that the scan could look into.
bool does_import(llvm::StringRef text) {
    static const llvm::Regex import("^[[:space:]]*(export[[:space:]]+)?import[[:space:]]*[[:alpha:]_:]",
                                    llvm::Regex::Newline);
    return text.contains("import") && import.match(text);
}

bool does_suppress(llvm::StringRef text, const std::vector<std::string>& rules) {
    for (std::size_t at = text.find("NOLINT"); at != llvm::StringRef::npos; at = text.find("NOLINT", at + 1)) {
        const llvm::StringRef names = text.substr(at).take_until([](char c) { return c == ')' || c == '\n'; });
        if (std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) { return names.contains(rule); }))
            return true;
    }
    return false;
}

/// Hands the preprocessor the directives of a file in place of all its tokens.
class Directives : public clang::DependencyDirectivesGetter {
public:
    Directives(DependencyScanningWorkerFilesystem& files, clang::FileManager& manager)
        : files_(files), manager_(manager) {}
    std::unique_ptr<clang::DependencyDirectivesGetter> cloneFor(clang::FileManager& manager) override {
        return std::make_unique<Directives>(files_, manager);
    }
    std::optional<llvm::ArrayRef<clang::dependency_directives_scan::Directive>> operator()(
        clang::FileEntryRef file) override {
        return files_.getDirectiveTokens(manager_.getCanonicalName(file));
    }

private:
    DependencyScanningWorkerFilesystem& files_;
    clang::FileManager& manager_;
};

}  // namespace

struct Scanner::State {
    DependencyScanningFilesystemSharedCache texts;
    llvm::DenseMap<const char*, bool> mentions;  // by where the shared text of a file begins

    bool does_mention(llvm::StringRef text) {
        const auto [entry, is_new] = mentions.try_emplace(text.data(), false);
        if (is_new) entry->second = does_mention_coroutines(text);
        return entry->second;
    }
};

namespace {

struct FirstError : clang::DiagnosticConsumer {
    std::string first;
    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
        if (level < clang::DiagnosticsEngine::Error || !first.empty()) return;
        llvm::SmallString<256> text;
        info.FormatDiagnostic(text);
        first = excerpt(text.str(), most_message_bytes);
    }
};

/// One run of the preprocessor over a unit's directives.
class DirectivesRun {
public:
    /// An error when the unit's command cannot be used.
    static llvm::Expected<std::unique_ptr<DirectivesRun>> start(const UnitRequest& request,
                                                                DependencyScanningFilesystemSharedCache& texts,
                                                                FileRecorder* recorder) {
        std::unique_ptr<DirectivesRun> run(new DirectivesRun(request, texts));
        if (recorder && request.unsaved.empty()) run->files_ = recorder->watch(run->files_);
        if (recorder && !request.unsaved.empty()) recorder->spoil("not all that was read is on disk");
        auto invocation = make_invocation(request.command, false, run->files_);
        if (!invocation) return invocation.takeError();
        clang::CompilerInstance& compiler = run->compiler_.emplace(invocation->options);
        compiler.setVirtualFileSystem(invocation->files);
        compiler.createDiagnostics(&run->errors_, false);
        // Behind an include that is not found, Clang would enter no other.
        compiler.getDiagnostics().setFatalsAsError(true);
        if (!compiler.createTarget()) return cannot_use_command("its target is unknown");
        compiler.createFileManager();
        compiler.createSourceManager();
        compiler.setDependencyDirectivesGetter(std::make_unique<Directives>(*run->shared_, compiler.getFileManager()));
        run->unit_.emplace(compiler, request);
        run->input_ = invocation->options->getFrontendOpts().Inputs.front();
        return run;
    }

    /// False if there was an error. `look` sees the result while it is alive, `watch` what happens meanwhile.
    bool go(const std::function<void(ParsedUnit&)>& look, std::unique_ptr<clang::PPCallbacks> watch = nullptr) {
        clang::PreprocessOnlyAction action;
        if (!action.BeginSourceFile(*compiler_, input_)) return false;
        if (watch) compiler_->getPreprocessor().addPPCallbacks(std::move(watch));
        llvm::Error error = action.Execute();
        const bool is_fine = !error && !compiler_->getDiagnostics().hasErrorOccurred();
        llvm::consumeError(std::move(error));
        look(*unit_);
        action.EndSourceFile();
        return is_fine;
    }

    ParsedUnit& unit() { return *unit_; }
    const std::string& first_error() const { return errors_.first; }

private:
    DirectivesRun(const UnitRequest& request, DependencyScanningFilesystemSharedCache& texts)
        : shared_(llvm::makeIntrusiveRefCnt<DependencyScanningWorkerFilesystem>(
              texts, with_unsaved_files(files_on_disk(), request))),
          files_(shared_) {}

    llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> shared_;
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_;
    FirstError errors_;
    std::optional<clang::CompilerInstance> compiler_;
    std::optional<ParsedUnit> unit_;
    clang::FrontendInputFile input_;
};

/// Where the first text that must not stand in a preamble comes in, as an offset in the unit's own file.
class FirstKeyword : public clang::PPCallbacks {
public:
    FirstKeyword(Reach reach, ParsedUnit& unit, std::uint32_t& offset) : reach_(reach), unit_(unit), offset_(offset) {}
    void FileChanged(clang::SourceLocation location, FileChangeReason reason, clang::SrcMgr::CharacteristicKind,
                     clang::FileID) override {
        const clang::SourceManager& sources = unit_.sources();
        clang::FileID file = sources.getFileID(location);
        if (reason != EnterFile || file == sources.getMainFileID() || !must_be_read(location, file)) return;
        clang::SourceLocation include;
        for (; file.isValid() && file != sources.getMainFileID(); file = sources.getFileID(include))
            include = sources.getIncludeLoc(file);
        offset_ = std::min(offset_, file.isValid() ? sources.getFileOffset(include) : 0);
    }

    static std::size_t keyword_in(llvm::StringRef text) {
        std::size_t first = llvm::StringRef::npos;
        for (llvm::StringRef word : {"co_await", "co_yield", "co_return"}) first = std::min(first, text.find(word));
        return first;
    }

private:
    bool must_be_read(clang::SourceLocation location, clang::FileID file) const {
        if (unsaved_bytes(unit_.request, unit_.path_of(file))) return true;
        return unit_.is_users(location) && (reach_ == Reach::silent_headers || was_edited_lately(file)) &&
               keyword_in(unit_.sources().getBufferData(file)) != llvm::StringRef::npos;
    }

    /// What was edited lately will be edited again, and a preamble that holds it would be built for one use.
    bool was_edited_lately(clang::FileID file) const {
        if (unit_.request.preamble_bytes > 0) return false;
        const auto entry = unit_.sources().getFileEntryRefForID(file);
        return entry && std::time(nullptr) - entry->getModificationTime() < lately;
    }

    const Reach reach_;
    ParsedUnit& unit_;
    std::uint32_t& offset_;
};

}  // namespace

Scanner::Scanner() : state_(std::make_unique<State>()) {}
Scanner::~Scanner() = default;

UnitFacts facts_of(const UnitRequest& request, const Scan& scan, std::string why_skipped) {
    UnitFacts facts;
    facts.file = relative_to_root(request.user_files, request.command.file);
    for (const auto& [file, digest] : scan.user_files) {
        facts.user_files.push_back(file);
        facts.digests.push_back(digest);
    }
    facts.skipped = std::move(why_skipped);
    return facts;
}

llvm::Expected<Scan> Scanner::scan(const UnitRequest& request, FileRecorder* recorder) {
    Scan scan;
    const auto is_about_coroutines = [](const std::string& flag) { return does_mention_coroutines(flag); };
    scan.mentions_coroutines =
        std::any_of(request.command.argv.begin(), request.command.argv.end(), is_about_coroutines);
    if (auto own = read_main_file(request)) scan.mentions_coroutines |= does_mention_coroutines((*own)->getBuffer());
    if (scan.mentions_coroutines) return scan;
    return scan_whole(request, recorder);
}

llvm::Expected<Scan> Scanner::scan_whole(const UnitRequest& request, FileRecorder* recorder) {
    Scan scan;
    auto run = DirectivesRun::start(request, state_->texts, recorder);
    if (!run) return run.takeError();
    const NameSearch symbols(request.symbols, request.naming);
    const bool is_fine = (*run)->go([&](ParsedUnit& unit) {
        scan.user_files = unit.find_user_files([&](clang::FileID file, bool is_users) {
            const llvm::StringRef text = unit.sources().getBufferData(file);
            scan.mentions_coroutines |= state_->does_mention(text);
            scan.mentions_coroutines |= is_users && does_import(text);
            scan.mentions_symbols |= is_users && !request.symbols.empty() && symbols.may_mention(text);
            scan.mentions_suppressions |= is_users && does_suppress(text, request.rules);
        });
    });
    scan.has_errors = !is_fine;
    scan.first_error = (*run)->first_error();
    return scan;
}

std::uint32_t Scanner::reachable_length(Reach reach, const UnitRequest& request, llvm::StringRef text) {
    const auto own = read_main_file(request);
    if (!own || !(*own)->getBuffer().starts_with(text)) return 0;
    auto length = static_cast<std::uint32_t>(std::min(text.size(), FirstKeyword::keyword_in(text)));
    auto run = DirectivesRun::start(request, state_->texts, nullptr);
    if (!run) {
        llvm::consumeError(run.takeError());
        return 0;
    }
    (*run)->go([](ParsedUnit&) {}, std::make_unique<FirstKeyword>(reach, (*run)->unit(), length));
    // Whole lines only: an include ends with its line.
    const std::size_t line = text.substr(0, length).rfind('\n');
    return length == text.size() ? length : line == llvm::StringRef::npos ? 0 : static_cast<std::uint32_t>(line) + 1;
}

LibraryHeaders Scanner::library_headers(const UnitRequest& request) {
    auto run = DirectivesRun::start(request, state_->texts, nullptr);
    if (!run) {
        llvm::consumeError(run.takeError());
        return {};
    }
    LibraryHeaders headers;
    (*run)->go([](ParsedUnit&) {}, watch_library_headers((*run)->unit(), headers));
    return headers;
}

}  // namespace awaitlint
