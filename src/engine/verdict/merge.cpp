// See merge.h.
#include "engine/verdict/merge.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace awaitlint {
namespace {

constexpr std::size_t fingerprint_bytes = 16;

// By lines, as the place of a comment has no offset, and a saved report none at all.
using Key = std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::string>;

Key key_of(const Finding& finding) {
    const Span& span = finding.span;
    return {span.file, span.line, span.column, span.end_line, span.end_column, finding.rule};
}

/// A unit may see fewer siblings than another, or reject what another accepts.
void weaken(Finding& finding, const Finding& other, const std::string& unit) {
    for (Suggestion& suggestion : finding.suggestions) {
        const auto same =
            std::find_if(other.suggestions.begin(), other.suggestions.end(), [&](const Suggestion& theirs) {
                return theirs.kind == suggestion.kind && theirs.edits == suggestion.edits;
            });
        if (same != other.suggestions.end() && suggestion.why_unsafe.empty()) suggestion.why_unsafe = same->why_unsafe;
        if (!suggestion.proven) continue;
        if (same == other.suggestions.end()) {
            suggestion.proven = false;
            suggestion.why_not = fmt::format("'{}' does not offer it", unit);
        } else if (!same->proven) {
            suggestion.proven = false;
            suggestion.why_not = fmt::format("in '{}': {}", unit, same->why_not);
        }
    }
}

void put_unproven_last(std::vector<Suggestion>& suggestions) {
    std::vector<Suggestion> ordered;
    for (const bool wanted : {true, false})
        for (const Suggestion& suggestion : suggestions)
            if (suggestion.why_not.empty() == wanted) ordered.push_back(suggestion);
    suggestions = std::move(ordered);
}

std::string without_extra_space(const std::string& text) {
    std::string folded;
    for (char c : text) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_space)
            folded.push_back(c);
        else if (!folded.empty() && folded.back() != ' ')
            folded.push_back(' ');
    }
    return folded;
}

}  // namespace

std::vector<Finding> merge(std::vector<UnitFindings> units) {
    std::map<Key, Finding> merged;
    for (UnitFindings& unit : units)
        for (Finding& finding : unit.findings) {
            const auto [entry, is_new] = merged.try_emplace(key_of(finding));
            if (is_new)
                entry->second = std::move(finding);
            else
                weaken(entry->second, finding, unit.unit);
        }
    std::vector<Finding> findings;
    for (auto& [key, finding] : merged) findings.push_back(std::move(finding));
    for (Finding& finding : findings) put_unproven_last(finding.suggestions);
    return findings;
}

void add_fingerprints(std::vector<Finding>& findings) {
    std::map<std::string, unsigned> times;
    for (Finding& finding : findings) {
        const std::string place = fmt::format("{}\n{}\n{}\n{}", finding.rule, finding.span.file, finding.function,
                                              without_extra_space(finding.current));
        llvm::BLAKE3 hash;
        hash.update(fmt::format("{}\n{}", place, times[place]++));
        llvm::BLAKE3Result<fingerprint_bytes> result;
        hash.final(result);
        finding.fingerprint = llvm::toHex(llvm::ArrayRef<std::uint8_t>(result), /*LowerCase=*/true);
    }
}

}  // namespace awaitlint
