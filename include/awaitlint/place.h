// Where something is in the source: files, lines, columns and bytes.
//
// Every fact, finding and edit speaks of source through these values. Paths are relative to the project root
// with '/', and absolute for files outside it. Lines and columns are 1-based, columns count bytes; offsets and
// lengths are bytes from the start of the file as it is on disk. Refuses to hold text: text is read elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

namespace awaitlint {

/// A point in a file. `line == 0` means "no place known".
struct Place {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    bool is_known() const { return line != 0; }
    friend bool operator==(const Place& a, const Place& b) = default;
    friend bool operator<(const Place& a, const Place& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    }
};

/// Which site of the source: the same for every unit that reads its file, and for facts, findings and repairs of it.
struct SiteId {
    std::string file;
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    friend bool operator==(const SiteId& a, const SiteId& b) = default;
    friend bool operator<(const SiteId& a, const SiteId& b) {
        return std::tie(a.file, a.offset, a.length) < std::tie(b.file, b.offset, b.length);
    }
};

/// A half-open stretch of a file: the end line and column are those just behind the last byte.
struct Span {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t end_line = 0;
    std::uint32_t end_column = 0;
    std::uint32_t offset = 0;
    std::uint32_t length = 0;

    std::uint32_t end_offset() const { return offset + length; }
    Place place() const { return {file, line, column}; }
    SiteId site() const { return {file, offset, length}; }
    bool is_within(const Span& outer) const {
        return file == outer.file && outer.offset <= offset && end_offset() <= outer.end_offset();
    }
    friend bool operator==(const Span& a, const Span& b) = default;
};

/// A remark that belongs to a finding, with the place that it speaks of (possibly unknown).
struct Note {
    std::string message;
    Place place;
    friend bool operator==(const Note& a, const Note& b) = default;
};

/// Replace `length` bytes at `offset` with `text`. Edits of one suggestion never overlap.
struct Edit {
    std::string file;
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::string text;
    friend bool operator==(const Edit& a, const Edit& b) = default;
    friend bool operator<(const Edit& a, const Edit& b) {
        return std::tie(a.file, a.offset, a.length, a.text) < std::tie(b.file, b.offset, b.length, b.text);
    }
};

}  // namespace awaitlint
