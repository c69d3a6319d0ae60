// See clang_tidy_arguments.h.
#include "cli/clang_tidy_arguments.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

/// What each of clang-tidy's options with a value is here; empty: it means nothing here.
struct Spelling {
    std::string_view theirs;
    std::string_view ours;
};
constexpr std::array<Spelling, 17> spellings = {{{"p", "-p"},
                                                 {"extra-arg", "--extra-arg"},
                                                 {"extra-arg-before", "--extra-arg-before"},
                                                 {"export-fixes", "--output"},
                                                 {"checks", "--select"},
                                                 {"use-color", "--color"},
                                                 {"warnings-as-errors", ""},
                                                 {"header-filter", ""},
                                                 {"exclude-header-filter", ""},
                                                 {"line-filter", ""},
                                                 {"format-style", ""},
                                                 {"config", ""},
                                                 {"config-file", ""},
                                                 {"removed-arg", ""},
                                                 {"store-check-profile", ""},
                                                 {"vfsoverlay", ""},
                                                 {"load", ""}}};
constexpr std::array<std::string_view, 6> flags_without_meaning = {
    "system-headers", "allow-no-checks",           "enable-check-profile", "allow-enabling-analyzer-alpha-checkers",
    "fix-notes",      "experimental-custom-checks"};

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The names of our rules among their checks, as --select takes them. Globs and what is turned off are not ours.
std::string rules_in(const std::string& checks) {
    std::string rules;
    std::istringstream list(checks);
    for (std::string name; std::getline(list, name, ',');)
        if (find_rule(name)) rules += (rules.empty() ? "" : ",") + name;
    return rules;
}

class Translation {
public:
    TidyArguments go(const std::vector<std::string>& arguments) {
        for (std::size_t at = 0; at < arguments.size(); ++at) {
            const std::string& argument = arguments[at];
            const std::size_t dashes = argument.find_first_not_of('-');
            const bool is_option = dashes != 0 && dashes <= 2 && dashes != argument.npos;
            const std::size_t equals = argument.find('=');
            const std::string name = is_option ? argument.substr(dashes, equals - dashes) : "";
            const auto spelling = std::find_if(spellings.begin(), spellings.end(),
                                               [&](const Spelling& one) { return is_option && one.theirs == name; });
            if (spelling == spellings.end()) {
                take(argument, name);
                continue;
            }
            // As in LLVM, the value may stand for itself.
            const bool is_next = equals == argument.npos && at + 1 < arguments.size() && name != "use-color";
            take_value(*spelling, argument,
                       is_next                   ? arguments[++at]
                       : equals == argument.npos ? ""
                                                 : argument.substr(equals + 1));
        }
        result_.arguments.insert(result_.arguments.begin(), is_fix_ ? "fix" : "check");
        return std::move(result_);
    }

private:
    void take(const std::string& argument, const std::string& name) {
        if (name == "fix" || name == "fix-errors")
            is_fix_ = true;
        else if (name == "quiet")
            result_.arguments.emplace_back("--quiet");
        else if (contains(flags_without_meaning, name))
            result_.ignored.push_back(argument);
        else
            result_.arguments.push_back(argument);
    }

    void take_value(const Spelling& spelling, const std::string& argument, std::string value) {
        if (spelling.theirs == "checks") value = rules_in(value);
        if (spelling.theirs == "export-fixes") value = "clang-tidy-fixes:" + value;
        if (spelling.theirs == "use-color") value = value == "false" || value == "0" ? "never" : "always";
        if (spelling.ours.empty() || value.empty())
            result_.ignored.push_back(argument);
        else if (spelling.ours == "-p")
            result_.arguments.insert(result_.arguments.end(), {"-p", value});
        else
            result_.arguments.push_back(std::string(spelling.ours) + "=" + value);
    }

    TidyArguments result_;
    bool is_fix_ = false;
};

}  // namespace

bool are_clang_tidys(const std::vector<std::string>& arguments, const std::vector<std::string>& commands) {
    std::error_code ignored;
    return !arguments.empty() && !contains(commands, arguments.front()) &&
           std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
               return !argument.starts_with('-') && std::filesystem::is_regular_file(argument, ignored);
           });
}

TidyArguments from_clang_tidys(const std::vector<std::string>& arguments) {
    return Translation().go(arguments);
}

std::vector<std::string> without_inputs(const std::vector<std::string>& command,
                                        const std::vector<std::string>& sources) {
    std::vector<std::string> left;
    for (std::size_t at = 0; at < command.size(); ++at) {
        if (command[at] == "-o")
            ++at;
        else if (!contains(sources, command[at]) && command[at] != "-c")
            left.push_back(command[at]);
    }
    return left;
}

}  // namespace awaitlint
