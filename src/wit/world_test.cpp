// SPDX-License-Identifier: MIT
//
// Worlds: their items, what they include, what elaboration adds; and gates.
#include <gmock/gmock.h>

#include "wit/test_support.hpp"

namespace tenon::wit {
namespace {

class WorldTest : public testing::FrontEnd {
 protected:
  static constexpr const char* kThree = R"(package a:b@1.0.0;
    interface base { type t = u8; }
    interface mid { use base.{t}; }
    interface top { use mid.{t}; }
  )";
  const World& world_of(const std::string& body) {
    model(kThree + ("world w { " + body + " }"));
    return world("w");
  }
};

TEST_F(WorldTest, ImportsWhatImportsNeedFirst) {
  EXPECT_EQ(names(world_of("import top;").imports), "a:b/base@1.0.0 a:b/mid@1.0.0 a:b/top@1.0.0");
}

TEST_F(WorldTest, ImportsWhatExportsNeedUnlessItIsExported) {
  const World& world = world_of("export top; export mid;");
  EXPECT_EQ(names(world.imports), "a:b/base@1.0.0");
  EXPECT_EQ(names(world.exports), "a:b/mid@1.0.0 a:b/top@1.0.0");
}

TEST_F(WorldTest, RefusesOneInterfaceBothImportedAndExportedForAnExport) {
  EXPECT_EQ(
      errors(kThree + std::string("world w { export base; export top; }")),
      "5:9: [T0126] interface `a:b/top@1.0.0` transitively depends on an interface in incompatible ways");
}

TEST_F(WorldTest, ImportsOneInterfaceUnderSeveralNames) {
  const World& world = world_of("import first: top; import second: top; export third: top;");
  EXPECT_EQ(names(world.imports), "a:b/base@1.0.0 a:b/mid@1.0.0 first second");
  EXPECT_EQ(names(world.exports), "third");
}

TEST_F(WorldTest, OrdersImportsByWhatTheyCanReferTo) {
  EXPECT_EQ(
      names(world_of("import f: func(x: r); resource r { m: func(); } use base.{t}; import n: interface {}")
                .imports),
      "n a:b/base@1.0.0 t r f [method]r.m");
}

TEST_F(WorldTest, IncludesUnderNewNames) {
  model(
      "package a:b; world v { resource r { m: func(); } export f: func(x: r); } world w { include v with { r "
      "as s, f as g } }");
  EXPECT_EQ(names(world("w").imports), "s [method]s.m");
  EXPECT_EQ(names(world("w").exports), "g");
  const auto& function = std::get<Function>(world("w").exports[0].item);
  const auto* handle = parsed_.model.as<Handle>(function.params[0].type);
  EXPECT_EQ(handle->resource, std::get<WorldType>(world("w").imports[0].item).id);
}

TEST_F(WorldTest, RefusesConflicts) {
  EXPECT_EQ(world_errors("import x: func(); import x: interface {}"),
            "2:26: [T0122] import `x` conflicts with prior func of same name");
  EXPECT_EQ(world_errors("import x: func(); export x: func();"), "");
  EXPECT_EQ(world_errors("import x: func(); import X: func();"),
            "2:26: [T0122] import `X` conflicts with prior func `x`");
  EXPECT_EQ(errors("package a:b; interface i {} world w { import i; import i; }"),
            "1:56: [T0123] interface cannot be imported more than once");
  EXPECT_EQ(errors("package a:b; world v { import x: func(); } world w { include v; import x: func(); }"),
            "1:62: [T0124] import of `x` shadows previously imported items");
  EXPECT_EQ(errors("package a:b; world v {} world w { include v with { x as y } }"),
            "1:43: [T0125] no import or export kebab-name `x`");
}

TEST_F(WorldTest, BoundsWhatIncludesMultiply) {
  std::string text = "package a:b; world w0 { import g0: func(); }";
  for (int i = 1; i < 5000; ++i) {
    const std::string n = std::to_string(i);
    text += "world w" + n + " { include w" + std::to_string(i - 1) + "; import g" + n + ": func(); }";
  }
  EXPECT_THAT(errors(text),
              ::testing::HasSubstr("[T0131] the worlds of these packages have more than 200000 items"));
}

/// Six worlds, one a line, of which the last is too much.
std::string too_much() {
  std::string text = "package a:b; world w {";
  for (int i = 0; i < 20000; ++i) text += "import g" + std::to_string(i) + ": func();";
  text += "}\n";
  for (int i = 0; i < 5; ++i) text += "world w" + std::to_string(i) + " { include w; }\n";
  return text;
}

constexpr const char* kTooMuch = "[T0131] the worlds of these packages have more than 200000 items";

TEST_F(WorldTest, LooksAtNoRenamesOnceItIsEnough) {
  EXPECT_EQ(errors(too_much() + "world v { include w with { absent as here } }"),
            "6:20: " + std::string(kTooMuch));
}

TEST_F(WorldTest, WalksNoInterfacesOnceItIsEnough) {
  const std::string wrong =
      "interface i { type t = u8; } interface k { use i.{t}; } interface l { use k.{t}; }\n"
      "world v { export i; export l; }";
  EXPECT_THAT(errors("package a:b; " + wrong), ::testing::HasSubstr("[T0126]"));
  EXPECT_EQ(errors(too_much() + wrong), "6:20: " + std::string(kTooMuch));
}

TEST_F(WorldTest, CountsWhatInterfacesUse) {
  std::string text = "package a:b;\n";
  for (int i = 0; i < 300; ++i) {
    text += "interface i" + std::to_string(i) + " { type t = u8;";
    for (int k = 0; k < i; ++k) text += "use i" + std::to_string(k) + ".{t as t" + std::to_string(k) + "};";
    text += "}\n";
  }
  for (int i = 0; i < 100; ++i) text += "world w" + std::to_string(i) + " { import i299; }\n";
  EXPECT_THAT(errors(text), ::testing::HasSubstr(kTooMuch));
}

TEST_F(WorldTest, LeavesOutWhatInactiveFeaturesGate) {
  const char* text = R"(package a:b;
    interface i { @unstable(feature = x) type t = u8; @unstable(feature = x) f: func(a: t); g: func(); }
    @unstable(feature = x) interface j {}
    world w { import i; @unstable(feature = x) import j; })";
  model(text);
  EXPECT_EQ(interface("i").functions.size(), 1U);
  EXPECT_EQ(names(world("w").imports), "a:b/i");
  model(text, {"x"});
  EXPECT_EQ(interface("i").functions.size(), 2U);
  EXPECT_EQ(names(world("w").imports), "a:b/i a:b/j");
}

