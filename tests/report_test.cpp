// What the formats for people and JSON print, to the byte: written from the contract, not from what the program
// printed.
#include "awaitlint/report.h"

#include <gtest/gtest.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

using samples::incident;

std::string rendered(std::string_view format, const Report& report, const SourceLine& line = samples::incident_line) {
    const Result<std::string> text = render(format, report, line);
    EXPECT_TRUE(text);
    return text ? *text : "";
}
Report report_of(const Finding& finding) {
    Report report = samples::empty();
    report.findings = {finding};
    return report;
}
SourceLine always(const std::string& text) {
    return [text](const std::string&, std::uint32_t) -> std::string_view { return text; };
}
// The source line and the carets below it, for a finding in columns [from, to) of a line.
std::string snippet(const std::string& line, std::uint32_t from, std::uint32_t to, std::uint32_t end_line = 41) {
    Finding finding = incident();
    finding.span.column = from;
    finding.span.end_column = to;
    finding.span.end_line = end_line;
    finding.suggestions.clear();
    const std::string text = rendered("text", report_of(finding), always(line));
    const std::size_t begin = text.find('\n') + 1;
    return text.substr(begin, text.find("  in coroutine") - begin);
}

TEST(Text, IsTheContractsSample) {
    EXPECT_EQ(rendered("text", report_of(incident())),
              "app/routes/websocket_ssot.cpp:41:18: error: 'get_websocket_manager' is synchronous: "
              "'std::shared_ptr<Manager>' cannot be awaited [await-on-non-awaitable]\n"
              "   41 |   auto manager = co_await get_websocket_manager(ctx);\n"
              "      |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
              "  in coroutine 'netra::routes::on_connect'\n"
              "  async: co_await get_websocket_manager_async(ctx)   (proven; manager.h:12)\n"
              "  sync:  get_websocket_manager(ctx)                  (proven)\n");
}

TEST(Text, WithoutFindingsIsEmpty) {
    EXPECT_EQ(rendered("text", samples::empty()), "");
}

TEST(Text, ShowsEveryFindingButTheSuppressed) {
    EXPECT_EQ(rendered("text", samples::full(), nullptr),
              "app/main.cpp:7:3: warning: nothing here is suppressed by 'await-on-non-awaitable' [unused-suppression]\n"
              "  at namespace scope\n"
              "app/main.cpp:2:1: note: declared here\n"
              "note: remove the comment\n"
              "\n"
              "app/routes/websocket_ssot.cpp:41:18: error: 'get_websocket_manager' is synchronous: "
              "'std::shared_ptr<Manager>' cannot be awaited [await-on-non-awaitable]\n"
              "  in coroutine 'netra::routes::on_connect'\n"
              "  async: co_await get_websocket_manager_async(ctx)   (proven; manager.h:12)\n"
              "  sync:  get_websocket_manager(ctx)                  (proven)\n");
}

TEST(Text, SaysWhyARepairIsNotProven) {
    Finding finding = incident();
    finding.context = "function";
    finding.suggestions[0].proven = false;
    finding.suggestions[0].why_not = "the result is 'task<int>',\n   not 'int'";
    finding.suggestions[1].proven = false;
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_EQ(
        text.substr(text.find("  in")),
        "  in function 'netra::routes::on_connect'\n"
        "  async: co_await get_websocket_manager_async(ctx)   (not proven: the result is 'task<int>', not 'int')\n"
        "  sync:  get_websocket_manager(ctx)                  (not proven)\n");
}

TEST(Text, SyncSiblingOfAnotherNameIsLocated) {
    Finding finding = incident();
    finding.callee = "netra::get_websocket_manager_async";
    finding.suggestions.erase(finding.suggestions.begin());
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_NE(text.find("  sync: get_websocket_manager(ctx)   (proven; manager.h:10)\n"), std::string::npos) << text;
}

TEST(Text, AsyncOverloadOfTheSameNameIsLocated) {
    Finding finding = incident();
    finding.suggestions.resize(1);
    finding.suggestions[0].target = finding.callee;
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_NE(text.find("(proven; manager.h:12)"), std::string::npos) << text;
}

