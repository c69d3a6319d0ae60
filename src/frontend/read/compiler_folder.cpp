// See compiler_folder.h.
#include "frontend/read/compiler_folder.h"

#include <utility>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"

namespace awaitlint {
namespace {

namespace vfs = llvm::vfs;

/// Nothing can exist below a device.
constexpr llvm::StringLiteral nowhere = "/dev/null";

llvm::StringRef real_part(llvm::StringRef path) {
    return path.starts_with("/dev/null/") ? path.drop_front(nowhere.size()) : path;
}

class CompilerFolder : public vfs::ProxyFileSystem {
public:
    using ProxyFileSystem::ProxyFileSystem;

    llvm::ErrorOr<vfs::Status> status(const llvm::Twine& path) override {
        return ProxyFileSystem::status(real_part(path.str()).str());
    }
    bool exists(const llvm::Twine& path) override { return ProxyFileSystem::exists(real_part(path.str()).str()); }
    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine& path) override {
        return ProxyFileSystem::openFileForRead(real_part(path.str()).str());
    }
    vfs::directory_iterator dir_begin(const llvm::Twine& folder, std::error_code& error) override {
        return ProxyFileSystem::dir_begin(real_part(folder.str()).str(), error);
    }
    std::error_code getRealPath(const llvm::Twine& path, llvm::SmallVectorImpl<char>& real) override {
        return ProxyFileSystem::getRealPath(real_part(path.str()).str(), real);
    }
};

/// The last part of a path of any system, as Windows would compare it where it names a program of Windows.
std::string program_name(llvm::StringRef compiler) {
    const llvm::StringRef name = compiler.substr(compiler.find_last_of("/\\") + 1);
    return name.ends_with_insensitive(".exe") ? name.drop_back(4).lower() : name.str();
}

}  // namespace

std::string driver_name(const std::string& compiler, const std::string& directory) {
    llvm::SmallString<256> folder(llvm::sys::path::parent_path(compiler));
    if (!folder.empty()) llvm::sys::path::make_absolute(directory, folder);
    return (nowhere + folder + "/" + program_name(compiler)).str();
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem> with_compiler_folder(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files) {
    return llvm::makeIntrusiveRefCnt<CompilerFolder>(std::move(files));
}

void use_real_folders(clang::CompilerInvocation& invocation) {
    clang::HeaderSearchOptions& search = invocation.getHeaderSearchOpts();
    for (clang::HeaderSearchOptions::Entry& entry : search.UserEntries) entry.Path = real_part(entry.Path).str();
    for (clang::HeaderSearchOptions::SystemHeaderPrefix& prefix : search.SystemHeaderPrefixes)
        prefix.Prefix = real_part(prefix.Prefix).str();
    search.Sysroot = real_part(search.Sysroot).str();
}

}  // namespace awaitlint
