// The front end: flags of other compilers, NOLINT comments, and the recovery of awaits that Clang drops.
#include "frontend/frontend.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "awaitlint/facts_json.h"
#include "fixture_run.h"
#include "frontend/read/flags.h"
#include "frontend/read/suppression_comments.h"
#include "project/database.h"
#include "unit_on_disk.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

using test::UnitOnDisk;

const std::string declarations =
    "#include \"task.h\"\n"
    "int get(int key);\n"
    "task<int> get_async(int key);\n";

/// One coroutine with this body, from line 5 on.
std::string in_coroutine(const std::string& body) {
    return declarations + "task<int> run() {\n" + body + "\nco_return 0;\n}\n";
}

bool holds(const std::vector<std::string>& lines, std::string_view part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

/// Outcomes of all awaits, by their text.
std::string outline(const UnitFacts& facts) {
    std::string text;
    for (const Await& await : facts.awaits) {
        const char* names[] = {"accepted", "pass_through", "rejected", "outside", "dependent"};
        text += await.site.text + " " + names[static_cast<int>(await.outcome)] + "\n";
    }
    return text;
}

std::set<std::string> files_in(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) names.insert(entry.path().filename().string());
    return names;
}

// Flags.

TEST(Flags, OfGccAloneAreDroppedAndTold) {
    UnitOnDisk unit(in_coroutine("co_await get(1);"));
    unit.with_flags({"-fconcepts-diagnostics-depth=2", "-fno-canonical-system-headers", "-Wduplicated-branches"});
    unit.request().command.argv[0] = "/usr/bin/g++";
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    EXPECT_TRUE(holds(facts.remarks, "that Clang does not know: ")) << testing::PrintToString(facts.remarks);
    EXPECT_TRUE(holds(facts.remarks, "-fconcepts-diagnostics-depth=2"));
    EXPECT_TRUE(holds(facts.remarks, "-fno-canonical-system-headers"));
    EXPECT_FALSE(holds(facts.remarks, "-Wduplicated-branches")) << "an unknown warning is no unknown flag";
}

TEST(Flags, OfModulesAreDroppedAndTold) {
    UnitOnDisk unit(in_coroutine("co_await get(1);"));
    unit.with_flags({"-fmodules-ts", "-fmodule-mapper=unit.o.modmap", "-fdeps-format=p1689r5", "-MD"});
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    EXPECT_TRUE(holds(facts.remarks, "-fmodule-mapper=unit.o.modmap")) << testing::PrintToString(facts.remarks);
}

TEST(Flags, AMissingModmapOfTheDatabaseIsDroppedAndTold) {
    UnitOnDisk unit(in_coroutine("co_await get(1);"));
    const std::string folder = unit.folder().path();
    const std::string database = unit.folder().write(
        "compile_commands.json", "[{\"directory\": \"" + folder +
                                     "\", \"file\": \"unit.cpp\", \"command\": "
                                     "\"ccache clang++ -std=c++20 -nostdinc++ -isystem " AWAITLINT_SOURCE_DIR
                                     "/fixtures/lib @CMakeFiles/unit.dir/unit.cpp.o.modmap -o unit.o -c unit.cpp\"}]");
    const auto commands = read_database(database);
    ASSERT_TRUE(commands) << commands.error().message;
    unit.request().command = commands->commands.at(0);
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    EXPECT_TRUE(holds(facts.remarks, "unit.cpp.o.modmap")) << testing::PrintToString(facts.remarks);
}

TEST(Flags, PrecompiledHeadersGoAndTheirIncludesStay) {
    UnitOnDisk unit("task<int> get_async();\ntask<int> run() { co_return co_await get_async(); }\n");
    unit.with_file("forced.h", "#include \"task.h\"\n");
    unit.with_flags({"-Winvalid-pch", "-Xclang", "-include-pch", "-Xclang", "forced.h.pch", "-Xclang", "-include",
                     "-Xclang", "forced.h", "-Xclang", "-emit-pch"});
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get_async() accepted\n");
    EXPECT_TRUE(facts.errors.empty());
}

