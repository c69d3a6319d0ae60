// See facts_bytes.h. Every member of every value, in the order of its table.
#include "base/facts_bytes.h"

#include <tuple>
#include <type_traits>

#include "awaitlint/facts_json.h"
#include "base/byte_stream.h"
#include "base/facts_fields.h"

namespace awaitlint {
namespace {

void write(std::string& out, const std::string& text) {
    write_text(out, text);
}

template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
void write(std::string& out, T value) {
    write_number(out, static_cast<std::uint64_t>(value));
}

template <class T>
void write(std::string& out, const std::optional<T>& value);
template <class T>
void write(std::string& out, const std::vector<T>& values);

template <FactsValue T>
void write(std::string& out, const T& value) {
    static_assert(is_complete_table<T>, "add the new member to its table in facts_fields.h");
    std::apply([&](const auto&... field) { (write(out, value.*field.member), ...); }, fields<T>);
}

template <class T>
void write(std::string& out, const std::optional<T>& value) {
    write(out, value.has_value());
    if (value) write(out, *value);
}

template <class T>
void write(std::string& out, const std::vector<T>& values) {
    write_number(out, values.size());
    for (const T& value : values) write(out, value);
}

bool read(ByteReader& in, std::string& text) {
    std::string_view bytes;
    if (!in.read_text(bytes)) return false;
    text = bytes;
    return true;
}

template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
bool read(ByteReader& in, T& value) {
    std::uint64_t number = 0;
    if (!in.read_number(number)) return false;
    value = static_cast<T>(number);
    return true;
}

template <class T>
bool read(ByteReader& in, std::optional<T>& value);
template <class T>
bool read(ByteReader& in, std::vector<T>& values);

template <FactsValue T>
bool read(ByteReader& in, T& value) {
    return std::apply([&](const auto&... field) { return (read(in, value.*field.member) && ...); }, fields<T>);
}

template <class T>
bool read(ByteReader& in, std::optional<T>& value) {
    bool has_value = false;
    return read(in, has_value) && (!has_value || read(in, value.emplace()));
}

template <class T>
bool read(ByteReader& in, std::vector<T>& values) {
    std::uint64_t count = 0;
    // No value is shorter than a byte.
    if (!in.read_number(count) || count > in.rest().size()) return false;
    for (; count; --count)
        if (!read(in, values.emplace_back())) return false;
    return true;
}

template <class T>
std::string written(const T& value) {
    std::string out;
    write(out, value);
    return out;
}

template <class T>
std::optional<T> read_back(std::string_view bytes) {
    ByteReader in(bytes);
    std::optional<T> value(std::in_place);
    if (!read(in, *value) || !in.is_at_end()) value.reset();
    return value;
}

}  // namespace

std::string to_bytes(const UnitFacts& facts) {
    return written(facts);
}
std::string to_bytes(const UnitRequest& request) {
    return written(request);
}
std::string to_bytes(const ProofRequest& request) {
    return written(request);
}
std::string to_bytes(const std::vector<Proof>& proofs) {
    return written(proofs);
}

std::optional<UnitFacts> facts_from_bytes(std::string_view bytes) {
    return read_back<UnitFacts>(bytes);
}
std::optional<std::vector<Proof>> proofs_from_bytes(std::string_view bytes) {
    return read_back<std::vector<Proof>>(bytes);
}

}  // namespace awaitlint