TEST(Text, RepairOverSeveralLinesTakesOne) {
    Finding finding = incident();
    finding.suggestions.resize(1);
    finding.suggestions[0].replacement = "co_await get(\r\n\t\tctx,\n    \"a  b\")";
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_NE(text.find("  async: co_await get( ctx, \"a  b\")   (proven; manager.h:12)\n"), std::string::npos) << text;
}

TEST(Text, RepairThatRemovesCodeShowsItsTitle) {
    Finding finding = samples::stray_suppression();
    Suggestion removal;
    removal.kind = "sync";
    removal.title = "remove the comment";
    finding.suggestions = {removal};
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_NE(text.find("  sync: remove the comment   (not proven)\n"), std::string::npos) << text;
}

TEST(Text, LongRepairDoesNotPushTheOthers) {
    Finding finding = incident();
    finding.suggestions[0].replacement = "co_await f(" + std::string(200, 'x') + ")";
    const std::string text = rendered("text", report_of(finding), nullptr);
    EXPECT_NE(text.find("x)   (proven; manager.h:12)\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  sync:  get_websocket_manager(ctx)   (proven)\n"), std::string::npos) << text;
}

TEST(Text, PlacesThatAreNotKnown) {
    Finding finding = incident();
    finding.span = {};
    EXPECT_TRUE(rendered("text", report_of(finding)).starts_with("error: 'get_"));
    finding.span.file = "a.cpp";
    EXPECT_TRUE(rendered("text", report_of(finding)).starts_with("a.cpp: error: 'get_"));
}

TEST(Carets, TabsAreKeptAboveAndBelow) {
    EXPECT_EQ(snippet("\tx =\tco_await f();", 6, 18),
              "   41 | \tx =\tco_await f();\n"
              "      | \t   \t^~~~~~~~~~~~\n");
    EXPECT_EQ(snippet("co_await\tf();", 1, 13),
              "   41 | co_await\tf();\n"
              "      | ^~~~~~~~\t~~~\n");
}

TEST(Carets, SpanOverSeveralLinesIsMarkedToTheEndOfTheFirst) {
    EXPECT_EQ(snippet("  co_await f(a,   ", 3, 9, 43),
              "   41 |   co_await f(a,   \n"
              "      |   ^~~~~~~~~~~~~\n");
}

TEST(Carets, CountColumnsAsTheTerminalShowsThem) {
    EXPECT_EQ(snippet("\"\xc3\xa4\xe6\xbc\xa2\" + co_await f", 11, 21),
              "   41 | \"\xc3\xa4\xe6\xbc\xa2\" + co_await f\n"
              "      |         ^~~~~~~~~~\n")
        << "columns are bytes; a-umlaut is one column wide, the ideograph two";
    EXPECT_EQ(snippet("\x1b\xff co_await f", 4, 14),
              "   41 | <U+001B><FF> co_await f\n"
              "      |              ^~~~~~~~~~\n");
}

TEST(Carets, LinesThatChangedSinceShowNoNonsense) {
    EXPECT_EQ(snippet("short", 18, 53), "   41 | short\n");
    EXPECT_EQ(snippet("short", 3, 53),
              "   41 | short\n"
              "      |   ^~~\n");
    EXPECT_EQ(snippet("short", 0, 0), "   41 | short\n");
    EXPECT_EQ(snippet("short", 2, 2),
              "   41 | short\n"
              "      |  ^\n");
    EXPECT_EQ(snippet("", 18, 53), "");
}

TEST(Carets, GutterGrowsWithTheLineNumber) {
    Finding finding = incident();
    finding.span.line = finding.span.end_line = 123456;
    finding.span.column = 1;
    finding.span.end_column = 3;
    const std::string text = rendered("text", report_of(finding), always("ab"));
    EXPECT_NE(text.find("\n 123456 | ab\n        | ^~\n"), std::string::npos) << text;
}

TEST(Text, AuditListsEveryUseAndCountsThem) {
    EXPECT_EQ(rendered("text", samples::audit()),
              "app/routes/websocket_ssot.cpp:41:18: wrong: co_await get_websocket_manager(ctx)\n"
              "  in coroutine 'netra::routes::on_connect'\n"
              "  should be: co_await get_websocket_manager_async(ctx)   (proven)\n"
              "  why:       'get_websocket_manager' is synchronous\n"
              "\n"
              "app/main.cpp:9:5: right: get_websocket_manager(ctx)\n"
              "  in function 'main'\n"
              "\n"
              "app/main.cpp:20:5: maybe: co_await get_websocket_manager(ctx)\n"
              "  in coroutine 'netra::routes::on_connect'\n"
              "  why:       depends on 'T'\n"
              "\n"
              "3 uses of 'netra::get_websocket_manager': 1 right, 1 wrong, 1 maybe\n");
    Report none = samples::audit();
    none.audit.clear();
    EXPECT_EQ(rendered("text", none), "0 uses of 'netra::get_websocket_manager': 0 right, 0 wrong, 0 maybe\n");
}

