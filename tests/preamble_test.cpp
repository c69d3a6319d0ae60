// Preambles: the same facts with and without, and none where one would not be safe.
#include "frontend/read/preamble.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "awaitlint/facts_json.h"
#include "frontend/read/scan.h"
#include "unit_on_disk.h"

namespace awaitlint::test {
namespace {

/// Facts as a worker gets them, which keeps preambles in a folder; each call is a new worker.
class Preambled {
public:
    explicit Preambled(UnitOnDisk& unit) : unit_(unit) {
        unit.request().preambles = folder_.path();
        unit.request().build_preamble = true;
    }

    UnitFacts analyse() {
        ContentHashes hashes;
        Preambles preambles(hashes);
        auto facts = analyse_unit(unit_.request(), {nullptr, nullptr, &preambles});
        if (facts) return std::move(*facts);
        ADD_FAILURE() << llvm::toString(facts.takeError());
        return {};
    }

    /// As in a checkout of yesterday: what was edited just now is not precompiled.
    void was_edited_long_ago(const std::vector<std::string>& names) {
        for (const std::string& name : names)
            std::filesystem::last_write_time(unit_.folder().path(name),
                                             std::filesystem::file_time_type::clock::now() - std::chrono::hours(24));
    }

    /// How many of them are kept.
    std::size_t count() const {
        std::size_t count = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder_.path()))
            count += file.path().extension() == ".pch";
        return count;
    }

    /// The facts are those of a parse of everything, when it is built and when it is used.
    void expect_equal_facts() {
        const UnitFacts plain = unit_.analyse();
        for (const char* time : {"built", "used"}) {
            const UnitFacts facts = analyse();
            EXPECT_EQ(plain, facts) << time;
            EXPECT_EQ(to_line(plain), to_line(facts)) << time;  // which can be read
        }
    }

private:
    TemporaryFolder folder_;
    UnitOnDisk& unit_;
};

const char* const mistakes =
    "task<int> get_async(int);\n"
    "task<int> greet() { co_await get_async(1); co_return co_await get(2); }\n"
    "void f() { co_await get(3); }  // NOLINT(await-outside-coroutine)\n";

TEST(PreambleTest, TheFactsAreTheSame) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "#pragma once\ninline int get(int key) { return key; }\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    EXPECT_EQ(unit.analyse().user_files, (std::vector<std::string>{"app.h", "unit.cpp"}));
}

TEST(PreambleTest, UsesInItsHeadersAreSeen) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h",
                   "#pragma once\nint get(int);\nnamespace app { inline int twice() { return get(1) + get(2); } }\n");
    unit.request().symbols = {"get"};
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    EXPECT_EQ(preambled.analyse().uses.size(), unit.analyse().uses.size());
    EXPECT_GE(preambled.analyse().uses.size(), 4u);
}

TEST(PreambleTest, EndsBeforeAUsersFileWithAKeywordThatWasEditedLately) {
    const char* const line = "inline task<int> wait() { co_return 1; }\n";
    UnitOnDisk unit("#include <task.h>\nint get(int);\n#include \"app.h\"\n#include <std_coroutine.h>\n" +
                    std::string(mistakes));
    unit.with_file("app.h", "#pragma once\n#include \"inner.h\"\n").with_file("inner.h", line);
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    UnitOnDisk only("#include \"app.h\"\n" + std::string(line));
    only.with_file("app.h", "#pragma once\n#include <task.h>\n#include \"inner.h\"\n").with_file("inner.h", line);
    Preambled nothing(only);
    nothing.expect_equal_facts();
    EXPECT_EQ(nothing.count(), 0u);
}

TEST(PreambleTest, HoldsSuppressions) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h",
                   "#pragma once\n"
                   "int x;  // NOLINT(unused-suppression): why not\n"
                   "/* NOLINTBEGIN(a-rule,another) */ int get(int); // NOLINTEND(a-rule,another)\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    EXPECT_EQ(preambled.analyse().suppressions.size(), 4u);
}

