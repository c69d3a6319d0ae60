// Git, run as a program in somebody's repository: without a shell, and so that nothing in the repository is run.
//
// In: arguments, and the bytes of its standard input. Out: what it printed, or what it complained about. A repository
// is a stranger's, and its configuration may name programs: for watching files, for hooks, diffs, conversions, pagers,
// connections. None of the commands that are used here looks at files of the work tree, so none converts them; of the
// rest each is turned off, and missing objects are not fetched. Of the environment, what would point git elsewhere or
// make it run something is dropped; the user's own configuration holds. Changes nothing in the repository.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/result.h"
#include "project/run_program.h"

namespace awaitlint {

class Git {
public:
    /// Looks for git in the folders of PATH, as far as these are absolute.
    static Result<Git> in_folder(const std::string& folder);

    /// An error only if it cannot be run, or does not end in time.
    Result<ProgramAnswer> ask(const std::vector<std::string>& arguments, std::string_view input = "") const;
    /// Compares two folders that belong to no repository: `diff --no-index`, whose status is 1 where they differ.
    Result<ProgramAnswer> compare_folders(const std::string& parent, const std::string& before,
                                          const std::string& now) const;

private:
    Git(std::string program, std::string folder) : program_(std::move(program)), folder_(std::move(folder)) {}
    Result<ProgramAnswer> run(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                              std::string_view input) const;

    std::string program_;
    std::string folder_;
};

}  // namespace awaitlint
