// SPDX-License-Identifier: MIT
#include "wit/parser.hpp"

#include "wit/test_support.hpp"

namespace tenon::wit {
namespace {

class ParserTest : public testing::FrontEnd {};

TEST_F(ParserTest, ReadsEveryKindOfType) {
  model(R"(package a:b; interface i {
    resource r;
    f: func(a: list<u8>, b: list<u8, 4>, c: option<string>, d: result, e: result<_, u8>, f: result<u8>,
            g: result<u8, char>, h: tuple<u8, bool,>, i: map<string, f32>, j: future, k: future<u8>, l: stream,
            m: stream<u8>, n: error-context, o: own<r>, p: borrow<r>, q: r,) -> s64;
  })");
  EXPECT_EQ(interface("i").functions[0].params.size(), 17U);
}

TEST_F(ParserTest, ReadsKeywordsAsNamesBehindPercent) {
  model("package a:%package; interface %interface { %type: func(%func: u8); record %record { %list: u8 } }");
  EXPECT_EQ(parsed_.model.packages[0].name.text(), "a:package");
  EXPECT_EQ(interface("interface").functions[0].name, "type");
}

TEST_F(ParserTest, ReadsVersionsUpToTheEndOfTheirParts) {
  model(R"(package a:b;
    package c:d@1.0.0-rc.1+x { interface i { type t = u8; } }
    interface j { use c:d/i@1.0.0-rc.1+x.{t}; })");
  EXPECT_EQ(parsed_.model.id_of(*std::get_if<InterfaceId>(&parsed_.model.types[0].owner)),
            "c:d/i@1.0.0-rc.1+x");
}

TEST_F(ParserTest, ReadsAttributesOnEveryItem) {
  model(R"(package a:b@1.2.0;
    @since(version = 1.0.0) @deprecated(version = 1.1.0)
    interface i {
      @since(version = 1.1.0) @external-id("\u{1F600} and more")
      f: func();
    }
    @unstable(feature = wip) world w { @since(version = 1.0.0) import i; })");
  EXPECT_EQ(interface("i").stability.deprecated->text(), "1.1.0");
  EXPECT_EQ(interface("i").functions[0].stability.since->text(), "1.1.0");
  EXPECT_TRUE(parsed_.model.worlds.empty());
}

TEST_F(ParserTest, TakesCommentsBeforeAnItemAsItsDocumentation) {
  model(
      "/// p\npackage a:b;\n/// one\n// two\ninterface i {\n  /** three */ f: func();\n enum e { /// four\n "
      "a }\n}");
  EXPECT_EQ(parsed_.model.packages[0].docs, "p");
  EXPECT_EQ(interface("i").docs, "one\ntwo");
  EXPECT_EQ(interface("i").functions[0].docs, "three");
  EXPECT_EQ(parsed_.model.as<Enum>(TypeId{0})->cases[0].docs, "four");
}

TEST_F(ParserTest, GoesOnAfterABrokenItem) {
  EXPECT_EQ(interface_errors("f: func(;\ng: fun();\nrecord r { a }\nh: func();\nenum e { , }"),
            "2:9: [T0007] expected an identifier, found `;`\n"
            "3:4: [T0007] expected keyword `func`, found identifier `fun`\n"
            "4:14: [T0007] expected `:`, found `}`\n"
            "6:10: [T0007] expected an identifier, found `,`");
}

TEST_F(ParserTest, GoesOnBehindABrokenElement) {
  EXPECT_EQ(interface_errors("record r { a u8, b: u8; c: u8\nd: u8 }\nf: func(x u8, y: u8 = 1, u8 z);"),
            "2:14: [T0007] expected `:`, found keyword `u8`\n"
            "2:23: [T0007] expected `,` or `}`, found `;`\n"
            "4:11: [T0007] expected `:`, found keyword `u8`\n"
            "4:21: [T0007] expected `,` or `)`, found `=`\n"
            "4:26: [T0007] expected an identifier, found keyword `u8`");
}

TEST_F(ParserTest, EndsABlockWithoutBraceWhereTheNextItemBegins) {
  EXPECT_EQ(errors("package a:b;\ninterface i {\n  f: func();\n\ninterface j {\n  g: fun();\n}"),
            "5:1: [T0007] expected `type`, `resource` or `func`, found keyword `interface`\n"
            "6:6: [T0007] expected keyword `func`, found identifier `fun`");
}

TEST_F(ParserTest, BoundsWhatItSaysAboutHostileText) {
  for (const char* part :
       {"f: func(;\n", "interface i {\n", "resource r {\n", "record r { x u8;\n", "}", "world\n", "list<",
        "tuple<u8;", "$ f ", "package a:b {", "@since ", "f: func((", "use a.{", "\xFF"}) {
    std::string text = "package a:b; interface i { f: func(x: ";
    for (int i = 0; i < 20'000; ++i) text += part;
    errors(text);
    EXPECT_GE(parsed_.diagnostics.size(), 1U) << part;
    EXPECT_LE(parsed_.diagnostics.size(), 100U) << part;
  }
}

TEST_F(ParserTest, TakesAForgottenSemicolonAsWritten) {
  EXPECT_EQ(
      interface_errors("f: func()\ng: func() -> u8\ntype t = bar;"),
      "3:1: [T0007] expected `;`, found identifier `g`\n4:1: [T0007] expected `;`, found keyword `type`");
}

TEST_F(ParserTest, SaysWhatAPlaceCouldHold) {
  EXPECT_EQ(errors("package a:b; foo"),
            "1:14: [T0007] expected `world`, `interface` or `use`, found identifier `foo`");
  EXPECT_EQ(errors("package a:b; interface i {"),
            "1:27: [T0007] expected `type`, `resource` or `func`, found end of file");
  EXPECT_EQ(
      world_errors("func"),
      "2:1: [T0007] expected `import`, `export`, `include`, `use`, or type definition, found keyword `func`");
  EXPECT_EQ(interface_errors("resource r { record }"),
            "2:14: [T0007] expected `constructor` or identifier, found keyword `record`");
  EXPECT_EQ(interface_errors("f: func() -> ();"), "2:14: [T0007] expected a type, found `(`");
}

TEST_F(ParserTest, NamesWhatIsWrongWithAttributes) {
  EXPECT_EQ(errors("package a:b; @optional interface i {}"), "1:15: [T0011] unknown attribute `optional`");
  EXPECT_EQ(errors("package a:b; @since(feature = x) interface i {}"),
            "1:21: [T0007] expected `version`, found `feature`");
  EXPECT_EQ(errors("package a:b; @since(version = 1.0) interface i {}"),
            "1:34: [T0007] expected `.`, found `)`");
  EXPECT_EQ(errors("package a:b; @since(version = 01.0.0) interface i {}"),
            "1:31: [T0008] `01.0.0` is no version");
}

TEST_F(ParserTest, LimitsNesting) {
  const auto nested = [](std::size_t depth) {
    std::string text = "type t = ";
    for (std::size_t i = 0; i < depth; ++i) text += "list<";
    return text + "u8" + std::string(depth, '>') + ';';
  };
  EXPECT_EQ(interface_errors(nested(99)), "");
  EXPECT_EQ(interface_errors(nested(100)), "2:510: [T0009] type nesting too deep");
  EXPECT_EQ(interface_errors(nested(100'000)).substr(0, 5), "2:510");
}

TEST_F(ParserTest, RefusesPackagesInNestedPackages) {
  EXPECT_EQ(errors("package a:b; package c:d { package e:f { interface i {} } }"),
            "1:36: [T0010] nested packages must be placed at the top level");
  std::string deep = "package a:b;";
  for (int i = 0; i < 100'000; ++i) deep += "package a:b {";
  EXPECT_NE(errors(deep), "");
}

}  // namespace
}  // namespace tenon::wit
