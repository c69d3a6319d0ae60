// Patches: what git makes of them must be what the edits make, whatever the file's name, line ends and bytes.
#include <random>

#include <gtest/gtest.h>

#include "awaitlint/edits.h"
#include "cli_project.h"
#include "fix/unified_diff.h"

namespace awaitlint {
namespace {

std::string applied(std::string_view before, const std::vector<Edit>& edits) {
    const auto edited = EditedText::apply(before, edits);
    EXPECT_TRUE(edited);
    return edited ? edited->text() : "";
}

struct Case {
    std::string name;
    std::string before;
    std::vector<Edit> edits;
};

/// One `git apply` for all: what it says, and afterwards whether each file is what the edits make of it.
void expect_git_agrees(const std::vector<Case>& cases) {
    const TemporaryFolder folder;
    std::string patch;
    for (const Case& it : cases) {
        folder.write(it.name, it.before);
        patch += unified_diff(it.name, it.before, it.edits);
    }
    const TemporaryFolder elsewhere;
    const Ran git = run({.program = "/usr/bin/git",
                         .arguments = {"apply", "--whitespace=nowarn", elsewhere.write("patch", patch)},
                         .folder = folder.path(),
                         .standard_output = ""});
    EXPECT_EQ(git.status, 0) << git << patch;
    for (const Case& it : cases)
        EXPECT_EQ(text_of(folder.path(it.name)), applied(it.before, it.edits)) << it.name << "\n" << patch;
}

TEST(UnifiedDiff, IsWhatGitWrites) {
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    EXPECT_EQ(unified_diff("src/a.cpp", before, {{"", 8, 1, "five"}}),
              "diff --git a/src/a.cpp b/src/a.cpp\n--- a/src/a.cpp\n+++ b/src/a.cpp\n"
              "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    EXPECT_EQ(unified_diff("a", "x\n}\n", {{"", 2, 0, "co_return;\n"}}),
              "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n x\n+co_return;\n }\n")
        << "a line that is only put in takes no other out";
    EXPECT_EQ(unified_diff("a", "\n\n\n", {{"", 0, 0, "\n"}, {"", 2, 1, ""}}), "") << "the same text as before";
    EXPECT_EQ(unified_diff("a", "x", {{"", 0, 1, "y"}}),
              "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n"
              "+y\n\\ No newline at end of file\n");
    EXPECT_EQ(unified_diff("a", "x\n", {{"", 0, 1, "x"}}), "") << "nothing changes";
}

TEST(UnifiedDiff, NamesAreQuotedAsGitQuotesThem) {
    std::vector<Case> cases;
    for (const char* name : {"with space.cpp", "tab\there.cpp", "quo\"te.cpp", "back\\slash.cpp", "line\nend.cpp",
                             "gr\xc3\xbc\xc3\x9f.cpp", "raw\xff.cpp", "deep/er/a.cpp", "-dash.cpp"})
        cases.push_back({name, "one\ntwo\n", {{"", 0, 3, "eins"}}});
    expect_git_agrees(cases);
}

TEST(UnifiedDiff, BytesStayAsTheyAre) {
    expect_git_agrees({{"crlf", "a\r\nb\r\nc\r\n", {{"", 3, 1, "B"}}},
                       {"mixed", "a\nb\r\nc\n", {{"", 2, 1, "B"}, {"", 5, 0, "x\r\n"}}},
                       {"bom",
                        "\xef\xbb\xbf"
                        "a\nb\n",
                        {{"", 3, 1, "A"}}},
                       {"latin1", "caf\xe9\nnext\xff\n", {{"", 5, 4, "NEXT"}}},
                       {"open end", "a\nb", {{"", 2, 1, "B"}}},
                       {"at the end", "a\nb\n", {{"", 4, 0, "c\n"}}},
                       {"behind an open end", "a\nb", {{"", 3, 0, "\nc"}}},
                       {"closed at last", "a\nb", {{"", 3, 0, "\n"}}},
                       {"emptied line", "a\nb\nc\n", {{"", 2, 1, ""}}},
                       {"joined lines", "a\nb\nc\nd\n", {{"", 1, 1, ""}, {"", 5, 1, " "}}},
                       {"joined and changed", "a\nbc\nd\n", {{"", 1, 1, ""}, {"", 3, 1, "C"}}},
                       {"removed line", "a\nb\nc\n", {{"", 2, 2, ""}}},
                       {"several lines", "a\nb\nc\nd\n", {{"", 0, 5, "x\ny"}}}});
}

/// Short lines and many edits, so that every meeting of lines, ends and edits comes about.
TEST(UnifiedDiff, GitAgreesOnManyTexts) {
    std::mt19937 random(20250101);
    const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random() % most); };
    std::vector<Case> cases;
    for (int i = 0; i < 400; ++i) {
        Case it;
        it.name = "f" + std::to_string(i);
        const std::size_t lines = 1 + below(30);
        for (std::size_t line = 0; line < lines; ++line)
            it.before += std::string(below(4), static_cast<char>('a' + below(3))) + (below(5) ? "\n" : "\r\n");
        if (below(3) == 0) it.before += "open";
        std::uint32_t at = 0;
        for (std::size_t edits = 1 + below(5); edits > 0; --edits) {
            Edit edit;
            edit.offset = at + static_cast<std::uint32_t>(below(it.before.size() / 2 + 1));
            edit.length = static_cast<std::uint32_t>(below(5));
            if (edit.offset + std::size_t{edit.length} > it.before.size()) break;
            const char* const texts[] = {"", "x", "x\n", "\nx", "y\r\n", "\n"};
            edit.text = texts[below(6)];
            it.edits.push_back(edit);
            at = edit.offset + edit.length + 1;
        }
        // A patch cannot say that a file became empty without taking it away.
        if (it.edits.empty() || applied(it.before, it.edits).empty() || applied(it.before, it.edits) == it.before)
            continue;
        cases.push_back(std::move(it));
    }
    EXPECT_GT(cases.size(), 300u);
    expect_git_agrees(cases);
}

}  // namespace
}  // namespace awaitlint
