// The fixture language: what a fixture says, in its comments, about what awaitlint must find in it.
//
// In: the text of one file of a fixture. Out: its expectations, its settings, and complaints about directives that
// are unknown, incomplete or contradictory; everything as plain values with 1-based lines. Comments are found by
// Clang's lexer, so directives in string literals are text. Refuses to run anything: see fixture_run.h. The language
// is described in docs/writing-a-fixture.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace awaitlint::fixtures {

/// What an expectation says about one suggestion of its finding.
struct WantedSuggestion {
    enum class Form { proven, unproven, absent };
    Form form = Form::proven;
    std::string kind;  // "async", "sync", ...; empty with `absent`: any kind
    std::string text;  // proven: the replacement; unproven: a part of why_not
    std::uint32_t written_at = 0;
};

struct Expectation {
    enum class Kind { expect, missed, overreach };
    Kind kind = Kind::expect;
    std::string rule;
    std::string reason;      // empty: any
    std::string substring;   // of the message; empty: any
    std::string why;         // missed, overreach
    std::uint32_t line = 0;  // where the finding must start
    std::uint32_t written_at = 0;
    std::vector<WantedSuggestion> suggestions;  // in the order in which the finding must have them
};

/// How a fixture is compiled. Stand-in headers alone, unless it asks for real ones.
struct Settings {
    std::string standard = "c++20";
    std::vector<std::string> arguments;
    std::string config;  // name of a configuration beside the fixture
    bool has_real_headers = false;
    bool may_have_errors = false;  // errors that no finding explains
};

struct Complaint {
    std::uint32_t line = 0;
    std::string message;
};

struct FixtureText {
    std::vector<Expectation> expectations;
    Settings settings;
    bool is_clean = false;
    bool has_settings = false;
    std::vector<Complaint> complaints;
};

FixtureText read_fixture(std::string_view text);

/// The files that `#include "..."` lines name, in order.
std::vector<std::string> quoted_includes(std::string_view text);

/// The text with each co_await outside comments, literals and `operator co_await` replaced by eight spaces.
std::string without_awaits(std::string_view text);

/// White space collapsed: replacements may span lines, directives do not.
std::string squeezed(std::string_view text);

}  // namespace awaitlint::fixtures