TEST(Markdown, AuditIsATable) {
    EXPECT_EQ(rendered("markdown", samples::audit()),
              "3 uses of `netra::get_websocket_manager`: 1 right, 1 wrong, 1 maybe\n"
              "\n"
              "| place | function | current | verdict | should be | proven | why |\n"
              "| --- | --- | --- | --- | --- | --- | --- |\n"
              "| `app/routes/websocket_ssot.cpp:41:18` | `netra::routes::on_connect` (coroutine) | "
              "`co_await get_websocket_manager(ctx)` | wrong | `co_await get_websocket_manager_async(ctx)` | yes | "
              "'get\\_websocket\\_manager' is synchronous |\n"
              "| `app/main.cpp:9:5` | `main` | `get_websocket_manager(ctx)` | right | `get_websocket_manager(ctx)` | "
              " |  |\n"
              "| `app/main.cpp:20:5` | `netra::routes::on_connect` (coroutine) | `co_await get_websocket_manager(ctx)` "
              "| maybe |  |  | depends on 'T' |\n");
}

TEST(Markdown, FindingsAreATableWithTheBestProvenRepair) {
    Report report = samples::full();
    report.findings[1].suggestions[0].proven = false;
    EXPECT_EQ(rendered("markdown", report),
              "2 findings (1 error, 1 warning, 1 suppressed)\n"
              "\n"
              "| place | function | current | should be | proven | rule | message |\n"
              "| --- | --- | --- | --- | --- | --- | --- |\n"
              "| `app/main.cpp:7:3` | namespace scope |  |  |  | unused-suppression | "
              "nothing here is suppressed by 'await-on-non-awaitable' |\n"
              "| `app/routes/websocket_ssot.cpp:41:18` | `netra::routes::on_connect` (coroutine) | "
              "`co_await get_websocket_manager(ctx)` | `get_websocket_manager(ctx)` | yes | await-on-non-awaitable | "
              "'get\\_websocket\\_manager' is synchronous: 'std::shared\\_ptr\\<Manager\\>' cannot be awaited |\n");
    EXPECT_EQ(rendered("markdown", samples::empty()), "0 findings (0 errors, 0 warnings, 0 suppressed)\n");
}

// The one row of an audit of this code.
std::string markdown_row(const std::string& current, const std::string& why) {
    Report report = samples::audit();
    report.audit.resize(1);
    report.audit[0].span = {"a.cpp", 1, 1, 1, 2, 0, 1};
    report.audit[0].function = "f";
    report.audit[0].context = "function";
    report.audit[0].current = current;
    report.audit[0].should_be = "";
    report.audit[0].why = why;
    const std::string text = rendered("markdown", report);
    return text.substr(text.find("| `a.cpp"));
}

TEST(Markdown, NothingBreaksTheTable) {
    EXPECT_EQ(markdown_row("a || b", "x|y"), "| `a.cpp:1:1` | `f` | `a \\|\\| b` | wrong |  |  | x\\|y |\n");
    EXPECT_EQ(markdown_row("f(\n    a,\r\n\tb)", "x\ny"), "| `a.cpp:1:1` | `f` | `f( a, b)` | wrong |  |  | x y |\n");
    EXPECT_EQ(markdown_row("'`'", "`"), "| `a.cpp:1:1` | `f` | ``'`'`` | wrong |  |  | \\` |\n");
    EXPECT_EQ(markdown_row("``", ""), "| `a.cpp:1:1` | `f` | ``` `` ``` | wrong |  |  |  |\n");
    EXPECT_EQ(markdown_row("\"\\|\"", ""), "| `a.cpp:1:1` | `f` | `\"\\\\\\|\"` | wrong |  |  |  |\n")
        << "a backslash in the code must not free the bar behind it";
    EXPECT_EQ(markdown_row("x", "<img onerror=alert(1)> [a](b) \x1b[31m"),
              "| `a.cpp:1:1` | `f` | `x` | wrong |  |  | "
              "\\<img onerror=alert(1)\\> \\[a\\](b) \\<U+001B\\>\\[31m |\n");
}

