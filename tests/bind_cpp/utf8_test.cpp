// SPDX-License-Identifier: MIT
#include "tenon/utf8.hpp"

#include <gtest/gtest.h>

namespace {

using tenon::is_utf8;

TEST(Utf8, OfEachLength) {
  static_assert(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain"));
  EXPECT_TRUE(is_utf8("\u00e4\u20ac\U0001f600"));
  EXPECT_TRUE(is_utf8("\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"));
  EXPECT_TRUE(is_utf8("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
  EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
}

TEST(Utf8, NotOverlongNotSurrogatesNotBeyondUnicode) {
  for (const char* bad : {"\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
                          "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, NotCutOffAndNotOutOfPlace) {
  for (const char* bad :
       {"\x80", "a\xBFz", "\xC3", "\xC3z", "\xE2\x82", "\xE2\x82z", "\xF0\x9F\x98", "\xF0\x9Fzz"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

}  // namespace
