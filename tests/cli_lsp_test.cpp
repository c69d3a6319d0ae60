// `awaitlint lsp` as a process: what an editor gets for a document.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include "lsp_session.h"
#include "processes.h"

namespace awaitlint {
namespace {

using nlohmann::json;

/// The text with what `edits` say, which count UTF-16 units; this file's texts are ASCII.
std::string applied(const std::string& text, json edits) {
    const auto offset_of = [&](const json& position) {
        std::size_t at = 0;
        for (int line = position["line"]; line > 0; --line) at = text.find('\n', at) + 1;
        return at + position["character"].get<std::size_t>();
    };
    std::string changed = text;
    std::sort(edits.begin(), edits.end(), [&](const json& a, const json& b) {
        return offset_of(a["range"]["start"]) > offset_of(b["range"]["start"]);
    });
    for (const json& edit : edits) {
        const std::size_t begin = offset_of(edit["range"]["start"]);
        changed.replace(begin, offset_of(edit["range"]["end"]) - begin, edit["newText"]);
    }
    return changed;
}

TEST_F(Lsp, ADocumentGetsItsFindingsWhenItIsOpened) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    const json server = client.initialize(full_capabilities);
    EXPECT_EQ(server["serverInfo"]["name"], "awaitlint");
    EXPECT_EQ(server["capabilities"]["positionEncoding"], "utf-16");
    client.open(uri("a.cpp"), one_mistake);
    const json diagnostics = client.wait_for_diagnostics(uri("a.cpp"), 1);
    ASSERT_EQ(codes(diagnostics), Codes{"await-on-non-awaitable"});
    const json& found = diagnostics[0];
    EXPECT_EQ(found["range"], range(3, 30, 50));
    EXPECT_EQ(found["severity"], 1);
    EXPECT_EQ(found["source"], "awaitlint");
    EXPECT_TRUE(contains(found["message"].get<std::string>(), "'get_user' is synchronous")) << found;
    const json& related = found["relatedInformation"];
    ASSERT_FALSE(related.empty());
    const auto sibling = std::find_if(related.begin(), related.end(), [](const json& place) {
        return contains(place["message"].get<std::string>(), "'get_user_async' is declared here");
    });
    ASSERT_NE(sibling, related.end()) << related;
    EXPECT_EQ((*sibling)["location"]["uri"], uri("a.cpp"));
    EXPECT_EQ((*sibling)["location"]["range"]["start"]["line"], 2);
}

TEST_F(Lsp, AnEditIsAnalysedAsItStandsInTheEditor) {
    project.only_unit("a.cpp", no_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), no_mistake);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{});
    client.change(uri("a.cpp"), one_mistake, 2);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 2)), Codes{"await-on-non-awaitable"});
    // A line above, as a range.
    client.notify(
        "textDocument/didChange",
        {{"textDocument", {{"uri", uri("a.cpp")}, {"version", 3}}},
         {"contentChanges", {{{"range", {{"start", position(1, 0)}, {"end", position(1, 0)}}}, {"text", "// ü\n"}}}}});
    const json moved = client.wait_for_diagnostics(uri("a.cpp"), 3);
    ASSERT_EQ(codes(moved), Codes{"await-on-non-awaitable"});
    EXPECT_EQ(moved[0]["range"], range(4, 30, 50));
    client.change(uri("a.cpp"), no_mistake, 4);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 4)), Codes{});
    std::ostringstream on_disk;
    on_disk << std::ifstream(project.path("a.cpp")).rdbuf();
    EXPECT_EQ(on_disk.str(), no_mistake) << "files are the editor's to write";
}

TEST_F(Lsp, WhatIsNotSavedIsNotKeptForOthers) {
    project.only_unit("a.cpp", no_mistake);
    LspClient client(project.path(), {"--cache-dir", project.path("cache")});
    client.initialize();
    client.open(uri("a.cpp"), one_mistake);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
    const Ran ran = project.check({"--cache-dir", project.path("cache"), "--cache-verify"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "analysed 1/1 units (0 cached")) << ran;
    // Of the same size, which is all that some would look at.
    std::string other = no_mistake;
    other.replace(other.find("_async(1)"), 9, "(1000000)");
    client.change(uri("a.cpp"), other, 2);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 2)).at(0), "await-on-non-awaitable");
    const Ran again = project.check({"--cache-dir", project.path("cache"), "--cache-verify"});
    EXPECT_EQ(again.status, 0) << again;
    EXPECT_TRUE(contains(again.err, "0 findings")) << again;
}

