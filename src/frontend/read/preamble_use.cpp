// See preamble_use.h.
#include "frontend/read/preamble_use.h"

#include <utility>

#include "clang/AST/ExternalASTSource.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace awaitlint {
namespace {

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

}  // namespace

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

}  // namespace awaitlint
