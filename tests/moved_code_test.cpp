// Is a file's code the same although its bytes are not, and where have they gone?
#include "frontend/read/moved_code.h"

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

struct Pair {
    const char* before;
    const char* after;
};

Place place_of(std::string_view text, std::string_view what) {
    Place place{"a.h", 1, 1};
    for (char c : text.substr(0, text.find(what))) {
        ++place.column;
        if (c == '\n') place = {"a.h", place.line + 1, 1};
    }
    return place;
}

Span span_of(std::string_view text, std::string_view what) {
    const Place start = place_of(text, what);
    Span span{"a.h", start.line, start.column, start.line, start.column};
    for (char c : what) {
        ++span.end_column;
        if (c == '\n') ++span.end_line, span.end_column = 1;
    }
    span.offset = static_cast<std::uint32_t>(text.find(what));
    span.length = static_cast<std::uint32_t>(what.size());
    return span;
}

TEST(MovedCode, CommentsAndBlankLinesMoveTheCode) {
    for (const Pair& pair : {
             Pair{"int f(int x);\n", "// New.\n\nint f(int x);\n"},
             Pair{"// Old.\nint f(int x);\n", "int f(int x);\n"},
             Pair{"/* a\n b */\nint f(int x);\n", "/* c */\nint f(int x);  // d\n"},
             Pair{"#pragma once\nint f(int x);\n", "#pragma once\n// e\nint f(int x);"},
             Pair{"#define A 1  // a\nint f(int x);\n", "#define A 1  // b, longer\n\n\nint f(int x);\n"},
             Pair{"int f(int x);", "int f(int x);\n\n/* the end */\n"},
             Pair{"\r\nint f(int x);\r\n", "// a\r\n\r\nint f(int x);\r\n"},
             Pair{"auto s = R\"(// no)\";\nint f(int x);\n", "// yes\nauto s = R\"(// no)\";\nint f(int x);\n"},
         }) {
        const auto moved = MovedCode::between(pair.before, pair.after);
        ASSERT_TRUE(moved) << pair.after;
        for (const char* what : {"int f(int x)", "f", "int x", "x", ";"}) {
            if (std::string_view(pair.before).find('R') != std::string_view::npos && *what == ';') continue;
            Span span = span_of(pair.before, what);
            EXPECT_TRUE(moved->move(span)) << pair.after << what;
            EXPECT_EQ(span, span_of(pair.after, what)) << pair.after << what;
            Place place = place_of(pair.before, what);
            EXPECT_TRUE(moved->move(place)) << pair.after << what;
            EXPECT_EQ(place, place_of(pair.after, what)) << pair.after << what;
        }
    }
}

TEST(MovedCode, OtherCodeIsNoMove) {
    for (const Pair& pair : {
             Pair{"int f(int x);\n", "int f(int y);\n"},
             Pair{"int f(int x);\n", "int f(int x);\nint g();\n"},
             Pair{"int f(int x);\n", "// int f(int x);\n"},
             Pair{"int f(int x);\n", "int f(int x); /* not closed\n"},
             Pair{"int f(int x);\n", "int f(int x); // goes on \\"},
             Pair{"// a\nint f(int x);\n", "// a \\\nint f(int x);\n"},
             Pair{"// a\nint f(int x);\n", "// a ?\?/\nint f(int x);\n"},
             Pair{"auto s = \"// a\";\n", "auto s = \"// b\";\n"},
             Pair{"auto s = R\"(\n// a)\";\n", "auto s = R\"(\n// b)\";\n"},
         })
        EXPECT_FALSE(MovedCode::between(pair.before, pair.after)) << pair.after;
}

TEST(MovedCode, WhatSomebodyReadsBesideTheCodeIsNoMove) {
    for (const Pair& pair : {
             Pair{"int x;  // NOLINT(discarded-awaitable)\n", "int x;\n"},
             Pair{"int x;\n", "int x;  // NOLINT(discarded-awaitable)\n"},
             Pair{"int x;  // NOLINT: a\n", "int x;  // NOLINT: b\n"},
             Pair{"// NOLINTNEXTLINE(a)\nint x;\n", "// NOLINTNEXTLINE(a)\n\nint x;\n"},
             Pair{"int x;\n  int y;\n", "int x;\n    int y;\n"},
             Pair{"int x;\nint y;\n", "int x; int y;\n"},
             Pair{"void f() {\n}\n", "void f() {\n/* c */ }\n"},
             Pair{"int x;\n", "int x;\r\n"},
             Pair{"int x;\r\n// a\r\n", "int x;\r\n// a\n"},
             Pair{"#define A(x) #x\nauto s = A(a+b);\n", "#define A(x) #x\nauto s = A(a /**/+b);\n"},
             Pair{"#define A b\n", "#define A   b\n"},
             Pair{"#define A b\nc\n", "#define A b c\n"},
             Pair{"#include <a//b>\n", "#include <a//c>\n"},
             Pair{"#error a // b\n", "#error a // c\n"},
             Pair{"int a = __LINE__;\n", "// more\nint a = __LINE__;\n"},
         })
        EXPECT_FALSE(MovedCode::between(pair.before, pair.after)) << pair.after;
}

TEST(MovedCode, AStretchWithAChangedCommentHasNoPlace) {
    const std::string before = "f(/* a */ x); g(y);", after = "f(/* long */ x); g(y);";
    const auto moved = MovedCode::between(before, after);
    ASSERT_TRUE(moved);
    Span call = span_of(before, "f(/* a */ x)");
    const Span was = call;
    EXPECT_FALSE(moved->move(call));
    EXPECT_EQ(call, was);
    Span other = span_of(before, "g(y)");
    EXPECT_TRUE(moved->move(other));
    EXPECT_EQ(other, span_of(after, "g(y)"));
    Span both = span_of(before, before);
    EXPECT_TRUE(moved->move_ends(both)) << "unless nobody has its text";
    EXPECT_EQ(both, span_of(after, after));
    Place inside = place_of(before, "a */");
    EXPECT_FALSE(moved->move(inside));
}

TEST(MovedCode, PlacesOutsideTheTextHaveNone) {
    const auto moved = MovedCode::between("int x;\n", "\nint x;\n");
    ASSERT_TRUE(moved);
    for (Place place : {Place{"a.h", 0, 0}, Place{"a.h", 9, 1}, Place{"a.h", 1, 99}, Place{"a.h", 1, 0}})
        EXPECT_FALSE(moved->move(place)) << place.line << ":" << place.column;
}

}  // namespace
}  // namespace awaitlint
