// Findings and suggestions: what awaitlint tells the user, as plain values.
//
// Rules make findings from facts; the engine proves their suggestions, suppresses and orders them; reports print
// them and `fix` applies them. Severities are ordered: a gate compares them. Holds no facts and no text layout.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

enum class Severity { off, note, warning, error };

std::string_view severity_name(Severity severity);
std::optional<Severity> severity_named(std::string_view name);

/// One possible repair. `kind` is what the repair does: "async" (await the async sibling), "sync" (call the
/// synchronous function), "await" (add the missing co_await), "call", "move", "using", "group" (parentheses
/// around what is awaited together), "type" (write the return type that a coroutine needs), "co_return", "spawn" (let
/// it run beside what follows), "at_once" (await a task in the statement that makes it), "name" (give what it refers to
/// a name that lives as long), "value" (let the coroutine own its argument), "await_first" (wait before a lock is
/// taken), "unlock" (give it back before), "coroutine_lock" (make it a lock that coroutines wait for).
struct Suggestion {
    std::string kind;
    std::string title;        // a verb phrase
    std::string replacement;  // what the flagged expression becomes, or what is written for its sake
    bool proven = false;      // the compiler accepted it, in every unit that reported the finding
    std::string why_not;      // why it is not proven; empty when it is
    // What it would change of what runs at the same time: a person decides; empty: nothing.
    std::string why_unsafe = {};  // NOLINT(readability-redundant-member-init): may be left out of an initialiser
    std::string target;           // qualified name of the function to call, if any
    Place target_place;
    std::string target_usr;   // what the repaired call must resolve to; not reported
    std::vector<Edit> edits;  // sorted by offset; empty when no edit can be given
    friend bool operator==(const Suggestion& a, const Suggestion& b) = default;
};

/// A synchronous function whose async sibling is missing where a finding is about it: it may be declared elsewhere.
struct WantedSibling {
    std::string callee;             // qualified name
    std::string parameters;         // as AsyncFunction has them
    std::string task_type;          // what the coroutine around returns, as profiles name it
    std::uint32_t name_at = 0;      // where Finding::current spells the callee's name
    std::uint32_t name_length = 0;  // 0: nowhere
    friend bool operator==(const WantedSibling& a, const WantedSibling& b) = default;
};

/// What a baseline says of a finding: nothing where there is none, or where a comment suppresses the finding.
enum class BaselineState { none, added, known };

/// "new" or "known"; empty for `none`.
std::string_view baseline_state_name(BaselineState state);

struct Finding {
    std::string rule;
    std::string reason;  // a rule's sub-case, or empty
    Severity severity = Severity::error;
    std::string message;  // lower-case start, no final stop
    Span span;
    std::string function;  // enclosing function, or empty
    std::string context;   // "coroutine", "function" or "namespace"
    std::string current;   // the flagged source text
    std::string callee;
    std::string type;
    std::vector<Suggestion> suggestions;  // best first
    std::vector<Note> notes;
    std::string fingerprint;
    bool suppressed = false;
    std::string suppression_reason;  // what the comment that suppresses it says, or empty
    BaselineState baseline_state = BaselineState::none;
    std::string baseline_reason;               // why the baseline lets it pass, in its words, or empty
    bool must_be_proven = false;               // dropped when no suggestion is proven; not reported
    std::optional<WantedSibling> wanted = {};  // not reported. NOLINT(readability-redundant-member-init)
    friend bool operator==(const Finding& a, const Finding& b) = default;
};

/// Which finding: the same in every unit that reports it. A rule has at most one at a site.
using FindingId = std::pair<SiteId, std::string>;
inline FindingId id_of(const Finding& finding) {
    return {finding.span.site(), finding.rule};
}

/// Whether people are told of it one by one and a gate minds it: neither suppressed nor known.
inline bool is_told(const Finding& finding) {
    return !finding.suppressed && finding.baseline_state != BaselineState::known;
}

}  // namespace awaitlint
