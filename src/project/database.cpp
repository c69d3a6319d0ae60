// Reads and cleans a compilation database: see read_database and database_from_flags in database.h.
//
// One entry at a time: JSON -> raw command -> launchers, response files, empty arguments -> language -> kept or left
// out. The first entry that is broken ends the reading: an analysis of half a database would pass a gate by accident.
#include "project/database.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include <fmt/format.h>

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/StringRef.h"

#include "project/command_line.h"
#include "project/json_file.h"
#include "project/paths.h"
#include "project/precompiled_outputs.h"
#include "project/source_language.h"

namespace awaitlint {
namespace {

using nlohmann::json;

constexpr std::uintmax_t largest_database = std::uintmax_t{1} << 30;

Error broken(std::string what) {
    return Error{
        fmt::format("{}\nThe compilation database cannot be used; make a new one:\n{}", what, how_to_make_a_database)};
}

constexpr const char* holds_nul = "holds a NUL character, where a program would stop reading";

/// The text of a key, empty if the key is absent.
Result<std::string> text_of(const json& entry, const char* key) {
    const auto found = entry.find(key);
    if (found == entry.end()) return std::string();
    if (!found->is_string()) return Error{fmt::format("'{}' must be a string, not {}", key, json_kind(*found))};
    auto text = found->get<std::string>();
    if (text.find('\0') != text.npos) return Error{fmt::format("'{}' {}", key, holds_nul)};
    return text;
}

Result<std::vector<std::string>> argument_list(const json& value) {
    if (!value.is_array()) return Error{fmt::format("'arguments' must be an array, not {}", json_kind(value))};
    std::vector<std::string> argv;
    for (const json& argument : value) {
        if (!argument.is_string())
            return Error{fmt::format("'arguments[{}]' must be a string, not {}", argv.size(), json_kind(argument))};
        argv.push_back(argument.get<std::string>());
        if (argv.back().find('\0') != std::string::npos)
            return Error{fmt::format("'arguments[{}]' {}", argv.size() - 1, holds_nul)};
    }
    return argv;
}

struct RawCommand {
    std::vector<std::string> argv;
    Quoting quoting = Quoting::posix;
};

/// `arguments` if there, else `command`, as the format's specification prefers.
Result<RawCommand> raw_command(const json& entry) {
    if (const auto arguments = entry.find("arguments"); arguments != entry.end()) {
        const auto argv = argument_list(*arguments);
        if (!argv) return argv.error();
        return RawCommand{*argv, argv->empty() ? Quoting::posix : quoting_of(argv->front())};
    }
    if (!entry.contains("command")) return Error{"has neither 'command' nor 'arguments'"};
    const auto command = text_of(entry, "command");
    if (!command) return command.error();
    const Quoting quoting = quoting_of(*command);
    return RawCommand{split_command(*command, quoting), quoting};
}

/// What is read of the file system for the commands of a database.
struct Reading {
    RealPaths real_paths;
    ResponseFiles response_files;
    ConfigFiles config_files;
};

void clean(CompileCommand& command, Quoting quoting, Reading& reading) {
    drop_empty_arguments(command);
    remove_launchers(command);
    reading.response_files.expand(command, quoting);
    reading.config_files.expand(command);
    drop_empty_arguments(command);
    command.directory = reading.real_paths.of_folder(command.directory);
}

Result<CompileCommand> read_entry(const json& entry, const std::string& folder, Reading& reading) {
    if (!entry.is_object()) return Error{fmt::format("must be an object, not {}", json_kind(entry))};
    const auto file = text_of(entry, "file");
    if (!file) return file.error();
    if (file->empty()) return Error{"has no 'file'"};
    const auto directory = text_of(entry, "directory");
    if (!directory) return directory.error();
    const auto raw = raw_command(entry);
    if (!raw) return raw.error();

    CompileCommand command;
    command.directory = reading.real_paths.of_folder(absolute_path(*directory, folder));
    command.file = reading.real_paths.of_file(absolute_path(*file, command.directory));
    command.argv = raw->argv;
    if (directory->empty()) command.remarks.push_back("has no 'directory', took the folder of the database");
    clean(command, raw->quoting, reading);
    if (reading.response_files.is_full()) return Error{std::string(too_many_arguments)};
    if (command.argv.empty()) return Error{"has an empty command"};
    return command;
}

/// Collects commands; the same one twice counts once. Hashed, since a database may hold thousands for one file.
class Commands {
public:
    explicit Commands(Database& database) : database_(database), seen_(0, Hash{database}, Equal{database}) {}

    void add(CompileCommand command) {
        if (std::string why = why_not_c_or_cpp(command); !why.empty()) {
            if (left_out_.insert(command.file).second)
                database_.left_out.push_back({std::move(command.file), std::move(why)});
            return;
        }
        database_.commands.push_back(std::move(command));
        if (!seen_.insert(database_.commands.size() - 1).second) database_.commands.pop_back();
    }

private:
    struct Hash {
        const Database& database;
        std::size_t operator()(std::size_t index) const {
            const CompileCommand& command = database.commands[index];
            return llvm::hash_combine(command.directory, command.file,
                                      llvm::hash_combine_range(command.argv.begin(), command.argv.end()));
        }
    };
    struct Equal {
        const Database& database;
        bool operator()(std::size_t left, std::size_t right) const {
            const CompileCommand& a = database.commands[left];
            const CompileCommand& b = database.commands[right];
            return a.directory == b.directory && a.file == b.file && a.argv == b.argv;
        }
    };

