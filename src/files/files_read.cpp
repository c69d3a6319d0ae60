// See files_read.h. A piece is a run of sorted paths, front-coded. It ends after a path whose own hash says so, and not
// after a fixed number: so a path more or less changes one piece and leaves all others equal. It also ends where the
// project begins and ends.
#include "files/files_read.h"

#include <algorithm>
#include <utility>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"

#include "base/byte_stream.h"

namespace awaitlint {
namespace {

constexpr std::uint64_t paths_in_piece = 64;  // on average
constexpr unsigned char kind_bits = 3, has_content = 4, has_real = 8, real_is_path = 16;

/// Relative names are those of the root and below.
std::string_view name_below(std::string_view root, std::string_view path) {
    if (root.empty() || !path.starts_with(root)) return path;
    if (path.size() == root.size()) return ".";
    const std::string_view name = path.substr(root.size() + 1);
    // As it was asked for: with two slashes behind the root, its name would be read back as an absolute path.
    return path[root.size()] != '/' || name.empty() || name.front() == '/' || name == "." ? path : name;
}

std::string path_of(std::string_view root, const std::string& name) {
    if (root.empty() || name.empty() || name.front() == '/') return name;
    return name == "." ? std::string(root) : std::string(root) + "/" + name;
}

/// The text as its difference from the one before.
void write_difference(std::string& out, std::string_view text, std::string& previous) {
    const auto [end, ignored] = std::mismatch(text.begin(), text.end(), previous.begin(), previous.end());
    const auto shared = static_cast<std::size_t>(end - text.begin());
    write_number(out, shared);
    write_text(out, text.substr(shared));
    previous = text;
}

class PieceReader {
public:
    PieceReader(std::string_view bytes, std::string_view root) : in_(bytes), root_(root) {}

    bool is_at_end() const { return in_.is_at_end(); }

    bool read(std::string& path, PathSeen& seen) {
        std::uint64_t flags = 0;
        if (!read_text(path_) || !in_.read_number(flags)) return false;
        path = path_of(root_, path_);
        seen.kind = static_cast<PathKind>(flags & kind_bits);
        if (flags & has_content) {
            Digest& digest = seen.content.emplace();
            std::string_view bytes;
            if (!in_.read_bytes(digest.bytes.size(), bytes)) return false;
            std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
        }
        if (flags & real_is_path) seen.real = path;
        if (!(flags & has_real)) return true;
        if (!read_text(real_)) return false;
        seen.real = path_of(root_, real_);
        return true;
    }

private:
    bool read_text(std::string& text) {
        std::uint64_t shared = 0;
        std::string_view own;
        if (!in_.read_number(shared) || !in_.read_text(own) || shared > text.size()) return false;
        text.resize(shared);
        text += own;
        return true;
    }

    ByteReader in_;
    std::string_view root_;
    std::string path_;
    std::string real_;
};

}  // namespace

void FilesRead::spoil(const std::string& why) {
    if (unfit.empty()) unfit = why;
}

void FilesRead::add(const std::string& path, const PathSeen& seen) {
    const auto [entry, is_new] = paths.try_emplace(path, seen);
    if (is_new) return;
    PathSeen& known = entry->second;
    if (!known.content) known.content = seen.content;
    if (known.real.empty()) known.real = seen.real;
    const bool agrees = known.kind == seen.kind && (!seen.content || seen.content == known.content) &&
                        (seen.real.empty() || seen.real == known.real);
    if (!agrees) spoil("'" + path + "' changed while it was analysed");
}

void FilesRead::merge(const FilesRead& other) {
    for (const auto& [path, seen] : other.paths) add(path, seen);
    if (!other.unfit.empty()) spoil(other.unfit);
}

std::vector<std::string> to_pieces(const FilesRead& files, std::string_view root) {
    std::vector<std::pair<std::string_view, const PathSeen*>> sorted;
    sorted.reserve(files.paths.size());
    for (const auto& [path, seen] : files.paths) sorted.emplace_back(name_below(root, path), &seen);
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> pieces;
    std::string piece, path, real;
    const auto end_piece = [&] {
        if (!piece.empty()) pieces.push_back(std::exchange(piece, {}));
        path.clear();
        real.clear();
    };
    for (const auto& [name, seen] : sorted) {
        // What all units read of the system is in no piece with what is a unit's own.
        if (!path.empty() && path.starts_with('/') != name.starts_with('/')) end_piece();
        const std::string_view real_name = name_below(root, seen->real);
        const bool is_own = real_name == name;
        write_difference(piece, name, path);
        piece.push_back(static_cast<char>(static_cast<unsigned char>(seen->kind) | (seen->content ? has_content : 0) |
                                          (is_own              ? real_is_path
                                           : real_name.empty() ? 0
                                                               : has_real)));
        if (seen->content) piece += bytes_of(*seen->content);
        if (!is_own && !real_name.empty()) write_difference(piece, real_name, real);
        if (llvm::xxh3_64bits(llvm::StringRef(name)) % paths_in_piece == 0) end_piece();
    }
    end_piece();
    return pieces;
}

std::optional<std::vector<std::pair<std::string, PathSeen>>> read_piece(std::string_view piece, std::string_view root) {
    std::vector<std::pair<std::string, PathSeen>> paths;
    PieceReader reader(piece, root);
    while (!reader.is_at_end()) {
        auto& [path, seen] = paths.emplace_back();
        if (!reader.read(path, seen)) return std::nullopt;
    }
    return paths;
}

}  // namespace awaitlint