const char* const coroutines_in_header =
    "#pragma once\n"
    "#include <task.h>\n"
    "#ifndef APP_H\n"
    "#define APP_H __COUNTER__\n"
    "int get(int);\n"
    "task<int> get_async(int);\n"
    "task<task<int>> get_twice(int);\n"
    "#define AWAIT(x) co_await x\n"
    "inline task<int> one() { co_return co_await get_async(1); }\n"
    "namespace app {\n"
    "inline task<int> nested() { co_return co_await co_await get_twice(co_await get_async(2)); }\n"
    "template <class T> task<T> twice(T x) { co_await get_async(x); co_return AWAIT(get_async(x)); }\n"
    "inline task<int> use() { co_return co_await twice(3); }\n"
    "inline void drops() { get_async(4); }  // NOLINT(unawaited-task): on purpose\n"
    "struct Maker {\n"
    "    task<int> make() { auto kept = get_async(APP_H); co_return co_await [&]() -> task<int> { co_return 5; }(); }\n"
    "    template <class T> static auto never(T x) -> task<int> { co_return co_await x.get(); }\n"
    "};\n"
    "}\n"
    "#endif\n";

TEST(PreambleTest, HoldsUsersHeadersWithKeywords) {
    for (const char* body :
         {"int x = 1;\n", "static task<int> f() { co_return co_await app::twice(4) + AWAIT(one()); }\n", mistakes,
          "struct Odd { int get(); }; auto odd() { return app::Maker::never(Odd()); }\n"
          "auto even() { struct E { task<int> get(); }; return app::Maker::never(E()); }\n"}) {
        UnitOnDisk unit("#include \"app.h\"\n#include \"more.h\"\n" + std::string(body));
        unit.with_file("app.h", coroutines_in_header);
        unit.with_file("more.h", "inline task<int> more() { co_return co_await app::use(); }\n");
        Preambled preambled(unit);
        preambled.was_edited_long_ago({"app.h", "more.h"});
        preambled.expect_equal_facts();
        EXPECT_EQ(preambled.count(), 1u) << body;
        EXPECT_GE(preambled.analyse().awaits.size() + preambled.analyse().values.size(), 5u);
    }
}

TEST(PreambleTest, HoldsAHeaderThatIsReadTwice) {
    UnitOnDisk unit("#include <task.h>\n#include \"all.h\"\n" + std::string(mistakes));
    unit.with_file("all.h",
                   "int get(int); task<int> load();\n#define NAME first\n#include \"each.h\"\n#undef NAME\n"
                   "#define NAME second\n#include \"each.h\"\n");
    unit.with_file("each.h", "inline task<int> NAME() { load(); co_return co_await load(); }  // NOLINT(a-rule)\n");
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"all.h", "each.h"});
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
}

TEST(PreambleTest, HoldsAHeaderThatTheFlagsInclude) {
    UnitOnDisk unit("#include <task.h>\nint get(int);\n" + std::string(mistakes));
    unit.with_file("app.h", coroutines_in_header).with_flags({"-include", unit.folder().path("app.h")});
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"app.h"});
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
}

TEST(PreambleTest, WhatIsBlankedInAHeaderIsReadWithoutIt) {
    // An await of the header that has no node is lost only where there is an error, here one of the unit's own.
    const std::string header =
        "#pragma once\n#include <task.h>\nint get(int);\ntask<int> load();\n"
        "template <class T> task<int> wait(T x) { co_return co_await x; }\n"
        "inline task<int> odd() { if constexpr (sizeof(decltype(load())) == 0) co_await load(); co_return 1; }\n";
    for (const char* body : {"task<int> f() { return wait(get(1)); }\n", "int x = no_such_name;\n", mistakes}) {
        UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(body));
        unit.with_file("app.h", header);
        Preambled preambled(unit);
        preambled.was_edited_long_ago({"app.h"});
        preambled.expect_equal_facts();
    }
}

TEST(PreambleTest, OneWithAllBodiesIsBuiltWhenItIsWantedAgain) {
    const std::string line = "wrapped run() { co_await get(); }\n";
    UnitOnDisk unit("#include <promise.h>\n#include \"app.h\"\n" + line);
    unit.with_file("app.h", "struct started { void start(); };\nstarted get();\n");
    unit.with_wrapping_promise();
    ASSERT_TRUE(unit.analyse().was_fully_parsed);
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 2u) << "without bodies at first, with all of them the second time";
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 2u);
    // An error that only shows in a body of the library's.
    unit.with_file("unit.cpp", "#include <promise.h>\n#include \"app.h\"\nint wrong();\n" + line +
                                   "wrapped more() { co_await wrong(); }\n");
    preambled.expect_equal_facts();
    EXPECT_FALSE(preambled.analyse().first_errors.empty());
}