TEST_F(Lsp, ProvenRepairsAreActionsAndOneIsPreferred) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), one_mistake, 7);
    client.wait_for_diagnostics(uri("a.cpp"), 7);
    const json found = actions(client, range(3, 40, 40), {{"diagnostics", json::array()}});
    ASSERT_EQ(found.size(), 3u) << found;
    const auto text_by = [&](const json& action) {
        const json& change = action["edit"]["documentChanges"][0];
        EXPECT_EQ(change["textDocument"]["uri"], uri("a.cpp"));
        EXPECT_EQ(change["textDocument"]["version"], 7);
        return applied(one_mistake, change["edits"]);
    };
    EXPECT_TRUE(contains(text_by(found[0]), "co_return co_await get_user_async(1);")) << found[0];
    EXPECT_TRUE(contains(text_by(found[1]), "co_return get_user(1);")) << found[1];
    EXPECT_EQ(text_by(found[2]), text_by(found[0]));
    EXPECT_EQ(found[0]["isPreferred"], true);
    EXPECT_EQ(found[1]["isPreferred"], false);
    EXPECT_EQ(found[0]["kind"], "quickfix");
    EXPECT_EQ(found[2]["kind"], "source.fixAll.awaitlint");
    EXPECT_EQ(found[0]["diagnostics"][0]["code"], "await-on-non-awaitable");
}

TEST_F(Lsp, WhatIsUnsafeIsOfferedByItselfAndSaysSo) {
    const std::string code = std::string(
                                 "#include \"task.h\"\n"
                                 "int accept();\n"
                                 "task<> session(int socket);\n") +
                             "task<> serve() {\n    for (;;) session(accept());\n}\n";
    project.only_unit("a.cpp", code);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    ASSERT_EQ(client.wait_for_diagnostics(uri("a.cpp"), 1).size(), 1u);
    const json found = actions(client, range(4, 13, 13));
    ASSERT_EQ(found.size(), 1u) << "it is no part of all that are proven: " << found;
    EXPECT_EQ(found[0]["kind"], "quickfix");
    EXPECT_EQ(found[0]["isPreferred"], false);
    EXPECT_EQ(found[0]["title"], "add co_await (unsafe: each pass of the loop would wait for it)");
}

TEST_F(Lsp, ActionsAreThoseOfTheTextAsItIsNow) {
    project.only_unit("a.cpp", no_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), no_mistake);
    client.change(uri("a.cpp"), "// a line more\n" + std::string(one_mistake), 2);
    const json found = actions(client, range(4, 40, 40));
    ASSERT_EQ(found.size(), 3u) << found;
    const json& change = found[0]["edit"]["documentChanges"][0];
    EXPECT_EQ(change["textDocument"]["version"], 2);
    EXPECT_TRUE(contains(applied("// a line more\n" + std::string(one_mistake), change["edits"]),
                         "co_return co_await get_user_async(1);"));
}

TEST_F(Lsp, ActionsAreThoseOfThePlaceAndOfTheKindThatIsAskedFor) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), one_mistake);
    client.wait_for_diagnostics(uri("a.cpp"), 1);
    const auto kinds = [&](const json& where, const json& context) {
        std::vector<std::string> all;
        for (const json& action : actions(client, where, context)) all.push_back(action["kind"]);
        return all;
    };
    const std::string all = "source.fixAll.awaitlint";
    EXPECT_EQ(kinds(range(0, 0, 0), json::object()), Codes{all}) << "another place";
    EXPECT_EQ(kinds(range(3, 0, 60), {{"only", {"quickfix"}}}), (Codes{"quickfix", "quickfix"}));
    EXPECT_EQ(kinds(range(3, 0, 60), {{"only", {"source.fixAll"}}}), Codes{all});
    EXPECT_EQ(kinds(range(3, 0, 60), {{"only", {"refactor", "quick"}}}), Codes{});
}

