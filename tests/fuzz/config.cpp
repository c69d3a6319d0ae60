// Configurations: an error of which each line begins with the file, or values that rules can use.
#include "awaitlint/config.h"

#include <algorithm>

#include "fuzz.h"
#include "project/project.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const std::vector<std::string> rules = {"await-on-non-awaitable", "discarded-awaitable"};
    const std::string path = fuzz::file_with(".awaitlint.json", fuzz::text_of(bytes, size));
    const Result<Config> config = read_config(path, rules);
    if (!config) {
        fuzz::require(config.error().message.starts_with(path), "an error begins with the file");
        fuzz::require_linear(config.error().message.size(), size, 400, "an error is bounded");
        return 0;
    }
    fuzz::require(config->prefer == "async" || config->prefer == "sync", "a preference is one of two");
    for (const auto& [rule, severity] : config->rules)
        fuzz::require(std::find(rules.begin(), rules.end(), rule) != rules.end(), "rules are known ones");
    for (const FactoryPair& pair : config->factories)
        fuzz::require(!pair.sync.empty() && !pair.async.empty() && pair.sync != pair.async, "pairs are two functions");
    const UserFiles files{"/root", config->include, config->exclude};
    fuzz::require(!is_users_file(files, "/elsewhere/a.cpp"), "no glob leaves the root");
    (void)is_users_file(files, "/top/a/b/c.cpp");
    const Result<Config> again = read_config(path, rules);
    fuzz::require(again && again->rules == config->rules && again->include == config->include &&
                      again->exclude == config->exclude && again->naming == config->naming,
                  "read again, it is the same");
    return 0;
}
