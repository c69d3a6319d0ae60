// Statements of a text by tokens: where they begin, and what flows from one into another.
#include "frontend/read/statements.h"

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

/// Which of the places `$` and `@` the statement that holds `?` gets its types from; the marks are not in the text.
std::string sources_of(std::string text) {
    const std::size_t begin = text.find('{');
    std::map<char, std::uint32_t> at;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '$' && text[i] != '@' && text[i] != '?') {
            ++i;
            continue;
        }
        at[text[i]] = static_cast<std::uint32_t>(i);
        text.erase(i, 1);
    }
    const Statements statements(text);
    const auto flows = statements.flows(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size()),
                                        {{at.at('$'), 0}, {at.at('@'), 1}});
    std::string sources;
    const auto found = flows.find(statements.around(at.at('?')));
    if (found != flows.end())
        for (std::size_t index : found->second) sources += index ? '@' : '$';
    return sources;
}

TEST(Statements, TypesFlowThroughAuto) {
    EXPECT_EQ(sources_of("f() { auto x = $get(); use(@get()); ?use(x); }"), "$");
    EXPECT_EQ(sources_of("f() { auto x = $get(); auto y = x.y; use(@get()); ?use(y); }"), "$");
    EXPECT_EQ(sources_of("f() { auto [x, z] = $get(); for (auto& y : @get(z)) { ?use(y); } }"), "$@");
    EXPECT_EQ(sources_of("f() { if (const auto x = $get(); x) { ?use(x); } @get(); }"), "$");
}

TEST(Statements, TypesDoNotFlowThroughDeclaredOnes) {
    EXPECT_EQ(sources_of("f() { int x = $get(); use(@get()); ?use(x); }"), "");
    EXPECT_EQ(sources_of("f() { auto x = $get(); use(@get()); ?use(z); }"), "");
}

TEST(Statements, WhatStandsInOneStatementBelongsTogether) {
    EXPECT_EQ(sources_of("f() { use($get(), ?@get()); }"), "$@");
    EXPECT_EQ(sources_of("f() { use(T{$get()}, ?@get()); }"), "$@");
    EXPECT_EQ(sources_of("f() { return T{$get(), ?@get()}; }"), "$@");
}

TEST(Statements, BlocksAreStatementsOfTheirOwn) {
    EXPECT_EQ(sources_of("f() { for (int i = $get(); i; ++i) { ?use(@get()); } }"), "@");
    EXPECT_EQ(sources_of("f() { auto g = []() -> task<int> { ?use($get()); }; @get(); }"), "$");
    EXPECT_EQ(sources_of("f() { else { ?use($get()); } @get(); }"), "$");
}

}  // namespace
}  // namespace awaitlint
