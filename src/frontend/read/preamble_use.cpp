// See preamble_use.h.
#include "frontend/read/preamble_use.h"

#include <utility>
#include <vector>

#include "clang/AST/DeclBase.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTReader.h"
#include "clang/Serialization/ModuleFile.h"
#include "llvm/Support/MemoryBuffer.h"

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
    for (const auto& [name, digest] : preamble.user_files) unit.user_files.emplace(name, digest);
    clang::ASTReader& reader = *unit.compiler.getASTReader();
    clang::serialization::ModuleFile& precompiled = reader.getModuleManager().getPrimaryModule();
    const auto place = [&](std::uint32_t raw) {
        return reader.TranslateSourceLocation(precompiled, clang::SourceLocation::getFromRawEncoding(raw));
    };
    std::vector<Keyword> keywords;
    for (const auto& [raw, kind] : preamble.of_headers.keywords)
        keywords.push_back({place(raw), static_cast<clang::tok::TokenKind>(kind)});
    unit.keywords.insert(unit.keywords.begin(), keywords.begin(), keywords.end());
    const std::vector<Suppression>& suppressions = preamble.of_headers.suppressions;
    unit.suppressions.insert(unit.suppressions.begin(), suppressions.begin(), suppressions.end());

    std::vector<clang::Decl*> declarations;
    for (const std::uint64_t id : preamble.of_headers.declarations)
        declarations.push_back(reader.GetLocalDecl(precompiled, clang::LocalDeclID::get(reader, precompiled, id)));
    unit.user_declarations.insert(unit.user_declarations.begin(), declarations.begin(), declarations.end());
}

}  // namespace awaitlint
