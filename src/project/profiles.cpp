// Reads library profiles. See profiles.h.
//
// One table of keys, one reader per key, as in config.cpp. A name in a file stands for one name in each of the
// profile's namespaces; a leading "::" makes it whole as it is.
#include "project/profiles.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "project/json_checks.h"
#include "project/json_file.h"
#include "project/project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

constexpr std::uintmax_t largest_profile = std::uintmax_t{4} << 20;

// A name stands for one in each namespace: a file of some kilobytes could make gigabytes.
constexpr std::size_t most_names = 20'000;
constexpr std::size_t most_name_bytes = std::size_t{2} << 20;

/// A profile while it is read.
struct Reading {
    LibraryProfile profile;
    Problems problems;
    std::size_t names = 0;  // whole ones that it stands for so far
    std::size_t name_bytes = 0;

    bool is_full() const { return names > most_names || name_bytes > most_name_bytes; }
};

std::string text_at(Reading& reading, const std::string& where, const json& value) {
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) return value.get<std::string>();
    reading.problems.refuse(
        where, value.is_string() ? "must not be empty" : fmt::format("must be a string, not {}", json_kind(value)));
    return {};
}

bool truth_at(Reading& reading, const std::string& where, const json& value) {
    if (value.is_boolean()) return value.get<bool>();
    reading.problems.refuse(where, fmt::format("must be true or false, not {}", json_kind(value)));
    return false;
}

/// The whole names that a name of the file stands for; none (and a problem) if it is no name.
std::vector<std::string> whole_names(Reading& reading, const std::string& where, const std::string& name) {
    const bool is_whole = name.starts_with("::");
    const std::string plain = is_whole ? name.substr(2) : name;
    const std::size_t operator_at = plain.find("operator");
    if (!is_qualified_name(plain) || plain.find('<') < operator_at) {
        reading.problems.refuse(where, fmt::format("must be a name such as \"task\" or \"::app::task\", without "
                                                   "template arguments and parameters, not \"{}\"",
                                                   name));
        return {};
    }
    std::vector<std::string> names;
    const auto add = [&](std::string whole) {
        ++reading.names;
        reading.name_bytes += whole.size();
        names.push_back(std::move(whole));
    };
    if (is_whole || reading.profile.namespaces.empty()) add(plain);
    for (const std::string& space : reading.profile.namespaces) {
        if (is_whole || reading.is_full()) break;
        add(fmt::format("{}::{}", space, plain));
    }
    return names;
}

std::vector<std::string> whole_names_in(Reading& reading, const std::string& where, const json& value) {
    std::vector<std::string> names;
    for (const auto& [element, name] : checked_strings(reading.problems, where, value))
        for (std::string& whole : whole_names(reading, element, name)) names.push_back(std::move(whole));
    return names;
}