TEST(Flags, NeverWriteAFile) {
    UnitOnDisk unit(in_coroutine("co_await get(1);"));
    unit.with_flags({"-c",
                     "-o",
                     "unit.o",
                     "-MD",
                     "-MT",
                     "unit.o",
                     "-MF",
                     "unit.d",
                     "-MJ",
                     "unit.json",
                     "-ftime-trace",
                     "-save-temps",
                     "-serialize-diagnostics",
                     "unit.dia",
                     "-g",
                     "-gsplit-dwarf",
                     "-fprofile-generate",
                     "-fmodule-output=unit.pcm",
                     "-Xclang",
                     "-dependency-file",
                     "-Xclang",
                     "other.d",
                     "-Wp,-MD,third.d",
                     "--coverage",
                     "-fcrash-diagnostics-dir=crash",
                     "-dumpdir",
                     "dumps"});
    const std::set<std::string> before = files_in(unit.folder().path());
    EXPECT_EQ(outline(unit.analyse()), "co_await get(1) rejected\n");
    EXPECT_EQ(files_in(unit.folder().path()), before);
}

TEST(Flags, OfErrorsHideNothing) {
    UnitOnDisk unit(in_coroutine("co_await get(1); co_await get(2); co_await get(3);"));
    unit.with_flags({"-Wfatal-errors", "-ferror-limit=1", "-Werror", "-fmax-errors=1"});
    EXPECT_EQ(outline(unit.analyse()),
              "co_await get(1) rejected\nco_await get(2) rejected\nco_await get(3) rejected\n");
}

TEST(Flags, AreRelativeToTheirFolder) {
    UnitOnDisk unit("#include \"inner.h\"\ntask<int> run() { co_return co_await get(FOUR); }\n", "src/unit.cpp");
    unit.with_file("src/include/inner.h", declarations);
    unit.with_flags({"-Iinclude", "-DFOUR=4"});
    unit.request().command.directory = unit.folder().path("src");
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get(FOUR) rejected\n");
    EXPECT_EQ(facts.file, "src/unit.cpp");
    EXPECT_EQ(facts.user_files, (std::vector<std::string>{"src/include/inner.h", "src/unit.cpp"}));
}

TEST(Flags, OfAnotherDriver) {
    UnitOnDisk unit(in_coroutine("co_await get(1);"));
    unit.request().command.argv = {
        "clang-cl", "/std:c++20",   "/EHsc", "/Fo:unit.obj", "/imsvc" AWAITLINT_SOURCE_DIR "/fixtures/lib",
        "/c",       "/showIncludes"};
    EXPECT_EQ(outline(unit.analyse()), "co_await get(1) rejected\n");
}

TEST(Flags, OtherLanguagesHaveNoAwaits) {
    UnitOnDisk in_c("int co_await; int run(void) { return co_await; }\n", "unit.c");
    in_c.request().command.argv = {"cc", "-std=c11"};
    const UnitFacts facts = in_c.analyse();
    EXPECT_TRUE(facts.awaits.empty());
    EXPECT_TRUE(facts.errors.empty());

    UnitOnDisk older("int co_await = 1; int run() { return co_await; }\n");
    older.request().command.argv = {"clang++", "-std=c++17"};
    EXPECT_TRUE(older.analyse().awaits.empty());
    EXPECT_TRUE(older.analyse().errors.empty());
}

TEST(Flags, OfNoUseAreErrors) {
    UnitOnDisk unit("int x;\n");
    unit.request().command.argv.clear();
    EXPECT_EQ(unit.failure(), "the compile command is empty");

    UnitOnDisk gone("int x;\n");
    gone.request().command.file = gone.folder().path("gone.cpp");
    EXPECT_NE(gone.failure().find("gone.cpp"), std::string::npos) << gone.failure();

    UnitOnDisk nowhere("int x;\n");
    nowhere.request().command.directory = nowhere.folder().path("nowhere");
    EXPECT_NE(nowhere.failure().find("nowhere"), std::string::npos) << nowhere.failure();
}

TEST(Flags, FindTheBuiltinHeaders) {
    UnitOnDisk unit("#include <stddef.h>\n#include <stdarg.h>\nsize_t x;\n");
    EXPECT_TRUE(unit.analyse().errors.empty());
    auto folder = find_resource_dir();
    ASSERT_TRUE(static_cast<bool>(folder));
    EXPECT_TRUE(fs::exists(*folder + "/include/stddef.h"));
}

