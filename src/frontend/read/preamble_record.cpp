// See preamble_record.h. A seal, then numbers and texts by base/byte_stream.h.
#include "frontend/read/preamble_record.h"

#include <tuple>
#include <type_traits>
#include <utility>

#include "base/byte_stream.h"
#include "base/value_bytes.h"
#include "files/file_states.h"

namespace awaitlint {

static auto parts_of(OfHeaders& of_headers) {
    return std::tie(of_headers.keywords, of_headers.suppressions, of_headers.declarations);
}

namespace {

Digest seal_of(const RecordSeal& seal, llvm::StringRef rest) {
    std::string whole = seal.name;
    whole += '\0';
    whole += rest;
    return sealed(seal.secret, whole);
}

Digest digest_of_bytes(const llvm::MemoryBuffer& precompiled) {
    const llvm::StringRef bytes = precompiled.getBuffer();
    return digest_of({bytes.data(), bytes.size()});
}

std::string_view bytes_of(const FileStamp& stamp) {
    static_assert(std::has_unique_object_representations_v<FileStamp>);
    return {reinterpret_cast<const char*>(&stamp), sizeof stamp};
}

/// What is known by their stamps of the files that it rests on.
std::string hashes_of(const FilesRead& seen, ContentHashes& hashes) {
    ContentHashes own;
    for (const auto& [path, was] : seen.paths) {
        if (!was.content || was.kind != PathKind::file) continue;
        const std::optional<FileStamp> stamp = stamp_at(path);
        if (stamp && hashes.find(*stamp) == was.content) own.remember(*stamp, *was.content, file_clock_now());
    }
    return own.to_bytes();
}

/// Reads what `to_record` wrote, in its order. False where the bytes end too early.
class RecordReader {
public:
    explicit RecordReader(llvm::StringRef bytes) : in_(bytes) {}

    bool number(std::uint64_t& number) { return in_.read_number(number); }
    bool text(std::string_view& text) { return in_.read_text(text); }

    template <class Take>
    bool each(std::size_t texts, const Take& take) {
        std::uint64_t count = 0;
        if (!in_.read_number(count)) return false;
        for (; count; --count) {
            std::string_view first, second;
            if (!in_.read_text(first) || (texts == 2 && !in_.read_text(second)) || !take(first, second)) return false;
        }
        return true;
    }

private:
    ByteReader in_;
};

}  // namespace

std::string to_record(const Preamble& preamble, ContentHashes& hashes, const RecordSeal& seal) {
    std::string out;
    write_number(out, preamble.length);
    write_number(out, preamble.ends_at_start_of_line);
    write_number(out, preamble.counter);
    write_text(out, bytes_of(digest_of_bytes(*preamble.precompiled)));
    write_text(out, bytes_of(preamble.stamp));
    write_number(out, preamble.user_files.size());
    for (const auto& [file, digest] : preamble.user_files) {
        write_text(out, file);
        write_text(out, digest);
    }
    write_number(out, preamble.files.size());
    for (const std::string& file : preamble.files) write_text(out, file);
    write_text(out, bytes::written(preamble.of_headers));
    write_text(out, hashes_of(preamble.seen, hashes));
    const std::vector<std::string> pieces = to_pieces(preamble.seen);
    write_number(out, pieces.size());
    for (const std::string& piece : pieces) write_text(out, piece);
    return std::string(bytes_of(seal_of(seal, out))) + out;
}

std::optional<Preamble> from_record(llvm::StringRef record, std::unique_ptr<llvm::MemoryBuffer> precompiled,
                                    const FileStamp& stamp, ContentHashes& hashes, const RecordSeal& seal) {
    const llvm::StringRef own_seal = record.take_front(sizeof(Digest::bytes));
    const llvm::StringRef rest = record.drop_front(own_seal.size());
    if (own_seal != llvm::StringRef(bytes_of(seal_of(seal, rest)))) return std::nullopt;
    Preamble preamble;
    RecordReader in(rest);
    std::uint64_t length = 0, ends_at_start_of_line = 0, counter = 0;
    std::string_view own_digest, own_stamp, of_headers, known;
    const bool begins_well = in.number(length) && in.number(ends_at_start_of_line) && in.number(counter) &&
                             in.text(own_digest) && in.text(own_stamp);
    if (!begins_well) return std::nullopt;
    if (own_stamp == bytes_of(stamp))
        preamble.stamp = stamp;
    else if (own_digest != bytes_of(digest_of_bytes(*precompiled)))
        return std::nullopt;
    preamble.length = static_cast<std::uint32_t>(length);
    preamble.ends_at_start_of_line = ends_at_start_of_line != 0;
    preamble.counter = static_cast<std::uint32_t>(counter);
    const auto add_user_file = [&](std::string_view file, std::string_view digest) {
        return preamble.user_files.emplace(file, digest).second;
    };
    const auto add_file = [&](std::string_view file, std::string_view) { return preamble.files.emplace(file).second; };
    if (!in.each(2, add_user_file) || !in.each(1, add_file) || !in.text(of_headers) || !in.text(known))
        return std::nullopt;
    auto read = bytes::read_back<OfHeaders>(of_headers);
    if (!read) return std::nullopt;
    preamble.of_headers = std::move(*read);
    hashes.add_bytes(known);
    FileStates states(hashes);
    const bool is_as_seen = in.each(1, [&](std::string_view piece, std::string_view) {
        const auto paths = read_piece(piece);
        for (std::size_t i = 0; paths && i < paths->size(); ++i) {
            const auto& [path, seen] = (*paths)[i];
            if (!states.is_as_seen(path, seen)) return false;
            preamble.seen.add(path, seen);
        }
        return paths.has_value();
    });
    if (!is_as_seen) return std::nullopt;
    preamble.precompiled = std::move(precompiled);
    return preamble;
}

}  // namespace awaitlint
