// SPDX-License-Identifier: MIT
#include "wit/diagnostic.hpp"

#include "wit/test_support.hpp"

namespace tenon::wit {
namespace {

class DiagnosticTest : public testing::FrontEnd {};

TEST_F(DiagnosticTest, ShowsPlaceLineCaretsAndHelp) {
  EXPECT_EQ(rendered("package a:b;\n\ninterface i {\n  f: func(text: strnig);\n}\n"),
            "error[T0107]: name `strnig` does not exist\n"
            "  --> demo.wit:4:17\n"
            "   |\n"
            " 4 |   f: func(text: strnig);\n"
            "   |                 ^^^^^^\n"
            "help: did you mean `string`?\n");
}

TEST_F(DiagnosticTest, ShowsTheSecondPlaceOfADuplicate) {
  EXPECT_EQ(rendered("package a:b;\ninterface i {\n  type t = u8;\n  enum t { x }\n}\n"),
            "error[T0112]: name `t` is defined more than once\n"
            "  --> demo.wit:4:8\n"
            "   |\n"
            " 4 |   enum t { x }\n"
            "   |        ^ defined again\n"
            "note: first defined here\n"
            "  --> demo.wit:3:8\n"
            "   |\n"
            " 3 |   type t = u8;\n"
            "   |        ^\n");
}

TEST_F(DiagnosticTest, CountsCharactersAndShowsTabsAsOne) {
  EXPECT_EQ(rendered("package a:b; interface i {\n\t/* \xC3\xA4 */ f: func(a: x);\n}"),
            "error[T0107]: name `x` does not exist\n"
            "  --> demo.wit:2:21\n"
            "   |\n"
            " 2 |  /* \xC3\xA4 */ f: func(a: x);\n"
            "   |                     ^\n");
}

TEST_F(DiagnosticTest, CutsVeryLongLines) {
  const std::string text =
      rendered("package a:b; interface i { /*" + std::string(70'000, ' ') + "*/ f: func(a: x); }");
  EXPECT_LT(text.size(), 1000U);
  EXPECT_NE(text.find("demo.wit:1:70044"), std::string::npos) << text;
  EXPECT_NE(text.find("^\n"), std::string::npos);
}

TEST_F(DiagnosticTest, NeverSendsControlCharactersToATerminal) {
  EXPECT_EQ(rendered("package a:b; // \x1B[31m\n").find('\x1B'), std::string::npos);
}

TEST_F(DiagnosticTest, PointsBehindTheLastLineAtTheEnd) {
  EXPECT_EQ(
      rendered("package a:b;\nworld w {\n"),
      "error[T0007]: expected `import`, `export`, `include`, `use`, or type definition, found end of file\n"
      "  --> demo.wit:3:1\n"
      "   |\n"
      " 3 | \n"
      "   | ^\n"
      "note: this `{` is still open\n"
      "  --> demo.wit:2:9\n"
      "   |\n"
      " 2 | world w {\n"
      "   |         ^\n"
      "help: a `}` is missing before this\n");
}

TEST(PositionOf, CountsFromOne) {
  EXPECT_EQ(position_of("", 0).line, 1U);
  EXPECT_EQ(position_of("a\nbc", 3).line, 2U);
  EXPECT_EQ(position_of("a\nbc", 3).column, 2U);
  EXPECT_EQ(position_of("a", 99).column, 2U);
}

}  // namespace
}  // namespace tenon::wit
