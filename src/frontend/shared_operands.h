// Makes a tree of what Clang builds as a graph: the operand of a co_await, a co_yield or a co_return.
//
// Clang hangs it below the node itself, and a second time below the call that it makes of it (await_transform,
// return_value). Whoever visits all children, as its matchers and its map of parents do, sees it twice, and what is
// nested in it four, eight, sixteen times. Here the second place is given a node that stands for the operand. In: the
// declarations that will be visited. To be called before the first visit; changes no type and no meaning.
#pragma once

#include <vector>

#include "clang/AST/ASTContext.h"

namespace awaitlint {

void part_shared_operands(clang::ASTContext& context, const std::vector<clang::Decl*>& declarations);

}  // namespace awaitlint
