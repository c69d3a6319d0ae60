// An entry of a shared cache: what was put there comes back, and nothing else does.
#include "engine/remote/remote_entry.h"

#include <string>

#include <gtest/gtest.h>

#include "base/byte_stream.h"

namespace awaitlint {
namespace {

struct RemoteEntryTest : testing::Test {
    const EntrySeal team{secret_of("a key that only the team has"), digest_of("a build")};
    const Digest name = digest_of("a request");
    const std::string value = std::string(5000, 'x') + "facts";
};

TEST_F(RemoteEntryTest, ComesBackAndIsCompressed) {
    const std::string entry = to_entry(team, "facts", name, value);
    EXPECT_LT(entry.size(), value.size() / 10);
    EXPECT_EQ(from_entry(team, "facts", name, entry), value);
    EXPECT_EQ(from_entry(team, "facts", name, to_entry(team, "facts", name, "")), "");
    EXPECT_EQ(from_entry(team, "facts", name, to_entry(team, "facts", name, "short")), "short");
}

TEST_F(RemoteEntryTest, EachByteMatters) {
    const std::string entry = to_entry(team, "facts", name, "short");
    for (std::size_t i = 0; i < entry.size(); ++i) {
        std::string other = entry;
        other[i] = static_cast<char>(other[i] ^ 1);
        EXPECT_EQ(from_entry(team, "facts", name, other), std::nullopt) << i;
        EXPECT_EQ(from_entry(team, "facts", name, entry.substr(0, i)), std::nullopt) << i;
    }
    EXPECT_EQ(from_entry(team, "facts", name, entry + "x"), std::nullopt);
}

TEST_F(RemoteEntryTest, ElsewhereItIsWorthNothing) {
    const std::string entry = to_entry(team, "facts", name, value);
    EXPECT_EQ(from_entry(team, "proofs", name, entry), std::nullopt);
    EXPECT_EQ(from_entry(team, "facts", digest_of("another request"), entry), std::nullopt);
    EXPECT_EQ(from_entry({secret_of("another key"), team.build}, "facts", name, entry), std::nullopt);
    EXPECT_EQ(from_entry({team.secret, digest_of("another build")}, "facts", name, entry), std::nullopt);
}

TEST_F(RemoteEntryTest, NamesAreBazelsAndTellKeysApart) {
    const std::string there = entry_name(team, "facts", name);
    EXPECT_EQ(there.size(), 64U);
    EXPECT_EQ(there.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(there, entry_name(team, "proofs", name));
    EXPECT_NE(there, entry_name(team, "facts", digest_of("another request")));
    EXPECT_NE(there, entry_name({secret_of("another key"), team.build}, "facts", name));
}

/// A server without a key in common can make such an entry.
TEST_F(RemoteEntryTest, SaidToBeHuge) {
    std::string body;
    write_number(body, std::uint64_t{1} << 60);
    body += "x";
    std::string entry = to_entry(team, "facts", name, "");
    const std::size_t header = entry.size() - 1;  // an empty value is one byte
    const std::string begin = entry.substr(0, header - sizeof(Digest::bytes));
    std::string sealed_text(bytes_of(team.build));
    write_text(sealed_text, "facts");
    sealed_text += bytes_of(name);
    sealed_text += body;
    entry = begin + std::string(bytes_of(sealed(team.secret, sealed_text))) + body;
    EXPECT_EQ(from_entry(team, "facts", name, entry), std::nullopt);
}

}  // namespace
}  // namespace awaitlint
