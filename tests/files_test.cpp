// Records of what was read of the file system, and whether they still hold: src/files, on real files.
#include <chrono>

#include <gtest/gtest.h>

#include "files/file_states.h"
#include "files/files_read.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

PathSeen file_with(std::string_view bytes) {
    return {PathKind::file, digest_of(bytes), ""};
}

/// As a new run sees it.
bool is_as_seen(const std::string& path, const PathSeen& seen) {
    ContentHashes hashes;
    return FileStates(hashes).is_as_seen(path, seen);
}

void make_older(const std::string& path, std::chrono::seconds by) {
    fs::last_write_time(path, fs::last_write_time(path) - by);
}

FilesRead a_record_of(int count) {
    FilesRead files;
    for (int i = 0; i < count; ++i) {
        const std::string path = "/usr/include/folder" + std::to_string(i % 7) + "/file" + std::to_string(i);
        PathSeen seen = i % 3 == 0 ? PathSeen{} : file_with(path);
        if (i % 3 == 1) seen.real = i % 2 ? path : "/real" + path;
        files.add(path, seen);
    }
    return files;
}

TEST(FilesReadTest, SurvivesTheWayThroughBytes) {
    const FilesRead files = a_record_of(1000);
    FilesRead back;
    for (const std::string& piece : to_pieces(files)) {
        const auto paths = read_piece(piece);
        ASSERT_TRUE(paths);
        for (const auto& [path, seen] : *paths) back.add(path, seen);
    }
    EXPECT_EQ(files.paths, back.paths);
    EXPECT_EQ(back.unfit, "");
}

TEST(FilesReadTest, CopiesOfAProjectShareTheirPieces) {
    const auto of_root = [](const std::string& root) {
        FilesRead files = a_record_of(200);
        for (int i = 0; i < 200; ++i) {
            PathSeen seen = file_with("x");
            if (i % 3 == 1) seen.real = root + "/real" + std::to_string(i);
            if (i % 3 == 2) seen.real = root + "/src/" + std::to_string(i);
            files.add(root + "/src/" + std::to_string(i), seen);
        }
        files.add(root, {PathKind::folder, digest_of("names"), root});
        files.add(root + "2/other", file_with("y"));
        for (const char* odd : {"//src/x", "/./src/x", "/", "/."}) files.add(root + odd, file_with("z"));
        return files;
    };
    const std::string here = "/home/me/a", there = "/srv/b";
    FilesRead back;
    for (const std::string& piece : to_pieces(of_root(here), here)) {
        const auto paths = read_piece(piece, there);
        ASSERT_TRUE(paths);
        for (const auto& [path, seen] : *paths) back.add(path, seen);
    }
    FilesRead expected = of_root(there);
    for (const auto& [kept, bytes] : {std::pair{"2/other", "y"}, {"//src/x", "z"}, {"/", "z"}, {"/.", "z"}}) {
        expected.paths.erase(there + kept);  // these keep their absolute names
        expected.add(here + kept, file_with(bytes));
    }
    EXPECT_EQ(back.paths, expected.paths);
}

TEST(FilesReadTest, RecordsThatDifferInOnePathShareAllOtherPieces) {
    FilesRead files = a_record_of(2000);
    const std::vector<std::string> before = to_pieces(files);
    files.add("/usr/include/folder3/one_more", file_with("x"));
    const std::vector<std::string> after = to_pieces(files);
    ASSERT_GT(before.size(), 10u);
    std::size_t missing = 0;
    for (const std::string& piece : before) missing += std::find(after.begin(), after.end(), piece) == after.end();
    EXPECT_EQ(missing, 1u);
}

TEST(FilesReadTest, ADamagedPieceIsRefusedAndNeverReadPastItsEnd) {
    const std::string piece = to_pieces(a_record_of(40)).front();
    for (std::size_t length = 0; length < piece.size(); ++length) {
        const auto paths = read_piece(std::string_view(piece).substr(0, length));
        if (paths) EXPECT_LT(paths->size(), 40u);
    }
    EXPECT_FALSE(read_piece("\xff\xff\xff\xff\xff\xff\xff"));
    EXPECT_FALSE(read_piece(std::string("\x05\x01x\x00", 4))) << "it shares five letters with nothing";
}

TEST(FilesReadTest, RecordsThatContradictEachOtherAreUnfit) {
    FilesRead first;
    first.add("/a", file_with("one"));
    FilesRead same = first;
    same.add("/a", {PathKind::file, std::nullopt, ""});
    first.merge(same);
    EXPECT_EQ(first.unfit, "");
    FilesRead other;
    other.add("/a", file_with("two"));
    first.merge(other);
    EXPECT_EQ(first.unfit, "'/a' changed while it was analysed");

    FilesRead appeared;
    appeared.add("/b", {});
    appeared.add("/b", file_with(""));
    EXPECT_NE(appeared.unfit, "");
}

