// See cli_project.h.
#include "cli_project.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <sstream>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// A filter by which the kernel does not know these calls.
std::vector<sock_filter> filter_without(const std::vector<std::uint32_t>& calls) {
    std::vector<sock_filter> filter = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
    for (const std::uint32_t call : calls) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
        filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return filter;
}

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, char* const* environment, const char* folder, const char* in,
                         const char* out, const char* err, std::uint64_t most_file_bytes,
                         std::vector<sock_filter>& filter) {
    const int from_in = ::open(in, O_RDONLY);
    const int to_out = ::open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int to_err = ::open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from_in < 0 || to_out < 0 || to_err < 0 || ::chdir(folder) != 0) ::_exit(126);
    ::dup2(from_in, STDIN_FILENO);
    ::dup2(to_out, STDOUT_FILENO);
    ::dup2(to_err, STDERR_FILENO);
    const rlimit files{most_file_bytes, most_file_bytes};
    if (most_file_bytes) ::setrlimit(RLIMIT_FSIZE, &files);
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    const bool is_filtered = filter.size() > 2;
    if (is_filtered &&
        (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0))
        ::_exit(126);
    ::execve(argv[0], argv, environment);
    ::_exit(127);
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// This process's environment with some variables in place of their own.
std::vector<std::string> environment_with(const std::vector<std::string>& variables) {
    std::vector<std::string> all = variables;
    for (char** inherited = environ; *inherited; ++inherited) {
        const std::string_view variable(*inherited);
        const std::string_view name = variable.substr(0, variable.find('=') + 1);
        const bool is_replaced = std::any_of(variables.begin(), variables.end(),
                                             [&](const std::string& own) { return own.starts_with(name); });
        if (!is_replaced) all.emplace_back(variable);
    }
    return all;
}

}  // namespace

const char* const two_twins =
    "#include \"task.h\"\n"
    "namespace shop {\n"
    "struct Cart { int id; };\n"
    "Cart open_cart(int user);\n"
    "task<Cart> later_open_cart(int user);\n"
    "task<Cart> open_cart_async(int user);\n"
    "}\n";

const char* const one_mistake =
    "#include \"task.h\"\n"
    "int get_user(int id);\n"
    "task<int> get_user_async(int id);\n"
    "task<int> greet() { co_return co_await get_user(1); }\n";

const char* const no_mistake =
    "#include \"task.h\"\n"
    "int get_user(int id);\n"
    "task<int> get_user_async(int id);\n"
    "task<int> greet() { co_return co_await get_user_async(1) + get_user(2); }\n";

const char* const a_proof_that_never_ends =
    "#include \"task.h\"\n"
    "char get(int);\ntask<long> get_async(int);\n"
    "template <class T> constexpr bool fits() { while (sizeof(T) == sizeof(long)) {} return true; }\n"
    "template <class T> requires(fits<T>()) int use(T);\n"
    "task<int> greet() { co_return use(co_await get(1)); }\n";

const char* const broken_code = "int broken = undeclared_name;  // co_await: it is parsed\n";

const char* const summary_pattern =
    "analysed ([0-9]+)/([0-9]+) units \\(([0-9]+) cached, ([0-9]+) skipped, ([0-9]+) failed\\): "
    "([0-9]+) findings \\(([0-9]+) errors, ([0-9]+) warnings, ([0-9]+) suppressed\\)";

