// Response files that name each other: the expansion ends, and is bounded by what the files hold.
//
// Input: up to four files, parted by lines that are "--". They are called 0.rsp to 3.rsp; the command is `c++ @0.rsp`.
#include "fuzz.h"
#include "project/command_line.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t most_files = 4;
    constexpr std::size_t most_opened = 500;  // per command, as src/project/response_files.cpp has it
    auto parts = fuzz::parts_of(fuzz::text_of(bytes, size));
    parts.resize(most_files);
    for (std::size_t i = 0; i < most_files; ++i) fuzz::file_with(std::to_string(i) + ".rsp", parts[i]);
    for (const Quoting quoting : {Quoting::posix, Quoting::windows}) {
        CompileCommand command{fuzz::folder(), fuzz::folder() + "/a.cpp", {"c++", "@0.rsp", "-c", "a.cpp"}, {}};
        ResponseFiles().expand(command, quoting);
        std::size_t told = 0, length = 0;
        for (const std::string& remark : command.remarks) told += remark.size();
        for (const std::string& argument : command.argv) length += argument.size() + 1;
        fuzz::require(command.argv.front() == "c++" && command.argv.back() == "a.cpp", "its own arguments stay");
        fuzz::require_linear(length, size, most_opened, "arguments come from the files");
        fuzz::require(command.remarks.size() <= length + size * most_opened + most_opened, "remarks are bounded");
        fuzz::require_linear(told, size, most_opened * 8, "remarks are bounded by what the files hold");
    }
    return 0;
}
