// The source behind a report: lines to show beside findings, and whole files for formats that need them.
//
// In: a report, which files are the user's, and what an editor has not saved. Out: bytes as they were analysed, one
// file kept at a time. A file that has other bytes by now, or that is none of the user's, has none.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/unit.h"
#include "cli/shown_paths.h"
#include "fix/source_files.h"

namespace awaitlint {

/// The bytes of a file by its name in the report.
using OpenBytes = std::function<std::string(const std::string& file)>;

/// Reads lines of files, one file kept at a time: findings come ordered by file and line. Of a file of many
/// lines, only the place of the last one is known.
class SourceLines {
public:
    explicit SourceLines(OpenBytes open) : open_(std::move(open)) {}

    std::string_view line(const std::string& file, std::uint32_t wanted) {
        if (file_ != file) {
            file_ = file;
            bytes_ = open_(file);
            line_ = 0;
        }
        if (wanted < line_ || line_ == 0) {
            line_ = 1;
            at_ = 0;
        }
        for (; line_ < wanted && at_ < bytes_.size(); ++line_) at_ = end_of_line() + 1;
        if (wanted == 0 || at_ >= bytes_.size()) return {};
        std::string_view text = std::string_view(bytes_).substr(at_, end_of_line() - at_);
        if (text.ends_with('\r')) text.remove_suffix(1);
        return text;
    }

private:
    std::size_t end_of_line() const { return std::min(bytes_.find('\n', at_), bytes_.size()); }

    OpenBytes open_;
    std::string file_;
    std::string bytes_;
    std::uint32_t line_ = 0;
    std::size_t at_ = 0;  // where that line begins
};

/// Empty for what is no file by now.
std::string bytes_on_disk(const std::string& path);

/// The bytes of the user's files as they were analysed, one file kept at a time. What is another file by now, or is
/// none of the user's, has none.
class AnalysedBytes {
public:
    /// `report` and `shown` stay with the caller. `unsaved`: files that were analysed with other bytes than they have
    /// on disk.
    AnalysedBytes(const Report& report, const UserFiles& user_files, const ShownPaths& shown,
                  const std::vector<UnsavedFile>& unsaved)
        : report_(report), shown_(shown), files_(user_files, report.files) {
        for (const UnsavedFile& file : unsaved) unsaved_[relative_to_root(user_files, file.path)] = file.bytes;
    }

    /// `file`: as the report has it, or as it is shown, if `is_shown`.
    std::string_view of(const std::string& file, bool is_shown) {
        if (const std::string* bytes = unsaved(file, is_shown)) return *bytes;
        const std::string own = own_name(file, is_shown);
        if (file_ == own) return bytes_;
        file_ = own;
        auto opened = files_.open(own);
        bytes_ = opened ? std::move(opened->bytes) : "";
        return bytes_;
    }

    /// Null of a file that was analysed as it is on disk.
    const std::string* unsaved(const std::string& file, bool is_shown) {
        const auto found = unsaved_.find(own_name(file, is_shown));
        return found == unsaved_.end() ? nullptr : &found->second;
    }

private:
    std::string own_name(const std::string& file, bool is_shown) {
        if (!is_shown) return file;
        // Of many files, few are asked for, and mostly none.
        if (names_.empty())
            for (const auto& [own, digest] : report_.files) names_[shown_.of(own)] = own;
        const auto name = names_.find(file);
        return name != names_.end() ? name->second : file;
    }

    const Report& report_;
    const ShownPaths& shown_;
    SourceFiles files_;
    std::map<std::string, std::string> unsaved_;
    std::unordered_map<std::string, std::string> names_;  // as shown -> as in the report
    std::string file_;
    std::string bytes_;
};

}  // namespace awaitlint
