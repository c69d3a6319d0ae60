// Places in other units than bytes, and the cases in which none is given.
#include "report/columns.h"

#include <gtest/gtest.h>

#include "awaitlint/render.h"

namespace awaitlint {
namespace {

SourceBytes always(const std::string& bytes) {
    return [bytes](const std::string&) -> std::string_view { return bytes; };
}

// The stretch [from, to) of line 2 of a text whose first line is "first".
std::optional<Stretch> in_line(const std::string& line, std::uint32_t from, std::uint32_t to) {
    const std::string bytes = "first\n" + line + "\n";
    return in_utf16(Span{"a.cpp", 2, from, 2, to, 6 + from - 1, to - from}, always(bytes));
}

TEST(Columns, CountUtf16CodeUnits) {
    EXPECT_EQ(in_line("plain", 2, 4), (Stretch{2, 2, 2, 4}));
    EXPECT_EQ(in_line("\xc3\xa4x", 3, 4), (Stretch{2, 2, 2, 3}));
    EXPECT_EQ(in_line("\xe6\xbc\xa2x", 4, 5), (Stretch{2, 2, 2, 3}));
    EXPECT_EQ(in_line("\xf0\x9f\x98\x80x", 5, 6), (Stretch{2, 3, 2, 4})) << "a surrogate pair";
    EXPECT_EQ(in_line("\xff\xffx", 3, 4), (Stretch{2, 3, 2, 4})) << "what is not UTF-8 is one unit per byte";
    EXPECT_EQ(in_line("\tx\r", 2, 3), (Stretch{2, 2, 2, 3}));
}

TEST(Columns, OverSeveralLines) {
    const std::string bytes =
        "\xc3\xa4(a,\n\xc3\xa4"
        "b)";
    EXPECT_EQ(in_utf16(Span{"a", 1, 3, 2, 5, 2, 8}, always(bytes)), (Stretch{1, 2, 2, 4}));
}

TEST(Columns, AreNotGuessed) {
    const Span span{"a", 2, 3, 2, 5, 8, 2};
    EXPECT_TRUE(in_utf16(span, always("first\n  ab")));
    EXPECT_FALSE(in_utf16(span, nullptr));
    EXPECT_FALSE(in_utf16(span, always("")));
    EXPECT_FALSE(in_utf16(span, always("first\n  a"))) << "shorter by now";
    EXPECT_FALSE(in_utf16(span, always("\nfirst\n  ab"))) << "moved by now";
    EXPECT_FALSE(in_utf16(span, always("first\r  ab"))) << "Clang has counted a line that we do not see";
    EXPECT_FALSE(in_utf16(Span{"a", 0, 0, 0, 0, 0, 0}, always("x")));
    const std::string long_line(1 << 20, 'x');
    EXPECT_FALSE(in_utf16(Span{"a", 1, 100'001, 1, 100'003, 100'000, 2}, always(long_line)));
}

TEST(Columns, OfAPlaceThatHasNoOffset) {
    EXPECT_EQ(offset_of(Span{"a", 2, 3, 2, 9, 0, 6}, always("first\n  NOLINT")), 8u);
    EXPECT_EQ(in_utf16(Span{"a", 2, 4, 2, 10, 0, 6}, always("first\n\xc3\xa4 NOLINT")), (Stretch{2, 3, 2, 9}));
    EXPECT_EQ(offset_of(Span{"a", 3, 1, 3, 2, 0, 1}, always("first\nx")), std::nullopt);
    EXPECT_EQ(offset_of(Span{"a", 2, 9, 2, 10, 0, 1}, always("first\nx\n")), std::nullopt);
    EXPECT_EQ(offset_of(Span{"a", 2, 1, 2, 2, 3, 1}, always("first\nx\n")), std::nullopt)
        << "it has one, and it is wrong";
}

TEST(Columns, EditsHaveColumnsToo) {
    const std::string bytes = "first\n\xc3\xa4 x";
    EXPECT_EQ(in_bytes(Edit{"a", 9, 1, ""}, always(bytes)), (Stretch{2, 4, 2, 5}));
    EXPECT_EQ(in_utf16(Edit{"a", 9, 1, ""}, always(bytes)), (Stretch{2, 3, 2, 4}));
    EXPECT_EQ(in_utf16(Edit{"a", 9, 2, ""}, always(bytes)), std::nullopt) << "behind the end";
    EXPECT_EQ(in_utf16(Edit{"a", 4294967295u, 4294967295u, ""}, always(bytes)), std::nullopt);
}

TEST(OneEdit, HoldsWhatIsBetween) {
    const std::string bytes = "0123456789";
    EXPECT_EQ(as_one_edit({{"a", 2, 1, "x"}, {"a", 5, 0, "y"}}, always(bytes)), (Edit{"a", 2, 3, "x34y"}));
    EXPECT_EQ(as_one_edit({{"a", 2, 1, "x"}}, nullptr), (Edit{"a", 2, 1, "x"})) << "which needs no bytes";
    EXPECT_EQ(as_one_edit({}, always(bytes)), std::nullopt);
    EXPECT_EQ(as_one_edit({{"a", 2, 1, "x"}, {"b", 5, 0, "y"}}, always(bytes)), std::nullopt);
    EXPECT_EQ(as_one_edit({{"a", 2, 1, "x"}, {"a", 50, 0, "y"}}, always(bytes)), std::nullopt);
    EXPECT_EQ(as_one_edit({{"a", 2, 3, "x"}, {"a", 3, 1, "y"}}, always(bytes)), std::nullopt) << "they overlap";
}

}  // namespace
}  // namespace awaitlint