// NOLINT comments.

std::string in_comment(std::string_view comment) {
    std::string text;
    for (const Suppression& found : suppressions_in_comment(comment, {"f.cpp", 3, 7})) {
        const char* kinds[] = {"line", "next_line", "begin", "end"};
        text += std::to_string(found.place.line) + ":" + std::to_string(found.place.column) + " " +
                kinds[static_cast<int>(found.kind)];
        for (const std::string& rule : found.rules) text += " " + rule;
        text += "\n";
    }
    return text;
}

TEST(SuppressionComments, HaveFourForms) {
    EXPECT_EQ(in_comment("// NOLINT(a-b)"), "3:10 line a-b\n");
    EXPECT_EQ(in_comment("// NOLINTNEXTLINE(a-b)"), "3:10 next_line a-b\n");
    EXPECT_EQ(in_comment("// NOLINTBEGIN(a-b)"), "3:10 begin a-b\n");
    EXPECT_EQ(in_comment("/* NOLINTEND(a-b) */"), "3:10 end a-b\n");
}

TEST(SuppressionComments, NameRules) {
    EXPECT_EQ(in_comment("// NOLINT( a , b-c,d )"), "3:10 line a b-c d\n");
    EXPECT_EQ(in_comment("// NOLINT(a): the reason (of a kind)"), "3:10 line a\n");
    EXPECT_EQ(in_comment("// see ticket, NOLINT(a) NOLINTNEXTLINE(b)"), "3:22 line a\n3:32 next_line b\n");
    EXPECT_EQ(in_comment("/* first\n   NOLINT(a) */"), "4:4 line a\n");
}

TEST(SuppressionComments, ThatNameNobodyAreLeftToTheirOwners) {
    for (const char* comment : {"// NOLINT", "// NOLINT()", "// NOLINT( , )", "// NOLINT (a)", "// NOLINT(a",
                                "// nolint(a)", "// MYNOLINT(a)", "// NOLINTED(a)", "// NO LINT(a)", "//"})
        EXPECT_EQ(in_comment(comment), "") << comment;
}

std::string reasons_in(std::string_view comment) {
    std::string text;
    for (const Suppression& found : suppressions_in_comment(comment, {"f.cpp", 3, 7}))
        text += found.rules.at(0) + ": " + found.reason + "\n";
    return text;
}

TEST(SuppressionComments, HaveTheReasonThatStandsBehindThem) {
    for (const char* separated :
         {": the clock is simulated", " the clock is simulated", " -- the clock is simulated",
          " - the clock is simulated", " // the clock is simulated", ", the clock is simulated  ",
          " \xe2\x80\x94 the clock is simulated", ": the clock is simulated\r"})
        EXPECT_EQ(reasons_in("// NOLINT(a)" + std::string(separated)), "a: the clock is simulated\n") << separated;
    EXPECT_EQ(reasons_in("/* NOLINT(a): the clock (of the test) */"), "a: the clock (of the test)\n");
    EXPECT_EQ(reasons_in("/* NOLINTBEGIN(a): why\n * and more\n */"), "a: why\n");
    EXPECT_EQ(reasons_in("// NOLINT(a): one day without NOLINT"), "a: one day without NOLINT\n");
    for (const char* silent : {"// NOLINT(a)", "// NOLINT(a):", "/* NOLINT(a) */", "/* NOLINT(a)\n more */"})
        EXPECT_EQ(reasons_in(silent), "a: \n") << silent;
}

TEST(SuppressionComments, OfOneLineShareAReason) {
    EXPECT_EQ(reasons_in("// NOLINT(a) NOLINT(b): why"), "a: why\nb: why\n");
    EXPECT_EQ(reasons_in("// NOLINT(a): one NOLINT(b): two"), "a: one\nb: two\n");
    EXPECT_EQ(reasons_in("/* NOLINT(a)\n NOLINT(b): two */"), "a: \nb: two\n");
}

