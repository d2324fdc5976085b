// SPDX-License-Identifier: MIT
#include "wit/lexer.hpp"

#include <gtest/gtest.h>

namespace tenon::wit {
namespace {

std::string kinds(std::string_view text) {
  Report report;
  std::string out;
  for (const Token& token : lex(text, 0, report).tokens) out += describe(token.kind) + ' ';
  return out;
}

std::string error(std::string_view text) {
  Report report;
  lex(text, 0, report);
  const auto found = report.take();
  if (found.empty()) return "";
  return std::to_string(found[0].span.begin) + ": [" + found[0].code + "] " + found[0].message;
}

TEST(Lexer, CutsPunctuationAndWords) {
  EXPECT_EQ(kinds("use a:b/c@1.2.{d};"),
            "keyword `use` an identifier `:` an identifier `/` an identifier `@` an integer `.` an integer "
            "`.` `{` an "
            "identifier `}` `;` end of file ");
  EXPECT_EQ(kinds("-> - +"), "`->` `-` `+` end of file ");
  EXPECT_EQ(kinds("%type type error-context _"),
            "a `%` identifier keyword `type` keyword `error-context` keyword `_` end of file ");
}

TEST(Lexer, SkipsByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(kinds("\xEF\xBB\xBFuse\r\n\tuse"), "keyword `use` keyword `use` end of file ");
  EXPECT_EQ(error("use\ruse"), "3: [T0003] unexpected character carriage return");
}

TEST(Lexer, NestsBlockComments) {
  EXPECT_EQ(kinds("/* a /* b */ c */ use // d"), "keyword `use` end of file ");
  EXPECT_EQ(error("use /* a /* b */"), "4: [T0004] unterminated block comment");
}

TEST(Lexer, RefusesCharactersThatDeceive) {
  EXPECT_EQ(error("a \xE2\x80\xAE"), "2: [T0002] bidirectional overrides are not allowed");
  EXPECT_EQ(error("a \xC5\x89"), "2: [T0002] this character is discouraged by Unicode and not allowed");
  EXPECT_EQ(error(std::string_view("a\0", 2)), "1: [T0002] control characters are not allowed");
  EXPECT_EQ(error("// \x07"), "3: [T0002] control characters are not allowed");
  EXPECT_EQ(error("a \xFF"), "2: [T0001] the text is not UTF-8");
  EXPECT_EQ(error("a $"), "2: [T0003] unexpected character `$`");
}

TEST(Lexer, ChecksStrings) {
  EXPECT_EQ(kinds(R"("a\n\u{1F600}\7f\"")"), "a string end of file ");
  EXPECT_EQ(error("\"abc"), "0: [T0005] unterminated string");
  EXPECT_EQ(error(R"("\q")"), "1: [T0005] invalid escape in a string");
  EXPECT_EQ(error("\"a\\"), "0: [T0005] unterminated string");
  EXPECT_EQ(error("\"a\\\nuse"), "0: [T0005] unterminated string");
  EXPECT_EQ(error(R"("\u{D800}")"), "1: [T0005] invalid Unicode escape in a string");
}

TEST(Lexer, JudgesIdentifiers) {
  for (const char* good : {"a", "a0", "set-gain", "XML-file", "is-XML", "a-0", "a0-000-3d4a-54FF"}) {
    EXPECT_EQ(check_identifier(good), "") << good;
  }
  EXPECT_EQ(check_identifier(""), "identifiers need characters on both sides of each `-`");
  EXPECT_EQ(check_identifier("a--b"), "identifiers need characters on both sides of each `-`");
  EXPECT_EQ(check_identifier("0a"), "identifiers begin with a letter");
  EXPECT_EQ(check_identifier("setGain"), "each part of an identifier is all lower or all upper case");
  EXPECT_EQ(check_identifier("set_gain"), "invalid character `_` in an identifier");
  EXPECT_EQ(check_identifier("gr\xC3\xBC\xC3\x9F"), "invalid character `\xC3\xBC` in an identifier");
}

TEST(Lexer, KeepsAHundredErrorsAndCountsTheOthers) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "$ ";
  Report report;
  lex(text, 0, report);
  EXPECT_EQ(report.take().size() + report.left_out(), 10'000U);
  EXPECT_EQ(report.left_out(), 9'900U);
}

TEST(Lexer, SaysOnceThatSomethingIsNoText) {
  Report report;
  lex(std::string_view("\x7F"
                       "ELF\x02\x01\0 $ \xFF \xFF $",
                       16),
      0, report);
  EXPECT_EQ(report.take().size(), 1U);
  lex("$$$ a \xFF b \xFF $", 0, report);
  EXPECT_EQ(report.take().size(), 1U);
}

}  // namespace
}  // namespace tenon::wit
