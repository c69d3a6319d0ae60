// Facts and requests as JSON: one reader and one writer that follow the tables of facts_fields.h.
//
// Strict on the way in: what the tables do not know is an error, not ignored. Never decides what a fact means.
#include "awaitlint/facts_json.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/facts_fields.h"
#include "base/utf8.h"

namespace awaitlint {
namespace {

using nlohmann::json;

// Outside the templates, or the library's code for them would be made again for each of some two hundred members.
[[gnu::noinline]] void put(json& object, const char* name, json value) {
    object[name] = std::move(value);
}
[[gnu::noinline]] const json* member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}
[[gnu::noinline]] bool is_text(const json& value, const char* text) {
    return value.is_string() && value.get_ref<const std::string&>() == text;
}

struct Writer {
    static json write(const std::string& text) { return json_text(text); }
    static json write(bool value) { return value; }
    static json write(std::uint32_t value) { return value; }

    template <class Enum>
        requires std::is_enum_v<Enum>
    static json write(Enum value) {
        for (const Named<Enum>& named : names<Enum>)
            if (named.value == value) return named.name;
        return nullptr;
    }
    template <class T>
    static json write(const std::optional<T>& value) {
        return value ? write(*value) : json(nullptr);
    }
    template <class T>
    static json write(const std::vector<T>& values) {
        json array = json::array();
        for (const T& value : values) array.push_back(write(value));
        return array;
    }
    template <class... Alternatives>
    static json write(const std::variant<Alternatives...>& value) {
        using Sum = std::variant<Alternatives...>;
        static_assert(are_all_named<Sum>, "add the new alternative to its list in facts_fields.h");
        json object = json::object();
        put(object, alternatives<Sum>[value.index()], std::visit([](const auto& held) { return write(held); }, value));
        return object;
    }
    template <FactsValue T>
    static json write(const T& value) {
        static_assert(is_complete_table<T>, "add the new member to its table in facts_fields.h");
        [[maybe_unused]] static const T defaults;  // of a type without members it is not read
        json object = json::object();
        const auto add = [&](const auto& field) {
            if (value.*field.member != defaults.*field.member) put(object, field.name, write(value.*field.member));
        };
        std::apply([&](const auto&... field) { (add(field), ...); }, fields<T>);
        return object;
    }
};

template <class T>
constexpr auto names_of = std::apply(
    [](const auto&... field) { return std::array<std::string_view, sizeof...(field)>{field.name...}; }, fields<T>);

// Each `read` says whether it could; if not, `error` holds the path to the culprit and what is wrong with it.
struct Reader {
    std::string error;

    [[gnu::noinline]] bool fail(std::string_view message) {
        error = message;
        return false;
    }
    [[gnu::noinline]] bool fail_in(std::string_view step) {
        const bool is_at_culprit = error.starts_with(": ");
        const bool is_index = error.starts_with("[");
        error.insert(0, is_at_culprit || is_index ? "" : ".").insert(0, step);
        return false;
    }

    [[gnu::noinline]] bool fail_at_unknown_key(const json& from, std::span<const std::string_view> known) {
        for (const auto& [key, ignored] : from.items())
            if (std::find(known.begin(), known.end(), key) == known.end()) return fail(": unknown key '" + key + "'");
        return fail(": unknown key");
    }