TEST(SuppressionComments, ReasonsAreBounded) {
    const std::string long_reason(1 << 20, 'x');
    EXPECT_LT(reasons_in("// NOLINT(a): " + long_reason).size(), 8192u);
    std::string many = "//";
    for (int i = 0; i < 1000; ++i) many += " NOLINT(a)";
    EXPECT_LT(reasons_in(many + ": " + long_reason).size(), 65536u);
}

TEST(SuppressionComments, AreReadFromTheUsersFilesAlone) {
    UnitOnDisk unit(
        "#include <lib.h>\n#include \"own.h\"\nint x;  // NOLINT(a)\nconst char* s = \"// NOLINT(b)\";\n#if 0\n// "
        "NOLINT(c)\n#endif\n");
    unit.with_file("own.h", "// NOLINTNEXTLINE(d)\nint y;\n").with_file("lib/lib.h", "int z;  // NOLINT(e)\n");
    unit.with_flags({"-isystem", unit.folder().path("lib")});
    std::set<std::string> names;
    for (const Suppression& found : unit.analyse().suppressions)
        names.insert(found.place.file + " " + found.rules.at(0));
    EXPECT_EQ(names, (std::set<std::string>{"unit.cpp a", "own.h d"}));
}

// Recovering awaits.

TEST(Recovery, FindsWhatTheTreeLost) {
    UnitOnDisk unit(in_coroutine("    int value = co_await get(1); (void)value;"));
    const UnitFacts facts = unit.analyse();
    ASSERT_EQ(facts.awaits.size(), 1u);
    const Await& await = facts.awaits[0];
    EXPECT_EQ(await.outcome, Outcome::rejected);
    EXPECT_EQ(await.site.text, "co_await get(1)");
    EXPECT_EQ(await.operand_text, "get(1)");
    EXPECT_EQ(await.operand_type, "int");
    EXPECT_EQ(await.site.span.file, "unit.cpp");
    EXPECT_EQ(await.site.span.line, 5u);
    EXPECT_EQ(await.site.span.column, 17u);
    EXPECT_EQ(await.site.span.end_column, 32u);
    EXPECT_EQ(unit.text().substr(await.site.span.offset, await.site.span.length), "co_await get(1)");
    EXPECT_EQ(unit.text().substr(await.site.keyword.offset, await.site.keyword.length), "co_await");
    ASSERT_TRUE(await.call);
    EXPECT_EQ(unit.text().substr(await.call->name.offset, await.call->name.length), "get");
    EXPECT_EQ(unit.text().substr(await.call->close.offset, await.call->close.length), ")");
    EXPECT_EQ(await.call->callee.qualified_name, "get");
    EXPECT_EQ(await.call->callee.declared.line, 2u);
    EXPECT_EQ(await.call->argument_count, 1u);
    EXPECT_FALSE(await.is_statement);
    const Enclosing& around = facts.around(await.site);
    EXPECT_EQ(around.qualified_name, "run");
    EXPECT_TRUE(around.is_coroutine);
    EXPECT_TRUE(around.can_be_coroutine);
    EXPECT_EQ(around.sound_keywords, 1u);
    EXPECT_EQ(facts.blanks, (std::vector<Blank>{{"unit.cpp", await.site.keyword.offset}}));
    EXPECT_TRUE(facts.errors.empty());
    EXPECT_FALSE(facts.first_errors.empty());
    EXPECT_EQ(facts.coroutines, 1u);
}

TEST(Recovery, LeavesGoodAwaitsAlone) {
    const UnitFacts facts = UnitOnDisk(in_coroutine("co_await get_async(1);")).analyse();
    EXPECT_EQ(outline(facts), "co_await get_async(1) accepted\n");
    EXPECT_TRUE(facts.blanks.empty());
    EXPECT_TRUE(facts.first_errors.empty());
}

TEST(Recovery, TakesAsManyRoundsAsItNeeds) {
    std::string nest = "1";
    for (int depth = 0; depth < 12; ++depth) nest = "co_await get(" + nest + ")";
    const UnitFacts facts = UnitOnDisk(in_coroutine(nest + ";")).analyse();
    EXPECT_EQ(facts.awaits.size(), 12u) << testing::PrintToString(facts.remarks);
    for (const Await& await : facts.awaits) EXPECT_EQ(await.outcome, Outcome::rejected);
    EXPECT_TRUE(facts.errors.empty());
}

