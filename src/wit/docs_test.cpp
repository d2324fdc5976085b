// SPDX-License-Identifier: MIT
#include "wit/docs.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tenon::wit {
namespace {

TEST(Docs, JoinLinesAndDropCommonIndentation) {
  const std::array<std::string_view, 4> comments = {"/// One", "///   two", "///", "// three\r"};
  EXPECT_EQ(docs_of(comments), "One\n  two\n\nthree");
}

TEST(Docs, TakeBlockCommentsLineByLine) {
  const std::array<std::string_view, 1> comments = {"/** a\r\n b */"};
  EXPECT_EQ(docs_of(comments), "a\n b");
}

TEST(Docs, HaveBlanksForCarriageReturnsInsideOfLines) {
  const std::array<std::string_view, 2> comments = {"/// a\rint b;", "/** c\r\rd\r\n\re */"};
  EXPECT_EQ(docs_of(comments), "a int b;\nc  d\n e");
}

TEST(Docs, AreEmptyForEmptyComments) {
  const std::array<std::string_view, 3> comments = {"/**/", "/***/", "//"};
  EXPECT_EQ(docs_of(comments), "");
}

}  // namespace
}  // namespace tenon::wit
