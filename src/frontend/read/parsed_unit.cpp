// See parsed_unit.h.
#include "frontend/read/parsed_unit.h"

#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "files/digest.h"

namespace awaitlint {

const std::pair<std::string, bool>& ParsedUnit::file_entry(clang::FileID file) const {
    auto [entry, is_new] = files_.try_emplace(file);
    if (!is_new) return entry->second;
    const auto ref = sources().getFileEntryRefForID(file);
    if (!ref) return entry->second;
    // What a preamble stands for was not opened, and only opening tells Clang where links lead: its "real" path is the
    // name without dots, another file's where a link is in front of them.
    const bool is_loaded = sources().isLoadedFileID(file);
    const llvm::StringRef real = is_loaded ? "" : ref->getFileEntry().tryGetRealPathName();
    llvm::SmallString<256> path(real.empty() ? ref->getName() : real);
    compiler.getFileManager().makeAbsolutePath(path);
    llvm::SmallString<256> resolved;
    if (is_loaded && !compiler.getVirtualFileSystem().getRealPath(path, resolved)) path = resolved;
    llvm::sys::path::remove_dots(path, true);
    // All that a system header includes is one to Clang, and CMake says that its precompiled headers are: so the folder
    // that a file was found in decides, too.
    const bool is_system =
        sources().isInSystemHeader(sources().getLocForStartOfFile(file)) &&
        clang::SrcMgr::isSystem(compiler.getPreprocessor().getHeaderSearchInfo().getFileDirFlavor(*ref));
    entry->second = {std::string(path), !is_system && is_users_file(request.user_files, std::string(path))};
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

}  // namespace awaitlint
