// See changed_lines.h.
#include "project/changed_lines.h"

#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SHA1.h"
#include "llvm/Support/SHA256.h"

#include "project/git.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_source = std::uintmax_t{64} << 20;  // of which the front end reads no more either
constexpr std::size_t most_removed = 2000;                           // among which renamed files are looked for
constexpr LineRange all_lines = {1, std::numeric_limits<std::uint32_t>::max()};

/// What git says, without its last line end.
std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

std::string indented(const std::string& complaint) {
    std::string lines;
    for (llvm::StringRef line : llvm::split(llvm::StringRef(complaint).rtrim(), '\n'))
        lines += fmt::format("\n  {}", line.str());
    return lines;
}

/// As git calls contents. The kind of digest follows from the names that the repository has.
std::string blob_name(std::string_view bytes, std::size_t digits) {
    const std::string head = fmt::format("blob {}", bytes.size()) + '\0';
    const auto digest = [&](auto hash) {
        hash.update(llvm::StringRef(head));
        hash.update(llvm::StringRef(bytes));
        return llvm::toHex(hash.final(), /*LowerCase=*/true);
    };
    return digits == 40 ? digest(llvm::SHA1()) : digest(llvm::SHA256());
}

/// The bytes of a regular file, as they are; nothing for what is none or is too large to be a source.
std::optional<std::string> bytes_on_disk(const std::string& path) {
    std::error_code failure;
    if (!fs::is_regular_file(fs::symlink_status(path, failure)) || fs::file_size(path, failure) > largest_source ||
        failure)
        return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// A folder for what is compared, gone at the end.
class ComparedFolder {
public:
    ComparedFolder() { is_there_ = !llvm::sys::fs::createUniqueDirectory("awaitlint-diff", path_); }
    ~ComparedFolder() {
        std::error_code ignored;
        if (is_there_) fs::remove_all(path(), ignored);
    }
    ComparedFolder(const ComparedFolder&) = delete;
    ComparedFolder& operator=(const ComparedFolder&) = delete;

    std::string path() const { return std::string(path_); }
    bool write(const char* side, std::size_t number, std::string_view bytes) const {
        std::error_code failure;
        fs::create_directories(fs::path(path()) / side, failure);
        std::ofstream file(fs::path(path()) / side / std::to_string(number), std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        return is_there_ && !file.fail();
    }

private:
    llvm::SmallString<128> path_;
    bool is_there_ = false;
};

struct Before {
    std::string path;  // relative to the top
    std::string blob;
};

class Comparison {
public:
    Comparison(const UserFiles& files, const std::string& revision, Git git) : files_(files), git_(std::move(git)) {
        changed_.revision = revision;
    }

    Result<ChangedLines> go() {
        for (const auto step : {&Comparison::find_top, &Comparison::find_base, &Comparison::read_base,
                                &Comparison::look_at_disk, &Comparison::compare})
            if (auto done = (this->*step)(); !done) return done.error();
        return std::move(changed_);
    }

private:
    using Done = Result<bool>;

    static Error failed(const std::string& what, const ProgramAnswer& answer) {
        return Error{fmt::format("--diff-base: {}: git says:{}", what, indented(answer.complaint))};
    }

    /// A clone of which only the newest commits are there is what CI servers make.
    std::string how_to_get_more() const {
        return is_shallow_
                   ? "this clone is shallow: older commits are not in it\n  get them: git fetch --unshallow (in CI: "
                     "fetch-depth: 0, or GIT_DEPTH: 0)"
                   : "get it: git fetch (in CI: fetch the branch that is to be merged into as well)";
    }

    Done find_top() {
        auto answer = git_.ask({"rev-parse", "--is-shallow-repository", "--show-toplevel"});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (!answer->is_good())
            return failed(fmt::format("'{}' is in no git repository with a work tree", files_.root), *answer);
        is_shallow_ = first_line(answer->out) == "true";
        std::string top = answer->out.substr(std::min(answer->out.find('\n') + 1, answer->out.size()));
        while (top.ends_with('\n')) top.pop_back();
        top_ = real_path(top);
        if (!is_at_or_below(files_.root, top_))
            return Error{fmt::format("--diff-base: the project's root '{}' is not below '{}'", files_.root, top_)};
        return true;
    }

    Result<std::string> commit_of(const std::string& revision) const {
        auto answer = git_.ask({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        return answer->is_good() ? first_line(answer->out) : "";
    }

    Done find_base() {
        const auto theirs = commit_of(changed_.revision);
        if (!theirs) return theirs.error();
        if (theirs->empty())
            return Error{fmt::format("--diff-base: '{}' is no commit of this repository\n  {}", changed_.revision,
                                     how_to_get_more())};
        const auto ours = commit_of("HEAD");
        if (!ours) return ours.error();
        if (ours->empty()) return Error{"--diff-base: this branch has no commit yet: there is nothing to compare with"};
        auto answer = git_.ask({"merge-base", *theirs, *ours});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (!answer->is_good() && !answer->complaint.empty()) return failed("there is no merge base", *answer);
        if (!answer->is_good())
            return Error{fmt::format("--diff-base: '{}' and HEAD have no common commit\n  {}", changed_.revision,
                                     is_shallow_ ? how_to_get_more() : "name the branch that this one has come from")};
        changed_.base = first_line(answer->out);
        return true;
    }

    Done read_base() {
        auto answer = git_.ask({"ls-tree", "-r", "-z", "--full-tree", changed_.base});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (!answer->is_good()) return failed(fmt::format("the files of {} cannot be listed", changed_.base), *answer);
        bool has_submodules = false;
        for (llvm::StringRef entry : llvm::split(llvm::StringRef(answer->out), '\0')) {
            const auto [about, path] = entry.split('\t');
            const auto [mode, rest] = about.split(' ');
            if (mode.starts_with("100")) before_[path.str()] = rest.split(' ').second.str();
            has_submodules |= mode == "160000";
        }
        return has_submodules ? tell_submodules() : Done(true);
    }

    /// What is in them belongs to other repositories.
    Done tell_submodules() {
        auto answer = git_.ask({"diff-tree", "-r", "-z", "--raw", "--no-renames", changed_.base, "HEAD"});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (!answer->is_good()) return failed("the submodules cannot be compared", *answer);
        llvm::SmallVector<llvm::StringRef> fields;
        llvm::StringRef(answer->out).split(fields, '\0', -1, /*KeepEmpty=*/false);
        for (std::size_t at = 0; at + 1 < fields.size(); at += 2)
            if (fields[at].contains("160000"))
                changed_.remarks.push_back(fmt::format(
                    "the submodule '{}' has changed: --diff-base does not look into it", fields[at + 1].str()));
        return true;
    }

    std::string absolute(const std::string& path) const { return top_ + "/" + path; }
    bool is_of_interest(const std::string& path) const { return is_users_file(files_, absolute(path)); }

    Done look_at_disk() {
        auto answer =
            git_.ask({"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name", "--", ":/"});
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (!answer->is_good()) return failed("the files of the work tree cannot be listed", *answer);
        std::set<std::string> present;
        for (llvm::StringRef path : llvm::split(llvm::StringRef(answer->out), '\0'))
            if (!path.empty() && !path.ends_with("/")) present.insert(path.str());
        for (const std::string& path : present) {
            if (!is_of_interest(path)) continue;
            auto bytes = bytes_on_disk(absolute(path));
            if (!bytes) continue;
            const auto known = before_.find(path);
            if (known != before_.end() && blob_name(*bytes, known->second.size()) == known->second) continue;
            (known != before_.end() ? modified_ : added_).emplace(path, std::move(*bytes));
        }
        std::error_code ignored;
        for (const auto& [path, blob] : before_)
            if (!added_.empty() && is_of_interest(path) && !fs::exists(fs::symlink_status(absolute(path), ignored)))
                removed_.push_back({path, blob});
        if (removed_.size() > most_removed) {
            changed_.remarks.push_back(
                fmt::format("{} files were removed: renamed ones are not looked for among so many, and "
                            "count as new",
                            removed_.size()));
            removed_.clear();
        }
        return true;
    }

    /// Of all that is compared; by the names of their contents.
    Result<std::map<std::string, std::string>> contents_before() const {
        std::string wanted;
        for (const auto& [path, bytes] : modified_) wanted += before_.at(path) + "\n";
        for (const Before& file : removed_) wanted += file.blob + "\n";
        auto answer = git_.ask({"cat-file", "--batch"}, wanted);
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        std::map<std::string, std::string> contents;
        llvm::StringRef rest(answer->out);
        while (!rest.empty()) {
            const auto [head, behind] = rest.split('\n');
            const auto [name, kind_and_size] = head.split(' ');
            std::size_t size = 0;
            if (kind_and_size.split(' ').second.getAsInteger(10, size) || size >= behind.size()) break;
            contents[name.str()] = behind.take_front(size).str();
            rest = behind.drop_front(size + 1);
        }
        if (answer->is_good() && rest.empty()) return contents;
        return Error{
            fmt::format("--diff-base: not all files of {} are in this clone\n  it seems to be a partial one: get them "
                        "with `git diff {}`, or clone without --filter",
                        changed_.base, changed_.base)};
    }

    Done compare() {
        for (const auto& [path, bytes] : added_)
            if (removed_.empty()) take(path, {all_lines});
        if (modified_.empty() && removed_.empty()) return true;
        const auto contents = contents_before();
        if (!contents) return contents.error();
        const ComparedFolder folder;
        std::vector<std::string> paths;  // by number, so that no name can mean anything to git
        bool is_written = true;
        for (const auto& [path, bytes] : modified_) {
            is_written = is_written && folder.write("before", paths.size(), contents->at(before_.at(path))) &&
                         folder.write("now", paths.size(), bytes);
            paths.push_back(path);
        }
        for (const Before& file : removed_) {
            is_written = is_written && folder.write("before", paths.size(), contents->at(file.blob));
            paths.push_back(file.path);
        }
        if (!removed_.empty())
            for (const auto& [path, bytes] : added_) {
                is_written = is_written && folder.write("now", paths.size(), bytes);
                paths.push_back(path);
            }
        // One that is empty would not be there.
        is_written = is_written && folder.write("before", paths.size(), "") && folder.write("now", paths.size(), "");
        if (!is_written) return Error{fmt::format("--diff-base: cannot write to '{}'", folder.path())};
        auto answer = git_.compare_folders(folder.path(), "before", "now");
        if (!answer) return Error{"--diff-base: " + answer.error().message};
        if (answer->status > 1) return failed("the files cannot be compared", *answer);
        for (auto& [name, lines] : lines_in_patch(answer->out)) {
            std::size_t number = 0;
            if (!llvm::StringRef(name).starts_with("now/") ||
                llvm::StringRef(name).drop_front(4).getAsInteger(10, number) || number >= paths.size())
                return Error{fmt::format("--diff-base: git names a file that was not compared: '{}'", name)};
            take(paths[number], std::move(lines));
        }
        return true;
    }

    void take(const std::string& path, std::vector<LineRange> lines) {
        if (!lines.empty()) changed_.files[relative_to_root(files_, absolute(path))] = std::move(lines);
    }

    const UserFiles& files_;
    Git git_;
    bool is_shallow_ = false;
    std::string top_;                                      // of the work tree
    std::map<std::string, std::string> before_;            // path -> name of its contents in the base
    std::map<std::string, std::string> modified_, added_;  // path -> bytes now
    std::vector<Before> removed_;
    ChangedLines changed_;
};

}  // namespace

std::map<std::string, std::vector<LineRange>> lines_in_patch(std::string_view patch) {
    std::map<std::string, std::vector<LineRange>> files;
    std::string file;
    std::uint64_t left = 0;  // lines of the hunk, which may look like anything
    for (llvm::StringRef rest(patch); !rest.empty();) {
        llvm::StringRef line;
        std::tie(line, rest) = rest.split('\n');
        if (left > 0 && (line.starts_with("-") || line.starts_with("+"))) {
            --left;
            continue;
        }
        if (line.consume_front("+++ ")) file = line.split('\t').first.str();
        if (!line.consume_front("@@ -")) continue;
        const auto [old_lines, behind] = line.split(" +");
        const auto [new_lines, heading] = behind.split(" @@");
        const auto range = [](llvm::StringRef text) {
            const auto [first, count] = text.split(',');
            std::pair<std::uint32_t, std::uint32_t> numbers{0, 1};
            first.getAsInteger(10, numbers.first);
            if (!count.empty()) count.getAsInteger(10, numbers.second);
            return numbers;
        };
        const auto [first, count] = range(new_lines);
        left = std::uint64_t{range(old_lines).second} + count;
        if (count != 0) files[file].push_back({first, first + count - 1});
    }
    return files;
}

Result<ChangedLines> find_changed_lines(const UserFiles& files, const std::string& revision) {
    if (revision.empty() || revision.starts_with('-'))
        return Error{
            fmt::format("--diff-base: '{}' is no revision: name a commit or a branch, as origin/main", revision)};
    auto git = Git::in_folder(files.root);
    if (!git) return Error{"--diff-base: " + git.error().message};
    return Comparison(files, revision, *git).go();
}

}  // namespace awaitlint
