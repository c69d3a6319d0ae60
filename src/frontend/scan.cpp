// See scan.h.
#include "frontend/scan.h"

#include <algorithm>

#include "clang/DependencyScanning/DependencyScanningFilesystem.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "frontend/file_recorder.h"
#include "frontend/invocation.h"
#include "frontend/parse.h"

namespace awaitlint {
namespace {

using clang::dependencies::DependencyScanningFilesystemSharedCache;
using clang::dependencies::DependencyScanningWorkerFilesystem;

/// Without one of these in any file there is no coroutine, no task and no awaiter: a task type has to name its promise
/// or specialise coroutine_traits, an awaiter its members.
constexpr llvm::StringLiteral coroutine_words[] = {"co_await",         "co_yield",     "co_return",  "coroutine_handle",
                                                   "coroutine_traits", "promise_type", "await_ready"};

bool does_mention_coroutines(llvm::StringRef text) {
    return std::any_of(std::begin(coroutine_words), std::end(coroutine_words),
                       [&](llvm::StringRef word) { return text.contains(word); });
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

Scanner::Scanner() : state_(std::make_unique<State>()) {}
Scanner::~Scanner() = default;

llvm::Expected<Scan> Scanner::scan(const UnitRequest& request, FileRecorder* recorder) {
    Scan scan;
    const auto shared = llvm::makeIntrusiveRefCnt<DependencyScanningWorkerFilesystem>(
        state_->texts, llvm::vfs::createPhysicalFileSystem());
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = shared;
    if (recorder) files = recorder->watch(files);
    const auto is_about_coroutines = [](const std::string& flag) { return does_mention_coroutines(flag); };
    scan.mentions_coroutines =
        std::any_of(request.command.argv.begin(), request.command.argv.end(), is_about_coroutines);
    if (auto own = files->getBufferForFile(request.command.file))
        scan.mentions_coroutines |= does_mention_coroutines((*own)->getBuffer());
    if (scan.mentions_coroutines) return scan;

    auto invocation = make_invocation(request.command, false, files);
    if (!invocation) return invocation.takeError();
    clang::CompilerInstance compiler(invocation->options);
    compiler.setVirtualFileSystem(files);
    clang::IgnoringDiagConsumer ignored;
    compiler.createDiagnostics(&ignored, false);
    if (!compiler.createTarget()) return cannot_use_command("its target is unknown");
    compiler.createFileManager();
    compiler.createSourceManager();
    compiler.setDependencyDirectivesGetter(std::make_unique<Directives>(*shared, compiler.getFileManager()));
    clang::PreprocessOnlyAction action;
    if (!action.BeginSourceFile(compiler, invocation->options->getFrontendOpts().Inputs.front())) {
        scan.has_errors = true;
        return scan;
    }
    llvm::Error error = action.Execute();
    scan.has_errors = static_cast<bool>(error) || compiler.getDiagnostics().hasErrorOccurred();
    llvm::consumeError(std::move(error));

    ParsedUnit unit(compiler, request);
    scan.user_files = unit.find_user_files([&](llvm::StringRef text, bool is_users) {
        scan.mentions_coroutines |= state_->does_mention(text);
        scan.mentions_suppressions |= is_users && does_suppress(text, request.rules);
    });
    action.EndSourceFile();
    return scan;
}

}  // namespace awaitlint
