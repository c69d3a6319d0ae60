// Which headers of the standard library a unit comes to, and which units may have in front what they come to later.
//
// The library is made of stand-ins: a folder of system headers with the standard's names.
#include "frontend/read/library_headers.h"

#include <gtest/gtest.h>

#include "frontend/read/preamble.h"
#include "frontend/read/scan.h"
#include "unit_on_disk.h"

namespace awaitlint::test {
namespace {

UnitOnDisk& with_library(UnitOnDisk& unit) {
    unit.with_file("lib/vector", "#pragma once\n#include <initializer_list>\nnamespace std { struct vector {}; }\n")
        .with_file("lib/initializer_list", "#pragma once\n#include <bits/list.h>\n")
        .with_file("lib/bits/list.h", "#pragma once\n// and so on\n")
        .with_file("lib/string", "#pragma once\n#define __cpp_lib_string 1\nnamespace std { struct string {}; }\n")
        .with_file("lib/cassert", "int asserted;\n")
        .with_file("lib/unistd.h", "#define _UNISTD_H 1\n#undef major\n");
    return unit.with_flags({"-isystem", unit.folder().path("lib")});
}

std::vector<std::string> reached_by(const std::string& header, const std::string& text = "#include \"own.h\"\n") {
    UnitOnDisk unit(text);
    with_library(unit).with_file("own.h", header);
    std::vector<std::string> names;
    for (const auto& [name, bytes] : Scanner().library_headers(unit.request())) names.push_back(name);
    return names;
}

using Names = std::vector<std::string>;
const Names vector_and_list = {"<initializer_list>", "<vector>"};
const Names all = {"<initializer_list>", "<string>", "<vector>"};

TEST(LibraryHeaders, AreThoseThatOwnHeadersComeTo) {
    EXPECT_EQ(reached_by("#pragma once\nstruct own;\n#include <vector>\n#include <cassert>\n#include \"own.h\"\n"
                         "struct more;\n#include <string>\n"),
              all);
    EXPECT_EQ(reached_by("", "#include \"own.h\"\n#include \"vector\"\n"), Names{"<initializer_list>"})
        << "that may be one of its own";
    EXPECT_EQ(reached_by("#if 0\n#include <vector>\n#endif\n#include <string>\n"), Names{"<string>"});
}

TEST(LibraryHeaders, EndWhereAMacroIsDefinedThatTheLibraryMayLookAt) {
    const std::string rest = "\n#include <string>\n";
    for (const char* harmless : {"#define OWN_LIMIT 3", "#define _OWN_H_", "#define OWN_H", "#define OWN_MAX(a, b) a",
                                 "#undef OWN_LIMIT", "#include <unistd.h>"})
        EXPECT_EQ(reached_by(std::string("#include <vector>\n") + harmless + rest), all) << harmless;
    for (const char* harmful : {"#define NDEBUG", "#define _GNU_SOURCE 1", "#define max(a, b) a", "#define _H 1",
                                "#undef linux", "#define private public"})
        EXPECT_EQ(reached_by(std::string("#include <vector>\n") + harmful + rest), vector_and_list) << harmful;
}

TEST(LibraryHeaders, EndWhereOneOfItsMacrosWasAskedForBeforeItWasThere) {
    const std::string rest = "\n#include <vector>\n#include <string>\n";
    for (const char* asked :
         {"#ifdef __cpp_lib_string\nint early;\n#endif", "#if OWN && \\\n  __cpp_lib_string\n#endif",
          "#if 0\n#elif defined(__cpp_lib_string)\n#include <none>\n#endif"})
        EXPECT_EQ(reached_by(asked + rest), vector_and_list) << asked;
    for (const char* not_asked : {"#if 0\n#ifdef __cpp_lib_string\n#endif\n#endif", "#ifdef __cpp_lib_other\n#endif",
                                  "#include <string>\n#ifdef __cpp_lib_string\n#endif"})
        EXPECT_EQ(reached_by(not_asked + rest), all) << not_asked;
    EXPECT_EQ(reached_by("#include <vector>\n#include <string>\n#ifdef __cpp_lib_string\n#endif\n"), all);
}

TEST(LibraryHeaders, AreSharedWhereItSavesMoreThanItCosts) {
    const LibraryHeaders few = {{"<a>", 10}}, more = {{"<a>", 10}, {"<b>", 100}}, other = {{"<c>", 50}};
    EXPECT_TRUE(shared_library_headers({}).empty());
    EXPECT_TRUE(shared_library_headers({more, more, other}).empty()) << "to build it costs as much as two parses";
    EXPECT_EQ(shared_library_headers({more, more, more, other}), std::vector<LibraryHeaders>{more});
    EXPECT_EQ(shared_library_headers({more, more, more, few, few, few}), (std::vector<LibraryHeaders>{more, few}))
        << "most first";
    EXPECT_EQ(includes_of(more), "#include <a>\n#include <b>\n");
    EXPECT_TRUE(come_to_all(more, few));
    EXPECT_FALSE(come_to_all(few, more));
}

/// Facts of a unit that may have headers of the library in front, and how many preambles were built for it.
struct Analysed {
    UnitFacts facts;
    std::uint32_t builds = 0;
};

Analysed analysed(UnitOnDisk& unit, const std::string& preambles) {
    unit.request().preambles = preambles;
    unit.request().relatives = std::vector<std::string>(6, unit.request().command.file);
    ContentHashes hashes;
    Preambles kept(hashes);
    Scanner scanner;
    auto facts = analyse_unit(unit.request(), {nullptr, &scanner, &kept});
    if (facts) return {std::move(*facts), kept.builds()};
    ADD_FAILURE() << llvm::toString(facts.takeError());
    return {};
}

void expect_equal_facts(UnitOnDisk& unit, bool is_built) {
    const UnitFacts plain = unit.analyse();
    const TemporaryFolder preambles;
    const Analysed first = analysed(unit, preambles.path()), again = analysed(unit, preambles.path());
    EXPECT_EQ(first.facts, plain);
    EXPECT_EQ(again.facts, plain);
    EXPECT_EQ(first.builds, is_built ? 1u : 0u);
    EXPECT_EQ(again.builds, 0u) << "it is kept";
}

TEST(LibraryPreamble, GivesTheSameFacts) {
    UnitOnDisk unit("#include \"own.h\"\ntask<int> get_async(int);\ntask<> run() { get_async(1); co_return; }\n");
    with_library(unit).with_file("own.h",
                                 "#pragma once\n#include \"task.h\"\n#include <vector>\n"
                                 "inline task<std::vector> list() { co_return {}; }\n#include <string>\n");
    expect_equal_facts(unit, true);
    EXPECT_EQ(unit.analyse().values.size(), 1u);
}

TEST(LibraryPreamble, OfAUnitWithErrorsIsLeftOut) {
    // What the library declares, declared before this header can name it, is ambiguous.
    UnitOnDisk unit("#include \"own.h\"\ntask<> run() { co_return; }\n");
    with_library(unit).with_file("own.h",
                                 "#pragma once\n#include \"task.h\"\nnamespace std {} using namespace std;\n"
                                 "namespace own { struct vector {}; } using namespace own;\n"
                                 "inline vector kept;\n#include <vector>\n");
    expect_equal_facts(unit, true);
    EXPECT_TRUE(unit.analyse().errors.empty());
    UnitOnDisk mistaken("#include \"own.h\"\nint get(int);\ntask<> run() { co_await get(1); co_return; }\n");
    with_library(mistaken).with_file("own.h", "#pragma once\n#include \"task.h\"\n#include <vector>\n");
    expect_equal_facts(mistaken, true);
    EXPECT_EQ(mistaken.analyse().awaits.at(0).outcome, Outcome::rejected);
}

TEST(LibraryPreamble, IsNoneWhereAHeaderOfThatNameIsTheUsers) {
    UnitOnDisk unit("#include \"own.h\"\ntask<> run() { co_return; }\n");
    with_library(unit).with_file("own.h", "#pragma once\n#include \"task.h\"\n#include <vector>\n");
    expect_equal_facts(unit, true);
    unit.with_file("mine/vector", "#pragma once\n").with_flags({"-I", unit.folder().path("mine")});
    expect_equal_facts(unit, false);
}

}  // namespace
}  // namespace awaitlint::test