TEST(Json, IsTheContractsLayout) {
    Report report = report_of(incident());
    report.exit_code = 1;
    report.units = {{"app/c.cpp", "failed", "does not compile", {{"unknown type name 'x'", {"app/c.cpp", 3, 1}}}}};
    report.findings[0].suggestions.resize(1);
    report.findings[0].notes = {{"declared here", {"app/m.h", 2, 4}}, {"nowhere", {"x.h", 0, 7}}};
    EXPECT_EQ(rendered("json", report), R"json({
  "schema": "awaitlint-report/1",
  "tool": {
    "name": "awaitlint",
    "version": "0.1.0",
    "llvm": "22.1.8"
  },
  "run": {
    "complete": true,
    "exit_code": 1
  },
  "summary": {
    "units": {
      "total": 1,
      "analyzed": 0,
      "cached": 0,
      "skipped": 0,
      "failed": 1
    },
    "findings": {
      "total": 1,
      "error": 1,
      "warning": 0,
      "note": 0,
      "suppressed": 0
    }
  },
  "findings": [
    {
      "rule": "await-on-non-awaitable",
      "reason": "sync-call",
      "severity": "error",
      "message": "'get_websocket_manager' is synchronous: 'std::shared_ptr<Manager>' cannot be awaited",
      "file": "app/routes/websocket_ssot.cpp",
      "line": 41,
      "column": 18,
      "end_line": 41,
      "end_column": 53,
      "offset": 1200,
      "length": 35,
      "function": "netra::routes::on_connect",
      "context": "coroutine",
      "current": "co_await get_websocket_manager(ctx)",
      "callee": "netra::get_websocket_manager",
      "type": "std::shared_ptr<netra::Manager>",
      "suggestions": [
        {
          "kind": "async",
          "title": "await the async sibling",
          "replacement": "co_await get_websocket_manager_async(ctx)",
          "proven": true,
          "why_not": "",
          "target": "netra::get_websocket_manager_async",
          "edits": [
            {
              "file": "app/routes/websocket_ssot.cpp",
              "offset": 1209,
              "length": 21,
              "text": "get_websocket_manager_async"
            }
          ],
          "target_file": "app/websocket_core/manager.h",
          "target_line": 12,
          "applicability": "safe",
          "why_unsafe": ""
        }
      ],
      "notes": [
        {
          "message": "declared here",
          "file": "app/m.h",
          "line": 2,
          "column": 4
        },
        {
          "message": "nowhere",
          "file": "",
          "line": 0,
          "column": 0
        }
      ],
      "fingerprint": "f1",
      "suppressed": false
    }
  ],
  "units": [
    {
      "file": "app/c.cpp",
      "status": "failed",
      "reason": "does not compile",
      "errors": [
        {
          "message": "unknown type name 'x'",
          "file": "app/c.cpp",
          "line": 3,
          "column": 1
        }
      ]
    }
  ]
}
)json");
}

TEST(Json, EmptyReportHasEveryKey) {
    EXPECT_EQ(rendered("json", samples::empty()), R"json({
  "schema": "awaitlint-report/1",
  "tool": {
    "name": "awaitlint",
    "version": "0.1.0",
    "llvm": "22.1.8"
  },
  "run": {
    "complete": true,
    "exit_code": 0
  },
  "summary": {
    "units": {
      "total": 0,
      "analyzed": 0,
      "cached": 0,
      "skipped": 0,
      "failed": 0
    },
    "findings": {
      "total": 0,
      "error": 0,
      "warning": 0,
      "note": 0,
      "suppressed": 0
    }
  },
  "findings": [],
  "units": []
}
)json");
}