TEST(PreambleTest, AFileBehindALinkIsWhereTheLinkLeads) {
    UnitOnDisk unit("#include <task.h>\n#include <app.h>\n" + std::string(mistakes));
    unit.with_file("deep/include/app.h", coroutines_in_header).with_file("deep/lib/other.h", "");
    std::filesystem::create_directory_symlink(unit.folder().path("deep/lib"), unit.folder().path("link"));
    unit.with_flags({"-I", unit.folder().path() + "/link/../include"});
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"deep/include/app.h"});
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
}

TEST(PreambleTest, AnErrorInAHeaderWithKeywordsLeavesTheShorterOne) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\nint get(int);\n" + std::string(mistakes));
    unit.with_file("app.h", "inline task<int> load() { co_return co_await 7; }\n");
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"app.h"});
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    EXPECT_FALSE(preambled.analyse().blanks.empty());
}

TEST(PreambleTest, AnEditOfAHeaderWithKeywordsIsSeen) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\ninline task<int> load() { co_return 1; }\n");
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"app.h"});
    preambled.expect_equal_facts();
    unit.with_file("app.h", "task<int> get(int);\ninline task<int> load() { get(1); co_return co_await get(2); }\n");
    preambled.expect_equal_facts();
}

// As CMake's precompiled headers come, whose source stands for them.
TEST(PreambleTest, WhatTheFlagsIncludeIsEnoughForOne) {
    for (const char* const own : {"", "int own;\n", "#define OWN 1\n#include \"app.h\"\n", "// a comment\n"}) {
        UnitOnDisk unit(own + std::string(mistakes));
        unit.with_file("app.h", "#pragma once\n#include <task.h>\nint get(int);\n");
        unit.with_file("all.h", "#pragma clang system_header\n#include \"" + unit.folder().path("app.h") + "\"\n");
        unit.with_flags({"-include", unit.folder().path("all.h")});
        Preambled preambled(unit);
        preambled.was_edited_long_ago({"app.h", "all.h"});
        preambled.expect_equal_facts();
        EXPECT_EQ(preambled.count(), 1u) << own;
        EXPECT_EQ(unit.analyse().user_files, (std::vector<std::string>{"all.h", "app.h", "unit.cpp"}));
        EXPECT_FALSE(unit.analyse().awaits.empty());
    }
}

TEST(PreambleTest, WhatTheFlagsIncludeIsSharedByUnitsThatBeginOtherwise) {
    UnitOnDisk unit("#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\ninline task<int> in_header() { co_await get(5); co_return 1; }\n");
    unit.with_file("all.h", "#include <task.h>\n");
    unit.with_flags({"-include", unit.folder().path("all.h")});
    unit.request().preamble_bytes = 1;
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    unit.with_file("unit.cpp", "int get(int);\n" + std::string(mistakes));
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
}

TEST(PreambleTest, AMistakeInWhatTheFlagsIncludeIsSeen) {
    UnitOnDisk unit(mistakes);
    unit.with_file("app.h", "#include <task.h>\nint get(int);\ntask<int> in_header() { co_return co_await get(4); }\n");
    unit.with_file("all.h", "#pragma clang system_header\n#include \"" + unit.folder().path("app.h") + "\"\n");
    unit.with_flags({"-include", unit.folder().path("all.h")});
    Preambled preambled(unit);
    preambled.was_edited_long_ago({"app.h", "all.h"});
    preambled.expect_equal_facts();
    const UnitFacts facts = unit.analyse();
    const auto is_of_header = [](const Await& await) { return await.site.span.file == "app.h"; };
    EXPECT_EQ(std::count_if(facts.awaits.begin(), facts.awaits.end(), is_of_header), 1);
    unit.with_file("app.h", "#include <task.h>\ntask<int> get(int);\n");
    preambled.expect_equal_facts();
}

TEST(PreambleTest, GoesOnWithADirective) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\ntask<int> in_header() { co_return co_await get(4); }\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    unit.request().preamble_bytes = sizeof "#include <task.h>";
    preambled.expect_equal_facts();
}

TEST(PreambleTest, AKeywordOutOfALibrarysMacroIsNoUsersFileToSkip) {
    UnitOnDisk unit(
        "#include <task.h>\n#include <await.h>\n#include \"app.h\"\ntask<int> g() { AWAIT(get(1)); co_return 1; }\n");
    unit.with_file("lib/await.h", "#define AWAIT(x) co_await x\n");
    unit.with_file("app.h", "#include <task.h>\nint get(int);\ninline task<int> in_header() { AWAIT(get(2)); }\n");
    unit.with_flags({"-isystem", unit.folder().path("lib")});
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 0u);
}

