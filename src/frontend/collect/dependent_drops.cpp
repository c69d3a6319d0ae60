// See dependent_drops.h.
#include "frontend/collect/dependent_drops.h"

#include <algorithm>

#include "frontend/around/enclosing.h"
#include "frontend/around/fate.h"
#include "frontend/ask/names.h"

namespace awaitlint {

void DependentDrops::add_instance(const clang::FunctionDecl* function) {
    if (is_in_instantiation(function)) instances_[written_pattern(function)].push_back(function);
}

void DependentDrops::add_call(const clang::CallExpr* call, const clang::FunctionDecl* around) {
    if (!around) return;
    if (is_in_instantiation(around))
        calls_[around].emplace(stretch_of(call), call);
    else if (call->getType()->isDependentType() && !call->getCalleeDecl())
        written_.emplace_back(call, around);
}

std::vector<DependentDrops::Drop> DependentDrops::agreed(AwaitableTypes& types,
                                                         const std::set<const clang::Stmt*>& awaited) const {
    const auto is_dropped = [&](const clang::CallExpr* call) {
        const FateOfValue fate = fate_of(unit_.context(), call, awaited);
        return fate.is<fate::Discarded>() && !fate.is_awaited && !fate.is_unevaluated;
    };
    std::vector<Drop> drops;
    for (const auto& [call, around] : written_) {
        const auto instances = instances_.find(written_pattern(around));
        if (instances == instances_.end() || !is_dropped(call)) continue;
        Drop drop{call, nullptr, around};
        const bool do_agree =
            std::all_of(instances->second.begin(), instances->second.end(), [&](const clang::FunctionDecl* instance) {
                const auto calls = calls_.find(instance);
                if (calls == calls_.end()) return false;
                const auto here = calls->second.find(stretch_of(call));
                if (here == calls->second.end() || !here->second->isPRValue()) return false;
                if (!drop.sample) drop.sample = here->second;
                return types.find(here->second->getType()).has_value() && is_dropped(here->second);
            });
        if (do_agree) drops.push_back(drop);
    }
    return drops;
}

}  // namespace awaitlint