TEST_F(Lsp, WhatIsNotProvenOrWrittenInAMacroIsNoAction) {
    const std::string code =
        "#include \"task.h\"\n"
        "int get_user(int id);\n"
        "task<int> get_user_async(int id);\n"
        "#define GET(x) co_await get_user(x)\n"
        "task<int> greet() { co_return GET(1); }\n";
    project.only_unit("a.cpp", code);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    ASSERT_EQ(client.wait_for_diagnostics(uri("a.cpp"), 1).size(), 1u);
    const json found = actions(client, {{"start", position(0, 0)}, {"end", position(9, 0)}});
    EXPECT_EQ(found, json::array());
}

TEST_F(Lsp, AnOldClientGetsPlainEditsAndPlainText) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize({{"textDocument", {{"codeAction", {{"codeActionLiteralSupport", json::object()}}}}}});
    client.open(uri("a.cpp"), one_mistake);
    const json diagnostics = client.wait_for_diagnostics(uri("a.cpp"), 1);
    EXPECT_FALSE(diagnostics[0].contains("relatedInformation"));
    const json edit = actions(client, range(3, 40, 40))[0]["edit"];
    EXPECT_FALSE(edit.contains("documentChanges"));
    EXPECT_TRUE(contains(applied(one_mistake, edit["changes"][uri("a.cpp")]), "get_user_async(1)"));
    const json hover =
        client.ask("textDocument/hover", {{"textDocument", {{"uri", uri("a.cpp")}}}, {"position", position(3, 40)}});
    EXPECT_EQ(hover["result"]["contents"]["kind"], "plaintext");
}

TEST_F(Lsp, HoverShowsTheFindingAndThePageOfItsRule) {
    project.only_unit("a.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), one_mistake);
    client.wait_for_diagnostics(uri("a.cpp"), 1);
    const auto hover = [&](int line, int character) {
        return client.ask("textDocument/hover", {{"textDocument", {{"uri", uri("a.cpp")}}},
                                                 {"position", position(line, character)}})["result"];
    };
    const json found = hover(3, 40);
    EXPECT_EQ(found["contents"]["kind"], "markdown");
    EXPECT_EQ(found["range"], range(3, 30, 50));
    const std::string text = found["contents"]["value"];
    EXPECT_TRUE(contains(text, "- async: `co_await get_user_async(1)` (proven)")) << text;
    EXPECT_TRUE(contains(text, "# await-on-non-awaitable")) << text;
    EXPECT_TRUE(hover(0, 0).is_null());
}

TEST_F(Lsp, ColumnsAreUtf16UnitsOrBytes) {
    const std::string code =
        std::string(one_mistake).replace(std::string(one_mistake).find("{ co_return"), 1, "{ /* \xF0\x9F\x98\x80 */");
    project.only_unit("a.cpp", code);
    for (const bool agrees_on_bytes : {false, true}) {
        LspClient client(project.path());
        json capabilities = full_capabilities;
        if (agrees_on_bytes) capabilities["general"]["positionEncodings"] = {"utf-8", "utf-16"};
        const json server = client.initialize(capabilities);
        EXPECT_EQ(server["capabilities"]["positionEncoding"], agrees_on_bytes ? "utf-8" : "utf-16");
        client.open(uri("a.cpp"), code);
        const json found = client.wait_for_diagnostics(uri("a.cpp"), 1);
        ASSERT_EQ(found.size(), 1u);
        const int begin = 30 + (agrees_on_bytes ? 11 : 9);
        EXPECT_EQ(found[0]["range"], range(3, begin, begin + 20));
    }
}

class LspHeader : public Lsp {
protected:
    LspHeader() {
        project.write("inc/users.h", std::string("#pragma once\n") + one_mistake);
        project.write("src/users.cpp", "#include \"../inc/users.h\"\n");
        project.write("src/other.cpp", "int other;\n");
        project.write_database({Entry{"src/other.cpp"}, Entry{"src/users.cpp"}});
    }
};

TEST_F(LspHeader, IsAnalysedByAUnitThatIncludesIt) {
    LspClient client(project.path());
    client.initialize(full_capabilities);
    const std::string text = std::string("#pragma once\n") + one_mistake;
    client.open(uri("inc/users.h"), text);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("inc/users.h"), 1)), Codes{"await-on-non-awaitable"});
    client.change(uri("inc/users.h"), std::string("#pragma once\n") + no_mistake, 2);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("inc/users.h"), 2)), Codes{}) << "as it stands in the editor";
}

