// Edited text: what becomes of a file's bytes, and the way back from each of them.
#include "awaitlint/edits.h"

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

/// For each byte of the new text and its end, the byte of the original that it is or stands for.
std::string way_back(std::string_view original, const EditedText& edited) {
    std::string letters;
    for (std::uint32_t at = 0; at <= edited.text().size(); ++at) {
        const std::uint32_t offset = edited.original_offset(at);
        letters += offset < original.size() ? original[offset] : '$';
    }
    return letters;
}

std::string edited(std::string_view original, std::vector<Edit> edits) {
    const auto result = EditedText::apply(original, std::move(edits));
    return result ? result->text() + " " + way_back(original, *result) : "edits overlap";
}

TEST(EditedText, KnowsWhereEachByteComesFrom) {
    EXPECT_EQ(edited("abcdef", {}), "abcdef abcdef$");
    EXPECT_EQ(edited("abcdef", {{"", 2, 0, "XY"}}), "abXYcdef abcccdef$");
    EXPECT_EQ(edited("abcdef", {{"", 2, 2, ""}}), "abef abef$");
    EXPECT_EQ(edited("abcdef", {{"", 2, 2, "XYZ"}}), "abXYZef abcccef$");
    EXPECT_EQ(edited("abcdef", {{"", 6, 0, "X"}, {"", 0, 1, ""}, {"", 3, 1, "YZ"}}), "bcYZefX bcddef$$");
    EXPECT_EQ(edited("abcdef", {{"", 1, 2, ""}, {"", 3, 1, "X"}, {"", 4, 1, ""}}), "aXf adf$");
}

TEST(EditedText, TakesEqualEditsOnceAndOthersThatOverlapNot) {
    EXPECT_EQ(edited("abc", {{"a", 1, 1, "X"}, {"b", 1, 1, "X"}}), "aXc abc$");
    EXPECT_EQ(edited("abc", {{"", 1, 1, "X"}, {"", 1, 1, "Y"}}), "edits overlap");
    EXPECT_EQ(edited("abc", {{"", 1, 0, "X"}, {"", 1, 0, "Y"}}), "edits overlap");
    EXPECT_EQ(edited("abc", {{"", 0, 2, "X"}, {"", 1, 1, "Y"}}), "edits overlap");
    EXPECT_EQ(edited("abc", {{"", 2, 2, ""}}), "edits overlap");
}

}  // namespace
}  // namespace awaitlint
