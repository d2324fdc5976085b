// SPDX-License-Identifier: MIT
//
// What names mean: packages, interfaces and types.
#include <gmock/gmock.h>

#include "wit/json.hpp"
#include "wit/test_support.hpp"

namespace tenon::wit {
namespace {

class ResolverTest : public testing::FrontEnd {};

Input files(std::initializer_list<Source> main, std::initializer_list<PackageSources> deps = {}) {
  Input input;
  input.packages.push_back({main});
  input.packages.insert(input.packages.end(), deps);
  return input;
}

TEST_F(ResolverTest, FollowsUseAcrossPackagesInAnyOrder) {
  model_of(files({{"a.wit", "package a:a; interface i { use b:b/j.{t as u}; f: func() -> u; }"}},
                 {{{{"b.wit", "package b:b; interface j { use c:c/k.{t}; }"}}},
                  {{{"c.wit", "package c:c; interface k { type t = string; }"}}}}));
  EXPECT_EQ(parsed_.model[parsed_.model.main].name.text(), "a:a");
  EXPECT_EQ(parsed_.model.resolve(*interface("i").functions[0].result), Type(Primitive::string));
}

TEST_F(ResolverTest, KeepsInterfacesInSourceOrderAndTypesInOrderOfNeed) {
  model("package a:b; interface i { type b = a; g: func(); type a = u8; f: func(); }");
  EXPECT_EQ(interface("i").types[0].name, "b");
  EXPECT_EQ(interface("i").functions[0].name, "g");
  EXPECT_EQ(parsed_.model.types[0].name, "a");
}

TEST_F(ResolverTest, TurnsBareResourcesIntoOwnedHandles) {
  model(
      "package a:b; interface i { resource r { constructor(x: r); m: func(); s: static func(); } type q = r; "
      "}");
  const auto& functions = interface("i").functions;
  EXPECT_EQ(functions[0].name, "[constructor]r");
  EXPECT_TRUE(parsed_.model.as<Handle>(*functions[0].result)->owned);
  EXPECT_EQ(functions[1].item_name(), "m");
  EXPECT_FALSE(parsed_.model.as<Handle>(functions[1].params[0].type)->owned);
  EXPECT_EQ(functions[2].item_name(), "s");
  EXPECT_EQ(parsed_.model.resolve_resource(interface("i").types[1].id), functions[0].resource);
}

TEST_F(ResolverTest, SuggestsNearNames) {
  EXPECT_EQ(rendered("package a:b; interface i { type t = flaot32; }").find("did you mean"),
            std::string::npos);
  errors("package a:b; interface i { record finding {} f: func(x: findng, y: float32); }");
  EXPECT_EQ(parsed_.diagnostics[0].help, "did you mean `finding`?");
  EXPECT_EQ(parsed_.diagnostics[1].help, "`float32` is `f32` in WIT");
  errors("package a:b; interface text {} world w { import test; }");
  EXPECT_EQ(parsed_.diagnostics[0].help, "did you mean `text`?");
}

TEST_F(ResolverTest, ReportsSeveralErrorsInOrderOfTheirPlaces) {
  EXPECT_EQ(interface_errors("f: func(a: x) -> y;\ntype t = z;\nenum e {}"),
            "2:12: [T0107] name `x` does not exist\n2:18: [T0107] name `y` does not exist\n"
            "3:10: [T0107] type `z` does not exist\n4:6: [T0117] empty enum");
}

TEST_F(ResolverTest, RefusesNamesTwiceInAScope) {
  EXPECT_EQ(interface_errors("type t = u8;\nt: func();"), "3:1: [T0112] name `t` is defined more than once");
  EXPECT_EQ(interface_errors("type t = u8; type T = u8;"),
            "2:19: [T0112] name `T` is defined more than once");
  EXPECT_EQ(interface_errors("record r { a: u8, a: u8 }"),
            "2:19: [T0112] field `a` is defined more than once");
  EXPECT_EQ(interface_errors("f: func(a: u8, a: u8);"), "2:16: [T0112] param `a` is defined more than once");
  EXPECT_EQ(interface_errors("resource r { m: func(self: u8); }"),
            "2:22: [T0112] param `self` is defined more than once");
  EXPECT_EQ(errors("package a:b; interface i {} world i {}"), "1:35: [T0112] duplicate item named `i`");
}

TEST_F(ResolverTest, RefusesTypesThatContainThemselves) {
  EXPECT_EQ(interface_errors("record r { next: option<r> }"), "2:25: [T0113] type `r` depends on itself");
  EXPECT_EQ(interface_errors("type a = list<b>; type b = a; f: func(x: b);"),
            "2:15: [T0113] type `b` depends on itself");
}

TEST_F(ResolverTest, ChecksHandlesKeysAndResults) {
  EXPECT_EQ(interface_errors("type t = u8; f: func(x: borrow<t>);"),
            "2:32: [T0116] type `t` used in a handle must be a resource");
  EXPECT_EQ(interface_errors("f: func(x: map<f32, u8>);"),
            "2:12: [T0120] this type can't be the key of a map");
  EXPECT_EQ(interface_errors("resource r; record b { x: borrow<r> } f: func() -> list<b>;"),
            "2:39: [T0121] function `f` returns a type that holds a `borrow`");
  EXPECT_EQ(interface_errors("resource r { constructor() -> u8; }"),
            "2:31: [T0119] if a constructor return type is declared it must be a `result`");
  EXPECT_EQ(interface_errors("f: func(); g: func(x: f);"), "2:23: [T0115] cannot use function `f` as a type");
}

TEST_F(ResolverTest, ReportsMissingAndDisagreeingPackages) {
  EXPECT_EQ(errors("interface i {}"),
            "1:1: [T0101] no `package` header was found in any WIT file of this package");
  EXPECT_EQ(errors("package a:b; world w { import c:d/e; }"), "1:31: [T0105] package `c:d` not found");
  EXPECT_EQ(errors_of(files({{"x.wit", "package a:b;"}, {"y.wit", "package a:c;"}})),
            "1:9: [T0102] package identifier `a:c` does not match previous package name of `a:b`");
  EXPECT_EQ(errors("package a:b; package c:d {} package c:d {}"),
            "1:37: [T0104] package `c:d` is defined in two places");
  EXPECT_EQ(errors("package a:b; package c:d { interface i {} } world w { import c:d/j; }"),
            "1:66: [T0111] interface `j` not found in package `c:d`");
}

TEST_F(ResolverTest, ReportsCyclesOfPackagesAndInterfaces) {
  EXPECT_EQ(errors("package a:b; interface i { use a:b/i.{t}; type t = u8; }"),
            "1:32: [T0106] package `a:b` creates a dependency cycle");
  EXPECT_EQ(errors("package a:b; interface i { use j.{}; } interface j { use i.{}; }"),
            "1:50: [T0114] interface or world `j` depends on itself");
}

TEST_F(ResolverTest, GivesNoModelWithErrors) {
  errors("package a:b; interface i { type t = x; }");
  EXPECT_FALSE(parsed_.ok());
  EXPECT_TRUE(parsed_.model.packages.empty() && parsed_.model.types.empty());
}

TEST_F(ResolverTest, StaysQuickOnHostileChains) {
  std::string chain = "package a:b; interface i0 { type t0 = list<u8>; }";
  for (int i = 1; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    const std::string p = std::to_string(i - 1);
    chain += "interface i" + n + " { use i" + p + ".{t" + p + "}; type t" + n + " = list<t" + p +
             ">; f: func() -> t" + n + "; }";
  }
  model(chain + "world w { export i19999; }");
  EXPECT_EQ(world("w").imports.size(), 19'999U);
}

TEST_F(ResolverTest, DumpsTheModelAsTheReferenceDoes) {
  model("package a:b@1.0.0; /// d\ninterface i { f: async func(x: option<u8>); }");
  EXPECT_THAT(to_json(parsed_.model).dump(2), ::testing::HasSubstr(R"("f": {
          "name": "f",
          "kind": "async-freestanding",
          "params": [
            {
              "name": "x",
              "type": 0
            }
          ]
        })"));
}

}  // namespace
}  // namespace tenon::wit
