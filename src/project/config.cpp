// Reads `.awaitlint.json`: see read_config in project.h.
//
// One table of keys, one reader per key; each reader checks the types and values of its key and notes every problem,
// so that one run shows all of them. Refuses what would be ignored in silence: unknown keys, rules and values,
// patterns and globs that can never match.
#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "project/json_checks.h"
#include "project/json_file.h"
#include "project/paths.h"
#include "project/profiles.h"
#include "project/project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

constexpr std::uintmax_t largest_config = std::uintmax_t{4} << 20;
constexpr std::size_t most_libraries = 100;

/// A configuration while it is read.
struct Reading {
    const std::vector<std::string>& rule_ids;
    std::string folder;  // of the configuration file
    Config config;
    Problems problems;

    void refuse(const std::string& where, const std::string& what) { problems.refuse(where, what); }
};

void read_rules(Reading& reading, const json& value) {
    if (!value.is_object()) return reading.refuse("rules", fmt::format("must be an object, not {}", json_kind(value)));
    for (const auto& [id, severity] : value.items()) {
        if (std::find(reading.rule_ids.begin(), reading.rule_ids.end(), id) == reading.rule_ids.end()) {
            reading.refuse("rules", fmt::format("names the unknown rule '{}'.{}", id, hint(id, reading.rule_ids)));
            continue;
        }
        const std::string name =
            checked_word(reading.problems, "rules." + id, severity, {"off", "note", "warning", "error"});
        if (const auto known = severity_named(name)) reading.config.rules[id] = *known;
    }
}

/// The function named by `key` of a pair, or nothing (and a problem).
std::string function_name(Reading& reading, const std::string& where, const json& pair, const char* key) {
    const std::string place = fmt::format("{}.{}", where, key);
    const auto value = pair.find(key);
    if (value == pair.end()) {
        reading.refuse(where, fmt::format("has no '{}': a pair names both the sync and the async function", key));
        return {};
    }
    if (!value->is_string()) {
        reading.refuse(place, fmt::format("must be a string, not {}", json_kind(*value)));
        return {};
    }
    auto name = value->get<std::string>();
    if (name.starts_with("::")) name.erase(0, 2);
    if (is_qualified_name(name)) return name;
    reading.refuse(place, fmt::format("must be a qualified name such as \"app::get_manager\", without parameters, "
                                      "not \"{}\"",
                                      name));
    return {};
}

void read_factories(Reading& reading, const json& value) {
    if (!value.is_array())
        return reading.refuse("factories", fmt::format("must be an array, not {}", json_kind(value)));
    for (std::size_t at = 0; at < value.size(); ++at) {
        const std::string where = fmt::format("factories[{}]", at);
        if (!value[at].is_object()) {
            reading.refuse(where, fmt::format("must be an object, not {}", json_kind(value[at])));
            continue;
        }
        for (const auto& [key, ignored] : value[at].items())
            if (key != "sync" && key != "async")
                reading.refuse(where, fmt::format("has the unknown key '{}'.{}", key, hint(key, {"async", "sync"})));
        FactoryPair pair{function_name(reading, where, value[at], "sync"),
                         function_name(reading, where, value[at], "async")};
        if (!pair.sync.empty() && pair.sync == pair.async)
            reading.refuse(where, fmt::format("names '{}' as its own sibling", pair.sync));
        reading.config.factories.push_back(std::move(pair));
    }
}

void read_naming(Reading& reading, const json& value) {
    for (const auto& [where, pattern] : checked_strings(reading.problems, "naming", value)) {
        if (const std::string why_not = why_not_pattern(pattern); !why_not.empty())
            reading.refuse(where, fmt::format("{}, not \"{}\"", why_not, pattern));
        reading.config.naming.push_back(pattern);
    }
}

void read_prefer(Reading& reading, const json& value) {
    reading.config.prefer = checked_word(reading.problems, "prefer", value, {"async", "sync"});
}

void read_libraries(Reading& reading, const json& value) {
    const auto paths = checked_strings(reading.problems, "libraries", value);
    if (paths.size() > most_libraries)
        return reading.refuse("libraries",
                              fmt::format("names {} files; at most {} are read", paths.size(), most_libraries));
    for (const auto& [where, path] : paths) {
        const std::string absolute = real_path(absolute_path(path, reading.folder));
        if (const auto& known = reading.config.libraries;
            std::find(known.begin(), known.end(), absolute) != known.end()) {
            reading.refuse(where, fmt::format("names '{}' a second time", path));
            continue;
        }
        Result<LibraryProfile> profile = read_profile(absolute);
        if (profile) reading.config.profiles.push_back(std::move(*profile));
        std::istringstream problems(profile ? "" : profile.error().message);
        for (std::string problem; std::getline(problems, problem);) reading.refuse(where, "cannot be used: " + problem);
        reading.config.libraries.push_back(absolute);
    }
}

