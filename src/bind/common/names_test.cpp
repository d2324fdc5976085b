// SPDX-License-Identifier: MIT
#include "bind/common/names.hpp"

#include <gtest/gtest.h>

namespace tenon::bind {
namespace {

TEST(Names, KebabBecomesSnakePascalAndUpper) {
  EXPECT_EQ(names::snake("set-gain"), "set_gain");
  EXPECT_EQ(names::pascal("set-gain"), "SetGain");
  EXPECT_EQ(names::upper("set-gain"), "SET_GAIN");
}

TEST(Names, AcronymsAreWordsLikeOthers) {
  EXPECT_EQ(names::snake("HTTP-url2"), "http_url2");
  EXPECT_EQ(names::pascal("HTTP-url2"), "HttpUrl2");
}

TEST(Names, KeywordsOfTheLanguageGetAnUnderscore) {
  EXPECT_EQ(names::value(Language::cpp, "class"), "class_");
  EXPECT_EQ(names::value(Language::rust, "class"), "class");
  EXPECT_EQ(names::value(Language::cpp, "tenon-table"), "tenon_table_");
  EXPECT_EQ(names::value(Language::rust, "match"), "match_");
}

TEST(Names, HeadersInCAreIncludedFromCppToo) {
  EXPECT_EQ(names::value(Language::c, "namespace"), "namespace_");
  EXPECT_EQ(names::value(Language::c, "restrict"), "restrict_");
}

TEST(Names, MacrosOfSystemHeadersAreKeywords) {
  EXPECT_EQ(names::value(Language::c, "st-mtime"), "st_mtime_");
  EXPECT_EQ(names::value(Language::cpp, "no-argument"), "no_argument_");
  EXPECT_EQ(names::value(Language::rust, "st-mtime"), "st_mtime");
}

TEST(Names, MacrosWithArgumentsAreKeywordsOnlyInCpp) {
  EXPECT_EQ(names::value(Language::c, "major"), "major");
  EXPECT_EQ(names::value(Language::cpp, "major"), "major_");
}

TEST(Names, AScopeSaysWhoTookAName) {
  Scope scope;
  EXPECT_EQ(scope.take("Foo1", "foo-1"), std::nullopt);
  EXPECT_EQ(scope.take("Foo1", "foo1"), "foo-1");
}

}  // namespace
}  // namespace tenon::bind
