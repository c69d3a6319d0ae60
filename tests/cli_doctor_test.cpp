// awaitlint doctor as a process: what it says of a set-up that works, and the cause and the remedy where one does not.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class Doctor : public testing::Test {
protected:
    Ran doctor() const { return project.awaitlint({"doctor"}); }
    void expect(int status, const std::vector<std::string>& lines) const {
        const Ran ran = doctor();
        EXPECT_EQ(ran.status, status) << ran;
        std::size_t at = 0;
        for (const std::string& line : lines) {
            const std::size_t found = ran.out.find(line + "\n", at);
            ASSERT_NE(found, std::string::npos) << "not there, or not in this order: " << line << "\n" << ran;
            at = found + line.size();
        }
    }

    CliProject project;
};

TEST_F(Doctor, SaysWhatIsInForce) {
    project.write("a.cpp", no_mistake);
    project.write("b.cpp", no_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    expect(0, {"ok    configuration: " + project.path(".awaitlint.json"),
               "ok    database: " + project.path("compile_commands.json"),
               "ok    2 units selected, compiled by clang++ (2 units)", "ok    parsed a.cpp", "ok    parsed b.cpp",
               "ok    coverage: all files that mention coroutines are in a unit"});
    project.write(".awaitlint.json",
                  R"({"rules": {"discarded-awaitable": "off"}, "exclude": ["b.cpp"], "prefer": "sync"})");
    expect(0, {"ok    configuration: " + project.path(".awaitlint.json") +
                   ": discarded-awaitable: off; exclude b.cpp; prefer sync",
               "ok    1 unit selected, compiled by clang++ (1 unit)"});
}

TEST_F(Doctor, TheCauseOfAWallOfErrorsComesFirst) {
    project.write("a.cpp", "int a = undeclared;\n#include <vector>\n");
    project.write_json_database(
        nlohmann::json::array({{{"directory", project.path()},
                                {"file", "a.cpp"},
                                {"arguments", {"g++", "-std=c++20", "-nostdinc++", "a.cpp"}}}}));
    expect(3, {"FAIL  cannot analyse a.cpp: it has errors that no finding explains",
               "        a.cpp:2: 'vector' file not found"});
    EXPECT_TRUE(contains(doctor().out, "  remedy: the standard library's headers are not found (<vector>)"))
        << doctor();
    EXPECT_FALSE(contains(doctor().out, "undeclared")) << "what may follow from it is not told\n" << doctor();
    const Ran check = project.check();
    EXPECT_EQ(check.status, 3) << check;
    EXPECT_TRUE(contains(check.err, "failed: a.cpp: the standard library's headers are not found (<vector>)")) << check;
    EXPECT_FALSE(contains(check.err, "undeclared")) << check;
}

TEST_F(Doctor, TheStandardLibraryIsNamed) {
    project.write("a.cpp", "#include <cstddef>\n");
    project.write_json_database(nlohmann::json::array(
        {{{"directory", project.path()}, {"file", "a.cpp"}, {"arguments", {"g++", "-std=c++20", "a.cpp"}}}}));
    EXPECT_TRUE(contains(doctor().out, "\nok    standard library: libstdc++ ")) << doctor();
    EXPECT_TRUE(contains(doctor().out, " (1 unit)\n")) << doctor();
}

TEST_F(Doctor, AnOldStandardIsNamed) {
    project.write("a.cpp", "#include \"task.h\"\n" + std::string(no_mistake));
    project.write_database({Entry{"a.cpp", {"-std=c++17"}}});
    const Ran ran = doctor();
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.out, "  remedy: the unit is compiled as C++17: coroutines need C++20")) << ran;
    EXPECT_FALSE(contains(ran.out, "and 1 more") || contains(ran.out, " more\n")) << "nor what follows from it\n"
                                                                                  << ran;
}

TEST_F(Doctor, ADatabaseOfAnotherFolderIsTold) {
    project.write("src/a.cpp", no_mistake);
    const auto entry = [&](const std::string& directory, const std::string& file) {
        return nlohmann::json::array(
            {{{"directory", directory}, {"file", file}, {"arguments", {"g++", "-std=c++20", "-c", file}}}});
    };
    project.write_json_database(entry("/nowhere/shop/build", "/nowhere/shop/src/a.cpp"));
    const std::string gone = "is of another folder: its units lie below '/nowhere/shop/src', which does not exist";
    const Ran doctor = this->doctor();
    EXPECT_EQ(doctor.status, 2) << doctor;
    EXPECT_TRUE(contains(doctor.out, gone)) << doctor;
    EXPECT_TRUE(contains(doctor.out, "configure the build again where the project is now")) << doctor;
    EXPECT_FALSE(contains(doctor.out, "no unit lies in the places")) << "the cause alone\n" << doctor;
    for (const Ran& check : {project.check(), project.check({"src/a.cpp"})}) {
        EXPECT_EQ(check.status, 2) << check;
        EXPECT_TRUE(contains(check.err, gone)) << check;
    }
    project.write_json_database(entry(project.path("build-gone"), "../src/a.cpp"));
    const Ran check = project.check();
    EXPECT_EQ(check.status, 3) << check;
    EXPECT_TRUE(contains(check.err, "cannot enter the working directory")) << check;
    EXPECT_TRUE(contains(check.err, "  remedy: the database is of another folder, or of a build that is gone"))
        << check;
}

TEST_F(Doctor, AFileThatTheBuildWritesIsToldSo) {
    project.only_unit("a.cpp", "#include \"api.pb.h\"\n" + std::string(no_mistake));
    EXPECT_TRUE(contains(doctor().out, "  remedy: 'api.pb.h' looks like a file that the build writes")) << doctor();
}

TEST_F(Doctor, FilesInNoUnitAreListed) {
    project.write("a.cpp", no_mistake);
    for (const char* lost : {"v.cpp", "w.cpp", "x.cpp", "y.cpp", "z.cpp"}) project.write(lost, one_mistake);
    project.write_database({Entry{"a.cpp"}});
    expect(0, {"note  coverage: these files mention coroutines and are in no unit, so nobody looks at them:",
               "        v.cpp", "        w.cpp", "        x.cpp", "        y.cpp", "        z.cpp"});
}

TEST_F(Doctor, OfManyUnitsSomeAreTriedAndHeadersAreLeftOut) {
    std::vector<Entry> entries;
    for (int unit = 0; unit < 7; ++unit) {
        const std::string name = "unit" + std::to_string(unit);
        project.write(name + ".h", no_mistake);
        project.write(name + ".cpp", "#include \"" + name + ".h\"\n");
        entries.push_back({name + ".cpp"});
    }
    project.write_database(entries);
    expect(0, {"ok    7 units selected, compiled by clang++ (7 units)", "ok    parsed unit4.cpp",
               "ok    coverage: all source files that mention coroutines are in a unit"});
    EXPECT_FALSE(contains(doctor().out, "unit5.cpp")) << doctor();
}

}  // namespace
}  // namespace awaitlint
