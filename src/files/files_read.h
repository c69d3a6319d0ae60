// What a computation saw of the file system: each path that it looked at, and what was there, or that nothing was.
//
// A plain value. Facts drawn from it hold for as long as every path is as it was: the same bytes in files that were
// read, the same names in folders that were listed, symbolic links that lead to the same place, and nothing where
// nothing was. Records of several parses are merged; where they contradict each other, a file changed meanwhile, and
// the record is unfit to be kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "files/digest.h"

namespace awaitlint {

enum class PathKind : std::uint8_t { absent, file, folder, other };

struct PathSeen {
    PathKind kind = PathKind::absent;
    std::optional<Digest> content;  // of the bytes of a file that was read, of the names in a folder that was listed
    std::string real;               // where symbolic links led, where that was looked at
    friend bool operator==(const PathSeen& a, const PathSeen& b) = default;
};

struct FilesRead {
    std::unordered_map<std::string, PathSeen> paths;  // absolute; `..` and links as they were asked for
    std::string unfit;                                // why nothing drawn from this may be kept; empty: it may

    void add(const std::string& path, const PathSeen& seen);
    void merge(const FilesRead& other);
    void spoil(const std::string& why);
};

/// The record as bytes, in pieces: pieces of records that saw the same files are mostly equal. `unfit` is left out.
/// Paths below `root`, if there is one, are kept relative to it: a copy of the project elsewhere has the same pieces.
std::vector<std::string> to_pieces(const FilesRead& files, std::string_view root = "");

/// One piece back to absolute paths; empty if it is damaged.
std::optional<std::vector<std::pair<std::string, PathSeen>>> read_piece(std::string_view piece,
                                                                        std::string_view root = "");

}  // namespace awaitlint
