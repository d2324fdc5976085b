// SPDX-License-Identifier: MIT
#include "bind/common/text.hpp"

#include <gtest/gtest.h>

namespace tenon::bind {
namespace {

TEST(Text, PlacesInALineAreReplaced) {
  EXPECT_EQ(fill("{{a}} = {{b}};\n", {{"a", "x"}, {"b", "1"}}), "x = 1;\n");
}

TEST(Text, APlaceAloneTakesItsIndentationForEveryLine) {
  EXPECT_EQ(fill(R"(
    struct {
      {{fields}}
    };
  )",
                 {{"fields", "int a;\n\nint b;\n"}}),
            "struct {\n  int a;\n\n  int b;\n};\n");
}

TEST(Text, AnEmptyValueRemovesItsLine) { EXPECT_EQ(fill("a\n{{x}}\nb\n", {{"x", ""}}), "a\nb\n"); }

TEST(TextDeathTest, AMissingValueIsABugOfTheGenerator) {
  EXPECT_DEATH(fill("{{x}}"), "a place without a value `x`");
  EXPECT_DEATH(fill("x", {{"y", "1"}}), "a value without a place `y`");
}

TEST(Text, DocsBecomeComments) { EXPECT_EQ(prefixed("one\n\ntwo", "/// "), "/// one\n///\n/// two\n"); }

TEST(Text, BytesAreHexadecimalSixteenALine) {
  EXPECT_EQ(hex_list({1, 255}), "0x01, 0xff,\n");
  EXPECT_EQ(hex_list(std::vector<unsigned char>(17)).find('\n'), 16u * 6 - 1);
}

TEST(Text, LiteralsEscapeWhatTheLanguageDemands) {
  EXPECT_EQ(c_literal("a\"\\\n\xc3\xa4"), R"("a\"\\\n\303\244")");
  EXPECT_EQ(rust_literal("a\"\x01\xc3\xa4"), "\"a\\\"\\x01\xc3\xa4\"");
}

}  // namespace
}  // namespace tenon::bind
