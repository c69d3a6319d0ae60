// Makes a tree of what Clang builds as a graph: the operand of a co_await, a co_yield or a co_return, and lists in
// braces.
//
// Clang hangs an operand below the node itself, and a second time below the call that it makes of it (await_transform,
// return_value); what is in braces hangs below the list as it is written and below the list as it is meant. A visitor
// of all children, as Clang's matchers and its map of parents are, sees it twice, and what is nested in it four, eight,
// sixteen times. Here the second place is given a node that stands for the operand. In: the declarations that will be
// visited. To be called before the first visit; changes no type and no meaning.
#pragma once

#include <vector>

#include "clang/AST/ASTContext.h"

namespace awaitlint {

void part_shared_operands(clang::ASTContext& context, const std::vector<clang::Decl*>& declarations);

}  // namespace awaitlint