void refuse_unknown_keys(Reading& reading, const std::string& where, const json& object,
                         const std::vector<std::string>& known) {
    for (const auto& [key, ignored] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            reading.problems.refuse(where, fmt::format("has the unknown key '{}'.{}", key, hint(key, known)));
}

/// The whole names under "name", which must be there.
std::vector<std::string> names_of(Reading& reading, const std::string& where, const json& object, const char* key) {
    const auto name = object.find(key);
    if (name == object.end()) {
        reading.problems.refuse(where, fmt::format("has no '{}'", key));
        return {};
    }
    const std::string place = where + "." + key;
    const std::string text = text_at(reading, place, *name);
    return text.empty() ? std::vector<std::string>() : whole_names(reading, place, text);
}

Start start_named(std::string_view word) {
    return word == "lazy" ? Start::lazy : word == "eager" ? Start::eager : Start::unknown;
}

void read_types(Reading& reading, const json& value) {
    for (const auto& [where, type] : checked_objects(reading.problems, "types", value)) {
        refuse_unknown_keys(reading, where, *type,
                            {"dropped", "may_discard", "may_keep", "name", "start", "stays_in_thread"});
        TaskType read;
        if (type->contains("start"))
            read.start =
                start_named(checked_word(reading.problems, where + ".start", type->at("start"), {"lazy", "eager"}));
        if (type->contains("dropped")) read.when_dropped = text_at(reading, where + ".dropped", type->at("dropped"));
        if (type->contains("may_discard"))
            read.may_discard = truth_at(reading, where + ".may_discard", type->at("may_discard"));
        if (type->contains("may_keep")) read.may_keep = truth_at(reading, where + ".may_keep", type->at("may_keep"));
        if (type->contains("stays_in_thread"))
            read.stays_in_thread = truth_at(reading, where + ".stays_in_thread", type->at("stays_in_thread"));
        for (std::string& name : names_of(reading, where, *type, "name")) {
            read.name = std::move(name);
            reading.profile.types.push_back(read);
        }
    }
}

void read_functions(Reading& reading, const json& value) {
    for (const auto& [where, function] : checked_objects(reading.problems, "functions", value)) {
        refuse_unknown_keys(reading, where, *function, {"dropped", "may_discard", "name"});
        OperationFacts read;
        if (function->contains("dropped"))
            read.when_dropped = text_at(reading, where + ".dropped", function->at("dropped"));
        if (function->contains("may_discard"))
            read.may_discard = truth_at(reading, where + ".may_discard", function->at("may_discard"));
        for (std::string& name : names_of(reading, where, *function, "name")) {
            read.name = std::move(name);
            reading.profile.functions.push_back(read);
        }
    }
}

void read_siblings(Reading& reading, const json& value) {
    for (const auto& [where, pair] : checked_objects(reading.problems, "siblings", value)) {
        refuse_unknown_keys(reading, where, *pair, {"async", "sync"});
        const std::vector<std::string> sync = names_of(reading, where, *pair, "sync");
        const std::vector<std::string> async = names_of(reading, where, *pair, "async");
        // Namespaces do not mix: the first name of each belongs to the first namespace, and so on.
        for (std::size_t i = 0; !sync.empty() && !async.empty() && i < std::max(sync.size(), async.size()); ++i)
            reading.profile.siblings.push_back({sync[i % sync.size()], async[i % async.size()]});
        if (!sync.empty() && sync == async) reading.problems.refuse(where, "names a function as its own sibling");
    }
}

void read_naming(Reading& reading, const json& value) {
    for (const auto& [where, pattern] : checked_strings(reading.problems, "naming", value)) {
        if (const std::string why_not = why_not_pattern(pattern); !why_not.empty())
            reading.problems.refuse(where, fmt::format("{}, not \"{}\"", why_not, pattern));
        reading.profile.naming.push_back(pattern);
    }
}

void read_namespaces(Reading& reading, const json& value) {
    for (const auto& [where, space] : checked_strings(reading.problems, "namespaces", value)) {
        const std::string plain = space.starts_with("::") ? space.substr(2) : space;
        if (!is_qualified_name(plain) || plain.find('<') != std::string::npos)
            reading.problems.refuse(where,
                                    fmt::format("must be a namespace such as \"boost::asio\", not \"{}\"", space));
        reading.profile.namespaces.push_back(plain);
    }
}

void refuse_other_form(Reading& reading, const std::string& where, std::string_view form, std::string_view hole) {
    const std::size_t at = form.find(hole);
    const bool is_once = at != std::string_view::npos && form.find(hole, at + 1) == std::string_view::npos;
    if (!is_once || form.find('\n') != std::string_view::npos)
        reading.problems.refuse(where, fmt::format("must be one line that has {} once, not \"{}\"", hole, form));
}

void read_spawners(Reading& reading, const json& value) {
    for (const auto& [where, form] : checked_strings(reading.problems, "spawners", value)) {
        refuse_other_form(reading, where, form, task_hole);
        reading.profile.spawners.push_back(form);
    }
}

void read_locks(Reading& reading, const json& value) {
    for (const auto& [where, lock] : checked_objects(reading.problems, "locks", value)) {
        refuse_unknown_keys(reading, where, *lock, {"guard", "name"});
        AwaitedLock read;
        if (lock->contains("guard"))
            read.guard = text_at(reading, where + ".guard", lock->at("guard"));
        else
            reading.problems.refuse(where, "has no 'guard'");
        if (!read.guard.empty()) refuse_other_form(reading, where + ".guard", read.guard, lock_hole);
        for (std::string& name : names_of(reading, where, *lock, "name")) {
            read.name = std::move(name);
            reading.profile.locks.push_back(read);
        }
    }
}

struct Key {
    std::string_view name;
    void (*read)(Reading&, const json&);
};

// Namespaces first: names need them.
constexpr std::array<Key, 14> keys = {{
    {"namespaces", read_namespaces},
    {"$schema", [](Reading& reading, const json& value) { text_at(reading, "$schema", value); }},
    {"blocking", [](Reading& reading,
                    const json& value) { reading.profile.blocking = whole_names_in(reading, "blocking", value); }},
    {"droppers", [](Reading& reading,
                    const json& value) { reading.profile.droppers = whole_names_in(reading, "droppers", value); }},
    {"functions", read_functions},
    {"locks", read_locks},
    {"name", [](Reading& reading, const json& value) { reading.profile.name = text_at(reading, "name", value); }},
    {"naming", read_naming},
    {"siblings", read_siblings},
    {"spawners", read_spawners},
    {"starters", [](Reading& reading,
                    const json& value) { reading.profile.starters = whole_names_in(reading, "starters", value); }},
    {"title", [](Reading& reading, const json& value) { reading.profile.title = text_at(reading, "title", value); }},
    {"tokens",
     [](Reading& reading, const json& value) { reading.profile.tokens = whole_names_in(reading, "tokens", value); }},
    {"types", read_types},
}};

Result<LibraryProfile> profile_of(const json& value, const std::string& path) {
    if (!value.is_object()) return Error{fmt::format("{}: must be an object, not {}", path, json_kind(value))};
    Reading reading;
    for (const Key& key : keys)
        if (const auto content = value.find(key.name); content != value.end()) key.read(reading, *content);
    const std::vector<std::string> known = profile_keys();
    for (const auto& [name, ignored] : value.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            reading.problems.note(fmt::format("unknown key '{}'.{}", name, hint(name, known)));
    if (!value.contains("name")) reading.problems.note("has no 'name': a profile says which library it is about");
    if (reading.is_full())
        reading.problems.note(fmt::format(
            "stands for too many names: each name stands for one in each of its {} namespaces, and at most {} names "
            "({} MiB) are taken",
            reading.profile.namespaces.size(), most_names, most_name_bytes >> 20));
    if (!reading.problems.empty()) return reading.problems.in_file(path);
    if (reading.profile.title.empty()) reading.profile.title = reading.profile.name;
    return std::move(reading.profile);
}

}  // namespace

std::vector<std::string> profile_keys() {
    std::vector<std::string> names;
    for (const Key& key : keys) names.emplace_back(key.name);
    std::sort(names.begin(), names.end());
    return names;
}

Result<LibraryProfile> read_profile(const std::string& path) {
    const Result<json> value = read_json_file(path, largest_profile, Writer::person);
    if (!value) return value.error();
    Result<LibraryProfile> profile = profile_of(*value, path);
    if (profile) profile->file = path;
    return profile;
}

const std::vector<LibraryProfile>& built_in_profiles() {
    static const std::vector<LibraryProfile> profiles = [] {
        std::vector<LibraryProfile> read;
        for (const auto& [name, text] : builtin_profile_texts()) {
            const json value = json::parse(text, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
            // What is built in is tested: tests/profiles_test.cpp reads each of these and takes no problem.
            if (Result<LibraryProfile> profile = profile_of(value, name); profile) read.push_back(std::move(*profile));
        }
        return read;
    }();
    return profiles;
}

}  // namespace awaitlint
