// Arguments that the parser refuses: what is wrong with them, and what comes near it.
//
// In: the parser, what it said, the arguments. Out: a message for people with the nearest known name, and the files
// that were to be written all the same. Parses nothing itself.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace awaitlint {

std::vector<std::string> command_names(const CLI::App& app);

/// What is wrong with the arguments. CLI11 says what it does not know, but not what comes near it.
std::string usage_error(const CLI::App& app, const std::string& said, const std::vector<std::string>& arguments);

/// The FORMAT:FILEs of arguments that are otherwise wrong.
std::vector<std::string> outputs_in(const std::vector<std::string>& arguments);

}  // namespace awaitlint
