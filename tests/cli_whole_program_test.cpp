// What only all units together know: an async sibling that is declared in a header which the unit does not include, or
// in the twin of a class. One run and merged shards say the same of it.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

constexpr const char* mistake =
    "#include \"task.h\"\n"
    "#include \"net/factory.h\"\n"
    "task<int> serve(net::context& ctx) {\n"
    "    auto manager = co_await net::get_manager(ctx);\n"
    "    co_return manager.id;\n"
    "}\n";

/// The unit of the mistake, and one that knows the async function: `declared` in net/async_factory.h.
void write_project(const CliProject& project, const std::string& declared, const std::string& unit = mistake) {
    project.write("net/context.h", "#pragma once\nnamespace net { struct context {}; struct manager { int id; }; }\n");
    project.write("net/factory.h",
                  "#pragma once\n#include \"context.h\"\nnamespace net { manager get_manager(context& ctx); }\n");
    project.write("net/async_factory.h",
                  "#pragma once\n#include \"task.h\"\n#include \"context.h\"\n" + declared + "\n");
    project.write("net/async_factory.cpp", "#include \"async_factory.h\"\n");
    project.write("serve.cpp", unit);
    project.write_database({Entry{"serve.cpp", {"-I."}}, Entry{"net/async_factory.cpp", {"-I."}}});
}

/// Those of the only finding that are "async".
json async_suggestions(const CliProject& project) {
    const json report = project.report({"check"});
    EXPECT_EQ(report["findings"].size(), 1U) << report;
    json found = json::array();
    for (const json& finding : report["findings"])
        for (const json& suggestion : finding["suggestions"])
            if (suggestion["kind"] == "async") found.push_back(suggestion);
    return found;
}

TEST(WholeProgram, ASiblingOfAHeaderThatIsNotIncludedIsNamed) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    const json found = async_suggestions(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["replacement"], "co_await net::get_manager_async(ctx)");
    EXPECT_EQ(found[0]["target"], "net::get_manager_async");
    EXPECT_EQ(found[0]["target_file"], "net/async_factory.h");
    EXPECT_EQ(found[0]["proven"], false);
    EXPECT_EQ(found[0]["why_not"], "declared in 'net/async_factory.h', not included here");
    const Ran text = project.check();
    EXPECT_TRUE(contains(text.out,
                         "async: co_await net::get_manager_async(ctx)   (not proven: declared in "
                         "'net/async_factory.h', not included here)"))
        << text;
}

TEST(WholeProgram, WhatIsProvenStaysFirst) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    const json suggestions = project.report({"check"})["findings"][0]["suggestions"];
    ASSERT_EQ(suggestions.size(), 2U);
    EXPECT_EQ(suggestions[0]["kind"], "sync");
    EXPECT_EQ(suggestions[0]["proven"], true);
}

TEST(WholeProgram, ARunOfOneUnitDoesNotKnowTheOthers) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    EXPECT_FALSE(contains(project.check({"serve.cpp"}).out, "async"));
}

TEST(WholeProgram, ParametersByValueAreTheSame) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context ctx); }");
    EXPECT_EQ(async_suggestions(project).size(), 1U);
}

TEST(WholeProgram, NothingIsNamedThatIsNotCertain) {
    for (const char* declared : {
             "namespace net { task<manager> get_manager_async(context& ctx, int timeout); }",
             "namespace net { task<manager> get_manager_async(const char* name); }",
             "namespace net { manager get_manager_async(context& ctx); }",
             "namespace other { task<net::manager> get_manager_async(net::context& ctx); }",
             "namespace net { task<manager> get_all_managers(context& ctx); }",
             "namespace net { [[deprecated]] task<manager> get_manager_async(context& ctx); }",
             "namespace net { namespace { task<manager> get_manager_async(context& ctx); } }",
             "namespace net { template <class T> task<manager> get_manager_async(T& ctx); }",
             "namespace net { struct factory { task<manager> get_manager_async(context& ctx); }; }",
             // Which of the two?
             "namespace net { task<manager> get_manager_async(context&); task<manager> co_get_manager(context&); }",
         }) {
        const CliProject project;
        write_project(project, declared);
        EXPECT_EQ(async_suggestions(project), json::array()) << declared;
    }
}

