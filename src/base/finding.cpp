// The names of severities and of what baselines say, as configuration, command line and reports spell them. Knows
// nothing else of findings.
#include "awaitlint/finding.h"

#include <array>

namespace awaitlint {
namespace {

struct NamedSeverity {
    Severity severity;
    std::string_view name;
};
constexpr std::array named_severities{
    NamedSeverity{Severity::off, "off"},
    NamedSeverity{Severity::note, "note"},
    NamedSeverity{Severity::warning, "warning"},
    NamedSeverity{Severity::error, "error"},
};

}  // namespace

std::string_view severity_name(Severity severity) {
    for (const NamedSeverity& named : named_severities)
        if (named.severity == severity) return named.name;
    return "off";
}

std::optional<Severity> severity_named(std::string_view name) {
    for (const NamedSeverity& named : named_severities)
        if (named.name == name) return named.severity;
    return std::nullopt;
}

std::string_view baseline_state_name(BaselineState state) {
    if (state == BaselineState::none) return "";
    return state == BaselineState::known ? "known" : "new";
}

}  // namespace awaitlint
