// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "wit/model.hpp"

namespace tenon::wit {
namespace {

Version version(std::string_view text) { return Version::parse(text).value(); }

TEST(Version, ReadsNumbersPreReleaseAndBuild) {
  const Version v = version("1.20.300-rc.1-x+build.007");
  EXPECT_EQ(v.major, 1U);
  EXPECT_EQ(v.minor, 20U);
  EXPECT_EQ(v.patch, 300U);
  EXPECT_EQ(v.pre, "rc.1-x");
  EXPECT_EQ(v.build, "build.007");
  EXPECT_EQ(v.text(), "1.20.300-rc.1-x+build.007");
}

TEST(Version, RefusesWhatSemverRefuses) {
  for (const char* text : {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3-", "1.2.3+", "1.2.3-a..b",
                           "1.2.3-01", " 1.2.3", "1.2.3-a_b", "99999999999999999999.0.0"}) {
    EXPECT_FALSE(Version::parse(text)) << text;
  }
}

TEST(Version, OrdersBySemverPrecedence) {
  const char* ordered[] = {"0.9.9",      "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
                           "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                           "1.0.0",      "1.0.1",        "1.1.0",         "2.0.0"};
  for (std::size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(version(ordered[i]), version(ordered[i + 1])) << ordered[i];
  }
  EXPECT_EQ(version("1.0.0+a"), version("1.0.0+b"));
}

TEST(Version, KnowsItsTrack) {
  EXPECT_EQ(version("1.4.2").track(), "1");
  EXPECT_EQ(version("0.2.5").track(), "0.2");
  EXPECT_EQ(version("0.0.3").track(), "0.0.3");
  EXPECT_EQ(version("1.0.0-rc.1+x").track(), "1.0.0-rc.1");
}

}  // namespace
}  // namespace tenon::wit
