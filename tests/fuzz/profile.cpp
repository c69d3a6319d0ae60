// Library profiles: an error of which each line begins with the file, or names that questions find. And names as
// compilers write them: the profile's name of a name is a name without template arguments, however odd it is.
#include "awaitlint/config.h"
#include "fuzz.h"
#include "project/profiles.h"

using namespace awaitlint;

namespace {

void check_names(std::string_view text) {
    const std::string name = profile_name(text);
    fuzz::require(name.size() <= text.size(), "a name is a part of what was written");
    fuzz::require(name.find('<') == std::string::npos || name.find("operator") != std::string::npos ||
                      name.find('(') != std::string::npos,
                  "a name has no template arguments");
}

void check_questions(const Config& config) {
    for (const TaskType& type : config.profiles.front().types) {
        fuzz::require(find_task_type(config, type.name) != nullptr, "a type of the profile is found");
        fuzz::require(find_task_type(config, "const ::" + type.name + "<int> &") != nullptr, "as C++ writes it, too");
    }
    for (const OperationFacts& function : config.profiles.front().functions)
        fuzz::require(find_operation(config, function.name) != nullptr, "so is a function");
    for (const std::string& blocking : config.profiles.front().blocking)
        fuzz::require(is_blocking_wait(config, blocking), "so is what blocks");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    check_names(text);
    const std::string path = fuzz::file_with("profile.json", text);
    const Result<LibraryProfile> profile = read_profile(path);
    if (!profile) {
        fuzz::require(profile.error().message.starts_with(path), "an error begins with the file");
        fuzz::require_linear(profile.error().message.size(), size, 400, "an error is bounded");
        return 0;
    }
    fuzz::require(profile->file == path && !profile->name.empty(), "a profile says what it is about");
    Config config;
    config.profiles = {*profile};
    check_questions(config);
    return 0;
}
