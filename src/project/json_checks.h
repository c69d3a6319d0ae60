// Checks of JSON values that people write: configuration and library profiles.
//
// In: a value and where it stands ("rules.x", "types[2].start"). Out: what it holds; every problem is noted, so that
// one run shows all of them. Knows the shapes that are shared, not what any key means.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "awaitlint/result.h"

namespace awaitlint {

/// What is wrong with one file.
class Problems {
public:
    void refuse(const std::string& where, const std::string& what);
    void note(std::string problem) { problems_.push_back(std::move(problem)); }
    bool empty() const { return problems_.empty(); }

    /// All of them, each on its own line that begins with the file.
    Error in_file(const std::string& path) const;

private:
    std::vector<std::string> problems_;
};

/// " Did you mean 'x'?" or the known names themselves, to end a message.
std::string hint(const std::string& name, const std::vector<std::string>& known);

/// One of a few words, or nothing (and a problem).
std::string checked_word(Problems& problems, const std::string& where, const nlohmann::json& value,
                         const std::vector<std::string>& words);

/// The strings of an array with where each stands; what is no string is a problem.
std::vector<std::pair<std::string, std::string>> checked_strings(Problems& problems, const std::string& where,
                                                                 const nlohmann::json& value);

/// The objects of an array with where each stands; what is no object is a problem.
std::vector<std::pair<std::string, const nlohmann::json*>> checked_objects(Problems& problems, const std::string& where,
                                                                           const nlohmann::json& value);

/// "a", "a::b", "a::Pool<int>::get", "a::operator()", "(anonymous namespace)::f"; no parameters, no return type.
bool is_qualified_name(std::string_view name);

/// What is wrong with a pattern of names such as "{}_async", or empty.
std::string why_not_pattern(const std::string& pattern);

}  // namespace awaitlint
