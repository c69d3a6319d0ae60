// The project's configuration: `.awaitlint.json` and what the command line overrides.
//
// Plain values with their defaults. Read by src/project/config.cpp, which rejects unknown keys with the nearest
// known name. Rules read it; the front end never does.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/profile.h"

namespace awaitlint {

struct Config {
    bool is_root = false;                   // nothing above its folder adds to it
    std::map<std::string, Severity> rules;  // overrides of default severities
    std::vector<FactoryPair> factories;
    std::vector<std::string> naming;       // tried before the built-in relations; "{}" is the sync name
    std::string prefer = "async";          // "async" or "sync": which suggestion is first in a coroutine
    std::vector<std::string> libraries;    // files of profiles beside the built-in ones
    std::vector<LibraryProfile> profiles;  // those of `libraries`, then the built-in ones
    std::vector<std::string> include;      // globs of the user's files; empty means all below the root
    std::vector<std::string> exclude;
    Severity fail_on = Severity::warning;  // off: never fail
};

}  // namespace awaitlint
