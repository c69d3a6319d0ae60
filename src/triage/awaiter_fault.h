// What is wrong with an awaiter, by what a compiler says of one of its members: private, not const, deleted, of other
// parameters, of a type that is no bool; and operators between which it cannot choose.
//
// Many of these wordings are used for any function. The member's name decides, in the message or in its note; else the
// marks do: the compiler points at the operand of a co_await.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "triage/fault.h"

namespace awaitlint {

/// `noted`: the member that a note below the error names; empty if none does.
std::optional<AwaitFault> defect_of_awaiter(std::string_view message, const Snippet& snippet, std::string_view noted);

/// "await_ready" and the like, or "operator co_await", of which the text speaks; empty if of none.
std::string_view await_member_in(std::string_view text);

}  // namespace awaitlint
