// Library profiles as a user meets them: a file that the configuration names changes what awaitlint says, a broken one
// stops it, and doctor says which profiles know the tasks of the project.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

/// A library of tasks with its own words: begin_x is the sibling of x, `question` that of `ask`, and an operation is
/// awaitable only with the token `use_call`.
const char* const library = R"(
#include "task.h"
namespace our::rpc {
template <class T = void> using Call = task<T>;
struct use_call_t { using result = task<int>; };
inline constexpr use_call_t use_call;
int read(int from);
task<int> begin_read(int from);
int ask(int whom);
task<int> question(int whom);
int send(int to);
template <class Token> typename Token::result begin_send(int to, Token token);
}
)";

const char* const profile = R"({
    "name": "our_rpc", "namespaces": ["our::rpc"],
    "types": [{"name": "::task", "start": "lazy", "dropped": "it never runs"}],
    "naming": ["begin_{}"],
    "siblings": [{"sync": "ask", "async": "question"}],
    "tokens": ["use_call"]})";

class Profiles : public testing::Test {
protected:
    void SetUp() override { project.write("rpc.h", library); }
    void use(const std::string& text) {
        project.write("rules/our_rpc.json", text);
        project.write(".awaitlint.json", R"({"libraries": ["rules/our_rpc.json"]})");
    }
    CliProject project;
};

TEST_F(Profiles, NameSiblingsAndPairs) {
    project.only_unit("a.cpp",
                      "#include \"rpc.h\"\n"
                      "our::rpc::Call<> work() {\n"
                      "    co_await our::rpc::read(1);\n"
                      "    co_await our::rpc::ask(2);\n"
                      "}\n");
    const Ran before = project.check();
    EXPECT_EQ(before.status, 1) << before;
    EXPECT_FALSE(contains(before.out, "async:")) << before;
    use(profile);
    const Ran after = project.check();
    EXPECT_TRUE(contains(after.out, "async: co_await our::rpc::begin_read(1)")) << after;
    EXPECT_TRUE(contains(after.out, "async: co_await our::rpc::question(2)")) << after;
    EXPECT_FALSE(contains(after.out, "not proven")) << after;
}

TEST_F(Profiles, NameCompletionTokens) {
    project.only_unit("a.cpp",
                      "#include \"rpc.h\"\n"
                      "our::rpc::Call<> work() { co_await our::rpc::send(3); }\n");
    use(profile);
    const Ran ran = project.check();
    EXPECT_TRUE(contains(ran.out, "async: co_await our::rpc::begin_send(3, our::rpc::use_call)   (proven")) << ran;
}

TEST_F(Profiles, ABrokenOneStopsTheRun) {
    project.only_unit("a.cpp", "int a;\n");
    use(R"({"name": "x", "typs": [], "naming": ["begin"]})");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "rules/our_rpc.json: unknown key 'typs'. Did you mean 'types'?")) << ran;
    EXPECT_TRUE(contains(ran.err, "'naming[0]' must have exactly one {}")) << ran;
}

TEST_F(Profiles, DoctorSaysWhichOnesMatch) {
    project.only_unit("a.cpp",
                      "#include \"rpc.h\"\n"
                      "our::rpc::Call<> work() { co_await our::rpc::begin_read(1); }\n");
    const Ran before = project.awaitlint({"doctor"});
    EXPECT_TRUE(contains(before.out, "note  no library profile knows the tasks of type 'task'\n")) << before;
    use(profile);
    const Ran after = project.awaitlint({"doctor"});
    EXPECT_EQ(after.status, 0) << after;
    EXPECT_TRUE(contains(after.out, "ok    library profile our_rpc (" + project.path("rules/our_rpc.json") +
                                        "): its types are in 1 of these 1 units\n"))
        << after;
    EXPECT_FALSE(contains(after.out, "no library profile knows")) << after;
    use(R"({"name": "our_rpc", "types": [{"name": "our::rpc::Call"}]})");
    const Ran alias = project.awaitlint({"doctor"});
    EXPECT_TRUE(contains(alias.out, "none of its types is in these 1 units\n")) << alias;
    EXPECT_TRUE(contains(alias.out, "no library profile knows the tasks of type 'task'\n")) << alias;
}

}  // namespace
}  // namespace awaitlint