TEST(PreambleTest, AChangedHeaderIsReadAgain) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\n");
    Preambled preambled(unit);
    EXPECT_EQ(preambled.analyse().awaits.size(), 3u);
    unit.with_file("app.h", "#include <task.h>\ntask<int> get(int);\n");
    preambled.expect_equal_facts();
    unit.with_file("task.h", "#error shadows the library\n").with_flags({"-I", unit.folder().path()});
    preambled.expect_equal_facts();
}

TEST(PreambleTest, BrokenIncludesHaveNone) {
    UnitOnDisk unit("#include <task.h>\n#include \"missing.h\"\nint get(int);\n" + std::string(mistakes));
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 0u);
}

TEST(PreambleTest, WhatItsHeadersInstantiateMayNeedWhatFollowsThem) {
    // Templates are instantiated at the end of a preamble, where the second one's is not complete yet.
    for (const char* after : {"", "namespace app { int size_of(const Box&); }\n"}) {
        UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(after) + mistakes);
        unit.with_file("app.h",
                       "namespace app {\n"
                       "struct Box {};\n"
                       "template <class T> int measure(const T& box) { return size_of(box); }\n" +
                           std::string(*after ? "" : "int size_of(const Box&);\n") +
                           "inline int use(const Box& box) { return measure(box); }\n"
                           "}\n"
                           "int get(int);\n");
        Preambled preambled(unit);
        preambled.expect_equal_facts();
        EXPECT_TRUE(unit.analyse().errors.empty());
        EXPECT_EQ(preambled.count(), *after ? 0u : 1u);
        EXPECT_EQ(preambled.analyse().awaits.size(), 3u);
    }
}

TEST(PreambleTest, ADamagedOneIsNotUsed) {
    UnitOnDisk unit("#include <task.h>\nint get(int);\n" + std::string(mistakes));
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    for (const auto& file : std::filesystem::directory_iterator(unit.request().preambles))
        if (file.path().extension() == ".pch") std::filesystem::resize_file(file.path(), 1000);
    preambled.expect_equal_facts();
}

TEST(PreambleTest, WhatIsDamagedAtItsSizeAndTimeIsNotUsed) {
    UnitOnDisk unit("#include <task.h>\nint get(int);\n" + std::string(mistakes));
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    for (const auto& file : std::filesystem::directory_iterator(unit.request().preambles)) {
        if (file.path().extension() != ".pch") continue;
        const auto time = file.last_write_time();
        const auto middle = static_cast<std::streamoff>(file.file_size() / 2);
        std::fstream(file.path(), std::ios::in | std::ios::out | std::ios::binary).seekp(middle)
            << std::string(64, 'x');
        std::filesystem::last_write_time(file.path(), time);
    }
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u) << "built again";
}

TEST(PreambleTest, AnUnchangedOneIsUsedWhateverItsTime) {
    UnitOnDisk unit("#include <task.h>\nint get(int);\n" + std::string(mistakes));
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    const std::string folder = unit.request().preambles;
    std::vector<std::filesystem::path> found;
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().extension() == ".pch") found.push_back(file.path());
    ASSERT_EQ(found.size(), 1u);
    // As restored from an archive: another inode, an old time.
    const auto old = std::filesystem::last_write_time(found[0]) - std::chrono::hours(100);
    std::filesystem::copy(found[0], folder + "/copy");
    std::filesystem::rename(folder + "/copy", found[0]);
    std::filesystem::last_write_time(found[0], old);
    const auto was = std::filesystem::last_write_time(found[0]);
    preambled.expect_equal_facts();
    EXPECT_GT(std::filesystem::last_write_time(found[0]), was) << "used, and touched";
}

TEST(PreambleTest, IsSharedByUnitsThatBeginAlike) {
    UnitOnDisk unit("#include <task.h>\nint get(int);\n" + std::string(mistakes));
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    UnitOnDisk other("#include <task.h>\nvoid more();\nint get(int);\n" + std::string(mistakes), "other.cpp");
    other.request().user_files = unit.request().user_files;
    other.request().command.directory = unit.request().command.directory;
    other.request().preambles = unit.request().preambles;
    ContentHashes hashes;
    Preambles preambles(hashes);
    auto facts = analyse_unit(other.request(), {nullptr, nullptr, &preambles});
    ASSERT_TRUE(static_cast<bool>(facts));
    EXPECT_EQ(*facts, other.analyse());
    EXPECT_EQ(preambled.count(), 1u);
}

