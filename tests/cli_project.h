// A small project in a temporary folder, and awaitlint run on it as a process: what the command line's tests stand on.
//
// Every project has lib/task.h (the stand-in for coroutine types, fixtures/lib) as a system header, so that it parses
// in milliseconds. A run gives exit status, standard output and standard error, each by itself. Knows nothing of
// reports beyond the summary line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include "temporary_folder.h"

namespace awaitlint {

struct Ran {
    int status = -1;  // 128 + the signal when it was killed
    std::string out;
    std::string err;

    std::vector<std::string> error_lines() const;
    std::string last_error_line() const;
    nlohmann::json json() const;  // of `out`; discarded when that is no JSON
};

/// For the messages of failing tests.
std::ostream& operator<<(std::ostream& stream, const Ran& ran);

struct Process {
    std::string program = AWAITLINT_BINARY;
    std::vector<std::string> arguments;
    std::string folder;
    std::string standard_output;      // a file to write to in place of Ran::out
    std::string standard_error = {};  // the same for Ran::err
    /// NAME=VALUE, on top of the test's own. Without one for the cache, the process has an empty one for itself.
    std::vector<std::string> environment = {};
    std::uint64_t most_file_bytes = 0;  // 0: no limit
    std::string standard_input = {};
    /// Numbers of system calls that this process's kernel does not know.
    std::vector<std::uint32_t> unknown_calls = {};
};
Ran run(const Process& process);

/// A process that goes on while the test does something to it. Killed at the end if it still runs then.
class Running {
public:
    explicit Running(const Process& process);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    pid_t pid() const { return pid_; }
    Ran finish();

private:
    TemporaryFolder streams_;
    std::string own_out_;  // empty: the test reads standard output itself
    std::string own_err_;
    pid_t pid_ = -1;
};

/// One entry of a database: `clang++ -std=c++20 -nostdinc++ -isystem lib FLAGS -c FILE` in the project's folder.
struct Entry {
    std::string file;
    std::vector<std::string> flags = {};
};

class CliProject : public TemporaryFolder {
public:
    /// A project root without anything to analyse. `parent`: where to make its folder.
    CliProject();

    Ran awaitlint(const std::vector<std::string>& arguments, const std::string& folder = "") const;
    Ran check(std::vector<std::string> arguments = {}) const;
    /// What it reports in JSON, which fits its schema and says the same exit status.
    nlohmann::json report(std::vector<std::string> arguments) const;

    void write_database(const std::vector<Entry>& entries, const std::string& name = "compile_commands.json") const;
    /// As CMake and other tools write it: any JSON.
    void write_json_database(const nlohmann::json& database) const;

    /// Writes the file and a database with this one unit.
    void only_unit(const std::string& file, std::string_view code) const;
};

/// `--` and the flags that a project's units need.
std::vector<std::string> with_flags(std::vector<std::string> arguments);

/// A synchronous function and its async sibling: three lines, for code to follow.
inline const std::string declarations =
    "#include \"task.h\"\n"
    "int get_user(int id);\n"
    "task<int> get_user_async(int id);\n";
/// The same in a namespace, with two siblings: seven lines.
extern const char* const two_twins;
/// A synchronous function awaited on line 4, its async sibling declared above.
extern const char* const one_mistake;
/// The same with everything right.
extern const char* const no_mistake;
/// Does not parse, and no await is to blame.
extern const char* const broken_code;

/// With its flag: its await is found, and the trial of its repair goes on for ever.
extern const char* const a_proof_that_never_ends;
inline constexpr const char* a_proof_that_never_ends_flag = "-fconstexpr-steps=4294967295";

/// The form that the contract gives the summary, its numbers in the groups 1 to 9.
extern const char* const summary_pattern;

bool contains(std::string_view text, std::string_view part);

/// What Debian's JSON Schema validator says about a report: empty when it fits the published schema.
std::string schema_complaint(const std::string& report, const std::string& schema = "report.schema.json");

}  // namespace awaitlint
