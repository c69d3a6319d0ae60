// `awaitlint init`: what it proposes is what the code shows, it is a configuration, and it overwrites none.
#include <filesystem>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

const std::string twins =
    "#include \"task.h\"\n"
    "int get_user(int); task<int> get_user_later(int);\n"
    "int get_cart(int); task<int> get_cart_later(int);\n"
    "int get_once(int); task<int> begin_get_once(int);\n";

class Init : public testing::Test {
protected:
    Init() {
        std::filesystem::remove(project.path(".awaitlint.json"));
        project.make_folder(".git");
    }
    CliProject project;
};

TEST_F(Init, ProposesTheNamingThatTheCodeShows) {
    project.only_unit("a.cpp",
                      twins + "task<int> f() { co_return co_await get_user(1) + get_cart(2) + get_once(3); }\n");
    const Ran ran = project.awaitlint({"init"});
    EXPECT_EQ(ran.status, 0) << ran;
    const json proposed = ran.json();
    EXPECT_EQ(proposed["naming"], json::array({"{}_later"})) << "one pair is no custom\n" << ran;
    EXPECT_EQ(schema_complaint(ran.out, "config.schema.json"), "") << ran;
    EXPECT_FALSE(std::filesystem::exists(project.path(".awaitlint.json")));
    EXPECT_TRUE(contains(ran.err, "naming {}_later: so are the siblings of 2 functions named")) << ran;
    EXPECT_TRUE(contains(ran.err, "awaitlint baseline write")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 1/1 units")) << ran;
}

TEST_F(Init, LearnsWordsThatNobodyHasThoughtOf) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "struct store { int load(int); task<int> load_gadget(int); int size(); task<int> rxSize(); };\n"
                      "int fetch(int); task<int> fetch_gadget(int);\n"
                      "int count(); task<int> rxCount();\n"
                      "task<int> f(store s) {\n"
                      "    co_return co_await fetch(1) + co_await s.load(2) + co_await count() + co_await s.size();\n"
                      "}\n");
    const Ran ran = project.awaitlint({"init"});
    EXPECT_EQ(ran.json()["naming"], json::array({"rx{}", "{}_gadget"})) << ran;
    EXPECT_TRUE(contains(ran.err, "naming rx{}: so are the siblings of 2 functions named")) << ran;
}

TEST_F(Init, LearnsFromWhatHeadersDeclareWhetherOrNotItIsCalled) {
    project.write("a.h",
                  "#include \"task.h\"\n"
                  "int load(int); task<int> load_gadget(int); int save(int); task<int> save_gadget(int);\n"
                  "int ask(int); task<long> ask_all(int); int find(int); task<long> find_all(int);\n");
    project.only_unit("a.cpp", "#include \"a.h\"\n");
    const Ran ran = project.awaitlint({"init"});
    EXPECT_EQ(ran.json()["naming"], json::array({"{}_gadget"})) << ran;
}

TEST_F(Init, LikeNamesOfOtherFunctionsAreNoCustom) {
    project.only_unit(
        "a.cpp",
        "#include \"task.h\"\n"
        "int get(int); task<int> get_all(); int put(int); task<int> put_all();\n"
        "int cut(int); task<long> cut_more(int); int set(int); task<long> set_more(int);\n"
        "int a(int); task<int> ab(int); int c(int); task<int> cb(int);\n"
        "int d(int); task<int> d_2(int); int e(int); task<int> e_2(int);\n"
        "task<int> f() {\n"
        "    co_return co_await get(1) + co_await put(2) + co_await cut(3) + co_await set(4) + co_await a(5) + "
        "co_await c(6) + co_await d(7) + co_await e(8);\n"
        "}\n");
    const Ran ran = project.awaitlint({"init"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_FALSE(ran.json().contains("naming")) << ran;
}

TEST_F(Init, WritesWhereThereIsNone) {
    project.write("third_party/lib.h", "#pragma once\n" + twins);
    project.only_unit("a.cpp",
                      "#include \"third_party/lib.h\"\ntask<int> f() { co_return co_await get_user_later(1); }\n");
    const Ran ran = project.awaitlint({"init", "--write"});
    EXPECT_EQ(ran.status, 0) << ran;
    std::ifstream file(project.path(".awaitlint.json"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(text, ran.out);
    EXPECT_EQ(json::parse(text)["exclude"], json::array({"third_party"}));
    EXPECT_EQ(project.check().status, 0) << "it is read";
    const Ran again = project.awaitlint({"init", "--write"});
    EXPECT_EQ(again.status, 2) << again;
    EXPECT_TRUE(contains(again.err, "there is a configuration already")) << again;
}

}  // namespace
}  // namespace awaitlint