/// What keeps a glob from ever matching, or empty. Globs are those of is_users_file.
std::string why_not_glob(const std::string& glob) {
    if (glob.find_first_not_of("./") == glob.npos) return "names no file or folder";
    if (glob.starts_with('!')) return "cannot negate: name what is wanted in \"include\"";
    if (glob.find('\\') != glob.npos) return "must separate folders by /";
    if (("/" + glob + "/").find("/../") != glob.npos) return "must not leave the project's root";
    return {};
}

std::vector<std::string> globs(Reading& reading, const std::string& key, const json& value) {
    std::vector<std::string> found;
    for (const auto& [where, glob] : checked_strings(reading.problems, key, value)) {
        if (const std::string why_not = why_not_glob(glob); !why_not.empty())
            reading.refuse(where, fmt::format("{}: \"{}\"", why_not, glob));
        found.push_back(glob);
    }
    return found;
}

void read_include(Reading& reading, const json& value) {
    reading.config.include = globs(reading, "include", value);
}

void read_exclude(Reading& reading, const json& value) {
    reading.config.exclude = globs(reading, "exclude", value);
}

void read_fail_on(Reading& reading, const json& value) {
    const std::string name = checked_word(reading.problems, "fail_on", value, {"error", "warning", "note", "never"});
    if (const auto severity = severity_named(name == "never" ? "off" : name)) reading.config.fail_on = *severity;
}

void read_root(Reading& reading, const json& value) {
    if (!value.is_boolean())
        return reading.refuse("root", fmt::format("must be true or false, not {}", json_kind(value)));
    reading.config.is_root = value.get<bool>();
}

/// Editors look at it to find the schema.
void read_schema_reference(Reading& reading, const json& value) {
    if (!value.is_string()) reading.refuse("$schema", fmt::format("must be a string, not {}", json_kind(value)));
}

struct Key {
    std::string_view name;
    void (*read)(Reading&, const json&);
};

constexpr std::array<Key, 10> keys = {{{"$schema", read_schema_reference},
                                       {"exclude", read_exclude},
                                       {"factories", read_factories},
                                       {"fail_on", read_fail_on},
                                       {"include", read_include},
                                       {"libraries", read_libraries},
                                       {"naming", read_naming},
                                       {"prefer", read_prefer},
                                       {"root", read_root},
                                       {"rules", read_rules}}};

void read_key(Reading& reading, const std::string& name, const json& value) {
    const auto known = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
    if (known == keys.end())
        reading.problems.note(fmt::format("unknown key '{}'.{}", name, hint(name, config_keys())));
    else
        known->read(reading, value);
}

/// What it says itself comes first and outranks.
void add_above(Config& config, const Config& above) {
    const auto append = [](auto& own, const auto& more) { own.insert(own.end(), more.begin(), more.end()); };
    config.rules.insert(above.rules.begin(), above.rules.end());  // keeps what is there
    append(config.factories, above.factories);
    append(config.naming, above.naming);
    append(config.libraries, above.libraries);
    append(config.profiles, above.profiles);
}

Result<Config> config_of(const std::string& path, const std::vector<std::string>& rule_ids, const Config* above) {
    const Result<json> value = read_json_file(path, largest_config, Writer::person);
    if (!value) return value.error();
    if (!value->is_object()) return Error{fmt::format("{}: must be an object, not {}", path, json_kind(*value))};
    Reading reading{rule_ids, std::filesystem::path(path).parent_path().string(), {}, {}};
    const auto root = value->find("root");
    if (root != value->end() && root->is_boolean() && root->get<bool>()) above = nullptr;
    if (above) {
        reading.config.prefer = above->prefer;
        reading.config.fail_on = above->fail_on;
    }
    for (const auto& [name, content] : value->items()) read_key(reading, name, content);
    if (above)
        add_above(reading.config, *above);
    else
        reading.config.profiles.insert(reading.config.profiles.end(), built_in_profiles().begin(),
                                       built_in_profiles().end());
    if (reading.problems.empty()) return std::move(reading.config);
    return reading.problems.in_file(path);
}

}  // namespace

std::vector<std::string> config_keys() {
    std::vector<std::string> names;
    for (const Key& key : keys) names.emplace_back(key.name);
    return names;
}

Config default_config() {
    Config config;
    config.profiles = built_in_profiles();
    return config;
}

std::string glob_from_root(const std::string& folder, const std::string& glob) {
    if (folder.empty()) return glob;
    const std::string_view inner = std::string_view(glob).substr(glob.starts_with('/') ? 1 : 0);
    // One without a `/` but at its end fits anywhere below.
    const bool is_anywhere = inner.size() == glob.size() && inner.find('/') >= inner.size() - 1;
    return fmt::format("{}/{}{}", folder, is_anywhere ? "**/" : "", inner);
}

Result<Config> read_config(const std::string& path, const std::vector<std::string>& rule_ids, const Config* above) {
    try {
        return config_of(absolute_path(path, std::filesystem::current_path().string()), rule_ids, above);
    } catch (const std::exception& failure) {
        return Error{fmt::format("{}: cannot be read: {}", path, failure.what())};
    }
}

}  // namespace awaitlint