    bool read(const json& from, std::string& text) {
        if (!from.is_string()) return fail(": expected a string");
        text = bytes_of_json_text(from.get_ref<const std::string&>());
        return true;
    }
    bool read(const json& from, bool& value) {
        if (!from.is_boolean()) return fail(": expected true or false");
        value = from.get<bool>();
        return true;
    }
    bool read(const json& from, std::uint32_t& value) {
        if (!from.is_number_unsigned() || from.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max())
            return fail(": expected a number from 0 to 4294967295");
        value = from.get<std::uint32_t>();
        return true;
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    bool read(const json& from, Enum& value) {
        for (const Named<Enum>& named : names<Enum>)
            if (is_text(from, named.name)) {
                value = named.value;
                return true;
            }
        return fail(": expected one of a fixed set of names");
    }
    template <class T>
    bool read(const json& from, std::optional<T>& value) {
        if (from.is_null()) {
            value.reset();
            return true;
        }
        return read(from, value.emplace());
    }
    template <class T>
    bool read(const json& from, std::vector<T>& values) {
        if (!from.is_array()) return fail(": expected an array");
        values.clear();
        for (const json& element : from)
            if (!read(element, values.emplace_back())) return fail_in("[" + std::to_string(values.size() - 1) + "]");
        return true;
    }
    template <class... Alternatives>
    bool read(const json& from, std::variant<Alternatives...>& value) {
        if (!from.is_object() || from.size() != 1) return fail(": expected an object with one key");
        const auto held = from.begin();
        std::size_t index = 0;
        const auto take = [&]<class Alternative>(std::type_identity<Alternative>) {
            if (held.key() != alternatives<std::variant<Alternatives...>>[index++]) return false;
            if (!read(*held, value.template emplace<Alternative>())) fail_in(held.key());
            return true;
        };
        const bool is_known = (take(std::type_identity<Alternatives>()) || ...);
        return (is_known && error.empty()) || (!is_known && fail(": unknown key '" + held.key() + "'"));
    }
    template <FactsValue T>
    bool read(const json& from, T& value) {
        if (!from.is_object()) return fail(": expected an object");
        static const T defaults;  // of a temporary, GCC 12 says that it may be uninitialized
        value = defaults;
        std::size_t known = 0;
        const auto take = [&](const auto& field) {
            const json* found = member(from, field.name);
            if (!found) return true;
            ++known;
            return read(*found, value.*field.member) || fail_in(field.name);
        };
        if (!std::apply([&](const auto&... field) { return (take(field) && ...); }, fields<T>)) return false;
        return known == from.size() || fail_at_unknown_key(from, names_of<T>);
    }
};

constexpr char32_t escaped_bytes = 0xf700;  // U+F780..U+F7FF stand for the bytes 0x80..0xff

bool is_escaped_byte(char32_t code_point) {
    return code_point >= escaped_bytes + 0x80 && code_point <= escaped_bytes + 0xff;
}

}  // namespace

std::string json_text(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Utf8Character character = first_utf8_character(bytes);
        const bool is_plain = character.length != 0 && !is_escaped_byte(character.code_point);
        const std::size_t length = is_plain ? character.length : 1;
        if (is_plain)
            text += bytes.substr(0, length);
        else
            text += utf8_of(escaped_bytes + static_cast<unsigned char>(bytes[0]));
        bytes.remove_prefix(length);
    }
    return text;
}

std::string bytes_of_json_text(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        const std::size_t length = character.length == 0 ? 1 : character.length;
        if (is_escaped_byte(character.code_point))
            bytes += static_cast<char>(character.code_point - escaped_bytes);
        else
            bytes += text.substr(0, length);
        text.remove_prefix(length);
    }
    return bytes;
}

template <FactsValue T>
void to_json(json& object, const T& value) {
    object = Writer::write(value);
}

template <FactsValue T>
void from_json(const json& object, T& value) {
    Reader reader;
    if (reader.read(object, value)) return;
    reader.fail_in("value");
    throw std::invalid_argument(reader.error);
}

#define INSTANTIATE(type)                                   \
    template void to_json(json& object, const type& value); \
    template void from_json(const json& object, type& value);
INSTANTIATE(Place)
INSTANTIATE(Span)
INSTANTIATE(SiteId)
INSTANTIATE(Note)
INSTANTIATE(Edit)
INSTANTIATE(Symbol)
INSTANTIATE(Sibling)
INSTANTIATE(Enclosing)
INSTANTIATE(Site)
INSTANTIATE(CallSite)
INSTANTIATE(Protocol)
INSTANTIATE(Await)
INSTANTIATE(AwaitableType)
INSTANTIATE(Value)
INSTANTIATE(Call)
INSTANTIATE(Spent)
INSTANTIATE(MissingReturn)
INSTANTIATE(BlockingCall)
INSTANTIATE(LineBefore)
INSTANTIATE(EarlyRelease)
INSTANTIATE(LateTaking)
INSTANTIATE(LockTaking)
INSTANTIATE(LockExchange)
INSTANTIATE(HeldLock)
INSTANTIATE(OwnerBefore)
INSTANTIATE(NextAwait)
INSTANTIATE(AwaitedReturn)
INSTANTIATE(ValueType)
INSTANTIATE(ByValue)
INSTANTIATE(Loan)
INSTANTIATE(StaleView)
INSTANTIATE(Use)
INSTANTIATE(AsyncFunction)
INSTANTIATE(Suppression)
INSTANTIATE(CompileError)
INSTANTIATE(Blank)
INSTANTIATE(UnitFacts)
INSTANTIATE(CompileCommand)
INSTANTIATE(UserFiles)
INSTANTIATE(UnsavedFile)
INSTANTIATE(UnitRequest)
INSTANTIATE(Candidate)
INSTANTIATE(ProofRequest)
INSTANTIATE(Proof)
INSTANTIATE(Parses)
INSTANTIATE(Suggestion)
INSTANTIATE(WantedSibling)
INSTANTIATE(Finding)
#undef INSTANTIATE

}  // namespace awaitlint