TEST(WholeProgram, WhatIsDeclaredInASourceCannotBeIncluded) {
    const CliProject project;
    write_project(project, "");
    project.write("net/async_factory.cpp",
                  "#include \"async_factory.h\"\n"
                  "namespace net { task<manager> get_manager_async(context& ctx); }\n");
    EXPECT_EQ(async_suggestions(project), json::array());
}

TEST(WholeProgram, ANamespaceForWhatIsAsynchronousHoldsSiblings) {
    const CliProject project;
    write_project(project, "namespace net::async { task<manager> get_manager(context& ctx); }");
    const json found = async_suggestions(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["replacement"], "co_await net::async::get_manager(...)");
}

TEST(WholeProgram, TheTwinOfAClassIsNamed) {
    const std::string unit =
        "#include \"task.h\"\n"
        "#include \"net/client.h\"\n"
        "task<int> serve(net::client& client) { co_return co_await client.get(1); }\n";
    for (const char* twin :
         {"struct async_client { task<int> get(int id); };", "struct clientCoro { task<int> get(int id); };",
          "struct async_client { task<int> get_async(int id); };"}) {
        const CliProject project;
        write_project(project, std::string("namespace net { ") + twin + " }", unit);
        project.write("net/client.h", "#pragma once\nnamespace net { struct client { int get(int id); }; }\n");
        const json found = async_suggestions(project);
        ASSERT_EQ(found.size(), 1U) << twin;
        EXPECT_EQ(found[0]["why_not"], "declared in 'net/async_factory.h', not included here");
    }
    for (const char* other :
         {"struct server { task<int> get(int id); };", "class async_client { task<int> get(int id); };",
          "struct async_client { task<int> get(const char* id); };"}) {
        const CliProject project;
        write_project(project, std::string("namespace net { ") + other + " }", unit);
        project.write("net/client.h", "#pragma once\nnamespace net { struct client { int get(int id); }; }\n");
        EXPECT_EQ(async_suggestions(project), json::array()) << other;
    }
}

/// Drogon's Mapper and CoroMapper.
TEST(WholeProgram, SoIsThatOfAClassTemplateWhereverItIs) {
    const CliProject project;
    write_project(project, "",
                  "#include \"task.h\"\n"
                  "#include \"orm.h\"\n"
                  "task<int> serve(orm::Mapper<int>& users) { co_return co_await users.find(1UL); }\n");
    project.write("orm.h",
                  "#pragma once\n#include \"task.h\"\n"
                  "namespace orm {\n"
                  "template <class T> struct Mapper { T find(const unsigned long& key); };\n"
                  "template <class T> struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>);"
                  " T await_resume(); };\n"
                  "template <class T> struct CoroMapper { awaiter<T> find(const unsigned long& key); };\n"
                  "}\n");
    const json found = async_suggestions(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["replacement"], "co_await orm::CoroMapper::find(...)");
    EXPECT_EQ(found[0]["why_not"], "of another class, in 'orm.h'");
}

TEST(WholeProgram, TheTwinsOwnCodeIsNotToldOfItself) {
    const CliProject project;
    write_project(
        project,
        "#include \"client.h\"\nnamespace net { struct async_client { client& sync; task<int> get(int id); }; }");
    project.write("net/client.h", "#pragma once\nnamespace net { struct client { int get(int id); }; }\n");
    project.write("serve.cpp",
                  "#include \"net/async_factory.h\"\n"
                  "task<int> net::async_client::get(int id) { co_return co_await sync.get(id); }\n");
    EXPECT_EQ(async_suggestions(project), json::array());
}

TEST(WholeProgram, NamesOfPairsAreLearntFromTheCodeBase) {
    const std::string pairs =
        "namespace net {\n"
        "int load(int id); task<int> load_deferred(int id);\n"
        "int save(int id); task<int> save_deferred(int id);\n";
    const std::string wanted = "task<manager> get_manager_deferred(context& ctx); }";
    const CliProject project;
    write_project(project, pairs + wanted);
    EXPECT_EQ(async_suggestions(project), json::array()) << "two may be an accident";
    project.write("net/more.h",
                  "#include \"task.h\"\nnamespace net { int ask(int id); task<int> ask_deferred(int id); }\n");
    project.write("net/async_factory.cpp", "#include \"async_factory.h\"\n#include \"more.h\"\n");
    const json found = async_suggestions(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["target"], "net::get_manager_deferred");
}

