// What the cache's files survive: leftovers of runs that were killed.
#include "engine/cache/cache_store.h"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

const Secret secret = secret_of("of this user");

TEST(CacheStore, WhatAKilledRunOfTheSameNumberLeftIsNotInTheWay) {
    const TemporaryFolder folder;
    const Digest name = digest_of("name");
    const std::string below = to_hex(name).substr(0, 2);
    // In a container, the numbers of processes begin anew with each run.
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    folder.make_folder("cache/" + below);
    for (int i = 0; i < 3; ++i)
        std::ofstream(
            folder.path("cache/" + below + "/" + std::to_string(::getpid()) + "-" + std::to_string(i) + ".tmp"))
            << "half";
    store->write("facts", name, "value");
    EXPECT_TRUE(store->remarks().empty()) << store->remarks().front();
    EXPECT_EQ(store->read("facts", name), "value");
    EXPECT_TRUE(std::filesystem::exists(folder.path("cache/" + below + "/" + std::to_string(::getpid()) + "-0.tmp")))
        << "somebody may be writing it";
}

TEST(CacheStore, WhatIsNotThereIsNotDamaged) {
    const TemporaryFolder folder;
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    EXPECT_FALSE(store->read("facts", digest_of("name")));
    EXPECT_TRUE(store->remarks().empty());
}

TEST(CacheStore, WhatIsNoWholeFileIsDroppedAndToldOnce) {
    const TemporaryFolder folder;
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    const Digest name = digest_of("name");
    const std::string path =
        folder.path("cache/" + to_hex(name).substr(0, 2) + "/" + to_hex(name).substr(2) + ".facts");
    store->write("facts", name, "value");
    ASSERT_TRUE(std::filesystem::exists(path));
    const auto whole = std::filesystem::file_size(path);
    for (std::uintmax_t size = 0; size < whole; ++size) {
        store->write("facts", name, "value");
        std::filesystem::resize_file(path, size);
        EXPECT_FALSE(store->read("facts", name)) << size << " of " << whole << " bytes";
    }
    ASSERT_EQ(store->remarks().size(), 1u);
    EXPECT_TRUE(store->remarks().front().starts_with(std::to_string(whole) + " damaged files of the cache"));
}

TEST(CacheStore, WhatAnotherKeySealedIsNotUsedAndStays) {
    const TemporaryFolder folder;
    const Digest name = digest_of("name");
    CacheStore::open(folder.path("cache"), secret_of("of somebody else"))->write("facts", name, "value");
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    EXPECT_FALSE(store->read("facts", name));
    EXPECT_FALSE(store->read("facts", name));
    ASSERT_EQ(store->remarks().size(), 1u);
    EXPECT_NE(store->remarks().front().find("another key"), std::string::npos);
    EXPECT_EQ(CacheStore::open(folder.path("cache"), secret_of("of somebody else"))->read("facts", name), "value");
}

TEST(CacheStore, AValueOfAnotherNameOrKindIsWorthNothing) {
    const TemporaryFolder folder;
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    const Digest name = digest_of("name"), other = digest_of("other");
    const auto path_of = [&](const Digest& digest, const std::string& kind) {
        return folder.path("cache/" + to_hex(digest).substr(0, 2) + "/" + to_hex(digest).substr(2) + "." + kind);
    };
    store->write("facts", name, "value");
    store->write("facts", other, "another");
    std::filesystem::copy_file(path_of(name, "facts"), path_of(name, "proofs"));
    std::filesystem::copy_file(path_of(name, "facts"), path_of(other, "facts"),
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_FALSE(store->read("proofs", name));
    EXPECT_FALSE(store->read("facts", other));
    EXPECT_EQ(store->read("facts", name), "value");
}

TEST(CacheStore, NothingIsWrittenThroughALink) {
    const TemporaryFolder folder;
    auto store = CacheStore::open(folder.path("cache"), secret);
    ASSERT_TRUE(store);
    const Digest name = digest_of("name");
    folder.make_folder("elsewhere");
    std::filesystem::create_directory_symlink(folder.path("elsewhere"),
                                              folder.path("cache/" + to_hex(name).substr(0, 2)));
    store->write("facts", name, "value");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path("elsewhere")));
    EXPECT_EQ(store->remarks().size(), 1u);
}

}  // namespace
}  // namespace awaitlint