TEST(PreambleTest, CommentsBetweenIncludesTellNoUnitsApart) {
    const std::string rest = "int get(int);\n" + std::string(mistakes);
    UnitOnDisk unit("// Unit 1.\n#include <task.h>\n#include \"app.h\"  // twice\n" + rest);
    unit.with_file("app.h", "#pragma once\ninline int twice(int x) { return x + x; }\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    for (const char* leading : {"/* Unit 2,\n   of two lines */\n\n#include <task.h>\n", "#include <task.h>\r\n\r\n",
                                "\xEF\xBB\xBF#  include <task.h>\n", "// co_await\n#include <task.h>\n"}) {
        unit.with_file("unit.cpp", leading + std::string("#include \"app.h\"  // twice\n\n// more\n") + rest);
        preambled.expect_equal_facts();
    }
    EXPECT_EQ(preambled.count(), 1u) << "one for all of them";
    unit.with_file(
        "unit.cpp",
        "#include <task.h>\n// NOLINTNEXTLINE(await-outside-coroutine)\n#include \"app.h\"  // twice\n" + rest);
    preambled.expect_equal_facts();
    unit.with_file("unit.cpp",
                   "#include <task.h>\n#include \"app.h\"  // twice\n// NOLINT(await-outside-coroutine)\n" + rest);
    preambled.expect_equal_facts();
    unit.with_file("unit.cpp", "\n#include <task.h>\n\n#include \"app.h\"  // twice\n#define X co_await get(5)\n" +
                                   rest + "task<int> x() { co_return X; }\n");
    preambled.expect_equal_facts();
}

TEST(PreambleTest, CounterGoesOnWhereTheHeadersLeftIt) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\nint get(int);\n" + std::string(mistakes) +
                    "static_assert(__COUNTER__ == 2);\n");
    unit.with_file("app.h", "enum { first = __COUNTER__, second = __COUNTER__ };\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    EXPECT_TRUE(preambled.analyse().errors.empty());
}

TEST(PreambleTest, HeadersOfAnOverlayOfFilesAreThereWithAndWithout) {
    UnitOnDisk unit("#include <task.h>\n#include \"virtual.h\"\n" + std::string(mistakes));
    const std::string folder = unit.folder().path();
    unit.with_file("real.h", "int get(int);\n");
    unit.with_file("overlay.yaml", R"({"version": 0, "roots": [{"type": "file", "name": ")" + folder +
                                       R"(/virtual.h", "external-contents": ")" + folder + R"(/real.h"}]})");
    unit.with_flags({"-ivfsoverlay", "overlay.yaml"});
    EXPECT_TRUE(unit.analyse().errors.empty());
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    EXPECT_EQ(preambled.count(), 1u);
    unit.with_file("real.h", "#include <task.h>\ntask<int> get(int);\n");
    preambled.expect_equal_facts();
    std::filesystem::remove(folder + "/overlay.yaml");
    EXPECT_NE(unit.failure(), "");
}

TEST(PreambleTest, OneThatIsTakenAwayOrReplacedMeanwhileGoesOnAsItWas) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\n");
    Preambled preambled(unit);
    const UnitFacts plain = unit.analyse();
    preambled.analyse();
    for (const bool is_removed : {false, true}) {
        ContentHashes hashes;
        Preambles preambles(hashes);  // of a worker that goes on
        const auto analyse = [&] { return analyse_unit(unit.request(), {nullptr, nullptr, &preambles}); };
        for (int time = 0; time < 2; ++time) {
            auto facts = analyse();
            ASSERT_TRUE(static_cast<bool>(facts)) << llvm::toString(facts.takeError());
            EXPECT_EQ(*facts, plain) << is_removed << time;
            for (const auto& file : std::filesystem::directory_iterator(unit.request().preambles)) {
                std::filesystem::remove(file.path());
                // As another run does: never into the file that somebody may be reading.
                if (!is_removed) std::ofstream(file.path()) << "something else";
            }
        }
    }
}

TEST(PreambleTest, OneThatHasGoneBeforeItIsReadIsNone) {
    UnitOnDisk unit("#include <task.h>\n#include \"app.h\"\n" + std::string(mistakes));
    unit.with_file("app.h", "int get(int);\n");
    Preambled preambled(unit);
    preambled.expect_equal_facts();
    for (const auto& file : std::filesystem::directory_iterator(unit.request().preambles))
        if (file.path().extension() == ".pch") std::filesystem::remove(file.path());
    preambled.expect_equal_facts();
}

}  // namespace
}  // namespace awaitlint::test
