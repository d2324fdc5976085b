// SPDX-License-Identifier: MIT
#include "wit/names.hpp"

#include <gtest/gtest.h>

namespace tenon::wit {
namespace {

TEST(Names, AreFoundOnlyAsWrittenButTakenInAnyCase) {
  NameMap<int> names = {{"set-GAIN", 1}};
  EXPECT_NE(find_exact(names, "set-GAIN"), nullptr);
  EXPECT_EQ(find_exact(names, "set-gain"), nullptr);
  EXPECT_FALSE(names.emplace("set-gain", 2).second);
}

TEST(Names, SuggestsTheNearest) {
  EXPECT_EQ(nearest("srting", {"bool", "string", "list"}), "string");
  EXPECT_EQ(nearest("u33", {"u16", "u32"}), "u32");
  EXPECT_EQ(nearest("gain", {"document", "text"}), "");
  EXPECT_EQ(nearest("a", {"b"}), "");
  EXPECT_EQ(did_you_mean("finding", {"findings"}), "did you mean `findings`?");
}

}  // namespace
}  // namespace tenon::wit
