// See source_files.h.
#include "fix/source_files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <sys/stat.h>

#include "files/digest.h"
#include "fix/open_file.h"

namespace awaitlint {

namespace fs = std::filesystem;

Result<SourceFile> SourceFiles::open(const std::string& file) const {
    const auto analysed = digests_.find(file);
    if (analysed == digests_.end()) return Error{fmt::format("'{}' was not analysed", file)};
    std::error_code failure;
    const std::string path = fs::canonical(fs::path(files_.root) / file, failure).string();
    if (failure) return Error{fmt::format("'{}' cannot be opened: {}", file, failure.message())};
    if (!is_users_file(files_, path)) return Error{fmt::format("'{}' is not one of the project's own files", file)};
    auto opened = OpenedFile::open(path);
    if (!opened) return opened.error();
    if (to_hex(digest_of(opened->bytes)) != analysed->second)
        return Error{fmt::format("'{}' changed after it was analysed: run awaitlint again", file)};
    const auto identity = fmt::format("{}:{}", opened->status.st_dev, opened->status.st_ino);
    return SourceFile{path, identity, std::move(opened->bytes)};
}

}  // namespace awaitlint
