// Each escaper against what would end the place that its text is put in.
#include "report/escape.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"

namespace awaitlint {
namespace {

TEST(PrintableLines, KeepsLinesAndMakesEachPrintable) {
    EXPECT_EQ(printable_lines("a\n\tb\n"), "a\n\tb\n");
    EXPECT_EQ(printable_lines("a\r\n\x1b[2J\n\xff"), "a<U+000D>\n<U+001B>[2J\n<FF>");
    EXPECT_EQ(printable_lines("\xef\xbf\xbe"), "<U+FFFE>");
    EXPECT_EQ(printable_lines(""), "");
}

TEST(PrintableLines, NoLineIsACommandToTheServerThatShowsIt) {
    EXPECT_EQ(printable_lines("::stop-commands::x"), "<U+003A>:stop-commands::x");
    EXPECT_EQ(printable_lines("a\n \t::add-mask::x\n"), "a\n \t<U+003A>:add-mask::x\n");
    EXPECT_EQ(printable_lines("\xc2\xa0\xe3\x80\x80::error::x"), "\xc2\xa0\xe3\x80\x80<U+003A>:error::x");
    EXPECT_EQ(printable_lines("say ##[group]x"), "say <U+0023>#[group]x");
    EXPECT_EQ(printable_lines("####[x"), "##<U+0023>#[x");
    EXPECT_EQ(printable_lines("##vso[task.setvariable]x ##teamcity[x"),
              "<U+0023>#vso[task.setvariable]x <U+0023>#teamcity[x");
}

TEST(PrintableLines, LeavesCodeAsItIs) {
    for (const char* const code : {"   4 | ::std::move(x)", "a::b", "#define CAT(a, b) a##b", "x[##]", "## heading"})
        EXPECT_EQ(printable_lines(code), code);
}

TEST(PrintableLines, DoesNothingTheSecondTime) {
    const std::string shown = printable_lines("::x ##[y] \x1b \xff");
    EXPECT_EQ(printable_lines(shown), shown);
}

TEST(PrintableJson, MeansTheSameInPlainCharacters) {
    const std::string text = "\x7f \xc2\x9b \xe2\x80\xae \xe2\x80\xa8 \xf3\xa0\x81\x81 ##[x] \xc3\xa4 \xe6\xbc\xa2";
    const std::string document = nlohmann::json{{"text", text}}.dump();
    const std::string shown = printable_json(document);
    EXPECT_EQ(shown, "{\"text\":\"\\u007f \\u009b \\u202e \\u2028 \\udb40\\udc41 #\\u0023[x] \xc3\xa4 \xe6\xbc\xa2\"}");
    EXPECT_EQ(nlohmann::json::parse(shown)["text"], text);
    EXPECT_EQ(printable_json(shown), shown);
    EXPECT_EQ(printable_json("{\n  \"a\": 1\n}\n"), "{\n  \"a\": 1\n}\n");
}

TEST(Escaping, GitHubCommands) {
    EXPECT_EQ(github_message("50%\r\na: b, c"), "50%25%0Aa: b, c");
    EXPECT_EQ(github_property("50%\na:b,c"), "50%25%0Aa%3Ab%2Cc");
    EXPECT_EQ(github_message("a\r\x1b"), "a<U+000D><U+001B>");
}

TEST(Escaping, Markup) {
    EXPECT_EQ(markup_text("<a b=\"c\" d='e'>&amp;"), "&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;amp;");
    EXPECT_EQ(markup_text("a\n\tb\r\n"), "a&#10;&#9;b&#10;");
    EXPECT_EQ(markup_text("\x01\xef\xbf\xbf\xff]]>"), "&#60;U+0001&#62;&#60;U+FFFF&#62;&#60;FF&#62;]]&#62;");
}

TEST(Escaping, NeitherHasCommandsOfOtherServers) {
    EXPECT_EQ(github_message("##vso[x]\n::add-mask::y"), "<U+0023>#vso[x]%0A<U+003A>:add-mask::y");
    EXPECT_EQ(markup_text("##teamcity[x]###"), "#&#35;teamcity[x]#&#35;&#35;");
}

TEST(Escaping, Uris) {
    EXPECT_EQ(uri_of("a/b-c_d.~1.cpp"), "a/b-c_d.~1.cpp");
    EXPECT_EQ(uri_of("a b:c?d#e%\xc3\xa4\xff\n"), "a%20b%3Ac%3Fd%23e%25%C3%A4%FF%0A");
    EXPECT_EQ(uri_of("/a b"), "file:///a%20b");
}

TEST(Escaping, Yaml) {
    EXPECT_EQ(yaml_text("a: 'b' # c"), "\"a: 'b' # c\"");
    EXPECT_EQ(yaml_text("\"\\\n\t\x1b"), "\"\\x22\\x5C\\x0A\\x09\\x1B\"");
    EXPECT_EQ(yaml_text("\xe2\x80\xae\xf3\xa0\x81\x81\xf0\x9f\x98\x80"), "\"\\u202E\\U000E0041\xf0\x9f\x98\x80\"");
    EXPECT_EQ(yaml_text("##[group]\xff"), "\"#\\x23[group]<FF>\"");
}

TEST(Escaping, PrometheusLabels) {
    EXPECT_EQ(prometheus_label("a \"b\" \\ c\nd\x1b"), "a \\\"b\\\" \\\\ c\\nd<U+001B>");
}

TEST(Escaping, Csv) {
    EXPECT_EQ(csv_cell("plain"), "plain");
    EXPECT_EQ(csv_cell("a,b \"c\""), "\"a,b \"\"c\"\"\"");
    EXPECT_EQ(csv_cell("a\n  b"), "a b");
    EXPECT_EQ(csv_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
    EXPECT_EQ(csv_cell("-x"), "'-x");
    EXPECT_EQ(csv_cell("::error::x"), "<U+003A>:error::x");
}

TEST(Escaping, Markdown) {
    EXPECT_EQ(markdown_code("a`b|c"), "``a`b\\|c``");
    EXPECT_EQ(markdown_code(" "), "");
    EXPECT_EQ(markdown_text("[a](b) <c> x|y\nz"), "\\[a\\](b) \\<c\\> x\\|y z");
}

}  // namespace
}  // namespace awaitlint
