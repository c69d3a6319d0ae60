// See preamble_build.h.
#include "frontend/read/preamble_build.h"

#include <optional>
#include <utility>
#include <vector>

#include "clang/AST/DeclGroup.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTWriter.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "llvm/Support/MemoryBuffer.h"

#include "frontend/read/disk_files.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/invocation.h"
#include "frontend/read/own_declarations.h"
#include "frontend/read/parsed_unit.h"
#include "frontend/read/user_words.h"

namespace awaitlint {
namespace {

class Building : public clang::PreambleCallbacks {
public:
    Building(const UnitRequest& unit, Preamble& preamble) : unit_(unit), preamble_(preamble) {}

    void BeforeExecute(clang::CompilerInstance& compiler) override {
        words_.emplace(parsed_.emplace(compiler, unit_));
        clang::Preprocessor& preprocessor = compiler.getPreprocessor();
        add_own_declarations(preprocessor);
        preprocessor.addCommentHandler(&*words_);
        preprocessor.setTokenWatcher([this, &compiler](const clang::Token& token) {
            words_->saw(token);
            // Of the last file or macro's use, Clang takes every place behind it to be a part: so it is an empty file.
            if (token.is(clang::tok::eof))
                compiler.getSourceManager().createFileID(llvm::MemoryBuffer::getMemBuffer("", "<end>"));
        });
    }
    void HandleTopLevelDecl(clang::DeclGroupRef group) override {
        for (const clang::Decl* decl : group)
            if (parsed_->is_users(decl->getLocation())) declarations_.push_back(decl);
    }
    void AfterPCHEmitted(clang::ASTWriter& writer) override {
        for (const clang::Decl* decl : declarations_) {
            is_whole &= writer.wasDeclEmitted(decl);
            if (is_whole) preamble_.of_headers.declarations.push_back(writer.getDeclID(decl).getRawValue());
        }
    }
    void AfterExecute(clang::CompilerInstance& compiler) override {
        preamble_.counter = compiler.getPreprocessor().getCounterValue();
        preamble_.user_files =
            parsed_->find_user_files([&](clang::FileID file, bool) { preamble_.files.insert(parsed_->path_of(file)); });
        for (const Keyword& keyword : parsed_->keywords)
            preamble_.of_headers.keywords.emplace_back(keyword.location.getRawEncoding(), keyword.kind);
        preamble_.of_headers.suppressions = std::move(parsed_->suppressions);
        compiler.getPreprocessor().removeCommentHandler(&*words_);
        words_.reset();
        parsed_.reset();
    }
    bool shouldSkipFunctionBody(clang::Decl* decl) override { return !parsed_ || parsed_->may_skip_body(decl); }

    bool is_whole = true;

private:
    const UnitRequest& unit_;
    Preamble& preamble_;
    std::vector<const clang::Decl*> declarations_;
    std::optional<ParsedUnit> parsed_;
    std::optional<UserWords> words_;
};

/// Clang hands the bytes out only by way of a file system that has them.
std::unique_ptr<llvm::MemoryBuffer> bytes_of(const clang::PrecompiledPreamble& built,
                                             const clang::CompilerInvocation& invocation,
                                             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                                             llvm::MemoryBufferRef main_file) {
    clang::CompilerInvocation with_preamble(invocation);
    const auto again = llvm::MemoryBuffer::getMemBufferCopy(main_file.getBuffer(), main_file.getBufferIdentifier());
    built.OverridePreamble(with_preamble, files, again.get());
    const auto bytes = files->getBufferForFile(with_preamble.getPreprocessorOpts().ImplicitPCHInclude);
    return bytes ? llvm::MemoryBuffer::getMemBufferCopy((*bytes)->getBuffer()) : nullptr;
}

}  // namespace

std::unique_ptr<Preamble> build_preamble(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                         clang::PreambleBounds bounds, ContentHashes& hashes) {
    FileRecorder recorder(hashes);
    auto invocation = make_invocation(unit.command, false, recorder.watch(files_on_disk()));
    if (!invocation) {
        llvm::consumeError(invocation.takeError());
        return nullptr;
    }
    clang::CompilerInvocation& options = *invocation->options;
    options.getFrontendOpts().SkipFunctionBodies = reach != Reach::all_bodies;
    // Once here, not at the end of every parse, which would have to read all of it back first.
    options.getLangOpts().PCHInstantiateTemplates = true;
    const auto main_file = llvm::MemoryBuffer::getMemBufferCopy(text, unit.command.file);
    clang::IgnoringDiagConsumer ignored;
    auto diagnostics =
        clang::CompilerInstance::createDiagnostics(*invocation->files, options.getDiagnosticOpts(), &ignored, false);
    auto preamble = std::make_unique<Preamble>();
    Building building(unit, *preamble);
    auto built = clang::PrecompiledPreamble::Build(options, main_file.get(), bounds, diagnostics, invocation->files,
                                                   std::make_shared<clang::PCHContainerOperations>(),
                                                   /*StoreInMemory=*/true, "", building);
    if (!built || diagnostics->hasErrorOccurred() || !building.is_whole) return nullptr;
    // Out of a macro of a file that is not the user's: the scan could not see it.
    if (reach == Reach::silent_headers && !preamble->of_headers.keywords.empty()) return nullptr;
    preamble->length = bounds.Size;
    preamble->ends_at_start_of_line = bounds.PreambleEndsAtStartOfLine;
    // The unit's own file is the parse's business.
    preamble->user_files.erase(relative_to_root(unit.user_files, unit.command.file));
    // What stands in front of all that a unit includes must be nobody's but the library's.
    if (reach == Reach::library_headers && !preamble->user_files.empty()) return nullptr;
    preamble->seen = recorder.finish();
    preamble->seen.paths.erase(unit.command.file);
    preamble->files.erase(unit.command.file);
    if (!preamble->seen.unfit.empty()) return nullptr;
    preamble->precompiled = bytes_of(*built, options, invocation->files, main_file->getMemBufferRef());
    return preamble->precompiled ? std::move(preamble) : nullptr;
}

}  // namespace awaitlint