TEST(FileStatesTest, AFileIsItsBytes) {
    const TemporaryFolder folder;
    const std::string path = folder.write("a.h", "one");
    const PathSeen seen = file_with("one");
    EXPECT_TRUE(is_as_seen(path, seen));
    make_older(path, std::chrono::seconds(100));
    EXPECT_TRUE(is_as_seen(path, seen)) << "touched, not changed";
    folder.write("a.h", "two");
    EXPECT_FALSE(is_as_seen(path, seen));
    fs::remove(path);
    EXPECT_FALSE(is_as_seen(path, seen));
    folder.make_folder("a.h");
    EXPECT_FALSE(is_as_seen(path, seen));
}

TEST(FileStatesTest, AbsenceEndsWhenSomethingAppears) {
    const TemporaryFolder folder;
    EXPECT_TRUE(is_as_seen(folder.path("a/b.h"), {}));
    folder.write("a", "a file is no folder to look into");
    EXPECT_TRUE(is_as_seen(folder.path("a/b.h"), {}));
    fs::remove(folder.path("a"));
    folder.make_folder("a/b.h");
    EXPECT_FALSE(is_as_seen(folder.path("a/b.h"), {}));
    EXPECT_TRUE(is_as_seen(folder.make_link("dangling", "nowhere"), {}));
}

TEST(FileStatesTest, ALinkThatLeadsElsewhereIsAChangeEvenToTheSameBytes) {
    const TemporaryFolder folder;
    folder.write("one/a.h", "same");
    folder.write("two/a.h", "same");
    folder.make_link("now", folder.path("one"));
    const PathSeen seen{PathKind::file, digest_of("same"), folder.path("one/a.h")};
    EXPECT_TRUE(is_as_seen(folder.path("now/a.h"), seen));
    EXPECT_TRUE(is_as_seen(folder.path("one/../now/./a.h"), seen));
    fs::remove(folder.path("now"));
    folder.make_link("now", folder.path("two"));
    EXPECT_FALSE(is_as_seen(folder.path("now/a.h"), seen));
}

TEST(FileStatesTest, AListedFolderIsItsNames) {
    const TemporaryFolder folder;
    folder.write("gcc/12/x", "");
    const PathSeen seen{PathKind::folder, digest_of_listing(folder.path("gcc")), ""};
    ASSERT_TRUE(seen.content);
    EXPECT_TRUE(is_as_seen(folder.path("gcc"), seen));
    folder.write("gcc/12/y", "");
    EXPECT_TRUE(is_as_seen(folder.path("gcc"), seen));
    folder.make_folder("gcc/13");
    EXPECT_FALSE(is_as_seen(folder.path("gcc"), seen));
}

TEST(ContentHashesTest, KnowsAFileByItsStampAndNothingElse) {
    ContentHashes hashes;
    const FileStamp stamp{1, 2, 3, 4, 5};
    const Digest digest = digest_of("bytes");
    hashes.remember(stamp, digest, file_clock_now());
    EXPECT_EQ(hashes.find(stamp), digest);
    for (auto member : {&FileStamp::device, &FileStamp::inode, &FileStamp::size}) {
        FileStamp other = stamp;
        ++(other.*member);
        EXPECT_FALSE(hashes.find(other));
    }
    for (auto member : {&FileStamp::modified, &FileStamp::changed}) {
        FileStamp other = stamp;
        ++(other.*member);
        EXPECT_FALSE(hashes.find(other));
    }
}

TEST(ContentHashesTest, DoesNotRememberWhatWasChangedAMomentAgo) {
    ContentHashes hashes;
    const std::int64_t now = file_clock_now();
    for (const FileStamp& stamp : {FileStamp{1, 2, 3, now - 1'000'000, 5}, FileStamp{1, 3, 3, 4, now - 1'000'000},
                                   FileStamp{1, 4, 3, now + 3'000'000'000, 5}}) {
        hashes.remember(stamp, digest_of(""), now);
        EXPECT_FALSE(hashes.find(stamp));
    }
}

TEST(ContentHashesTest, RemembersAcrossRuns) {
    ContentHashes first;
    const FileStamp stamp{1, 2, 3, 4, 5};
    first.remember(stamp, digest_of("bytes"), file_clock_now());
    ContentHashes second;
    second.add_bytes(first.to_bytes() + "damaged");
    EXPECT_FALSE(second.find(stamp));
    second.add_bytes(first.to_bytes());
    EXPECT_EQ(second.find(stamp), digest_of("bytes"));
    EXPECT_FALSE(second.has_news());
}

}  // namespace
}  // namespace awaitlint
