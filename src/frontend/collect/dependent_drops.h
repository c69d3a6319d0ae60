// Calls in templates whose type is a parameter's business, and which every instance in the unit makes a dropped
// awaitable.
//
// In: the calls that the collector meets, in templates as they are written and in their instances, and the instances
// themselves. Out: the written calls of which all instances say the same, each with what an instance made of it. A
// single instance that disagrees, or in which the call is not there, makes it a maybe: silent.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "clang/AST/ExprCXX.h"

#include "frontend/ask/awaitable_types.h"
#include "frontend/read/parse.h"

namespace awaitlint {

class DependentDrops {
public:
    explicit DependentDrops(const ParsedUnit& unit) : unit_(unit) {}

    void add_instance(const clang::FunctionDecl* function);
    /// `around`: the function that it stands in.
    void add_call(const clang::CallExpr* call, const clang::FunctionDecl* around);

    struct Drop {
        const clang::CallExpr* written = nullptr;
        const clang::CallExpr* sample = nullptr;  // of an instance
        const clang::FunctionDecl* function = nullptr;
    };
    /// `awaited` as for fate_of.
    std::vector<Drop> agreed(AwaitableTypes& types, const std::set<const clang::Stmt*>& awaited) const;

private:
    using Stretch = std::tuple<FileOffset, FileOffset>;
    Stretch stretch_of(const clang::CallExpr* call) const {
        return {unit_.file_offset(call->getBeginLoc()), unit_.file_offset(call->getRParenLoc())};
    }

    const ParsedUnit& unit_;
    std::vector<std::pair<const clang::CallExpr*, const clang::FunctionDecl*>> written_;
    std::map<const clang::FunctionDecl*, std::vector<const clang::FunctionDecl*>> instances_;  // by pattern
    std::map<const clang::FunctionDecl*, std::map<Stretch, const clang::CallExpr*>> calls_;    // by instance
};

}  // namespace awaitlint
