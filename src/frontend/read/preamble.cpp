// See preamble.h.
#include "frontend/read/preamble.h"

#include <algorithm>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "clang/Frontend/PrecompiledPreamble.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include "base/new_file.h"
#include "base/write_permit.h"
#include "frontend/read/flags.h"
#include "frontend/read/leading_includes.h"
#include "frontend/read/own_declarations.h"
#include "frontend/read/parse.h"
#include "frontend/read/preamble_build.h"
#include "frontend/read/preamble_record.h"
#include "frontend/read/scan.h"
#include "frontend/read/unsaved_files.h"

namespace awaitlint {

/// What a file begins with, in the form in which a preamble is built from it.
struct LeadingText {
    LeadingText(llvm::StringRef file, llvm::StringRef directives) : own(directives), includes(leading_includes(file)) {
        while (!includes.ends.empty() && includes.ends.back().in_file > directives.size()) includes.ends.pop_back();
        // Anything else than includes is taken as it stands.
        is_verbatim = includes.length < directives.size() || includes.ends.empty();
        text = is_verbatim ? directives.str() : includes.text.substr(0, includes.ends.back().in_text);
    }

    /// How much of the text stands in so many bytes of the file.
    std::uint32_t in_text(std::uint32_t in_file) const {
        if (is_verbatim) return in_file;
        std::uint32_t most = 0;
        for (const LeadingIncludes::End& end : includes.ends)
            if (end.in_file <= in_file) most = end.in_text;
        return most;
    }

