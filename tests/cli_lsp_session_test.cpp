// `awaitlint lsp` as a process: what a client gets while an analysis does not end, and how a session ends.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "held_file.h"
#include "lsp_session.h"
#include "processes.h"

namespace awaitlint {
namespace {

using nlohmann::json;

/// Its unit hangs for as long as the test holds a file.
class LspHanging : public Lsp {
protected:
    LspHanging() {
        project.write("held.inc", "// co_await: it is read each time, and is in no preamble\n");
        project.only_unit("a.cpp", code);
        held = std::make_unique<HeldFile>(project.path("held.inc"));
    }
    void wait_until_it_hangs() {
        ASSERT_TRUE(comes_true([&] { return held->is_wanted(); }));
    }

    const std::string code = "#include \"held.inc\"\n" + std::string(one_mistake);
    std::unique_ptr<HeldFile> held;
};

TEST_F(LspHanging, ARequestWaitsForTheAnalysisAndCanBeCancelled) {
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    wait_until_it_hangs();
    const json where = {{"textDocument", {{"uri", uri("a.cpp")}}}, {"position", position(4, 40)}};
    const int first = client.request("textDocument/hover", where);
    const int second = client.request("textDocument/hover", where);
    client.notify("$/cancelRequest", {{"id", first}});
    EXPECT_EQ(client.wait_for_response(first)["error"]["code"], -32800);
    held->let_go();
    EXPECT_TRUE(client.wait_for_response(second)["result"].is_object());
}

TEST_F(LspHanging, ARequestDoesNotWaitForEver) {
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    const json answer = actions(client, range(4, 40, 40));
    EXPECT_TRUE(answer.is_null()) << answer;
    EXPECT_TRUE(held->is_wanted()) << "the analysis goes on";
}

TEST_F(LspHanging, AnAnalysisThatTakesLongShowsProgress) {
    LspClient client(project.path());
    json capabilities = full_capabilities;
    capabilities["window"]["workDoneProgress"] = true;
    client.initialize(capabilities);
    client.open(uri("a.cpp"), code);
    const json create = client.wait_for_notification("window/workDoneProgress/create");
    client.send({{"jsonrpc", "2.0"}, {"id", create["id"]}, {"result", nullptr}});
    const json begin = client.wait_for_notification("$/progress");
    EXPECT_EQ(begin["params"]["token"], create["params"]["token"]);
    EXPECT_EQ(begin["params"]["value"]["kind"], "begin");
    EXPECT_EQ(begin["params"]["value"]["message"], "a.cpp");
    held->let_go();
    const json end = client.wait_for_notification("$/progress");
    EXPECT_EQ(end["params"]["value"]["kind"], "end");
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
}

TEST_F(LspHanging, ClosingTheDocumentOrLeavingEndsTheAnalysis) {
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    wait_until_it_hangs();
    const int waiting = client.request("textDocument/hover",
                                       {{"textDocument", {{"uri", uri("a.cpp")}}}, {"position", position(4, 40)}});
    client.notify("textDocument/didClose", {{"textDocument", {{"uri", uri("a.cpp")}}}});
    EXPECT_TRUE(client.wait_for_response(waiting)["result"].is_null());
    client.open(uri("a.cpp"), code);
    EXPECT_TRUE(client.ask("shutdown", nullptr)["result"].is_null());
    client.notify("exit", nullptr);
    EXPECT_EQ(client.finish(), 0);
}

TEST_F(LspHanging, AKilledServerLeavesNoProcessBehind) {
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    wait_until_it_hangs();
    const std::vector<pid_t> all = descendants_of(client.pid());
    EXPECT_EQ(all.size(), 2u) << "the analysis, and its worker";
    ::kill(client.pid(), SIGKILL);
    EXPECT_EQ(client.finish(), 128 + SIGKILL);
    EXPECT_TRUE(comes_true([&] { return have_ended(all); }));
}

TEST_F(LspHanging, AnEditEndsTheAnalysisOfTheTextBefore) {
    held->let_go();
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
    // The next one begins with the same includes, and waits for ever.
    held->hold();
    client.change(uri("a.cpp"), code + "int second;\n", 2);
    wait_until_it_hangs();
    const std::vector<pid_t> of_second = descendants_of(client.pid());
    client.change(uri("a.cpp"), code + "int third;\n", 3);
    EXPECT_TRUE(comes_true([&] { return have_ended(of_second); }));
    held->let_go();
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 3)), Codes{"await-on-non-awaitable"});
    for (const json& message : client.kept()) EXPECT_NE(message["params"].value("version", 0), 2) << message;
}