TEST(Recovery, KeepsGoodAwaitsInsideLostOnes) {
    EXPECT_EQ(outline(UnitOnDisk(in_coroutine("co_await get(co_await get_async(1));")).analyse()),
              "co_await get(co_await get_async(1)) rejected\nco_await get_async(1) accepted\n");
    EXPECT_EQ(outline(UnitOnDisk(in_coroutine("co_await get_async(co_await get(1));")).analyse()),
              "co_await get_async(co_await get(1)) accepted\nco_await get(1) rejected\n");
}

TEST(Recovery, DoesNotBlameAwaitsForOtherErrors) {
    const UnitFacts facts = UnitOnDisk(in_coroutine("co_await get_async(unknown);\nco_await get_async(1) + lost;\n"
                                                    "int value = co_await get_async(\"no number\");"))
                                .analyse();
    EXPECT_EQ(outline(facts).find("rejected"), std::string::npos) << outline(facts);
    EXPECT_EQ(facts.errors.size(), 3u);
    EXPECT_TRUE(facts.blanks.empty());
}

TEST(Recovery, TellsExplainedErrorsFromOthers) {
    const UnitFacts facts = UnitOnDisk(in_coroutine("co_await get(1);\nlost();")).analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    ASSERT_EQ(facts.errors.size(), 1u);
    EXPECT_EQ(facts.errors[0].place, (Place{"unit.cpp", 6, 1}));
    EXPECT_EQ(facts.errors[0].message, "use of undeclared identifier 'lost'");
    EXPECT_EQ(facts.first_errors.size(), 2u);
}

TEST(Recovery, CountsATemplateOnce) {
    const UnitFacts facts = UnitOnDisk(declarations +
                                       "template <class T> task<T> run(T v) { co_await get(1); co_return v; }\n"
                                       "task<int> a = run(1);\ntask<long> b = run(1l);\n")
                                .analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    EXPECT_TRUE(facts.errors.empty());
}

TEST(Recovery, LeavesWhatDependsOnAParameterOpen) {
    const UnitFacts facts =
        UnitOnDisk(declarations + "template <class T> task<> run(T v) { co_await v; co_await v.load(); }\n").analyse();
    EXPECT_EQ(outline(facts), "co_await v dependent\nco_await v.load() dependent\n");
}

TEST(Recovery, SeesErrorsThatStandInALibrary) {
    const UnitFacts facts =
        UnitOnDisk("#include \"background.h\"\nint get();\nbackground_task run() { co_await get(); }\n").analyse();
    EXPECT_EQ(outline(facts), "co_await get() rejected\n");
    EXPECT_FALSE(facts.was_fully_parsed) << "bodies beside an await_transform are not skipped";
    EXPECT_TRUE(facts.errors.empty());
}

TEST(Recovery, ReadsAllBodiesWhereAnAwaitTransformCallsASkippedOne) {
    UnitOnDisk unit("#include <promise.h>\nint get();\nwrapped run() { co_await get(); }\n");
    unit.with_wrapping_promise();
    const UnitFacts facts = unit.analyse();
    EXPECT_TRUE(facts.was_fully_parsed);
    EXPECT_FALSE(facts.first_errors.empty());
}

TEST(Recovery, TellsPromisesThatAcceptAnything) {
    const UnitFacts facts =
        UnitOnDisk("#include \"lenient.h\"\nint get();\nlenient_task<> run() { co_await get(); co_await 5; }\n")
            .analyse();
    EXPECT_EQ(outline(facts), "co_await get() pass_through\nco_await 5 pass_through\n");
    EXPECT_TRUE(facts.first_errors.empty());
}

TEST(Recovery, SkipsBodiesThatAreNotTheUsers) {
    UnitOnDisk unit(
        "#include <lib.h>\n#include \"task.h\"\ntask<int> get();\ntask<int> run() { co_return co_await get(); }\n");
    unit.with_file("lib/lib.h", "inline int broken() { return lost; }\n");
    unit.with_flags({"-isystem", unit.folder().path("lib")});
    EXPECT_TRUE(unit.analyse().errors.empty());
    unit.request().full_parse = true;
    EXPECT_EQ(unit.analyse().errors.size(), 1u);
}

