// See look.h.
#include "frontend/recover/look.h"

#include <algorithm>

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/around/sites.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

class CallsAtSites : public match::MatchFinder::MatchCallback {
public:
    explicit CallsAtSites(const std::function<void(const clang::CallExpr*)>& on_call) : on_call_(on_call) {}
    void run(const match::MatchFinder::MatchResult& result) override {
        on_call_(result.Nodes.getNodeAs<clang::CallExpr>("call"));
    }

private:
    const std::function<void(const clang::CallExpr*)>& on_call_;
};

/// The USR of what is declared in a function holds its offset, which edits before it change.
std::string without_offsets(std::string_view usr) {
    std::string text;
    for (std::size_t i = 0; i < usr.size(); ++i) {
        text += usr[i];
        if (usr[i] != '@') continue;
        const std::size_t end = std::min(usr.find_first_not_of("0123456789", i + 1), usr.size());
        if (end < usr.size() && usr[end] == '@') i = end - 1;
    }
    return text;
}

std::string why_not_accepted(const Await& await) {
    if (await.outcome == Outcome::dependent) return "whether it is awaitable depends on a template parameter";
    return await.protocol.failure.empty() ? "it is still not awaitable here" : await.protocol.failure;
}

}  // namespace

FileOffset original(const FileOffset& at, const std::map<std::string, EditedText>& edited) {
    const auto text = edited.find(at.file);
    return text == edited.end() ? at : FileOffset{at.file, text->second.original_offset(at.offset)};
}

void look_at_sites(ParsedUnit& unit, const std::vector<SiteToLookAt>& sites,
                   const std::map<std::string, EditedText>& edited, bool skip_bodies, ParseAnswer& answer) {
    CollectOptions collecting;
    collecting.bodies_skipped = skip_bodies;
    const Collected collected = collect(unit, collecting);
    SitesByPlace by_place;
    for (std::size_t i = 0; i < sites.size(); ++i) by_place.add(sites[i].file, sites[i].span, i);
    std::set<std::size_t> awaited;
    for (const Await& await : collected.facts.awaits) {
        const FileOffset at =
            original({absolute(unit.request.user_files, await.site.span.file), await.site.span.offset}, edited);
        by_place.around(at, [&](std::size_t i) {
            if (at.offset != sites[i].span.offset) return;
            awaited.insert(i);
            if (await.outcome != Outcome::accepted) answer.failures[sites[i].index] = why_not_accepted(await);
        });
    }
    for (std::size_t i = 0; i < sites.size(); ++i)
        if (sites[i].adds_await && !awaited.count(i))
            answer.failures.emplace(sites[i].index, "it cannot be awaited here");
    std::map<std::size_t, std::set<std::string>> called;
    const std::function<void(const clang::CallExpr*)> on_call = [&](const clang::CallExpr* call) {
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee) return;
        by_place.around(original(unit.file_offset(call->getBeginLoc()), edited),
                        [&](std::size_t i) { called[i].insert(without_offsets(usr_of(written_pattern(callee)))); });
    };
    CallsAtSites calls(on_call);
    match::MatchFinder finder;
    finder.addMatcher(match::callExpr().bind("call"), &calls);
    finder.matchAST(unit.context());
    std::vector<std::string> targets;
    for (const SiteToLookAt& site : sites) targets.push_back(without_offsets(site.target_usr));
    for (std::size_t i = 0; i < sites.size(); ++i) {
        // The repair of an await around it may be that very call's.
        bool is_meant = targets[i].empty();
        by_place.around({sites[i].file, sites[i].span.offset}, [&](std::size_t around) {
            is_meant |=
                sites[around].span.end_offset() >= sites[i].span.end_offset() && called[i].count(targets[around]);
        });
        if (!is_meant) answer.strangers.insert(sites[i].index);
    }
}

}  // namespace awaitlint
