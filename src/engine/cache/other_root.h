// The same project in another folder: what names its root, said alike for all of them.
//
// In: texts and values that have the root's absolute path in them (flags, the compiler's messages, names of lambdas).
// Out: the same with another root in its place. Places are relative to the root anyhow. A root is replaced where it
// stands as a whole, "/a/b" not in "/a/bc". All roots are absolute, without a slash at the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// Stands for the root in what is compared with other checkouts. No argument and no path has this character.
inline constexpr std::string_view any_root = "\x01";

void replace_root(std::string& text, std::string_view root, std::string_view other_root);

CompileCommand in_any_root(CompileCommand command, const std::string& root);
/// With its command; what makes an answer come faster stays as it is.
ProofRequest in_any_root(ProofRequest request);

/// Nothing of a value that no worker has made.
std::optional<UnitFacts> in_other_root(const UnitFacts& facts, const std::string& root, const std::string& other_root);
std::optional<std::vector<Proof>> in_other_root(const std::vector<Proof>& proofs, const std::string& root,
                                                const std::string& other_root);

}  // namespace awaitlint
