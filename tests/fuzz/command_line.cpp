// Compile commands as text: words come back as a shell would give them, and no step makes up anything.
//
// Input: words, one a line, or a whole command.
#include "project/command_line.h"

#include <algorithm>
#include <numeric>

#include "fuzz.h"
#include "project/paths.h"

using namespace awaitlint;

namespace {

std::size_t length_of(const std::vector<std::string>& words) {
    return std::accumulate(words.begin(), words.end(), std::size_t{0},
                           [](std::size_t sum, const std::string& word) { return sum + word.size(); });
}

std::string in_single_quotes(std::string_view word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string with_backslashes(std::string_view word) {
    std::string text;
    for (const char c : word) text += std::string("\\") + c;
    return text;
}

void check_words(std::string_view text) {
    std::vector<std::string> words;
    std::string quoted, escaped;
    while (!text.empty()) {
        words.emplace_back(fuzz::take_line(text));
        quoted += in_single_quotes(words.back()) + " ";
        escaped += (words.back().empty() ? "''" : with_backslashes(words.back())) + "\t";
    }
    fuzz::require(split_command(quoted, Quoting::posix) == words, "quoted words come back");
    fuzz::require(split_command(escaped, Quoting::posix) == words, "escaped words come back");
    fuzz::require(quoting_of("/usr/bin/c++ " + quoted) == Quoting::posix, "a command of this system is a shell's");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    check_words(text);
    // A database with one is refused before, and so is a response file.
    if (text.find('\0') != std::string_view::npos) return 0;
    for (const Quoting quoting : {Quoting::posix, Quoting::windows, quoting_of(text)}) {
        CompileCommand command{"/folder", "/folder/a.cpp", split_command(text, quoting), {}};
        fuzz::require(length_of(command.argv) <= size, "words are parts of the command");
        drop_empty_arguments(command);
        const std::vector<std::string> before = command.argv;
        remove_launchers(command);
        const auto removed = static_cast<std::ptrdiff_t>(before.size() - command.argv.size());
        fuzz::require(removed >= 0 && std::equal(command.argv.begin(), command.argv.end(), before.begin() + removed),
                      "launchers are taken from the front, and nothing else is");
        fuzz::require(command.directory.starts_with('/') || is_windows_path(command.directory),
                      "the folder is absolute");
        for (const std::string& argument : command.argv)
            fuzz::require(!argument.empty() && argument.find('\0') == std::string::npos,
                          "arguments are what execve takes");
    }
    return 0;
}