TEST(Recovery, GoesOnWithoutAHeader) {
    const UnitFacts facts = UnitOnDisk("#include \"gone.h\"\n" + in_coroutine("co_await get(1);")).analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    ASSERT_EQ(facts.errors.size(), 1u);
    EXPECT_NE(facts.errors[0].message.find("gone.h"), std::string::npos);
}

TEST(Recovery, FindsAwaitsInHeadersOfTheUser) {
    UnitOnDisk unit("#include \"own.h\"\n#include <lib.h>\n");
    const std::string inline_function = " { co_return co_await get(1); }\n";
    unit.with_file("own.h", declarations + "inline task<int> own()" + inline_function);
    unit.with_file("lib/lib.h", "inline task<int> of_library()" + inline_function);
    unit.with_flags({"-isystem", unit.folder().path("lib")});
    const UnitFacts facts = unit.analyse();
    ASSERT_EQ(facts.awaits.size(), 1u);
    EXPECT_EQ(facts.awaits[0].site.span.file, "own.h");
}

TEST(Recovery, HonoursExcludedFiles) {
    UnitOnDisk unit("#include \"third_party/own.h\"\n" + in_coroutine("co_await get(1);"));
    unit.with_file("third_party/own.h",
                   "#include \"task.h\"\nint other();\ninline task<int> own() { co_return co_await other(); }\n");
    unit.request().user_files.exclude = {"third_party/**"};
    const UnitFacts facts = unit.analyse();
    EXPECT_EQ(outline(facts), "co_await get(1) rejected\n");
    EXPECT_EQ(facts.user_files, (std::vector<std::string>{"unit.cpp"}));
}

TEST(Recovery, IsTheSameEachTime) {
    const UnitOnDisk unit(
        in_coroutine("co_await get(1); if (co_await get(2)) co_await lost(); co_await get_async(3);"));
    EXPECT_EQ(to_line(unit.analyse()), to_line(unit.analyse()));
}

TEST(Recovery, OfManyNamesAlikeKeepsTheNearest) {
    std::string crowd;
    for (int i = 100; i < 500; ++i) crowd += "task<int> get_" + std::to_string(i) + "(int key);\n";
    const UnitFacts facts = UnitOnDisk("#include \"task.h\"\n" + crowd + in_coroutine("co_await get(1);")).analyse();
    ASSERT_EQ(facts.awaits.size(), 1u);
    const std::vector<Sibling>& siblings = facts.awaits[0].call->siblings;
    EXPECT_TRUE(std::any_of(siblings.begin(), siblings.end(),
                            [](const Sibling& sibling) { return sibling.symbol.name == "get_async"; }));
    EXPECT_LT(siblings.size(), 100u);
}

TEST(Recovery, SurvivesBrokenText) {
    std::vector<fixtures::Fixture> broken;
    for (const char* text :
         {"co_await", "task<int> run() { co_await", "co_await co_await co_await;", "void f() { co_await; }",
          "#include \"task.h\"\ntask<> f() { co_await (; }", "#include \"task.h\"\ntask<> f() { co_await }",
          "#define A co_await\nA A(A)", "struct s { co_await x; };", "int x = [] { co_await 1; }();",
          "template <class T> concept c = co_await T();", "", "\xff\xfe co_await \x01", "co_await \xc3(\x80)"}) {
        broken.emplace_back().name = "broken/unit.cpp";
        broken.back().files["unit.cpp"] = text;
    }
    // In workers: a crash is a failing test, not the end of this program.
    const std::vector<fixtures::Outcome> outcomes = fixtures::run_fixtures(broken);
    for (std::size_t i = 0; i < broken.size(); ++i)
        EXPECT_EQ(outcomes[i].unit.reason.find("crashed"), std::string::npos) << broken[i].files["unit.cpp"];
}

