// SPDX-License-Identifier: MIT
#include "project/near.hpp"

#include <gtest/gtest.h>

namespace tenon::project {
namespace {

TEST(Near, ASlipOfTheFingerFindsTheName) {
  EXPECT_EQ(nearest("vresion", {"name", "version"}), "version");
  EXPECT_EQ(nearest("wold", {"wit", "world"}), "world");
}

TEST(Near, SomethingElseFindsNothing) {
  EXPECT_EQ(nearest("frobnicate", {"name", "version"}), std::nullopt);
  EXPECT_EQ(nearest("", {"name"}), std::nullopt);
  EXPECT_EQ(nearest(std::string(100000, 'x'), {"name"}), std::nullopt);
}

TEST(Near, NamesAreListedWithAnAnd) {
  EXPECT_EQ(listed({"a"}), "`a`");
  EXPECT_EQ(listed({"a", "b", "c"}), "`a`, `b` and `c`");
}

}  // namespace
}  // namespace tenon::project
