// What AWAITLINT_REMOTE_CACHE may hold, and what is wrong with it otherwise. No error and no name that is shown repeats
// a credential.
#include "awaitlint/remote_address.h"

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

TEST(RemoteAddress, WebServer) {
    const auto address = remote_address_of("http://cache.example:8080/awaitlint/", "");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->protocol, RemoteProtocol::http);
    EXPECT_EQ(address->url, "http://cache.example:8080/awaitlint");
    EXPECT_EQ(address->shown(), "http://cache.example:8080/awaitlint");
    EXPECT_EQ(address->layout, RemoteLayout::subdirs);
    EXPECT_FALSE(address->is_read_only);
}

TEST(RemoteAddress, PortFollowsFromProtocol) {
    EXPECT_EQ(remote_address_of("http://cache.example", "")->url, "http://cache.example:80");
    EXPECT_EQ(remote_address_of("https://cache.example/", "")->url, "https://cache.example:443");
    EXPECT_EQ(remote_address_of("redis://cache.example", "")->shown(), "redis://cache.example:6379/0");
}

TEST(RemoteAddress, AttributesAsInCcache) {
    const auto address = remote_address_of("http://cache.example|layout=bazel|read-only", "");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->layout, RemoteLayout::bazel);
    EXPECT_TRUE(address->is_read_only);
    EXPECT_EQ(remote_address_of("http://cache.example|layout=flat", "")->layout, RemoteLayout::flat);
}

TEST(RemoteAddress, CredentialsAreDecodedAndNotShown) {
    const auto address = remote_address_of("http://team:p%40ss%2fword@cache.example/x", "a-token");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->user, "team");
    EXPECT_EQ(address->password, "p@ss/word");
    EXPECT_EQ(address->token, "a-token");
    EXPECT_EQ(address->shown(), "http://cache.example:80/x");
    EXPECT_EQ(address->url, "http://cache.example:80/x");
}

TEST(RemoteAddress, RedisWithPasswordAndDatabase) {
    const auto address = remote_address_of("redis://:secret@[::1]:7000/3", "a-token");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "::1");
    EXPECT_EQ(address->port, 7000);
    EXPECT_EQ(address->database, 3U);
    EXPECT_EQ(address->user, "");
    EXPECT_EQ(address->password, "secret");
    EXPECT_EQ(address->token, "") << "a token is for HTTP";
    EXPECT_EQ(address->shown().find("secret"), std::string::npos);
}

TEST(RemoteAddress, WhatIsWrongIsSaidWithoutCredentials) {
    const char* const wrong[] = {
        "cache.example",
        "ftp://hunter2@cache.example",
        "file:///hunter2",
        "http://",
        "http://user:hunter2@",
        "http://user:hunter2@cache.example:0",
        "http://user:hunter2@cache.example:70000",
        "http://user:hunter2@cache.example:80x",
        "http://user:hunter2%4@cache.example",
        "http://user:hunter2%zz@cache.example",
        "http://user:hunter2%00@cache.example",
        "http://cache.example/x?token=hunter2",
        "http://cache.example/x#hunter2",
        "http://cache.example/a hunter2",
        "http://cache.example/\nhunter2",
        "http://[::1",
        "http://[::1]hunter2",
        "http://cache.example|hunter2",
        "http://cache.example|layout=hunter2",
        "redis://:hunter2@cache.example/name",
        "redis://:hunter2@cache.example|layout=flat",
    };
    for (const char* text : wrong) {
        const auto address = remote_address_of(text, "");
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().message.find("hunter2"), std::string::npos) << address.error().message;
        EXPECT_NE(address.error().message.find("AWAITLINT_REMOTE_CACHE"), std::string::npos) << text;
    }
}

TEST(RemoteAddress, TokenCannotAddAHeader) {
    EXPECT_FALSE(remote_address_of("http://cache.example", "x\r\nHost: evil"));
}

}  // namespace
}  // namespace awaitlint