TEST_F(LspHeader, ThatIsSavedHasItsOpenReadersAnalysedAgain) {
    project.write("src/users.cpp",
                  "#include \"../inc/users.h\"\ntask<int> more() { co_return co_await get_user(2); }\n");
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("src/users.cpp"),
                "#include \"../inc/users.h\"\ntask<int> more() { co_return co_await get_user(2); }\n");
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("src/users.cpp"), 1)), Codes{"await-on-non-awaitable"});
    const std::string mended = "#pragma once\n#include \"task.h\"\ntask<int> get_user(int id);\n";
    client.open(uri("inc/users.h"), mended);
    client.wait_for_diagnostics(uri("inc/users.h"), 1);
    project.write("inc/users.h", mended);
    client.notify("textDocument/didSave", {{"textDocument", {{"uri", uri("inc/users.h")}}}});
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("src/users.cpp"), 1)), Codes{});
    // By another program, and told by the editor.
    project.write("inc/users.h", std::string("#pragma once\n") + one_mistake);
    client.notify("textDocument/didClose", {{"textDocument", {{"uri", uri("inc/users.h")}}}});
    client.notify("workspace/didChangeWatchedFiles", {{"changes", {{{"uri", uri("inc/users.h")}, {"type", 2}}}}});
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("src/users.cpp"), 1)), Codes{"await-on-non-awaitable"});
}

TEST_F(Lsp, AMissingDatabaseIsToldOnceWithItsRemedy) {
    project.write("a.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    const json registered = client.wait_for_notification("client/registerCapability");
    EXPECT_EQ(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.open(uri("a.cpp"), one_mistake);
    const json told = client.wait_for_notification("window/showMessage");
    EXPECT_TRUE(contains(told["params"]["message"].get<std::string>(), "CMAKE_EXPORT_COMPILE_COMMANDS")) << told;
    EXPECT_EQ(client.wait_for_diagnostics(uri("a.cpp"), 1), json::array());
    client.change(uri("a.cpp"), no_mistake, 2);
    EXPECT_EQ(client.wait_for_diagnostics(uri("a.cpp"), 2), json::array());
    for (const json& message : client.kept()) EXPECT_NE(message.value("method", ""), "window/showMessage");
    // It is there now.
    client.change(uri("a.cpp"), one_mistake, 3);
    EXPECT_EQ(client.wait_for_diagnostics(uri("a.cpp"), 3), json::array());
    project.write_database({Entry{"a.cpp"}});
    client.notify("workspace/didChangeWatchedFiles",
                  {{"changes", {{{"uri", uri("compile_commands.json")}, {"type", 1}}}}});
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 3)), Codes{"await-on-non-awaitable"});
}

TEST_F(Lsp, FilesThatAreNotOursAreNoTroubleOfTheUsers) {
    project.only_unit("a.cpp", no_mistake);
    project.write("lonely.h", one_mistake);
    const TemporaryFolder elsewhere;
    const std::string outside = elsewhere.write("outside.cpp", one_mistake);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    for (const std::string& document : {uri("lonely.h"), uri("new.cpp")}) {
        client.open(document, one_mistake);
        EXPECT_EQ(client.wait_for_diagnostics(document, 1), json::array());
        const json told = client.wait_for_notification("window/logMessage");
        EXPECT_EQ(told["params"]["type"], 3) << told;
    }
    client.open("untitled:Untitled-1", one_mistake);
    EXPECT_EQ(client.ask("textDocument/hover",
                         {{"textDocument", {{"uri", "untitled:Untitled-1"}}}, {"position", position(0, 0)}})["result"],
              json());
}

