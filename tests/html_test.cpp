// The HTML form as bytes: what is in it, what hostile texts cannot do to it, and which source comes along. What a
// browser makes of it is tested by web/test/page.mjs.
#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "report/page_parts.h"
#include "report/source_around.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

const PageParts with_script = {{"body{}", "sha256-style"}, {"run()", "sha256-script"}};
const PageParts without_script = {{"body{}", "sha256-style"}, {}};

std::size_t times(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++count;
    return count;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The text of the data element, as a browser takes it: up to the first end of a script.
std::string data_in(const std::string& page) {
    const std::string begin = "<script type=\"application/json\" id=\"report\">";
    const std::size_t at = page.find(begin);
    if (at == std::string::npos) return "";
    return page.substr(at + begin.size(), page.find("</script", at) - at - begin.size());
}

/// All texts of a finding, a unit, a row and the run are this one.
Report report_saying(const std::string& text) {
    Report report = samples::audit();
    Finding finding = samples::incident();
    finding.rule = finding.reason = finding.message = finding.function = finding.current = text;
    finding.callee = finding.type = finding.span.file = finding.fingerprint = text;
    for (Suggestion& suggestion : finding.suggestions) {
        suggestion.kind = suggestion.title = suggestion.replacement = suggestion.target = text;
        suggestion.edits = {{text, 0, 1, text}};
    }
    finding.notes = {{text, {text, 1, 1}}};
    report.findings = {finding};
    report.units = {{text, "failed", text, {{text, {text, 1, 1}}}}};
    report.error = report.audit_symbol = text;
    for (AuditRow& row : report.audit)
        row.span.file = row.function = row.current = row.callee = row.why = row.should_be = text;
    return report;
}

TEST(Html, CarriesTheReport) {
    for (const Report& report : {samples::empty(), samples::full(), samples::audit()}) {
        const auto data = nlohmann::json::parse(data_in(html_page(report, nullptr, with_script)), nullptr, false);
        EXPECT_EQ(data, nlohmann::json::parse(*render("json", report, nullptr)));
    }
}

TEST(Html, AllowsItsScriptAndItsStyleAndNothingElse) {
    const std::string page = html_page(samples::full(), nullptr, with_script);
    EXPECT_TRUE(contains(page,
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
                         "'sha256-script'; style-src 'sha256-style'; base-uri 'none'; form-action 'none'; "
                         "require-trusted-types-for 'script'; trusted-types 'none'\">"))
        << page;
    EXPECT_TRUE(contains(page, "<style>body{}</style>")) << "the hash is that of the exact text";
    EXPECT_TRUE(contains(page, "<script>run()</script>"));
    EXPECT_LT(page.find("Content-Security-Policy"), page.find("<style>")) << "a policy speaks of what follows it";
}

TEST(Html, WithoutAScriptIsATable) {
    const std::string page = html_page(samples::full(), nullptr, without_script);
    EXPECT_TRUE(contains(page, "script-src 'none'")) << page;
    EXPECT_FALSE(contains(page, "<script"));
    EXPECT_FALSE(contains(page, "<noscript"));
    EXPECT_TRUE(contains(page, "<h1>2 findings</h1>"));
    EXPECT_TRUE(contains(page,
                         "<tr><td><code>app/routes/websocket_ssot.cpp:41:18</code></td><td>error</td>"
                         "<td>&#39;get_websocket_manager&#39; is synchronous: "
                         "&#39;std::shared_ptr&#60;Manager&#62;&#39; cannot be awaited</td>"
                         "<td><code>co_await get_websocket_manager(ctx)</code></td>"
                         "<td><code>co_await get_websocket_manager_async(ctx)</code> (proven)<br>"
                         "<code>get_websocket_manager(ctx)</code> (proven)</td><td>await-on-non-awaitable</td></tr>\n"))
        << page;
    EXPECT_EQ(times(page, "<td>error</td>"), 1u) << "the suppressed one is not shown";
    EXPECT_TRUE(contains(page, "<p><small>This awaitlint was built without Node.js, ")) << page;
    EXPECT_TRUE(contains(page, "<h2>Not analysed</h2>")) << "what nobody looked at";
    EXPECT_TRUE(contains(html_page(samples::audit(), nullptr, without_script),
                         "<h2>3 uses of <code>netra::get_websocket_manager</code>: 1 right, 1 wrong, 1 maybe</h2>"));
}

TEST(Html, TheTableTellsWhatABaselineDoesNotKnow) {
    Report report = samples::full();
    for (Finding& finding : report.findings) finding.baseline_state = BaselineState::known;
    report.baseline = BaselineOutcome{"<b>.json", 2, 0, {}, {}};
    const std::string page = html_page(report, nullptr, without_script);
    EXPECT_FALSE(contains(page, "co_await")) << page;
    EXPECT_TRUE(contains(page, "<p>baseline &#60;b&#62;.json: 2 findings are known")) << page;
}

TEST(Html, BehindAScriptTheTableIsForReadersWithoutOne) {
    Report report = samples::empty();
    report.findings.assign(1500, samples::incident());
    const std::string page = html_page(report, nullptr, with_script);
    const std::string inside = page.substr(page.find("<noscript>"), page.find("</noscript>") - page.find("<noscript>"));
    EXPECT_EQ(times(inside, "<tr><td>"), 1000u);
    EXPECT_TRUE(contains(inside, "<p>and 500 more</p>"));
    EXPECT_EQ(times(html_page(report, nullptr, without_script), "<tr><td>"), 1500u);
}

TEST(Html, AFailedRunSaysSo) {
    Report report = samples::empty();
    report.error = "no <database>";
    EXPECT_TRUE(contains(html_page(report, nullptr, without_script),
                         "<p class=\"trouble\">awaitlint: error: no &#60;database&#62;</p>"));
}

TEST(Html, NoTextEndsAnything) {
    for (const std::string text :
         {"</script><script>alert(1)</script>", "<!--<script>", "-->", "]]>", "</noscript><img src=x onerror=alert(1)>",
          "</title></style></table>", "'\"><svg onload=alert(1)>", "&lt;&#60;", "\xe2\x80\xa8\xe2\x80\xa9",
          "\xe2\x80\xaegnp.exe", "\xff\xfe", "##[group]x", "a\nb\r\n::error::c", "\\u003c/script\\u003e"}) {
        const Report report = report_saying(text);
        for (const PageParts& parts : {with_script, without_script}) {
            const std::string page =
                html_page(report, [&](const std::string&) -> std::string_view { return text; }, parts);
            const std::size_t scripts = parts.script.text.empty() ? 0 : 2;
            EXPECT_EQ(times(page, "<script"), scripts) << page;
            EXPECT_EQ(times(page, "</script"), scripts) << page;
            for (const char* tag : {"<img", "<svg", "<!-", "]]>", "\n::error", "##[", "\xe2\x80"})
                EXPECT_FALSE(contains(page, tag)) << tag << " in\n" << page;
        }
    }
}

TEST(Html, DataSaysWhatTheTextsSay) {
    for (const std::string text : {"</script>", "<!--&amp;", "\xe2\x80\xa8\xe2\x80\xae", "\\u003c", "\"\\\n"}) {
        const std::string data = data_in(html_page(report_saying(text), nullptr, with_script));
        EXPECT_EQ(data.find_first_of("<>&"), std::string::npos);
        const auto json = nlohmann::json::parse(data, nullptr, false);
        ASSERT_TRUE(json.is_object()) << data;
        EXPECT_EQ(json["findings"][0]["message"], text);
        EXPECT_EQ(json["audit"]["symbol"], text);
    }
}

TEST(Html, ShowsTheLastRunsOfAHistory) {
    Report report = samples::empty();
    const auto history_in = [&] {
        return nlohmann::json::parse(data_in(html_page(report, nullptr, with_script)))["history"];
    };
    EXPECT_EQ(history_in(), nullptr);
    for (std::uint64_t run = 0; run < 300; ++run) {
        report.history.emplace_back();
        report.history.back().counts.findings = run;
        report.history.back().meta = {{"revision", "</script>"}};
    }
    const auto history = history_in();
    ASSERT_EQ(history.size(), 200u);
    EXPECT_EQ(history[0]["findings"]["total"], 100);
    EXPECT_EQ(history[199]["findings"]["total"], 299);
    EXPECT_EQ(history[199]["meta"]["revision"], "</script>");
}

TEST(Html, ItsPackagesAreExactAndNameNoRegistry) {
    const auto json_of = [](const char* file) {
        std::ifstream text(std::string(AWAITLINT_SOURCE_DIR "/web/") + file);
        return nlohmann::json::parse(text, nullptr, false);
    };
    const auto wanted = json_of("package.json"), lock = json_of("package-lock.json");
    for (const char* kind : {"dependencies", "devDependencies"})
        for (const auto& [name, version] : wanted.at(kind).items()) {
            EXPECT_EQ(version.get<std::string>().find_first_not_of("0123456789."), std::string::npos) << name;
            EXPECT_EQ(lock.at("packages").at("node_modules/" + name).at("version"), version) << name;
        }
    for (const auto& [path, package] : lock.at("packages").items()) {
        EXPECT_FALSE(package.contains("resolved")) << path;
        EXPECT_TRUE(path.empty() || package.contains("integrity")) << path << ": its bytes are not known";
    }
}

TEST(Html, SourceComesAlong) {
    std::string source;
    for (int line = 1; line <= 60; ++line) source += "line " + std::to_string(line) + "\n";
    Report report = samples::empty();
    Finding finding = samples::incident();
    finding.suggestions.clear();
    report.findings = {finding};
    const auto page = html_page(
        report,
        [&](const std::string& file) -> std::string_view {
            return file == finding.span.file ? std::string_view(source) : "";
        },
        with_script);
    const auto json = nlohmann::json::parse(data_in(page));
    ASSERT_EQ(json["findings"][0]["source"].size(), 1u) << json;
    const auto& piece = json["findings"][0]["source"][0];
    EXPECT_EQ(piece["file"], finding.span.file);
    EXPECT_EQ(piece["line"], 37);
    EXPECT_EQ(piece["offset"], source.find("line 37\n"));
    EXPECT_EQ(piece["text"],
              source.substr(source.find("line 37\n"), source.find("line 46\n") - source.find("line 37\n")));
}

/// "FIRST-LAST" of each piece, with "?" where its text is not what the bytes are.
std::string pieces_of(const std::string& text, const Finding& finding) {
    std::string told;
    const SourceBytes bytes = [&](const std::string&) -> std::string_view { return text; };
    for (const SourcePiece& piece : SourceAround(bytes).of(finding)) {
        const auto lines = static_cast<std::uint32_t>(std::count(piece.text.begin(), piece.text.end(), '\n'));
        told += (told.empty() ? "" : " ") + std::to_string(piece.line) + "-" + std::to_string(piece.line + lines - 1);
        if (!piece.offset)
            told += "?";
        else
            EXPECT_EQ(text.substr(*piece.offset, piece.text.size()), piece.text);
    }
    return told;
}

Finding finding_at(std::uint32_t line, std::uint32_t end_line, std::vector<std::uint32_t> edited_lines = {}) {
    Finding finding;
    finding.span = {"a.cpp", line, 1, end_line, 2, 0, 0};
    for (const std::uint32_t edited : edited_lines) {
        Suggestion suggestion;
        suggestion.edits = {{"a.cpp", (edited - 1) * 4, 1, "x"}};
        finding.suggestions.push_back(suggestion);
    }
    return finding;
}

std::string hundred_lines() {
    std::string text;
    for (int line = 0; line < 100; ++line) text += "abc\n";
    return text;
}

TEST(SourceAround, ShowsTheLinesAroundTheFindingAndAroundEachEdit) {
    const std::string text = hundred_lines();
    EXPECT_EQ(pieces_of(text, finding_at(50, 50)), "46-54");
    EXPECT_EQ(pieces_of(text, finding_at(50, 52, {51})), "46-56");
    EXPECT_EQ(pieces_of(text, finding_at(50, 50, {80, 10})), "6-14 46-54 76-84");
    EXPECT_EQ(pieces_of(text, finding_at(50, 50, {56})), "46-60") << "pieces do not overlap";
    EXPECT_EQ(pieces_of(text, finding_at(1, 1)), "1-5");
    EXPECT_EQ(pieces_of(text, finding_at(100, 100)), "96-100");
}

TEST(SourceAround, IsBounded) {
    EXPECT_EQ(pieces_of(hundred_lines(), finding_at(5, 95)), "1-60");
    const std::string long_line = std::string(100000, 'x') + "\n";
    const SourceBytes bytes = [&](const std::string&) -> std::string_view { return long_line; };
    const std::vector<SourcePiece> pieces = SourceAround(bytes).of(finding_at(1, 1));
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].text, std::string(1000, 'x') + "... [99000 more bytes]\n");
    EXPECT_FALSE(pieces[0].offset);
}

TEST(SourceAround, SaysNothingOfWhatIsNotThere) {
    EXPECT_EQ(pieces_of("", finding_at(1, 1, {1})), "");
    EXPECT_EQ(pieces_of("abc\n", finding_at(2, 2)), "") << "the file has changed since";
    EXPECT_EQ(pieces_of("abc\n", finding_at(1, 7, {90})), "1-1");
    EXPECT_EQ(pieces_of("abc", finding_at(1, 1)), "1-0") << "no line end";
    EXPECT_EQ(pieces_of("a\xff\n", finding_at(1, 1)), "1-1?");
    Finding elsewhere = finding_at(1, 1, {50});
    elsewhere.suggestions[0].edits[0].file = "b.cpp";
    EXPECT_EQ(pieces_of(hundred_lines(), elsewhere), "1-5");
}

}  // namespace
}  // namespace awaitlint
