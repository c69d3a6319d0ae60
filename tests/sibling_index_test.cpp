// The index of async functions of all units, on facts written by hand: which one can be meant, and when none is named.
#include "engine/verdict/sibling_index.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

AsyncFunction declared(const std::string& name, const std::string& beside = "", const std::string& file = "a.h") {
    AsyncFunction function;
    function.qualified_name = name;
    function.declared = {file, 1, 1};
    function.parameters = "(int)";
    function.task_type = "task";
    function.beside = beside;
    return function;
}

AsyncFunction member(const std::string& name) {
    AsyncFunction function = declared(name);
    function.is_member = true;
    return function;
}

const WantedSibling wanted{"net::get", "(int)", "task"};

std::string found(const std::vector<AsyncFunction>& functions, const WantedSibling& sought = wanted,
                  const std::string& around = "serve", const Config& config = {}) {
    SiblingIndex index;
    for (const AsyncFunction& function : functions) index.add({function});
    const auto sibling = SiblingSearch(index).find(sought, around, config);
    return sibling ? sibling->function.qualified_name : "";
}

TEST(SiblingIndex, FindsTheOneOfTheSameScope) {
    EXPECT_EQ(found({declared("net::get_async")}), "net::get_async");
    EXPECT_EQ(found({declared("net::co_get")}), "net::co_get");
    EXPECT_EQ(found({declared("get_async")}), "");
    EXPECT_EQ(found({declared("net::other::get_async")}), "");
    EXPECT_EQ(found({declared("net::get_all")}), "");
}

TEST(SiblingIndex, SaysNothingWhereTwoCanBeMeant) {
    EXPECT_EQ(found({declared("net::get_async"), declared("net::co_get")}), "");
    EXPECT_EQ(found({declared("net::get_async"), declared("net::get_async", "", "b.h")}), "net::get_async");
}

TEST(SiblingIndex, ComparesParametersAndTasks) {
    EXPECT_EQ(found({declared("net::get_async")}, {"net::get", "(long)", "task"}), "");
    EXPECT_EQ(found({declared("net::get_async")}, {"net::get", "(int)", "other"}), "");
    EXPECT_EQ(found({declared("net::get_async")}, {"net::get", "(int)", ""}), "");
    AsyncFunction awaiter = declared("net::get_async");
    awaiter.task_type.clear();
    EXPECT_EQ(found({awaiter}), "net::get_async");
}

TEST(SiblingIndex, KnowsNamespacesAndTwinsOfClasses) {
    EXPECT_EQ(found({declared("net::async::get")}), "net::async::get");
    EXPECT_EQ(found({declared("net::async::get")}, {"net::blocking::get", "(int)", "task"}), "net::async::get");
    EXPECT_EQ(found({declared("async::get")}), "async::get");
    EXPECT_EQ(found({declared("net::other::get")}), "");
    const WantedSibling of_class{"net::Client::get", "(int)", "task"};
    for (const char* twin : {"net::AsyncClient::get", "net::ClientAsync::get", "net::CoroClient::getAsync",
                             "net::async::AsyncClient::get"})
        EXPECT_EQ(found({member(twin)}, of_class), twin);
    for (const char* other : {"net::Client2::get", "other::AsyncClient::get", "net::AsyncClient::put"})
        EXPECT_EQ(found({member(other)}, of_class), "");
    EXPECT_EQ(found({declared("net::AsyncClient::get")}, of_class), "") << "a namespace is no class";
    EXPECT_EQ(found({member("net::Client::get")}, {"net::SyncClient::get", "(int)", "task"}), "net::Client::get");
}

TEST(SiblingIndex, DoesNotNameAFunctionInItself) {
    EXPECT_EQ(found({declared("net::get_async")}, wanted, "net::get_async"), "");
    EXPECT_EQ(found({declared("net::get_async")}, wanted, "net::get_async::(lambda)"), "");
    EXPECT_EQ(found({declared("net::get_async")}, wanted, "net::get_async_twice"), "net::get_async");
    const WantedSibling of_class{"net::Client::get", "(int)", "task"};
    EXPECT_EQ(found({member("net::AsyncClient::get")}, of_class, "net::AsyncClient::get_all"), "");
}

TEST(SiblingIndex, TakesTheConfigurationsNames) {
    Config config;
    config.naming = {"{}_soon"};
    EXPECT_EQ(found({declared("net::get_soon")}), "");
    EXPECT_EQ(found({declared("net::get_soon")}, wanted, "serve", config), "net::get_soon");
}

TEST(SiblingIndex, LearnsWhatOccursThreeTimes) {
    std::vector<AsyncFunction> functions = {declared("net::get_soon"), declared("a_soon", "a"),
                                            declared("b_soon", "b")};
    EXPECT_EQ(found(functions), "");
    functions.push_back(declared("b_soon", "b", "c.h"));
    EXPECT_EQ(found(functions), "") << "the same function once more";
    functions.push_back(declared("c_soon", "c"));
    EXPECT_EQ(found(functions), "net::get_soon");
}

TEST(SiblingIndex, DependsOnNoOrder) {
    std::vector<AsyncFunction> functions = {declared("net::get_async", "", "b.h"),
                                            declared("net::get_async", "get", "a.h"),
                                            declared("net::get_async", "", "c.h")};
    const auto by_place = [](const AsyncFunction& a, const AsyncFunction& b) { return a.declared < b.declared; };
    std::sort(functions.begin(), functions.end(), by_place);
    do {
        SiblingIndex index;
        for (const AsyncFunction& function : functions) index.add({function});
        const auto sibling = SiblingSearch(index).find(wanted, "", {});
        ASSERT_TRUE(sibling);
        EXPECT_EQ(sibling->function, declared("net::get_async", "get", "a.h"));
    } while (std::next_permutation(functions.begin(), functions.end(), by_place));
}

TEST(SiblingIndex, KnowsNothingWhereItWouldHaveToForget) {
    SiblingIndex index(2);
    index.add({declared("net::get_async"), declared("net::get_async", "", "b.h"), declared("a_async")});
    EXPECT_FALSE(index.is_too_full());
    EXPECT_TRUE(SiblingSearch(index).find(wanted, "", {}));
    index.add({declared("b_async")});
    EXPECT_TRUE(index.is_too_full());
    EXPECT_FALSE(SiblingSearch(index).find(wanted, "", {}));
    index.add({declared("net::get_async")});
    EXPECT_FALSE(SiblingSearch(index).find(wanted, "", {}));
}

}  // namespace
}  // namespace awaitlint