TEST(Json, AuditRowsFollowTheUnits) {
    Report report = samples::audit();
    report.audit.resize(1);
    const std::string text = rendered("json", report);
    EXPECT_EQ(text.substr(text.find("  \"units\": []")), R"json(  "units": [],
  "audit": {
    "symbol": "netra::get_websocket_manager",
    "rows": [
      {
        "file": "app/routes/websocket_ssot.cpp",
        "line": 41,
        "column": 18,
        "end_line": 41,
        "end_column": 53,
        "offset": 1200,
        "length": 35,
        "function": "netra::routes::on_connect",
        "context": "coroutine",
        "current": "co_await get_websocket_manager(ctx)",
        "callee": "netra::get_websocket_manager",
        "verdict": "wrong",
        "why": "'get_websocket_manager' is synchronous",
        "should_be": "co_await get_websocket_manager_async(ctx)",
        "proven": true,
        "why_not": ""
      }
    ]
  }
}
)json");
}

TEST(Json, SuppressedFindingsAreThereAndSaySo) {
    const std::string text = rendered("json", samples::full());
    EXPECT_NE(text.find("\"suppressed\": true"), std::string::npos);
    EXPECT_NE(text.find("      \"total\": 2,\n      \"error\": 1,\n      \"warning\": 1,\n      \"note\": 0,\n"
                        "      \"suppressed\": 1\n"),
              std::string::npos)
        << text;
}

TEST(Json, InvalidUtf8IsReplaced) {
    Finding finding = incident();
    finding.current = "co_await f(\"caf\xe9\")";
    EXPECT_NE(rendered("json", report_of(finding)).find("co_await f(\\\"caf\xef\xbf\xbd\\\")"), std::string::npos);
}

TEST(Printable, ShowsWhatATerminalWouldActOn) {
    EXPECT_EQ(printable("plain \xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80 text\t."),
              "plain \xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80 text\t.");
    EXPECT_EQ(printable("\x1b[31m\r\n\x07\x7f"), "<U+001B>[31m<U+000D><U+000A><U+0007><U+007F>");
    EXPECT_EQ(printable(std::string("a\0b", 3)), "a<U+0000>b");
    EXPECT_EQ(printable("\xc2\x9b"), "<U+009B>") << "C1: an escape sequence in one character";
    EXPECT_EQ(printable("/*\xe2\x80\xae*/ \xe2\x81\xa6 \xe2\x80\x8f \xd8\x9c"),
              "/*<U+202E>*/ <U+2066> <U+200F> <U+061C>");
    EXPECT_EQ(printable("\xe2\x80\xa8 \xef\xbb\xbf \xe2\x80\x8b"), "<U+2028> <U+FEFF> <U+200B>");
    EXPECT_EQ(printable("\xff \xe9t\xe9 \xed\xa0\x80 \xe2\x82"), "<FF> <E9>t<E9> <ED><A0><80> <E2><82>");
}

TEST(Printable, GuardsEveryPartOfTheTextForm) {
    Finding finding = incident();
    Report report = samples::audit();
    AuditRow& row = report.audit[0];
    const std::string bad = "\x1b]0;\xe2\x80\xae\xff\r";
    for (std::string* text :
         {&finding.rule, &finding.message, &finding.span.file, &finding.function, &finding.context, &finding.current,
          &finding.suggestions[0].kind, &finding.suggestions[0].replacement, &finding.suggestions[0].target_place.file,
          &finding.suggestions[1].why_not, &row.span.file, &row.function, &row.context, &row.current, &row.verdict,
          &row.why, &row.should_be, &report.audit_symbol})
        *text += bad;
    finding.suggestions[1].proven = false;
    finding.notes = {{"note" + bad, {"file" + bad, 1, 1}}};
    const SourceLine line = always("                    " + bad);
    for (const std::string& text : {rendered("text", report_of(finding), line), rendered("text", report, line),
                                    rendered("markdown", report_of(finding)), rendered("markdown", report)}) {
        EXPECT_EQ(text.find_first_of("\x1b\r\xff"), std::string::npos) << text;
        EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << text;
    }
}

TEST(Summary, IsWordedAsTheContractSays) {
    EXPECT_EQ(summary_line(samples::empty()),
              "analysed 0/0 units (0 cached, 0 skipped, 0 failed): 0 findings (0 errors, 0 warnings, 0 suppressed)");
    EXPECT_EQ(summary_line(samples::full()),
              "analysed 2/4 units (1 cached, 1 skipped, 1 failed): 2 findings (1 errors, 1 warnings, 1 suppressed)");
}

