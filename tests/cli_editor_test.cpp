// docs/editor.md is so: a real editor (Debian's Neovim, headless) with the settings of the page shows a finding,
// applies its repair and follows an edit; the other settings are what they are said to be, as far as this machine can
// tell.
#include <filesystem>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

const std::string source = AWAITLINT_SOURCE_DIR;

/// The blocks of the page in this language, in their order.
std::vector<std::string> blocks(const std::string& language) {
    const std::string page = text_of(source + "/docs/editor.md"), begin = "\n```" + language + "\n";
    std::vector<std::string> found;
    for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
        at += begin.size();
        found.push_back(page.substr(at, page.find("\n```", at) + 1 - at));
    }
    return found;
}

/// Waits for what is to come, says what it sees, and leaves with 1 where something does not come.
const char* const steps =
    "local function wait(what, is_there)\n"
    "  if vim.wait(60000, is_there, 20) then return end\n"
    "  io.stderr:write('there is no ', what, '\\n', vim.inspect(vim.diagnostic.get(0)), '\\n')\n"
    "  vim.cmd('cquit 1')\n"
    "end\n"
    "local function found(count) return function() return #vim.diagnostic.get(0) == count end end\n"
    "local function line() return vim.api.nvim_buf_get_lines(0, 3, 4, true)[1] end\n"
    "wait('finding', found(1))\n"
    "local finding = vim.diagnostic.get(0)[1]\n"
    "io.stdout:write(finding.code, ' ', finding.lnum, ':', finding.col, '-', finding.end_col, '\\n')\n"
    "vim.api.nvim_win_set_cursor(0, { 4, 45 })\n"
    "local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(), 60000)\n"
    "for _, answer in pairs(hover) do\n"
    "  io.stdout:write(answer.result.contents.value:match('# [%w-]+'), '\\n')\n"
    "end\n"
    "vim.ui.select = function(actions, _, choose)\n"
    "  for _, action in ipairs(actions) do io.stdout:write('action: ', action[2].title, '\\n') end\n"
    "  choose(actions[1], 1)\n"
    "end\n"
    "vim.lsp.buf.code_action()\n"
    "wait('repair', function() return line():find('get_user_async(1)', 1, true) ~= nil end)\n"
    "wait('end of the finding', found(0))\n"
    "vim.cmd('write')\n"
    "vim.api.nvim_buf_set_lines(0, 3, 4, true, { '/* \xC3\xBC */ task<int> greet() { co_return co_await get_user(1); "
    "}' })\n"
    "wait('finding of an edit', found(1))\n"
    "io.stdout:write('after an edit: ', vim.diagnostic.get(0)[1].col, '\\n')\n"
    "vim.cmd('quitall!')\n";

TEST(Editor, NeovimShowsAFindingAndAppliesItsRepair) {
    const std::vector<std::string> settings = blocks("lua");
    ASSERT_EQ(settings.size(), 2u);
    CliProject project;
    const std::string code =
        std::string(one_mistake).replace(std::string(one_mistake).find("{ co_return"), 1, "{ /* \xC3\xBC */");
    project.only_unit("a.cpp", code);
    const TemporaryFolder home;
    const std::string path = std::filesystem::path(AWAITLINT_BINARY).parent_path().string() + ":/usr/bin:/bin";
    const Ran ran = run({.program = "/usr/bin/nvim",
                         .arguments = {"--headless", "-i", "NONE", "-u", home.write("init.lua", settings[1]), "a.cpp",
                                       "-c", "luafile " + home.write("steps.lua", steps)},
                         .folder = project.path(),
                         .standard_output = "",
                         .environment = {"PATH=" + path, "HOME=" + home.path(), "XDG_CACHE_HOME=" + home.path(),
                                         "XDG_STATE_HOME=" + home.path(), "XDG_DATA_HOME=" + home.path(),
                                         "XDG_CONFIG_HOME=" + home.path()}});
    EXPECT_EQ(ran.status, 0) << ran << "\n(the editor is Debian's: apt-get install neovim)";
    EXPECT_TRUE(contains(ran.out, "await-on-non-awaitable 3:39-59\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "\n# await-on-non-awaitable\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "\naction: ")) << ran;
    EXPECT_TRUE(contains(ran.out, "\nafter an edit: 39\n")) << ran;
    std::string repaired = code;
    repaired.replace(repaired.find("co_await get_user(1)"), 20, "co_await get_user_async(1)");
    EXPECT_EQ(text_of(project.path("a.cpp")), repaired);
}

TEST(Editor, SettingsOfTheNewestNeovimAreLua) {
    const TemporaryFolder folder;
    const std::string check = "local code = io.open('" + folder.write("new.lua", blocks("lua").at(0)) +
                              "'):read('*a')\nassert(loadstring(code))\nvim.cmd('quitall!')\n";
    const Ran ran = run(
        {.program = "/usr/bin/nvim",
         .arguments = {"--headless", "--clean", "-c", "luafile " + folder.write("check.lua", check), "-c", "cquit 1"},
         .folder = folder.path(),
         .standard_output = ""});
    EXPECT_EQ(ran.status, 0) << ran;
}

TEST(Editor, OtherSettingsAreWhatTheirEditorsRead) {
    const std::vector<std::string> all = blocks("json");
    ASSERT_EQ(all.size(), 3u);
    const json of_code = json::parse(all[0]), of_kate = json::parse(all[1]);
    EXPECT_EQ(of_code["glspc.server.command"], "awaitlint");
    EXPECT_EQ(of_code["glspc.server.commandArguments"], json::array({"lsp"}));
    EXPECT_EQ(of_kate["servers"]["cpp"]["command"], json::array({"awaitlint", "lsp"}));
    const TemporaryFolder folder;
    const Ran toml = run(
        {.program = "/usr/bin/python3",
         .arguments = {"-c", "import sys, tomllib, json; json.dump(tomllib.load(open(sys.argv[1], 'rb')), sys.stdout)",
                       folder.write("languages.toml", blocks("toml").at(0))},
         .folder = folder.path(),
         .standard_output = ""});
    EXPECT_EQ(toml.json()["language-server"]["awaitlint"], (json{{"command", "awaitlint"}, {"args", {"lsp"}}})) << toml;
}

TEST(Editor, TheProblemMatcherReadsWhatCheckPrints) {
    const json task = json::parse(blocks("json").at(2))["tasks"][0];
    CliProject project;
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(task["command"], "awaitlint");
    const Ran ran = project.awaitlint(task["args"]);
    const json& pattern = task["problemMatcher"]["pattern"];
    const std::regex line_of_finding(pattern["regexp"].get<std::string>());
    std::vector<std::vector<std::string>> found;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
        std::smatch parts;
        if (!std::regex_match(line, parts, line_of_finding)) continue;
        found.emplace_back();
        for (const char* part : {"file", "line", "column", "severity", "code"})
            found.back().push_back(parts[pattern[part]]);
    }
    EXPECT_EQ(
        found,
        (std::vector<std::vector<std::string>>{{project.path("a.cpp"), "4", "31", "error", "await-on-non-awaitable"}}))
        << ran;
}

}  // namespace
}  // namespace awaitlint
