// `--format html` and `--output html:FILE`, as a process: a file that stands by itself, read by somebody else's parser.

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

// What Python's parser and its SHA-256 say of a page: its elements, what they could load or run, and whether the policy
// allows what is in it. Prints JSON.
const char* const reader = R"py(
import base64, hashlib, html.parser, json, sys
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.said = {"handlers": [], "addresses": [], "policy": "", "scripts": [], "styles": [], "data": None, "tags": []}
        self.inside = None
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.said["tags"].append(tag)
        self.inside = (tag, attributes.get("type"))
        for name, value in attributes.items():
            if name.startswith("on") or name == "style": self.said["handlers"].append(name)
            if name in ("src", "href", "action", "data"): self.said["addresses"].append(value)
        if attributes.get("http-equiv") == "Content-Security-Policy": self.said["policy"] = attributes["content"]
    def handle_endtag(self, tag): self.inside = None
    def handle_data(self, text):
        digest = lambda: "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        if self.inside == ("script", "application/json"): self.said["data"] = json.loads(text)
        elif self.inside == ("script", None): self.said["scripts"].append(digest())
        elif self.inside == ("style", None): self.said["styles"].append(digest())
page = Page()
page.feed(sys.stdin.buffer.read().decode())
print(json.dumps(page.said))
)py";

nlohmann::json read_page(const std::string& page) {
    return run({.program = "/usr/bin/python3",
                .arguments = {"-c", reader},
                .folder = "/",
                .standard_output = "",
                .standard_input = page})
        .json();
}

class Html : public testing::Test {
protected:
    CliProject project;
};

TEST_F(Html, StandsByItself) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = project.check({"--format", "html"});
    EXPECT_EQ(ran.status, 1) << ran;
    const nlohmann::json page = read_page(ran.out);
    ASSERT_TRUE(page.is_object());
    EXPECT_EQ(page["handlers"], nlohmann::json::array());
    EXPECT_EQ(page["addresses"], nlohmann::json::array()) << "there is nothing to load";
    ASSERT_EQ(page["styles"].size(), 1u);
    const std::string policy = page["policy"];
    EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << policy;
    EXPECT_TRUE(contains(policy, "style-src " + page["styles"][0].get<std::string>())) << page["styles"];
    ASSERT_LE(page["scripts"].size(), 1u);
    const std::string script = page["scripts"].empty() ? "'none'" : page["scripts"][0];
    EXPECT_TRUE(contains(policy, "script-src " + script + ";")) << script << "\n" << policy;
}

TEST_F(Html, CarriesTheReportAndTheSourceAroundEachFinding) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = project.check({"--output", "html:report.html", "--output", "json:report.json"});
    nlohmann::json data = read_page(text_of(project.path("report.html")))["data"];
    if (data.is_null()) GTEST_SKIP() << "this build has no page: AWAITLINT_HTML, or Node.js and npm are missing";
    ASSERT_EQ(data["findings"].size(), 1u) << ran;
    const nlohmann::json piece = data["findings"][0]["source"][0];
    EXPECT_EQ(piece["text"], one_mistake);
    EXPECT_EQ(piece["line"], 1);
    EXPECT_EQ(piece["offset"], 0);
    EXPECT_EQ(schema_complaint(data.dump()), "");
    data["findings"][0].erase("source");
    EXPECT_EQ(data, nlohmann::json::parse(text_of(project.path("report.json"))));
}

TEST_F(Html, NamesOfFilesAreText) {
    const std::string name = "<img src=x onerror=alert(1)>&\"'.cpp";
    project.only_unit(name, one_mistake);
    const nlohmann::json page = read_page(project.check({"--format", "html"}).out);
    for (const nlohmann::json& tag : page["tags"]) EXPECT_NE(tag, "img");
    EXPECT_EQ(page["handlers"], nlohmann::json::array());
    if (page["data"].is_object()) EXPECT_EQ(page["data"]["findings"][0]["file"], name);
}

TEST_F(Html, AnAuditCountsItsUses) {
    project.only_unit("a.cpp", one_mistake);
    const std::string page = project.awaitlint({"audit", "get_user", "--format", "html"}).out;
    EXPECT_TRUE(contains(page, "<h2>1 use of <code>get_user</code>: 0 right, 1 wrong, 0 maybe</h2>")) << page;
}

TEST_F(Html, OfASavedReportHasItsHistoryAndItsSource) {
    project.only_unit("a.cpp", one_mistake);
    project.check({"--output", "json:report.json"});
    for (const char* revision : {"revision=1", "revision=<b>"}) {
        const Ran ran = project.awaitlint({"report", "report.json", "--history", "history.ndjson", "--meta", revision,
                                           "--output", "html:report.html"});
        EXPECT_EQ(ran.status, 1) << ran;
    }
    const std::string page = text_of(project.path("report.html"));
    const nlohmann::json data = read_page(page)["data"];
    if (data.is_null()) GTEST_SKIP() << "this build has no page: AWAITLINT_HTML, or Node.js and npm are missing";
    ASSERT_EQ(data["history"].size(), 2u) << data["history"];
    EXPECT_EQ(data["history"][1]["meta"]["revision"], "<b>");
    EXPECT_EQ(data["findings"][0]["source"][0]["text"], one_mistake);
}

TEST_F(Html, ARunThatCannotStartReplacesAnEarlierPage) {
    project.write("report.html", "of an earlier run");
    const Ran ran = project.check({"--output", "html:report.html"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(text_of(project.path("report.html")), "<p class=\"trouble\">awaitlint: error: ")) << ran;
}

TEST_F(Html, IsTheSameEachTime) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(project.check({"--format", "html"}).out, project.check({"--format", "html", "-j", "2"}).out);
}

}  // namespace
}  // namespace awaitlint
