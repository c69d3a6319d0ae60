// Facts and requests as JSON, both ways: what workers send, the cache stores and `awaitlint facts` prints.
//
// In and out: every value of place.h, facts.h, unit.h, parses.h and finding.h. A key whose value is the default is left
// out and read back as the default; an unknown key, a wrong type or a number out of range is an error that names the
// path to it. Enums are strings, and a sum type is an object with one key, which names the alternative. Not the
// published report format (see docs/schema): both ends are the same build of the same program.
//
// JSON is UTF-8 and source text need not be, but edits carry source text. So a string is stored reversibly: a byte
// 0xNN that is not part of valid UTF-8 becomes the private-use character U+F7NN, and the characters U+F780..U+F7FF
// themselves are stored as their three bytes in that way. Any bytes survive the round trip exactly.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/parses.h"
#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint {

template <class T, class... Ts>
concept OneOf = (std::same_as<T, Ts> || ...);

template <class T>
concept FactsValue =
    OneOf<T, Place, Span, SiteId, Note, Edit, Symbol, Sibling, Enclosing, Site, CallSite, Protocol, Await,
          AwaitableType, fate::Used, fate::Discarded, fate::Kept, fate::Stored, fate::Returned, fate::Yielded,
          fate::Captured, fate::Passed, fate::Accessed, fate::Tested, fate::Misused, fate::Erased, fate::Converted,
          Value, Call, Spent, MissingReturn, BlockingCall, LineBefore, EarlyRelease, LateTaking, LockTaking,
          LockExchange, HeldLock, OwnerBefore, NextAwait, AwaitedReturn, ValueType, ByValue, Loan, StaleView, Use,
          AsyncFunction, Suppression, CompileError, Blank, UnitFacts, CompileCommand, UserFiles, UnsavedFile,
          UnitRequest, Candidate, ProofRequest, Proof, Parses, Suggestion, WantedSibling, Finding>;

/// Any bytes as valid UTF-8 and back, as described above. For strings of your own beside the values of this header.
std::string json_text(std::string_view bytes);
std::string bytes_of_json_text(std::string_view text);

/// What nlohmann::json calls for `json(value)` and `json.get<T>()`. Reading throws std::invalid_argument, as that
/// library's conversions throw: outside a protocol of your own, use `from_line`.
template <FactsValue T>
void to_json(nlohmann::json& json, const T& value);
template <FactsValue T>
void from_json(const nlohmann::json& json, T& value);

/// One value as one line of JSON, without the line end.
template <class T>
std::string to_line(const T& value) {
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The value of one line. Never throws.
template <class T>
Result<T> from_line(std::string_view line) {
    try {
        return nlohmann::json::parse(line).get<T>();
    } catch (const std::exception& failure) {
        return Error{std::string("cannot read a line of JSON: ") + failure.what()};
    }
}

}  // namespace awaitlint
