// Judges one loan by where the task goes and when its coroutine looks. See loan_site.h.
#include "awaitlint/loan_site.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "awaitlint/naming.h"
#include "awaitlint/profile.h"
#include "awaitlint/site.h"
#include "awaitlint/value_site.h"

namespace awaitlint {
namespace {

/// Puts what it is given into a container of the standard library.
bool is_insertion(std::string_view function) {
    static constexpr std::array containers = {"std::vector::", "std::deque::", "std::list::", "std::forward_list::"};
    static constexpr std::array members = {"push_back",     "push_front",   "emplace_back",
                                           "emplace_front", "insert_after", "emplace_after"};
    const std::string name = profile_name(function);
    return std::any_of(containers.begin(), containers.end(), [&](const std::string_view container) {
        return name.starts_with(container) &&
               std::find(members.begin(), members.end(), name.substr(container.size())) != members.end();
    });
}

/// The statement ends without anybody asking for what the last function returns.
bool is_let_go(const Loan& loan) {
    return std::holds_alternative<fate::Discarded>(loan.fate) || std::holds_alternative<fate::Kept>(loan.fate) ||
           std::holds_alternative<fate::Stored>(loan.fate);
}

/// It is gone before the variable that keeps the task, or whatever else does, is looked at.
bool is_short_lived(const Loan& loan) {
    return loan.lender == Lender::temporary || loan.is_outlived;
}

/// Nobody can wait for the task before it is gone.
bool is_gone_at_once(const Loan& loan) {
    return loan.lender == Lender::temporary || loan.ends_next;
}

std::optional<Escape> escape_of_made(const Loan& loan, const Config& config) {
    const bool is_in_closure = loan.lender == Lender::capture;
    if (std::holds_alternative<fate::Returned>(loan.fate)) {
        const bool is_gone =
            !is_in_closure || is_dropper(config, loan.closure_taken_by) || is_starter(config, loan.closure_taken_by);
        return is_gone ? std::optional(Escape::returned) : std::nullopt;
    }
    const auto* kept = std::get_if<fate::Kept>(&loan.fate);
    if (kept && !kept->is_never_used && is_short_lived(loan)) return Escape::kept;
    // `work();`, which starts at once and goes on.
    const bool goes_on = loan.runs_when_dropped || may_discard(config, "", loan.task.template_name);
    if (std::holds_alternative<fate::Discarded>(loan.fate) && goes_on && is_gone_at_once(loan) &&
        start_of(loan.task, config) == Start::eager)
        return Escape::started;
    const bool is_stored =
        std::holds_alternative<fate::Stored>(loan.fate) || std::holds_alternative<fate::Captured>(loan.fate);
    return is_stored && loan.lender == Lender::temporary ? std::optional(Escape::stored) : std::nullopt;
}

std::optional<Escape> escape_of_handed_on(const Loan& loan, const Config& config) {
    const bool is_waited_for =
        std::any_of(loan.taken_by.begin(), loan.taken_by.end(),
                    [&](const std::string& function) { return is_blocking_wait(config, function); });
    if (is_waited_for) return std::nullopt;
    const std::string& last = loan.taken_by.back();
    if (loan.hold == Hold::closure && std::holds_alternative<fate::Passed>(loan.fate))
        return is_dropper(config, last) ? std::optional(Escape::started) : std::nullopt;
    if (loan.lender == Lender::capture) return std::nullopt;
    if (is_starter(config, last)) {
        if (std::holds_alternative<fate::Returned>(loan.fate)) return Escape::returned;
        return is_gone_at_once(loan) && is_let_go(loan) ? std::optional(Escape::started) : std::nullopt;
    }
    // `auto all = when_all(load("a"));`: none of them runs before that is awaited.
    const bool is_gathered = is_named_for_all(last_name(last)) || is_named_for_any(last_name(last));
    const auto* kept = std::get_if<fate::Kept>(&loan.fate);
    const bool is_looked_at = kept && !kept->variable.empty() && !kept->is_never_used;
    if (is_gathered && is_looked_at && loan.lender == Lender::temporary) return Escape::kept;
    if (is_gathered && std::holds_alternative<fate::Returned>(loan.fate)) return Escape::returned;
    const bool is_stored = loan.taken_by.size() == 1 && is_insertion(last) && is_short_lived(loan);
    return is_stored ? std::optional(Escape::stored) : std::nullopt;
}

/// "the task that is returned here", "the task in 'loading', which is returned,"
std::string task_of(const Loan& loan, std::string_view escaping) {
    return loan.kept_in.empty() ? fmt::format("the task that is {} here", escaping)
                                : fmt::format("the task in '{}', which is {},", loan.kept_in, escaping);
}

/// What starts at once runs to its first suspension before anything is gone.
bool looks_too_late(const Loan& loan, Escape escape, const Config& config) {
    const bool is_started = escape == Escape::started || (escape == Escape::returned && !loan.taken_by.empty() &&
                                                          is_starter(config, loan.taken_by.back()));
    switch (start_of(loan.task, config)) {
        case Start::lazy:
            return loan.last_look == LastLook::after_suspension ||
                   (!is_started && loan.last_look != LastLook::never && loan.last_look != LastLook::unknown);
        case Start::eager:
            return loan.last_look == LastLook::after_suspension;
        case Start::unknown:
            return false;
    }
    return false;
}

}  // namespace

std::optional<Escape> escape_of(const Loan& loan, const Config& config) {
    const std::optional<Escape> escape =
        loan.taken_by.empty() ? escape_of_made(loan, config) : escape_of_handed_on(loan, config);
    return escape && looks_too_late(loan, *escape, config) ? escape : std::nullopt;
}

std::string_view reason_name(Escape escape) {
    switch (escape) {
        case Escape::kept:
            return "kept";
        case Escape::returned:
            return "returned";
        case Escape::stored:
            return "stored";
        case Escape::started:
            return "started";
    }
    return "";
}

std::string end_of(const Loan& loan, Escape escape) {
    // When a function's parameter ends is the implementation's to say: as it returns, or with its caller's statement.
    const char* const end = loan.lender == Lender::parameter ? "may be gone" : "is gone";
    const auto* kept = std::get_if<fate::Kept>(&loan.fate);
    switch (escape) {
        case Escape::kept:
            return fmt::format("{} when '{}' runs", end, kept ? kept->variable : "");
        case Escape::returned:
            return fmt::format("{} when {} runs", end, task_of(loan, "returned"));
        case Escape::stored:
            return fmt::format("{} when {} runs", end, task_of(loan, "stored"));
        case Escape::started:
            return fmt::format("{} while {} runs", end, task_of(loan, "started"));
    }
    return "";
}

Finding finding_at(const Loan& loan, Escape escape, const RuleInfo& rule, const RuleInput& input) {
    Finding finding = finding_at(loan.site, rule, input);
    finding.reason = reason_name(escape);
    finding.callee = loan.coroutine.qualified_name;
    finding.type = loan.task.full_name.empty() ? loan.task.name : loan.task.full_name;
    finding.suggestions = suggestions_for(loan, escape);
    return finding;
}

}  // namespace awaitlint