TEST_F(WorldTest, RefusesReferencesToWhatIsLeftOut) {
  EXPECT_EQ(
      interface_errors("@unstable(feature = x) type t = u8;\nf: func(a: t);"),
      "3:1: [T0129] found a reference to type `t`, which is excluded because its feature is not active");
  EXPECT_EQ(errors("package a:b; @unstable(feature = x) interface i { type t = u8; }"),
            "1:56: [T0129] type `t` is not gated by a feature but its interface is gated by `x`, which is "
            "not active");
}

TEST_F(WorldTest, ChecksGates) {
  EXPECT_EQ(errors("package a:b; @since(version = 1.0.0) interface i {}"),
            "1:48: [T0128] package `a:b` contains a feature gate with a version, so it must have a version");
  EXPECT_EQ(errors("package a:b@1.0.0; interface i { @since(version = 1.0.1) f: func(); }"),
            "1:58: [T0127] `@since` names version 1.0.1, which package `a:b@1.0.0` hasn't reached");
  EXPECT_EQ(errors("package a:b; @deprecated(version = 1.0.0) interface i {}"),
            "1:15: [T0012] must pair `@deprecated` with either `@since` or `@unstable`");
  EXPECT_EQ(errors("package a:b; @unstable(feature = x) @since(version = 1.0.0) interface i {}"),
            "1:38: [T0012] unsupported combination of attributes");
}

}  // namespace
}  // namespace tenon::wit