TEST_F(Lsp, WhatMayHaveBeenOverlookedIsSaid) {
    const std::string code = "#include \"missing.h\"\n" + std::string(one_mistake);
    project.only_unit("a.cpp", code);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    client.open(uri("a.cpp"), code);
    const json diagnostics = client.wait_for_diagnostics(uri("a.cpp"), 1);
    EXPECT_EQ(codes(diagnostics), (Codes{"await-on-non-awaitable", "incomplete"}));
    EXPECT_EQ(diagnostics.back()["severity"], 3);
    EXPECT_EQ(diagnostics.back()["range"]["start"]["line"], 0);
    EXPECT_TRUE(contains(diagnostics.back()["message"].get<std::string>(), "'missing.h' file not found"))
        << diagnostics;
}

TEST_F(Lsp, WhatIsKnownFromARunBeforeIsShownAtOnce) {
    project.only_unit("a.cpp", no_mistake);
    ASSERT_EQ(project.check({"--cache-dir", project.path("cache")}).status, 0);
    LspClient client(project.path(), {"--cache-dir", project.path("cache")});
    client.initialize();
    client.open(uri("a.cpp"), no_mistake);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{});
    EXPECT_FALSE(std::filesystem::exists(project.path("cache/preambles")) &&
                 !std::filesystem::is_empty(project.path("cache/preambles")))
        << "nothing was parsed for it";
    // Then it is made ready for edits.
    EXPECT_TRUE(comes_true([&] {
        return std::any_of(std::filesystem::directory_iterator(project.path("cache/preambles")), {},
                           [](const auto& file) { return file.path().extension() == ".pch"; });
    }));
}

TEST_F(Lsp, ARulesPageIsLinkedWhereItIsInstalled) {
    const std::string program = project.make_folder("prefix/bin") + "/awaitlint";
    std::filesystem::copy_file(AWAITLINT_BINARY, program);
    const std::string page =
        project.write("prefix/share/doc/awaitlint/docs/rules/await-on-non-awaitable.md", "# page\n");
    project.only_unit("a.cpp", one_mistake);
    for (const bool does_support : {true, false}) {
        LspClient client(project.path(), {}, program);
        client.initialize({{"textDocument", {{"publishDiagnostics", {{"codeDescriptionSupport", does_support}}}}}});
        client.open(uri("a.cpp"), one_mistake);
        const json found = client.wait_for_diagnostics(uri("a.cpp"), 1);
        ASSERT_EQ(found.size(), 1u);
        const json link = {{"href", uri_of(page)}};
        EXPECT_EQ(found[0].value("codeDescription", json()), does_support ? link : json());
    }
}

TEST_F(Lsp, WithoutADatabaseFlagsMayBeGiven) {
    project.write("a.cpp", one_mistake);
    LspClient client(project.path(), with_flags({}));
    client.initialize();
    client.open(uri("a.cpp"), one_mistake);
    EXPECT_EQ(codes(client.wait_for_diagnostics(uri("a.cpp"), 1)), Codes{"await-on-non-awaitable"});
}

TEST_F(Lsp, WhatABaselineKnowsIsAHint) {
    project.only_unit("a.cpp", one_mistake);
    ASSERT_EQ(project.awaitlint({"baseline", "write"}).status, 0);
    LspClient client(project.path());
    client.initialize(full_capabilities);
    const std::string two = std::string(one_mistake) + "task<int> more() { co_return co_await get_user(2); }\n";
    client.open(uri("a.cpp"), two);
    const json found = client.wait_for_diagnostics(uri("a.cpp"), 1);
    ASSERT_EQ(found.size(), 2u) << found;
    EXPECT_EQ(found[0]["severity"], 4) << "known";
    EXPECT_EQ(found[1]["severity"], 1) << "new";
}

TEST_F(Lsp, SuppressedFindingsAreSilentAndNeedlessSuppressionsFaded) {
    std::string code = one_mistake;
    code.insert(code.size() - 1, "  // NOLINT(await-on-non-awaitable)");
    code += "int x;  // NOLINT(discarded-awaitable)\n";
    project.only_unit("a.cpp", code);
    LspClient client(project.path());
    client.initialize();
    client.open(uri("a.cpp"), code);
    const json diagnostics = client.wait_for_diagnostics(uri("a.cpp"), 1);
    ASSERT_EQ(codes(diagnostics), Codes{"unused-suppression"});
    EXPECT_EQ(diagnostics[0]["tags"], json::array({1}));
    EXPECT_EQ(diagnostics[0]["severity"], 2);
}

}  // namespace
}  // namespace awaitlint