    Database& database_;
    std::unordered_set<std::size_t, Hash, Equal> seen_;  // indices of commands
    std::unordered_set<std::string> left_out_;
};

Error nothing_to_compile(const Database& database) {
    const LeftOut& first = database.left_out.front();
    return broken(fmt::format("{}: no C or C++ in {} file(s); the first is '{}': {}", database.path,
                              database.left_out.size(), first.file, first.why));
}

Result<Database> read_json_database(const std::string& path) {
    Database database;
    database.path = path;
    const Result<json> value = read_json_file(path, largest_database, Writer::machine);
    if (!value) return broken(value.error().message);
    if (!value->is_array())
        return broken(fmt::format("{}: must be an array of compile commands, not {}", path, json_kind(*value)));
    if (value->empty()) return broken(fmt::format("{}: is empty, it holds no compile command", path));

    // Where a link to a build folder's database stands says nothing about the entries.
    const std::string folder = std::filesystem::path(real_path(path)).parent_path().string();
    Commands commands(database);
    Reading reading;
    std::size_t index = 0;
    for (const json& entry : *value) {
        Result<CompileCommand> command = read_entry(entry, folder, reading);
        if (!command)
            return broken(fmt::format("{}: entry {} (counted from 0) {}", path, index, command.error().message));
        commands.add(std::move(*command));
        ++index;
    }
    if (database.commands.empty()) return nothing_to_compile(database);
    replace_precompiled_outputs(database.commands);
    return database;
}

bool is_flag(const std::string& word) {
    return word.starts_with('-') || word.starts_with('@');
}

/// cl's flags may begin with a slash.
bool absolute_looks_like_flag(const std::string& compiler) {
    llvm::StringRef name(compiler);
    name.consume_back_insensitive(".exe");
    return name.rtrim("0123456789.-").ends_with_insensitive("cl");
}

/// "/usr/bin/x86_64-linux-gnu-g++-12", "clang-cl.exe", and what runs one ("ccache", "env").
bool is_compiler_name(const std::string& word) {
    llvm::StringRef name = llvm::StringRef(word).substr(llvm::StringRef(word).find_last_of("/\\") + 1);
    name.consume_back_insensitive(".exe");
    name = name.rtrim("0123456789.").rtrim('-');
    if (name.equals_insensitive("cl") || name == "cc" || name.contains("++") || name.contains("clang")) return true;
    for (const llvm::StringRef end : {"gcc", "-cc", "icx", "icpx", "icpc", "emcc", "ccache", "distcc", "env", "cmake"})
        if (name.ends_with(end)) return true;
    return word.find('=') != std::string::npos;  // a variable for the compiler: NAME=VALUE
}

Result<CompileCommand> command_for(const std::string& file, const std::vector<std::string>& flags,
                                   const std::string& directory, Reading& reading) {
    std::error_code failure;
    const std::string absolute = absolute_path(file, directory);
    if (file.empty()) return Error{"a file name is empty"};
    if (!std::filesystem::exists(absolute, failure)) return Error{fmt::format("'{}': no such file", file)};
    if (!std::filesystem::is_regular_file(absolute, failure))
        return Error{fmt::format("'{}': not a file; with `-- FLAGS` name the source files themselves", file)};

    CompileCommand command;
    command.directory = real_path(directory);
    command.file = real_path(absolute);
    command.argv = flags;
    if (flags.empty() || is_flag(flags.front())) command.argv.insert(command.argv.begin(), "clang++");
    command.argv.emplace_back("-c");
    if (absolute_looks_like_flag(command.argv.front())) command.argv.emplace_back("--");
    command.argv.push_back(absolute);
    drop_empty_arguments(command);
    remove_launchers(command);
    reading.response_files.expand(command, Quoting::posix);
    if (reading.response_files.is_full()) return Error{fmt::format("'{}' {}", file, too_many_arguments)};
    reading.config_files.expand(command);
    if (const std::string why = why_not_c_or_cpp(command); !why.empty())
        return Error{fmt::format("'{}': {}; say which language it is: -- -x c++ ...", file, why)};
    return command;
}

Result<Database> commands_for(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                              const std::string& directory) {
    if (files.empty())
        return Error{"no file to check: with `-- FLAGS` name the source files, as in: FILE... -- -std=c++20"};
    if (!flags.empty() && !is_flag(flags.front()) && !is_compiler_name(flags.front()))
        return Error{
            fmt::format("'{}' is neither a compiler's flag nor a compiler: after `--` comes a compile command "
                        "without the files, and without the compiler's name if it is clang++",
                        flags.front())};
    Database database;
    Commands commands(database);
    Reading reading;
    for (const std::string& file : files) {
        Result<CompileCommand> command = command_for(file, flags, directory, reading);
        if (!command) return command.error();
        commands.add(std::move(*command));
    }
    return database;
}

}  // namespace

Result<Database> read_database(const std::string& path) {
    try {
        return read_json_database(absolute_path(path, std::filesystem::current_path().string()));
    } catch (const std::exception& failure) {
        return broken(fmt::format("{}: cannot be read: {}", path, failure.what()));
    }
}

Result<Database> database_from_flags(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                                     const std::string& directory) {
    try {
        return commands_for(files, flags, directory);
    } catch (const std::exception& failure) {
        return Error{fmt::format("the files cannot be read: {}", failure.what())};
    }
}

}  // namespace awaitlint
