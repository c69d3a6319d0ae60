// What an analysis records of the file system: everything that its facts rest on, also what was not there.
#include "frontend/read/file_recorder.h"

#include <gtest/gtest.h>

#include "files/file_states.h"
#include "unit_on_disk.h"

namespace awaitlint::test {
namespace {

const char* const unit_text =
    "#include <task.h>\n"
    "#include \"app.h\"\n"
    "#if __has_include(<option.h>)\n"
    "#endif\n"
    "task<int> greet() { co_return co_await get(); }\n";

UnitOnDisk a_unit() {
    return UnitOnDisk(unit_text);
}

FilesRead record_of(const UnitRequest& request) {
    ContentHashes hashes;
    FileRecorder recorder(hashes);
    auto facts = analyse_unit(request, {&recorder});
    EXPECT_TRUE(static_cast<bool>(facts)) << llvm::toString(facts.takeError());
    return recorder.finish();
}

struct Project {
    UnitOnDisk unit = a_unit();
    Project() {
        unit.with_file("second/app.h", "int get();\n");
        unit.folder().make_folder("first");
        unit.with_flags({"-I", unit.folder().path("first"), "-I", unit.folder().path("second")});
    }
    std::string path(std::string_view name) const { return unit.folder().path(name); }
};

bool holds(const FilesRead& files) {
    ContentHashes hashes;
    FileStates states(hashes);
    for (const auto& [path, seen] : files.paths)
        if (!states.is_as_seen(path, seen)) return false;
    return true;
}

TEST(FileRecorderTest, RecordsTheBytesOnDiskOfWhatIsRead) {
    Project project;
    const FilesRead files = record_of(project.unit.request());
    EXPECT_EQ(files.unfit, "");
    EXPECT_EQ(files.paths.at(project.path("unit.cpp")).content, digest_of(unit_text)) << "not those with blanks";
    EXPECT_EQ(files.paths.at(project.path("second/app.h")).content, digest_of("int get();\n"));
    EXPECT_TRUE(files.paths.count(AWAITLINT_SOURCE_DIR "/fixtures/lib/task.h"));
    EXPECT_TRUE(holds(files));
}

TEST(FileRecorderTest, RecordsWhatWasLookedForAndAbsent) {
    Project project;
    const FilesRead files = record_of(project.unit.request());
    for (const char* name : {"app.h", "first/app.h", "first/task.h", "first/option.h", "second/option.h"}) {
        ASSERT_TRUE(files.paths.count(project.path(name))) << name;
        EXPECT_EQ(files.paths.at(project.path(name)).kind, PathKind::absent) << name;
    }
}

TEST(FileRecorderTest, ANewFileThatWouldHaveBeenReadIsAChange) {
    for (const char* name : {"app.h", "first/app.h", "first/task.h", "second/option.h"}) {
        Project project;
        const FilesRead files = record_of(project.unit.request());
        ASSERT_TRUE(holds(files));
        project.unit.with_file(name, "int get();\n");
        EXPECT_FALSE(holds(files)) << name;
    }
}

TEST(FileRecorderTest, RecordsWhereLinksLead) {
    Project project;
    std::filesystem::remove(project.path("second/app.h"));
    project.unit.with_file("real/app.h", "int get();\n");
    project.unit.folder().make_link("second/app.h", project.path("real/app.h"));
    const FilesRead files = record_of(project.unit.request());
    EXPECT_EQ(files.paths.at(project.path("second/app.h")).real, project.path("real/app.h"));
    EXPECT_TRUE(holds(files));
}

TEST(FileRecorderTest, RecordsWhatTheDriverLooksForAsWell) {
    UnitOnDisk unit("int main() {}\n");
    unit.request().command.argv = {"clang++", "-std=c++20", "--gcc-install-dir=" + unit.folder().path("gcc")};
    const FilesRead files = record_of(unit.request());
    bool has_gcc = false;
    for (const auto& [path, seen] : files.paths) has_gcc |= path.starts_with(unit.folder().path("gcc"));
    EXPECT_TRUE(has_gcc);
}

TEST(FileRecorderTest, AFileThatChangesMeanwhileMakesTheRecordUnfit) {
    Project project;
    ContentHashes hashes;
    FileRecorder recorder(hashes);
    ASSERT_TRUE(static_cast<bool>(analyse_unit(project.unit.request(), {&recorder})));
    EXPECT_EQ(recorder.finish().unfit, "");
    project.unit.with_file("second/app.h", "int got();\n");
    EXPECT_EQ(recorder.finish().unfit, "'" + project.path("second/app.h") + "' changed while it was analysed");
}

TEST(FileRecorderTest, AFileThatChangesBetweenTwoParsesMakesTheRecordUnfit) {
    Project project;
    ContentHashes hashes;
    FileRecorder recorder(hashes);
    ASSERT_TRUE(static_cast<bool>(analyse_unit(project.unit.request(), {&recorder})));
    project.unit.with_file("second/app.h", "int get(); // longer\n");
    ASSERT_TRUE(static_cast<bool>(analyse_unit(project.unit.request(), {&recorder})));
    EXPECT_NE(recorder.finish().unfit, "");
}

TEST(FileRecorderTest, TheTimeIsNoInput) {
    const UnitFacts facts = UnitOnDisk(
                                "static_assert(__DATE__[9] == '7' && __DATE__[10] == '0');\n"
                                "static_assert(__TIME__[0] == '0' && __TIME__[7] == '0');\n"
                                "static_assert(__TIMESTAMP__[22] == '7' && __TIMESTAMP__[23] == '0');\n")
                                .analyse();
    for (const CompileError& error : facts.errors) ADD_FAILURE() << error.place.line << ": " << error.message;
}

TEST(FileRecorderTest, WhatIsNoRegularFileMakesTheRecordUnfit) {
    UnitOnDisk unit("int main() {}\n");
    unit.with_flags({"-include", "/dev/null"});
    EXPECT_EQ(record_of(unit.request()).unfit, "'/dev/null' is no regular file");
}

}  // namespace
}  // namespace awaitlint::test
