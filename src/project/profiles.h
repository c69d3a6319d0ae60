// Reads library profiles: the built-in ones and those that the configuration names.
//
// In: JSON files of the form that docs/schema/profile.schema.json describes. Out: profiles (awaitlint/profile.h) whose
// names are whole, or an error with every problem of the file. Unknown keys are errors. Knows no library by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/profile.h"
#include "awaitlint/result.h"

namespace awaitlint {

Result<LibraryProfile> read_profile(const std::string& path);

/// Those of rules/libraries/, sorted by name.
const std::vector<LibraryProfile>& built_in_profiles();

/// Their texts, by name: what `built_in_profiles` reads. Embedded by the build.
const std::map<std::string, std::string>& builtin_profile_texts();

/// The keys of a profile, sorted. docs/schema/profile.schema.json has the same ones.
std::vector<std::string> profile_keys();

}  // namespace awaitlint
