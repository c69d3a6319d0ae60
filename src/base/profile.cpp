// Questions about library profiles. See profile.h.
#include "awaitlint/profile.h"

#include <algorithm>
#include <cctype>

#include "awaitlint/config.h"

namespace awaitlint {
namespace {

bool is_name_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// True if `text` begins with that whole word.
bool begins_with_word(std::string_view text, std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || !is_name_part(text[word.size()]));
}

/// The end of the template arguments that `text` begins with, or of the text.
std::size_t end_of_arguments(std::string_view text) {
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_arrow = at > 0 && text[at] == '>' && text[at - 1] == '-';
        if (text[at] == '<') ++depth;
        if (text[at] == '>' && !is_arrow && --depth == 0) return at + 1;
    }
    return text.size();
}

template <class Found>
auto first_found(const Config& config, const Found& find) -> decltype(find(config.profiles.front())) {
    for (const LibraryProfile& profile : config.profiles)
        if (auto found = find(profile)) return found;
    return {};
}

template <class Named>
const Named* named(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// In any profile's list of this kind.
bool is_listed(const Config& config, std::vector<std::string> LibraryProfile::* list, std::string_view function) {
    const std::string name = profile_name(function);
    return std::any_of(config.profiles.begin(), config.profiles.end(), [&](const LibraryProfile& profile) {
        return std::find((profile.*list).begin(), (profile.*list).end(), name) != (profile.*list).end();
    });
}

}  // namespace

std::string profile_name(std::string_view type_or_function) {
    std::string_view rest = type_or_function;
    for (const std::string_view word : {"const", "volatile"})
        if (begins_with_word(rest, word)) rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (rest.starts_with("::")) rest.remove_prefix(2);
    std::string name;
    while (!rest.empty()) {
        const bool is_at_component = name.empty() || name.ends_with("::");
        // What an operator is called may hold '<' and spaces, and ends the name.
        if (is_at_component && begins_with_word(rest, "operator")) return name + std::string(rest);
        if (rest.front() == '<') {
            rest.remove_prefix(end_of_arguments(rest));
        } else if (is_name_part(rest.front()) || rest.front() == ':') {
            name += rest.front();
            rest.remove_prefix(1);
        } else if (is_at_component && rest.front() == '(') {  // "(anonymous namespace)", "(lambda)"
            const std::size_t end = std::min(rest.find(')'), rest.size() - 1) + 1;
            name += rest.substr(0, end);
            rest.remove_prefix(end);
        } else {
            break;
        }
    }
    return name;
}

const TaskType* find_task_type(const Config& config, std::string_view type) {
    const std::string name = profile_name(type);
    return first_found(config, [&](const LibraryProfile& profile) { return named(profile.types, name); });
}

const LibraryProfile* find_library_of_type(const Config& config, std::string_view type) {
    const std::string name = profile_name(type);
    return first_found(config, [&](const LibraryProfile& profile) -> const LibraryProfile* {
        return named(profile.types, name) ? &profile : nullptr;
    });
}

const OperationFacts* find_operation(const Config& config, std::string_view function) {
    const std::string name = profile_name(function);
    return first_found(config, [&](const LibraryProfile& profile) { return named(profile.functions, name); });
}

bool is_blocking_wait(const Config& config, std::string_view function) {
    return is_listed(config, &LibraryProfile::blocking, function);
}

bool is_starter(const Config& config, std::string_view function) {
    // Wherever they are declared, these words say that nobody waits.
    static constexpr std::string_view words[] = {"detach",         "co_spawn",       "spawn",
                                                 "spawn_detached", "start_detached", "fire_and_forget"};
    const std::string name = profile_name(function);
    const std::string_view last = std::string_view(name).substr(name.rfind(':') + 1);
    return std::find(std::begin(words), std::end(words), last) != std::end(words) ||
           is_listed(config, &LibraryProfile::starters, function);
}

bool is_dropper(const Config& config, std::string_view function) {
    return is_listed(config, &LibraryProfile::droppers, function);
}

bool may_discard(const Config& config, std::string_view function, std::string_view type) {
    if (const OperationFacts* operation = find_operation(config, function)) return operation->may_discard;
    const TaskType* task = find_task_type(config, type);
    return task && task->may_discard;
}

bool may_keep(const Config& config, std::string_view type) {
    const TaskType* task = find_task_type(config, type);
    return task && task->may_keep;
}

bool stays_in_thread(const Config& config, std::string_view type) {
    const TaskType* task = find_task_type(config, type);
    return task && task->stays_in_thread;
}

Start start_of(const Config& config, std::string_view type) {
    const TaskType* task = find_task_type(config, type);
    return task ? task->start : Start::unknown;
}

const AwaitedLock* find_awaited_lock(const Config& config, const std::string& name) {
    return first_found(config, [&](const LibraryProfile& profile) { return named(profile.locks, name); });
}

std::string_view when_dropped(const Config& config, std::string_view function, std::string_view type) {
    if (const OperationFacts* operation = find_operation(config, function);
        operation && !operation->when_dropped.empty())
        return operation->when_dropped;
    const TaskType* task = find_task_type(config, type);
    return task ? std::string_view(task->when_dropped) : std::string_view();
}

}  // namespace awaitlint
