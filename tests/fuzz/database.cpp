// Compilation databases: an error that names the file, or commands that can be run as they are.
#include "project/database.h"

#include "fuzz.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string path = fuzz::file_with("compile_commands.json", fuzz::text_of(bytes, size));
    const Result<Database> database = read_database(path);
    if (!database) {
        fuzz::require(database.error().message.find(path) != std::string::npos, "an error names the file");
        fuzz::require_linear(database.error().message.size(), size, 8, "an error is bounded");
        return 0;
    }
    fuzz::require(!database->commands.empty(), "a database has commands");
    std::size_t length = 0;
    for (const CompileCommand& command : database->commands) {
        fuzz::require(!command.argv.empty(), "a command has a program");
        fuzz::require(!command.directory.empty() && !command.file.empty(), "a unit has a file and a folder");
        fuzz::require(command.file.find('\0') == std::string::npos, "a file's name is what the system takes");
        for (const std::string& argument : command.argv) {
            fuzz::require(!argument.empty() && argument.find('\0') == std::string::npos, "so are arguments");
            length += argument.size();
        }
        for (const std::string& remark : command.remarks) length += remark.size();
    }
    fuzz::require_linear(length, size, 64, "commands come from the file");
    const Result<Database> again = read_database(path);
    fuzz::require(again && again->commands == database->commands && again->left_out == database->left_out,
                  "read again, it is the same");
    return 0;
}
