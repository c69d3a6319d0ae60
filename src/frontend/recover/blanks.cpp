// See blanks.h.
#include "frontend/recover/blanks.h"

#include <cstring>

#include <fmt/format.h>

#include "frontend/read/disk_files.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/unsaved_files.h"

namespace awaitlint {

llvm::Expected<std::string> read_bytes(const UnitRequest& unit, const std::string& path, FileRecorder* recorder) {
    if (const std::string* bytes = unsaved_bytes(unit, path)) return *bytes;
    auto buffer = read_source(path);
    if (!buffer) return llvm::createStringError(fmt::format("cannot read '{}': {}", path, buffer.getError().message()));
    if (recorder) recorder->saw_bytes(path, (*buffer)->getBuffer());
    return (*buffer)->getBuffer().str();
}

llvm::Expected<Blanks::Texts> Blanks::texts(const UnitRequest& unit, FileRecorder* recorder) const {
    static constexpr std::string_view keyword = "co_await";
    Texts texts;
    for (const auto& [at, form] : at_) {
        if (!texts.originals.count(at.file)) {
            auto bytes = read_bytes(unit, at.file, recorder);
            if (!bytes) return bytes.takeError();
            texts.overlays[at.file] = *bytes;
            texts.originals[at.file] = std::move(*bytes);
        }
        std::string& text = texts.overlays[at.file];
        if (text.compare(at.offset, keyword.size(), keyword) != 0)
            return llvm::createStringError(fmt::format("'{}' changed while it was analysed", at.file));
        text.replace(at.offset, keyword.size(), spelling_of(form));
    }
    return texts;
}

}  // namespace awaitlint