    llvm::StringRef own;
    LeadingIncludes includes;
    bool is_verbatim = false;
    std::string text;
};

namespace {

constexpr std::int64_t touch_interval = std::int64_t{86'400} * 1'000'000'000;  // what is touched has a new stamp

clang::PreambleBounds bounds_in(llvm::StringRef text, std::size_t most) {
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus20 = options.LineComment = true;
    const std::string bytes = text.substr(0, most).str();  // a lexer reads on to the terminating zero
    clang::PreambleBounds bounds = clang::ComputePreambleBounds(options, llvm::MemoryBufferRef(bytes, "preamble"), 0);
    // Clang asks this of the token behind, and behind a part of a file there is none.
    bounds.PreambleEndsAtStartOfLine = bounds.Size > 0 && bytes[bounds.Size - 1] == '\n';
    return bounds;
}

/// Everything that a preamble depends on but the files that it reads; nothing where it would hold no file. What the
/// flags include stands before all that the unit's own file does, and is worth one alone.
std::optional<std::string> stem_of(Reach reach, const UnitRequest& unit, llvm::StringRef text) {
    auto arguments = driver_arguments(unit.command, false);
    if (!arguments) {
        llvm::consumeError(arguments.takeError());
        return std::nullopt;
    }
    if (!text.contains("include") && !has_forced_includes(*arguments)) return std::nullopt;
    arguments->argv.pop_back();
    nlohmann::json key = {
        "awaitlint-preamble/13", unit.preamble_key,       LLVM_VERSION_STRING,          reach,
        own_declarations(),      arguments->argv,         unit.command.directory,       unit.user_files.root,
        unit.user_files.include, unit.user_files.exclude, unit.user_files.build_folders};
    key.push_back(nlohmann::json::binary({text.bytes_begin(), text.bytes_end()}));
    // A quoted include is looked for beside its file; what is spelled in the text itself is spelled in that very file.
    if (text.contains('"')) key.push_back(llvm::sys::path::parent_path(unit.command.file).str());
    if (text.contains("define")) key.push_back(unit.command.file);
    const std::vector<std::uint8_t> bytes = nlohmann::json::to_cbor(key);
    return unit.preambles + "/" + to_hex(digest_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

RecordSeal seal_of(const UnitRequest& unit, const std::string& stem) {
    return {secret_of(unit.preamble_key), llvm::sys::path::filename(stem).str()};
}

/// A preamble is of what is on disk: others use it, too.
UnitRequest without_unsaved_headers(UnitRequest unit) {
    std::erase_if(unit.unsaved, [&](const UnsavedFile& file) { return file.path != unit.command.file; });
    return unit;
}

/// All bytes or nothing, in a file of that name.
bool write_file(const std::string& path, llvm::StringRef bytes) {
    const WritePermit permit;
    auto file = NewFile::beside(path, S_IRUSR | S_IWUSR);
    return file && file->write({bytes.data(), bytes.size()}) && file->put_at(path);
}

/// A file that stays what it is under its name's next owner: bytes and stamps are of the same one.
class HeldFile {
public:
    explicit HeldFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {}
    ~HeldFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;

    std::unique_ptr<llvm::MemoryBuffer> bytes(const std::string& name) const {
        auto buffer = llvm::MemoryBuffer::getOpenFile(descriptor_, name, stamp().size, false);
        return descriptor_ >= 0 && buffer ? std::move(*buffer) : nullptr;
    }
    FileStamp stamp() const {
        struct ::stat status;
        return ::fstat(descriptor_, &status) == 0 ? stamp_of(status) : FileStamp();
    }
    void touch() const { ::futimens(descriptor_, nullptr); }

private:
    int descriptor_;
};

/// One builder of a preamble at a time; a second one does without.
class BuildLock {
public:
    explicit BuildLock(const std::string& stem) {
        if (llvm::sys::fs::openFileForReadWrite(stem + ".lock", file_, llvm::sys::fs::CD_OpenAlways,
                                                llvm::sys::fs::OF_None))
            return;
        is_held_ = !llvm::sys::fs::tryLockFile(file_);
    }
    ~BuildLock() {
        if (file_ < 0) return;
        // Closing it gives it back, too.
        ::close(file_);
    }
    bool is_held() const { return is_held_; }

private:
    int file_ = -1;
    bool is_held_ = false;
};

}  // namespace

FittingPreamble Preambles::find(const UnitRequest& unit, llvm::StringRef text,
                                const std::map<std::string, std::string>& overlays, bool skip_bodies, bool may_build) {
    if (unit.preambles.empty() || unit.full_parse) return {};
    // Of a unit that is parsed twice for its mistakes, the second parse is the last one: too few for all of it.
    const bool pays = may_build && unit.build_preamble;
    if (!skip_bodies) return find_reaching(Reach::all_bodies, unit, text, overlays, pays);
    if (const FittingPreamble whole = find_reaching(Reach::all_headers, unit, text, overlays, pays)) return whole;
    return find_reaching(Reach::silent_headers, unit, text, overlays, may_build);
}

FittingPreamble Preambles::find_reaching(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                         const std::map<std::string, std::string>& overlays, bool may_build) {
    std::size_t most = unit.preamble_bytes ? unit.preamble_bytes : llvm::StringRef::npos;
    // What is said of suppressions has to be read each time.
    if (const std::size_t at = text.find("NOLINT"); at < most) most = text.take_front(at).rfind('\n') + 1;
    const LeadingText leading(text, text.substr(0, bounds_in(text, most).Size));
    const auto stem = stem_of(reach, unit, leading.text);
    if (!stem) return {};
    const Preamble* preamble =
        kept_or_built(unit, *stem, may_build, [&] { return build(reach, unit, leading, *stem); });
    const auto is_inside = [&](const auto& overlay) {
        return overlay.first != unit.command.file && preamble->files.count(overlay.first);
    };
    if (!preamble || std::any_of(overlays.begin(), overlays.end(), is_inside)) return {};
    const auto is_unsaved_inside = [&](const UnsavedFile& file) {
        return file.path != unit.command.file && preamble->files.count(file.path);
    };
    if (std::any_of(unit.unsaved.begin(), unit.unsaved.end(), is_unsaved_inside)) {
        if (reach != Reach::silent_headers) return {};
        UnitRequest shorter = unit;
        shorter.preamble_bytes = Scanner().reachable_length(reach, unit, leading.own);
        const bool is_shorter = shorter.preamble_bytes > 0 && shorter.preamble_bytes < leading.own.size();
        return is_shorter ? find_reaching(reach, shorter, text, overlays, may_build) : FittingPreamble();
    }
    if (leading.is_verbatim) return {preamble, preamble->length, preamble->ends_at_start_of_line};
    const auto length = leading.includes.in_file(preamble->length);
    return length ? FittingPreamble{preamble, *length, true} : FittingPreamble{};
}

const Preamble* Preambles::kept_or_built(const UnitRequest& unit, const std::string& stem, bool may_build,
                                         llvm::function_ref<std::unique_ptr<Preamble>()> build_it) {
    auto known = known_.find(stem);
    if (known == known_.end() || (!known->second && may_build && !refused_.count(stem))) {
        std::unique_ptr<Preamble> found = load(unit, stem);
        if (!found && may_build) found = build_it();
        known = known_.insert_or_assign(stem, std::move(found)).first;
    }
    return known->second.get();
}

std::unique_ptr<Preamble> Preambles::load(const UnitRequest& unit, const std::string& stem) {
    const std::string path = stem + ".pch";
    const HeldFile file(path);
    const FileStamp stamp = file.stamp();
    auto precompiled = file.bytes(path);
    const auto record = llvm::MemoryBuffer::getFile(stem + ".record", false, false);
    if (!record || !precompiled) return nullptr;
    auto found = from_record((*record)->getBuffer(), std::move(precompiled), stamp, hashes_, seal_of(unit, stem));
    if (!found) return nullptr;  // damaged, or of files that are no longer what they were
    auto preamble = std::make_unique<Preamble>(std::move(*found));
    preamble->path = path;
    // The cache drops what was not used for the longest time.
    HeldFile(stem + ".record").touch();
    if (preamble->stamp == stamp && stamp.modified + touch_interval > file_clock_now()) return preamble;
    file.touch();
    preamble->stamp = file.stamp();
    write_file(stem + ".record", to_record(*preamble, hashes_, seal_of(unit, stem)));
    return preamble;
}

std::unique_ptr<Preamble> Preambles::build(Reach reach, const UnitRequest& unit, const LeadingText& leading,
                                           const std::string& stem) {
    // That a unit needs all bodies does not show before it does: what is built for the first one may be of no more use.
    const std::string wanted = stem + ".wanted";
    if (reach == Reach::all_bodies && !llvm::sys::fs::exists(wanted)) return write_file(wanted, ""), nullptr;
    const BuildLock lock(stem);
    if (!lock.is_held()) return nullptr;
    refused_.insert(stem);  // unless it comes to a good end
    // What holds a header that is being edited could not be used; the shorter one is of use when it is saved.
    const UnitRequest as_read = reach == Reach::silent_headers ? without_unsaved_headers(unit) : unit;
    const std::uint32_t safe = Scanner().reachable_length(reach, as_read, leading.own);
    if (reach != Reach::silent_headers && safe < leading.own.size()) return nullptr;  // the other one reaches as far
    const llvm::StringRef text = leading.text;
    const clang::PreambleBounds bounds = bounds_in(text, leading.in_text(safe));
    if (!stem_of(reach, unit, text.take_front(bounds.Size))) return nullptr;
    return build_and_keep(reach, unit, text, bounds, stem);
}

std::unique_ptr<Preamble> Preambles::build_and_keep(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                                    clang::PreambleBounds bounds, const std::string& stem) {
    ++builds_;
    auto preamble = build_preamble(reach, unit, text, bounds, hashes_);
    if (!preamble) return nullptr;
    preamble->path = stem + ".pch";
    if (!write_file(preamble->path, preamble->precompiled->getBuffer())) return nullptr;
    preamble->stamp = HeldFile(preamble->path).stamp();
    if (!write_file(stem + ".record", to_record(*preamble, hashes_, seal_of(unit, stem)))) return nullptr;
    // Many megabytes: those of the page cache do as well.
    auto on_disk = llvm::MemoryBuffer::getFile(preamble->path, false, false);
    if (on_disk && (*on_disk)->getBuffer() == preamble->precompiled->getBuffer())
        preamble->precompiled = std::move(*on_disk);
    refused_.erase(stem);
    return preamble;
}

const std::vector<LibraryHeaders>& Preambles::shared_of_library(const UnitRequest& unit, Scanner& scanner) {
    static const std::vector<LibraryHeaders> none;
    auto arguments = driver_arguments(unit.command, false);
    if (!arguments) return llvm::consumeError(arguments.takeError()), none;
    arguments->argv.pop_back();
    std::string key = unit.command.directory;
    for (const std::string& argument : arguments->argv) (key += '\0') += argument;
    for (const std::string& file : unit.relatives) (key += '\0') += file;
    const auto [entry, is_new] = of_library_.try_emplace(std::move(key));
    if (!is_new) return entry->second;
    std::vector<LibraryHeaders> sample;
    UnitRequest relative = unit;
    for (const std::string& file : unit.relatives) {
        relative.command.file = file;
        sample.push_back(scanner.library_headers(relative));
    }
    return entry->second = shared_library_headers(sample);
}

FittingPreamble Preambles::find_of_library(const UnitRequest& unit, Scanner& scanner) {
    if (unit.preambles.empty() || unit.full_parse || unit.relatives.empty() || !unit.unsaved.empty()) return {};
    const std::vector<LibraryHeaders>& shared = shared_of_library(unit, scanner);
    if (shared.empty()) return {};
    const LibraryHeaders headers = scanner.library_headers(unit);
    const auto fits = [&](const LibraryHeaders& each) { return come_to_all(headers, each); };
    const auto best = std::find_if(shared.begin(), shared.end(), fits);
    if (best == shared.end()) return {};
    const std::string includes = includes_of(*best);
    const auto stem = stem_of(Reach::library_headers, unit, includes);
    if (!stem) return {};
    return {kept_or_built(unit, *stem, true, [&] { return build_of_library(unit, includes, *stem); }), 0, true};
}

std::unique_ptr<Preamble> Preambles::build_of_library(const UnitRequest& unit, llvm::StringRef includes,
                                                      const std::string& stem) {
    const BuildLock lock(stem);
    if (!lock.is_held()) return nullptr;
    refused_.insert(stem);  // unless it comes to a good end
    return build_and_keep(Reach::library_headers, unit, includes,
                          {static_cast<unsigned>(includes.size()), /*EndsAtStartOfLine=*/true}, stem);
}

FittingPreamble preamble_for(const UnitRequest& unit, Preambles* preambles, const ParseOptions& options,
                             bool may_build) {
    if (!preambles) return {};
    const auto find = [&](llvm::StringRef text) {
        return preambles->find(unit, text, options.overlays, options.skip_bodies, may_build);
    };
    if (const auto own = options.overlays.find(unit.command.file); own != options.overlays.end())
        return find(own->second);
    const auto own = read_main_file(unit);
    return own ? find((*own)->getBuffer()) : FittingPreamble();
}

}  // namespace awaitlint