std::vector<std::string> Ran::error_lines() const {
    std::vector<std::string> lines;
    std::istringstream text(err);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::string Ran::last_error_line() const {
    const std::vector<std::string> lines = error_lines();
    return lines.empty() ? "" : lines.back();
}

nlohmann::json Ran::json() const {
    return nlohmann::json::parse(out, nullptr, /*allow_exceptions=*/false);
}

std::ostream& operator<<(std::ostream& stream, const Ran& ran) {
    return stream << "exit status " << ran.status << "\n-- standard output:\n"
                  << ran.out << "\n-- standard error:\n"
                  << ran.err;
}

Running::Running(const Process& process) {
    own_out_ = process.standard_output.empty() ? streams_.path("out") : "";
    const std::string out = process.standard_output.empty() ? own_out_ : process.standard_output;
    own_err_ = process.standard_error.empty() ? streams_.path("err") : "";
    const std::string err = process.standard_error.empty() ? own_err_ : process.standard_error;
    const std::string in = process.standard_input.empty() ? "/dev/null" : streams_.write("in", process.standard_input);
    std::vector<std::string> words = {process.program};
    words.insert(words.end(), process.arguments.begin(), process.arguments.end());
    const std::vector<char*> argv = pointers_to(words);
    // The developer's own cache is none of a test's business.
    std::vector<std::string> variables = process.environment;
    variables.push_back("AWAITLINT_CACHE_DIR=" + streams_.path("cache"));
    variables.emplace_back("AWAITLINT_CACHE_KEY=the same for all tests");
    std::vector<std::string> environment = environment_with(variables);
    const std::vector<char*> envp = pointers_to(environment);
    std::vector<sock_filter> filter = filter_without(process.unknown_calls);
    pid_ = ::fork();
    if (pid_ == 0)
        become(argv.data(), envp.data(), process.folder.c_str(), in.c_str(), out.c_str(), err.c_str(),
               process.most_file_bytes, filter);
}

Running::~Running() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

Ran Running::finish() {
    Ran ran;
    int status = 0;
    if (pid_ < 0 || ::waitpid(pid_, &status, 0) != pid_) return ran;
    pid_ = -1;
    ran.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (!own_out_.empty()) ran.out = text_of(own_out_);
    if (!own_err_.empty()) ran.err = text_of(own_err_);
    return ran;
}

Ran run(const Process& process) {
    return Running(process).finish();
}

CliProject::CliProject() {
    write(".awaitlint.json", "{}\n");
    for (const char* header : {"std_coroutine.h", "task.h"})
        write(std::string("lib/") + header, text_of(std::string(AWAITLINT_SOURCE_DIR "/fixtures/lib/") + header));
}

Ran CliProject::awaitlint(const std::vector<std::string>& arguments, const std::string& folder) const {
    return run({.arguments = arguments, .folder = path(folder), .standard_output = ""});
}

nlohmann::json CliProject::report(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Ran ran = awaitlint(arguments);
    EXPECT_EQ(schema_complaint(ran.out), "") << ran;
    const nlohmann::json parsed = ran.json();
    EXPECT_TRUE(parsed.is_object()) << ran;
    EXPECT_EQ(parsed["run"]["exit_code"], ran.status) << "both say the same\n" << ran;
    return parsed;
}

Ran CliProject::check(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "check");
    return awaitlint(arguments);
}

void CliProject::write_database(const std::vector<Entry>& entries, const std::string& name) const {
    nlohmann::json database = nlohmann::json::array();
    for (const Entry& entry : entries) {
        nlohmann::json arguments = {"clang++", "-std=c++20", "-nostdinc++", "-isystem", "lib"};
        for (const std::string& flag : entry.flags) arguments.push_back(flag);
        arguments.push_back("-c");
        arguments.push_back(entry.file);
        database.push_back({{"directory", path()}, {"file", entry.file}, {"arguments", arguments}});
    }
    write(name, database.dump(1));
}

void CliProject::write_json_database(const nlohmann::json& database) const {
    write("compile_commands.json", database.dump(1));
}

void CliProject::only_unit(const std::string& file, std::string_view code) const {
    write(file, code);
    write_database({Entry{file}});
}

std::vector<std::string> with_flags(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--", "-std=c++20", "-nostdinc++", "-isystem", "lib"});
    return arguments;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string schema_complaint(const std::string& report, const std::string& schema) {
    const TemporaryFolder folder;
    const Ran ran = run({.program = "/usr/bin/python3",
                         .arguments = {"-W", "ignore", "-m", "jsonschema", "-i", folder.write("report.json", report),
                                       AWAITLINT_SOURCE_DIR "/docs/schema/" + schema},
                         .folder = folder.path(),
                         .standard_output = ""});
    if (ran.status == 0) return "";
    return "exit status " + std::to_string(ran.status) + "\n" + ran.out + ran.err +
           "\n(the validator is Debian's: apt-get install python3-jsonschema)";
}

}  // namespace awaitlint
