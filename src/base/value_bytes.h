// Values as bytes and back: the numbers, texts and containers of facts, and whatever else lists its parts.
//
// In and out: the values of facts_json.h by their tables (facts_fields.h), and every type with a `parts_of` that ties
// its members. Both ends are the same build of the program: nothing in the bytes says what they are. Reading goes past
// no end and says whether it could.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "awaitlint/facts_json.h"
#include "base/byte_stream.h"
#include "base/facts_fields.h"

namespace awaitlint::bytes {

/// A type outside the tables: `parts_of(value)` is a tuple of references to its members.
template <class T>
concept InParts = requires(T& value) { parts_of(value); };

template <class T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

inline void write(std::string& out, const std::string& text);
template <Number T>
void write(std::string& out, T value);
template <FactsValue T>
void write(std::string& out, const T& value);
template <InParts T>
void write(std::string& out, const T& value);
template <class A, class B>
void write(std::string& out, const std::pair<A, B>& value);
template <class T>
void write(std::string& out, const std::optional<T>& value);
template <class... Ts>
void write(std::string& out, const std::variant<Ts...>& value);
template <class T>
void write(std::string& out, const std::vector<T>& values);
template <class T>
void write(std::string& out, const std::set<T>& values);
template <class K, class V>
void write(std::string& out, const std::map<K, V>& values);

inline bool read(ByteReader& in, std::string& text);
template <Number T>
bool read(ByteReader& in, T& value);
template <FactsValue T>
bool read(ByteReader& in, T& value);
template <InParts T>
bool read(ByteReader& in, T& value);
template <class A, class B>
bool read(ByteReader& in, std::pair<A, B>& value);
template <class T>
bool read(ByteReader& in, std::optional<T>& value);
template <class... Ts>
bool read(ByteReader& in, std::variant<Ts...>& value);
template <class T>
bool read(ByteReader& in, std::vector<T>& values);
template <class T>
bool read(ByteReader& in, std::set<T>& values);
template <class K, class V>
bool read(ByteReader& in, std::map<K, V>& values);

inline void write(std::string& out, const std::string& text) {
    write_text(out, text);
}

template <Number T>
void write(std::string& out, T value) {
    write_number(out, static_cast<std::uint64_t>(value));
}

template <FactsValue T>
void write(std::string& out, const T& value) {
    static_assert(is_complete_table<T>, "add the new member to its table in facts_fields.h");
    std::apply([&](const auto&... field) { (write(out, value.*field.member), ...); }, fields<T>);
}

template <InParts T>
void write(std::string& out, const T& value) {
    std::apply([&](const auto&... part) { (write(out, part), ...); }, parts_of(const_cast<T&>(value)));
}

template <class A, class B>
void write(std::string& out, const std::pair<A, B>& value) {
    write(out, value.first);
    write(out, value.second);
}

template <class T>
void write(std::string& out, const std::optional<T>& value) {
    write(out, value.has_value());
    if (value) write(out, *value);
}

template <class... Ts>
void write(std::string& out, const std::variant<Ts...>& value) {
    write(out, value.index());
    std::visit([&](const auto& held) { write(out, held); }, value);
}

template <class Values>
void write_each(std::string& out, const Values& values) {
    write_number(out, values.size());
    for (const auto& value : values) write(out, value);
}
template <class T>
void write(std::string& out, const std::vector<T>& values) {
    write_each(out, values);
}
template <class T>
void write(std::string& out, const std::set<T>& values) {
    write_each(out, values);
}
template <class K, class V>
void write(std::string& out, const std::map<K, V>& values) {
    write_each(out, values);
}

inline bool read(ByteReader& in, std::string& text) {
    std::string_view bytes;
    if (!in.read_text(bytes)) return false;
    text = bytes;
    return true;
}

template <Number T>
bool read(ByteReader& in, T& value) {
    std::uint64_t number = 0;
    if (!in.read_number(number)) return false;
    value = static_cast<T>(number);
    return true;
}

template <FactsValue T>
bool read(ByteReader& in, T& value) {
    return std::apply([&](const auto&... field) { return (read(in, value.*field.member) && ...); }, fields<T>);
}

template <InParts T>
bool read(ByteReader& in, T& value) {
    return std::apply([&](auto&... part) { return (read(in, part) && ...); }, parts_of(value));
}

template <class A, class B>
bool read(ByteReader& in, std::pair<A, B>& value) {
    return read(in, value.first) && read(in, value.second);
}

template <class T>
bool read(ByteReader& in, std::optional<T>& value) {
    bool has_value = false;
    return read(in, has_value) && (!has_value || read(in, value.emplace()));
}

template <class... Ts>
bool read(ByteReader& in, std::variant<Ts...>& value) {
    std::uint64_t index = 0;
    if (!in.read_number(index)) return false;
    std::uint64_t at = 0;
    bool is_read = false;
    const auto take = [&]<class T>(std::type_identity<T>) {
        if (at++ == index) is_read = read(in, value.template emplace<T>());
    };
    (take(std::type_identity<Ts>()), ...);
    return is_read;
}

/// `take` gets each value as it is read.
template <class T, class Take>
bool read_each(ByteReader& in, const Take& take) {
    std::uint64_t count = 0;
    // No value is shorter than a byte.
    if (!in.read_number(count) || count > in.rest().size()) return false;
    for (; count; --count) {
        T value{};
        if (!read(in, value)) return false;
        take(std::move(value));
    }
    return true;
}
template <class T>
bool read(ByteReader& in, std::vector<T>& values) {
    return read_each<T>(in, [&](T value) { values.push_back(std::move(value)); });
}
template <class T>
bool read(ByteReader& in, std::set<T>& values) {
    return read_each<T>(in, [&](T value) { values.insert(values.end(), std::move(value)); });
}
template <class K, class V>
bool read(ByteReader& in, std::map<K, V>& values) {
    return read_each<std::pair<K, V>>(in,
                                      [&](std::pair<K, V> value) { values.insert(values.end(), std::move(value)); });
}

template <class T>
std::string written(const T& value) {
    std::string out;
    write(out, value);
    return out;
}

template <class T>
std::optional<T> read_back(std::string_view text) {
    ByteReader in(text);
    std::optional<T> value(std::in_place);
    if (!read(in, *value) || !in.is_at_end()) value.reset();
    return value;
}

}  // namespace awaitlint::bytes