TEST_F(Lsp, TheEndIsInOrderOrNot) {
    {
        LspClient client(project.path());
        client.initialize();
        EXPECT_TRUE(client.ask("shutdown", nullptr)["result"].is_null());
        EXPECT_EQ(client.ask("textDocument/hover", json::object())["error"]["code"], -32600) << "after shutdown";
        client.notify("exit", nullptr);
        EXPECT_EQ(client.finish(), 0);
    }
    {
        LspClient client(project.path());
        client.initialize();
        client.notify("exit", nullptr);
        EXPECT_EQ(client.finish(), 1) << "without shutdown";
    }
    {
        LspClient client(project.path());
        client.initialize();
        client.ask("shutdown", nullptr);
        client.close_input();
        EXPECT_EQ(client.finish(), 0);
    }
    {
        LspClient client(project.path());
        client.notify("exit", nullptr);
        EXPECT_EQ(client.finish(), 1) << "before initialize";
    }
}

TEST_F(Lsp, WhatClientsPassToEveryServerIsTaken) {
    project.only_unit("a.cpp", one_mistake);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--stdio"}, {"--stdio", "--clientProcessId=1"}, {"--clientProcessId", "1"}}) {
        LspClient client(project.path(), arguments);
        client.initialize(full_capabilities);
        client.open(uri("a.cpp"), one_mistake);
        EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
    }
}

TEST_F(Lsp, AClientThatIsGoneEndsTheServer) {
    for (const char* unfinished : {"", "Content-Length: 10", "Content-Length: 100\r\n\r\n{\"jsonrpc\":"}) {
        LspClient client(project.path());
        client.initialize();
        client.send_bytes(unfinished);
        client.close_input();
        EXPECT_EQ(client.finish(), 1) << unfinished;
    }
}

TEST_F(Lsp, WhatIsOutOfOrderIsRefusedAndTheServerGoesOn) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    client.notify("textDocument/didOpen", {{"nothing", "yet"}});
    EXPECT_EQ(client.ask("textDocument/hover", json::object())["error"]["code"], -32002);
    client.initialize(full_capabilities);
    EXPECT_EQ(client.ask("initialize", {{"capabilities", json::object()}})["error"]["code"], -32600) << "twice";
    EXPECT_EQ(client.ask("textDocument/definition", json::object())["error"]["code"], -32601);
    client.notify("$/setTrace", {{"value", "off"}});
    client.notify("unknown/notification", json::object());
    EXPECT_EQ(client.ask("textDocument/hover", json::object())["error"]["code"], -32602);
    EXPECT_EQ(client.ask("textDocument/hover", {{"textDocument", 7}})["error"]["code"], -32602);
    client.send_bytes("Content-Length: 5\r\n\r\n{\"a\":");
    EXPECT_EQ(client.wait_for_response(nullptr)["error"]["code"], -32700);
    client.send_bytes("Content-Length: 2\r\n\r\n[]");
    EXPECT_EQ(client.wait_for_response(nullptr)["error"]["code"], -32600);
    client.notify("textDocument/didChange", {{"textDocument", {{"uri", uri("a.cpp")}, {"version", 2}}}});
    client.open(uri("a.cpp"), one_mistake);
    client.notify("textDocument/didChange", {{"textDocument", {{"uri", uri("a.cpp")}, {"version", 2}}},
                                             {"contentChanges", {{{"range", 7}, {"text", "x"}}}}});
    EXPECT_TRUE(contains(client.wait_for_notification("window/logMessage")["params"]["message"].get<std::string>(),
                         "textDocument/didChange"));
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
}

TEST_F(Lsp, ABrokenHeaderEndsTheSession) {
    LspClient client(project.path());
    client.initialize();
    client.send_bytes("Content-Length: some\r\n\r\n{}");
    EXPECT_EQ(client.wait_for_response(nullptr)["error"]["code"], -32700);
    EXPECT_EQ(client.finish(), 1);
}

}  // namespace
}  // namespace awaitlint