TEST(Recovery, KnowsOfAMissingProtocolStep) {
    const UnitFacts facts =
        UnitOnDisk("#include \"task.h\"\nstruct half { bool await_ready(); };\ntask<> run(half h) { co_await h; }\n")
            .analyse();
    ASSERT_EQ(facts.awaits.size(), 1u);
    const Protocol& protocol = facts.awaits[0].protocol;
    EXPECT_EQ(protocol.failed_step, "await_suspend");
    EXPECT_EQ(protocol.awaiter_members, (std::vector<std::string>{"await_ready"}));
    EXPECT_EQ(facts.awaits[0].type_declared, (Place{"unit.cpp", 2, 8}));
}

TEST(Recovery, RecordsUsesOnRequest) {
    UnitOnDisk unit(
        in_coroutine("co_await get(1); get(2); co_await get_async(3); auto later = get_async(4); (void)later;"));
    unit.request().symbols = {"get"};
    const UnitFacts facts = unit.analyse();
    std::set<std::string> uses;
    for (const Use& use : facts.uses) uses.insert(use.site.text);
    EXPECT_TRUE(uses.count("co_await get(1)")) << testing::PrintToString(uses);
    EXPECT_TRUE(uses.count("get(2)")) << testing::PrintToString(uses);
    EXPECT_TRUE(UnitOnDisk(unit.text()).analyse().uses.empty());
}

// What is said of an operand.

TEST(Operand, IsExplainedInTheLibrarysOwnWords) {
    const UnitFacts facts =
        UnitOnDisk(
            "#include \"std_coroutine.h\"\n"
            "template <class T> constexpr bool is_task = false;\n"
            "struct talking {\n"
            "    struct promise_type {\n"
            "        talking get_return_object();\n"
            "        std::suspend_never initial_suspend() noexcept { return {}; }\n"
            "        std::suspend_never final_suspend() noexcept { return {}; }\n"
            "        void unhandled_exception();\n"
            "        void return_void();\n"
            "        template <class T> auto await_transform(T&&) {\n"
            "            static_assert(is_task<T>, \"only tasks can be awaited: see the manual\");\n"
            "            return std::suspend_never{};\n"
            "        }\n"
            "    };\n"
            "};\n"
            "int limit();\n"
            "talking serve() { co_await limit(); }\n")
            .analyse();
    ASSERT_EQ(outline(facts), "co_await limit() rejected\n");
    EXPECT_TRUE(
        facts.awaits[0].protocol.failure.ends_with("and its library says: only tasks can be awaited: see the manual"))
        << facts.awaits[0].protocol.failure;
}

TEST(Uses, OfAwaitingMacrosAreTheUsersLines) {
    UnitOnDisk unit(declarations +
                    "void must(int);\n"
                    "#define MUST(expression) must(co_await (expression))\n"
                    "task<> run() {\n"
                    "    MUST(get_async(1));\n"
                    "    MUST(get(2));\n"
                    "}\n");
    unit.request().symbols = {"get_async"};
    const UnitFacts facts = unit.analyse();
    ASSERT_EQ(facts.uses.size(), 2u);
    EXPECT_EQ(facts.uses[0].site.text, "MUST(get_async(1))");
    EXPECT_EQ(facts.uses[0].site.span.line, 7u);
    EXPECT_EQ(facts.uses[1].site.text, "MUST(get(2))");
    EXPECT_TRUE(facts.uses[1].is_awaited);
}

/// What is asked of a type may make the compiler instantiate functions, which are declarations of the user's as well.
TEST(AsyncFunctions, AreFoundThoughLookingForThemAddsDeclarations) {
    constexpr int count = 200;
    std::string header = "#pragma once\n#include \"std_coroutine.h\"\n";
    for (int i = 0; i < count; ++i) {
        const std::string name = "operation" + std::to_string(i);
        header += "template <class T> struct " + name +
                  " { auto await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {}"
                  " auto await_resume() { return T(); } };\n" +
                  name + "<int> make" + std::to_string(i) + "();\n";
    }
    test::UnitOnDisk unit("#include \"own.h\"\nint number = 1;\n");
    const UnitFacts facts = unit.with_file("own.h", header).analyse();
    EXPECT_EQ(facts.async_functions.size(), static_cast<std::size_t>(count));
}

}  // namespace
}  // namespace awaitlint