TEST(Count, SuppressedFindingsCountAsSuppressedOnly) {
    Report report = samples::full();
    report.findings.push_back(samples::stray_suppression());
    report.findings.back().severity = Severity::note;
    const Counts counts = count(report);
    EXPECT_EQ(counts.units, 4u);
    EXPECT_EQ(counts.analyzed, 1u);
    EXPECT_EQ(counts.cached, 1u);
    EXPECT_EQ(counts.skipped, 1u);
    EXPECT_EQ(counts.failed, 1u);
    EXPECT_EQ(counts.findings, 3u);
    EXPECT_EQ(counts.errors, 1u);
    EXPECT_EQ(counts.warnings, 1u);
    EXPECT_EQ(counts.notes, 1u);
    EXPECT_EQ(counts.suppressed, 1u);
}

TEST(Render, KnowsItsFormats) {
    EXPECT_EQ(report_formats(),
              (std::vector<std::string>{"text", "json", "markdown", "sarif", "github-sarif", "github", "github-summary",
                                        "gitlab", "junit", "checkstyle", "rdjsonl", "clang-tidy", "clang-tidy-fixes",
                                        "prometheus", "csv", "html"}));
    const Result<std::string> unknown = render("yaml", samples::full(), nullptr);
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(unknown.error().message.starts_with("unknown report format 'yaml': use one of text, json, markdown, "))
        << unknown.error().message;
}

TEST(Render, SameReportSameBytes) {
    for (const std::string& format : report_formats())
        for (const Report& report : {samples::empty(), samples::full(), samples::audit()})
            EXPECT_EQ(rendered(format, report), rendered(format, report)) << format;
}

TEST(Severity, NamesGoBothWays) {
    for (const Severity severity : {Severity::off, Severity::note, Severity::warning, Severity::error})
        EXPECT_EQ(severity_named(severity_name(severity)), severity);
    EXPECT_EQ(severity_name(Severity::warning), "warning");
    EXPECT_EQ(severity_named("Warning"), std::nullopt);
    EXPECT_EQ(severity_named(""), std::nullopt);
}

TEST(TextReport, OfALongLineShowsAWindowAroundThePlace) {
    const std::string line = std::string(100'000, 'a') + "co_await f()" + std::string(100'000, 'b');
    Report report;
    Finding finding = incident();
    finding.suggestions.clear();
    finding.span.column = 100'001;
    finding.span.end_column = 100'013;
    report.findings = {finding};
    const std::string text = rendered("text", report, always(line));
    EXPECT_LT(text.size(), 1500u);
    EXPECT_NE(text.find("| ..." + std::string(80, 'a') + "co_await f()bbb"), std::string::npos) << text;
    EXPECT_NE(text.find("b...\n"), std::string::npos) << text;
    EXPECT_NE(text.find("|    " + std::string(80, ' ') + "^~~~~~~~~~~~\n"), std::string::npos) << text;
}

TEST(TextReport, AWindowCutsNoCharacter) {
    std::string line;
    for (int i = 0; i < 1000; ++i) line += "\xc3\xa4";
    for (std::uint32_t column = 1; column < 900; ++column) {
        Report report;
        Finding finding = incident();
        finding.span.column = column;
        finding.span.end_column = column + 2;
        report.findings = {finding};
        const std::string text = rendered("text", report, always(line));
        if (column % 2 == 1) EXPECT_EQ(text.find("<C3>"), std::string::npos) << column;
    }
}

TEST(Reports, TextsThatGrowWithTheCodeAreBoundedAndSayWhatIsMissing) {
    Report report;
    Finding finding = incident();
    finding.message = std::string(100'000, 'm');
    finding.suggestions.resize(1);
    finding.suggestions[0].replacement = std::string(100'000, 'r');
    finding.suggestions[0].edits = {{"a.cpp", 1, 2, std::string(5000, 'e')}};
    report.findings = {finding};
    for (const char* format : {"text", "markdown"}) {
        const std::string text = rendered(format, report);
        EXPECT_LT(text.size(), 5000u) << format;
        EXPECT_NE(text.find("more bytes"), std::string::npos) << format;
    }
    const std::string json = rendered("json", report);
    EXPECT_NE(json.find("m... [83616 more bytes]"), std::string::npos);
    EXPECT_NE(json.find(std::string(5000, 'e')), std::string::npos) << "edits are whole";
}

}  // namespace
}  // namespace awaitlint
