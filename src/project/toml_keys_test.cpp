// SPDX-License-Identifier: MIT
#include "project/toml_keys.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tenon::project {
namespace {

std::string key(std::size_t parts, const std::string& part = "a") {
  std::string out = part;
  for (std::size_t i = 1; i < parts; ++i) out += "." + part;
  return out;
}

TEST(TomlKeys, SixteenPartsAreTheMost) {
  EXPECT_FALSE(find_long_key(key(16) + " = 1\n[" + key(16) + "]\n"));
  EXPECT_EQ(find_long_key("x = 1\n" + key(17) + " = 1\n"), 6u + 16 * 2 - 1);
  EXPECT_TRUE(find_long_key("x = { " + key(17) + " = 1 }"));
  EXPECT_TRUE(find_long_key("[[" + key(17) + "]]"));
}

TEST(TomlKeys, PartsMayBeQuotedAndApart) {
  EXPECT_TRUE(find_long_key(key(17, "\"a\"")));
  EXPECT_TRUE(find_long_key(key(17, "'a' ")));
  EXPECT_TRUE(find_long_key(key(17, "\"#\"")));
}

TEST(TomlKeys, DotsInStringsAndCommentsDontCount) {
  const std::string dots(100, '.');
  for (const std::string& text :
       {"a = \"" + dots + "\"", "a = '" + dots + "'", "a = \"\"\"\n" + dots + "\\\"\"\" " + dots + "\"\"\"",
        "a = '''" + dots + "\n" + dots + "'''", "# " + dots + "\na = 1", "a = 1 # \"" + dots})
    EXPECT_FALSE(find_long_key(text)) << text;
}

TEST(TomlKeys, NothingHidesAKey) {
  for (const char* before :
       {"# \"\n", "a = \"\\\"\"\n", "a = ''\n", "a = \"\"\"\"x\"\"\"\"\n", "a = \"\"\"x\"\"\"\" # \"\"\"\"\n",
        "a = \"\"\"x\"\"\"\"\" # \"\"\"\n", "a = '''x'''' # ''''\n", "a = '''\\'''\n", "# it's\xE2\x80\xA8",
        "# it's\xC2\x85"})
    EXPECT_TRUE(find_long_key(before + key(17))) << before;
}

}  // namespace
}  // namespace tenon::project
