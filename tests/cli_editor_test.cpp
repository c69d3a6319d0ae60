// docs/editor.md is so: real editors (Debian's Neovim and Emacs, headless) with the settings of the page show a finding
// and apply its repair; the other settings are what they are said to be, as far as this machine can tell.
#include <filesystem>
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

/// The same for Emacs. Its timers, which would tell the server of an edit, do not run without a terminal: it saves.
const char* const emacs_steps =
    ";; -*- lexical-binding: t -*-\n"
    "(require 'eglot)\n"
    "(defun wait-for (what there)\n"
    "  (let ((end (+ (float-time) 60)))\n"
    "    (while (not (funcall there))\n"
    "      (when (> (float-time) end) (message \"there is no %s\" what) (kill-emacs 1))\n"
    "      (accept-process-output nil 0.02))))\n"
    "(defun found (count) (lambda () (= count (length (flymake-diagnostics)))))\n"
    "(find-file \"a.cpp\")\n"
    "(apply #'eglot--connect (eglot--guess-contact))\n"
    "(wait-for \"finding\" (found 1))\n"
    "(let ((finding (car (flymake-diagnostics))) (last-nonmenu-event ?a))\n"
    "  (goto-char (flymake-diagnostic-beg finding))\n"
    "  (princ (format \"%d: %s\\n\" (current-column) (flymake-diagnostic-text finding)))\n"
    "  (cl-letf (((symbol-function 'completing-read)\n"
    "             (lambda (_ actions &rest _) (princ (format \"action: %s\\n\" (caar actions))) (caar actions))))\n"
    "    (eglot-code-actions (point) (flymake-diagnostic-end finding) \"quickfix\" t)))\n"
    "(save-buffer)\n"
    "(wait-for \"end of the finding\" (found 0))\n";

/// A project whose one mistake stands behind a letter of two bytes.
std::string write_mistake(const CliProject& project) {
    const std::string code =
        std::string(one_mistake).replace(std::string(one_mistake).find("{ co_return"), 1, "{ /* \xC3\xBC */");
    project.only_unit("a.cpp", code);
    return code;
}

std::string repaired(std::string code) {
    return code.replace(code.find("co_await get_user(1)"), 20, "co_await get_user_async(1)");
}

std::string path_with_awaitlint() {
    return "PATH=" + std::filesystem::path(AWAITLINT_BINARY).parent_path().string() + ":/usr/bin:/bin";
}

TEST(Editor, NeovimShowsAFindingAndAppliesItsRepair) {
    const std::vector<std::string> settings = blocks("lua");
    ASSERT_EQ(settings.size(), 2u);
    const CliProject project;
    const std::string code = write_mistake(project);
    const TemporaryFolder home;
    const Ran ran = run({.program = "/usr/bin/nvim",
                         .arguments = {"--headless", "-i", "NONE", "-u", home.write("init.lua", settings[1]), "a.cpp",
                                       "-c", "luafile " + home.write("steps.lua", steps)},
                         .folder = project.path(),
                         .standard_output = "",
                         .environment = {path_with_awaitlint(), "HOME=" + home.path(), "XDG_CACHE_HOME=" + home.path(),
                                         "XDG_STATE_HOME=" + home.path(), "XDG_DATA_HOME=" + home.path(),
                                         "XDG_CONFIG_HOME=" + home.path()}});
    EXPECT_EQ(ran.status, 0) << ran << "\n(the editor is Debian's: apt-get install neovim)";
    EXPECT_TRUE(contains(ran.out, "await-on-non-awaitable 3:39-59\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "\n# await-on-non-awaitable\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "\naction: ")) << ran;
    EXPECT_TRUE(contains(ran.out, "\nafter an edit: 39\n")) << ran;
    EXPECT_EQ(text_of(project.path("a.cpp")), repaired(code));
}

TEST(Editor, EmacsShowsAFindingAndAppliesItsRepair) {
    const std::vector<std::string> settings = blocks("elisp");
    ASSERT_EQ(settings.size(), 1u);
    const CliProject project;
    const std::string code = write_mistake(project);
    const TemporaryFolder home;
    const Ran ran = run({.program = "/usr/bin/emacs",
                         .arguments = {"--batch", "-q", "-l", home.write("settings.el", settings[0]), "-l",
                                       home.write("steps.el", emacs_steps)},
                         .folder = project.path(),
                         .standard_output = "",
                         .environment = {path_with_awaitlint(), "HOME=" + home.path(), "LC_ALL=C.UTF-8"}});
    EXPECT_EQ(ran.status, 0) << ran << "\n(the editor is Debian's: apt-get install emacs-nox elpa-eglot)";
    EXPECT_TRUE(contains(ran.out, "38: awaitlint [await-on-non-awaitable]: ")) << ran;
    EXPECT_TRUE(contains(ran.out, "\naction: ")) << ran;
    EXPECT_EQ(text_of(project.path("a.cpp")), repaired(code));
}

TEST(Editor, VimsMakeReadsWhatCheckPrints) {
    ASSERT_TRUE(contains(text_of(source + "/docs/editor.md"), "`:set makeprg=awaitlint\\ check` and `:make`"));
    const CliProject project;
    project.only_unit("a.cpp", one_mistake);
    const std::string make =
        "vim.cmd('set makeprg=awaitlint\\\\ check')\nvim.cmd('silent make')\n"
        "for _, item in ipairs(vim.fn.getqflist()) do\n"
        "  if item.valid == 1 then io.stdout:write(vim.fn.bufname(item.bufnr), ' ', item.lnum, ':', item.col, '\\n') "
        "end\n"
        "end\nvim.cmd('quitall!')\n";
    const Ran ran = run({.program = "/usr/bin/nvim",
                         .arguments = {"--headless", "--clean", "-c", "luafile " + project.write("steps.lua", make)},
                         .folder = project.path(),
                         .standard_output = "",
                         .environment = {path_with_awaitlint()}});
    EXPECT_TRUE(contains(ran.out, "a.cpp 4:31\n")) << ran;
}

TEST(Editor, EachBlockOfThePageIsReadHere) {
    std::size_t marks = 0, known = 0;
    std::istringstream lines(text_of(source + "/docs/editor.md"));
    for (std::string line; std::getline(lines, line);) {
        marks += line.starts_with("```");
        if (marks % 2 == 0) EXPECT_FALSE(line.starts_with("    ")) << line;
    }
    // "console": by pages_test.
    for (const char* language : {"lua", "elisp", "toml", "json", "console"}) known += blocks(language).size();
    EXPECT_EQ(marks, 2 * known);
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
    ASSERT_EQ(all.size(), 1u);
    const json of_kate = json::parse(all[0]);
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

}  // namespace
}  // namespace awaitlint
