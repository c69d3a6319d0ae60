// Judges one dropped value by its type, by how it is dropped and by what its library says. See value_site.h.
#include "awaitlint/value_site.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "awaitlint/profile.h"
#include "awaitlint/site.h"

namespace awaitlint {
namespace {

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

/// The result of awaiting it is an object that holds something for as long as it lives.
bool is_guard(const Value& value) {
    if (value.type.result == "void" || !value.call) return false;
    static constexpr std::array words = {"lock", "units", "permit", "acquire", "semaphore", "mutex"};
    const std::string name = in_lower_case(value.call->callee.name) + " " + in_lower_case(value.type.result);
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return name.find(word) != std::string::npos; });
}

/// A lock is not held when the operation that would take it is dropped, whatever its result is.
bool is_lock_operation(const Value& value) {
    if (!value.call) return false;
    const std::string name = in_lower_case(value.call->callee.name);
    return name == "lock" || name == "lock_async" || name == "async_lock" || name == "co_lock" || name == "colock" ||
           name == "lock_shared" || is_guard(value);
}

/// Its variable says that nobody will look at it.
bool is_set_aside(const Value& value) {
    const fate::Kept* kept = value.kept();
    return kept && (kept->is_marked_unused || kept->variable == "_");
}

std::string_view callee_of(const Value& value) {
    return value.call ? std::string_view(value.call->callee.qualified_name) : std::string_view();
}

}  // namespace

Start start_of(const AwaitableType& type, const Config& config) {
    const Start known = start_of(config, type.template_name);
    if (known != Start::unknown) return known;
    return type.starts_lazily ? Start::lazy : type.starts_eagerly ? Start::eager : Start::unknown;
}

std::string_view explicit_drop(const Value& value) {
    using Form = fate::Discarded::Form;
    const auto* discarded = std::get_if<fate::Discarded>(&value.fate);
    if (!discarded) return "";
    switch (discarded->form) {
        case Form::void_cast:
            return "(void)";
        case Form::static_cast_to_void:
            return "static_cast<void>";
        case Form::std_ignore:
            return "std::ignore";
        case Form::statement:
        case Form::conditional_arm:
        case Form::comma_left:
            return "";
    }
    return "";
}

bool is_drop_a_mistake(const Value& value, const Config& config) {
    const AwaitableType& type = value.type;
    if (type.may_discard || value.may_callee_discard || type.is_generator) return false;
    if (may_discard(config, callee_of(value), type.template_name)) return false;
    if (value.made == Maker::mention) return true;  // in a statement of its own it does nothing
    const bool is_meant = !explicit_drop(value).empty();
    // An empty task, or an object that is also awaitable: only a bare awaiter or a tag is made for nothing else.
    if (value.made == Maker::constructor) {
        if (type.is_task || is_meant) return false;
        const bool is_made_for_it = (type.is_awaiter || type.is_tag) && !value.is<fate::Kept>();
        return is_made_for_it || (value.is_type_awaited && !is_set_aside(value));
    }
    const Start start = start_of(value.type, config);
    if (start == Start::lazy) return true;
    if (is_meant) return false;
    if (const auto* kept = std::get_if<fate::Kept>(&value.fate)) {
        if (may_keep(config, type.template_name) && !is_guard(value)) return false;
        // What runs by itself may be assigned to a variable to end with it.
        if (kept->is_assigned && type.is_task) return false;
        if (is_set_aside(value) && type.is_task && !is_guard(value)) return false;
    }
    if (type.ends_when_dropped && value.is<fate::Discarded>()) return true;
    const bool is_nodiscard = type.is_nodiscard || value.is_callee_nodiscard;
    if (!when_dropped(config, callee_of(value), type.template_name).empty()) return true;
    if (start == Start::eager) return is_nodiscard;
    if (type.is_task) return is_nodiscard || value.is_callee_awaited;
    return is_nodiscard || type.is_awaiter || value.is_callee_awaited ||
           (value.is_type_awaited && !is_set_aside(value));
}

std::string loss_of(const Value& value, const Config& config) {
    const std::string_view known = when_dropped(config, callee_of(value), value.type.template_name);
    const bool is_of_function = find_operation(config, callee_of(value)) != nullptr;
    if (is_lock_operation(value) && !is_of_function) return "no lock is held";
    if (!known.empty()) return std::string(known);
    const Start start = start_of(value.type, config);
    if (start == Start::lazy) return "it never runs";
    if (start == Start::eager && value.type.ends_when_dropped) return "it ends where it is first suspended";
    if (start == Start::eager) return "nothing waits for it, and its error is lost";
    return "nothing waits for it";
}

std::string short_type(const AwaitableType& type) {
    constexpr std::size_t longest = 60;
    if (type.name.size() <= longest || type.name.find('<') == std::string::npos) return type.name;
    return type.name.substr(0, type.name.find('<')) + "<...>";
}

std::string origin_of(const Value& value) {
    if (value.made == Maker::await) return fmt::format("the result of this co_await is '{}'", short_type(value.type));
    if (value.made == Maker::mention) return fmt::format("'{}' is '{}'", value.site.text, short_type(value.type));
    if (value.call && !value.call->callee.name.starts_with("operator"))
        return fmt::format("'{}' returns '{}'", value.call->callee.name, short_type(value.type));
    return fmt::format("this is '{}'", short_type(value.type));
}

Finding finding_at(const Value& value, const RuleInfo& rule, const RuleInput& input) {
    Finding finding = finding_at(value.site, rule, input);
    finding.callee = callee_of(value);
    finding.type = value.type.full_name.empty() ? value.type.name : value.type.full_name;
    return finding;
}

}  // namespace awaitlint