/// What is given back differs: `load_all` is no way to await `load`.
TEST(WholeProgram, AWordThatMeansSomethingElseIsNotLearnt) {
    const CliProject project;
    write_project(project,
                  "struct list {};\n"
                  "namespace net {\n"
                  "int load(int id); task<list> load_all(int id);\n"
                  "int save(int id); task<list> save_all(int id);\n"
                  "int ask(int id); task<list> ask_all(int id);\n"
                  "task<manager> get_manager_all(context& ctx); }");
    EXPECT_EQ(async_suggestions(project), json::array());
}

Strings callees_of_audit(const CliProject& project, const std::string& symbol) {
    Strings callees;
    const json report = project.report({"audit", symbol});
    for (const json& row : report["audit"]["rows"])
        callees.push_back(row["file"].get<std::string>() + " " + row["callee"].get<std::string>() + " " +
                          row["verdict"].get<std::string>());
    return callees;
}

TEST(WholeProgram, AnAuditSeesTheUsesOfASiblingThatIsDeclaredElsewhere) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    project.write("net/async_factory.cpp",
                  "#include \"async_factory.h\"\n"
                  "task<int> own(net::context& ctx) { co_return (co_await net::get_manager_async(ctx)).id; }\n");
    const Strings uses = {"net/async_factory.cpp net::get_manager_async right", "serve.cpp net::get_manager wrong"};
    EXPECT_EQ(callees_of_audit(project, "net::get_manager"), uses);
    EXPECT_EQ(callees_of_audit(project, "net::get_manager_async"), uses);
}

TEST(WholeProgram, AnAuditSeesTheUsesOfTwins) {
    for (const char* twin : {"net::async::client", "net::AsyncClient", "net::ClientCoro"}) {
        const std::string name = twin, scope = name.substr(0, name.rfind("::"));
        const std::string own = name.substr(scope.size() + 2);
        const bool is_in_namespace = scope != "net";
        const CliProject project;
        write_project(project, "namespace " + scope + " { struct " + own + " { task<int> get(int id); }; }",
                      std::string("#include \"net/client.h\"\nint serve(net::") +
                          (is_in_namespace ? "client" : "Client") + "& client) { return client.get(1); }\n");
        project.write("net/client.h", std::string("#pragma once\nnamespace net { struct ") +
                                          (is_in_namespace ? "client" : "Client") +
                                          " { int get(int id); }; struct server { int get(int id); }; }\n");
        project.write("net/async_factory.cpp",
                      "#include \"async_factory.h\"\n#include \"client.h\"\n"
                      "int other(net::server& it) { return it.get(1); }\n"
                      "task<int> own(" +
                          name + "& it) { co_return co_await it.get(1); }\n");
        const std::string sync = is_in_namespace ? "net::client::get" : "net::Client::get";
        EXPECT_EQ(callees_of_audit(project, sync),
                  (Strings{"net/async_factory.cpp " + name + "::get right", "serve.cpp " + sync + " right"}))
            << twin;
    }
}

TEST(WholeProgram, MergedShardsSayTheSameToTheByte) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    for (const char* format : {"text", "json", "sarif"}) {
        const Ran whole = project.check({"--format", format});
        for (const char* shard : {"1/2", "2/2"}) {
            const Ran part = project.check({"--shard", shard, "--output", std::string("json:") + shard[0] + ".json"});
            EXPECT_FALSE(contains(part.out, "get_manager_async")) << "only all units together know it";
        }
        const Ran merged = project.awaitlint({"merge", "1.json", "2.json", "--format", format});
        EXPECT_EQ(merged.out, whole.out);
        EXPECT_EQ(merged.status, whole.status);
        EXPECT_TRUE(contains(merged.out, "get_manager_async")) << format;
    }
}

TEST(WholeProgram, ARunFromTheCacheSaysTheSame) {
    const CliProject project;
    write_project(project, "namespace net { task<manager> get_manager_async(context& ctx); }");
    const Strings cached = {"--format", "json", "--cache-dir", project.path("cache")};
    const json first = project.check(cached).json(), second = project.check(cached).json();
    EXPECT_EQ(first["findings"], second["findings"]);
    EXPECT_EQ(second["findings"][0]["suggestions"].size(), 2U);
}

}  // namespace
}  // namespace awaitlint
