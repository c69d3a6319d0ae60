// Compile commands of somebody who means harm: spellings that make a compiler run, write, load or skip something.
//
// A table of plain values. `{dir}` stands for the folder of the project. Which files lie there is told in
// hostile_commands_test.cpp: evil.sh and tools/ (programs that leave a trace), plugin.so, victim (bytes to keep).
#pragma once

#include <string_view>
#include <vector>

namespace awaitlint {

struct Spelling {
    std::string_view flags;                 // words
    std::string_view compiler = "clang++";  // words, too: launchers may stand in front of it
};

/// Would run a program.
const std::vector<Spelling>& running_spellings();
/// Would make, change or empty a file, or make a folder.
const std::vector<Spelling>& writing_spellings();
/// Would load code, or read bytes as something that they are not.
const std::vector<Spelling>& loading_spellings();
/// Would end the compilation early, do something else than compiling, or hide what is found.
const std::vector<Spelling>& blinding_spellings();

}  // namespace awaitlint
