// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> refusals_in(const std::string& text) {
  const wit::Model model = model_of(text);
  std::vector<std::string> out;
  for (const auto& diagnostic : check_profile(model, world_of(model))) {
    out.push_back(diagnostic.code + ": " + diagnostic.message);
  }
  return out;
}

std::vector<std::string> refusals(const std::string& items) { return refusals_in(exported(items)); }

TEST(Profile, takes_all_that_is_built) {
  EXPECT_THAT(refusals(R"(
    resource doc { constructor(a: u8) -> result<doc, string>; s: static func() -> doc; m: func(x: f32) -> char; }
    enum e { a, b }
    record r { e: e, o: option<list<string>>, d: result<_, bool> }
    f: func(r: r, d: borrow<doc>, all: list<doc>) -> result<r, e>;)"),
              IsEmpty());
}

TEST(Profile, refuses_what_native_plugins_do_not_have) {
  EXPECT_THAT(refusals("f: async func();"),
              ElementsAre("T0901: `f` of `text:api/api@1` is async, which native plugins don't support"));
  EXPECT_THAT(
      refusals("f: func(s: stream<u8>);"),
      ElementsAre(
          "T0902: a type in `f` of `text:api/api@1` is a stream, which native plugins don't support"));
  EXPECT_THAT(
      refusals("f: func() -> future<u8>;"),
      ElementsAre(
          "T0903: a type in `f` of `text:api/api@1` is a future, which native plugins don't support"));
}

TEST(Profile, refuses_maps_and_lists_of_fixed_length) {
  EXPECT_THAT(
      refusals("f: func(m: map<u8, u8>);"),
      ElementsAre("T0904: a type in `f` of `text:api/api@1` is a map, which native plugins don't support"));
  EXPECT_THAT(refusals("f: func(m: list<u8, 4>);"),
              ElementsAre("T0905: a type in `f` of `text:api/api@1` is a list of fixed length, which native "
                          "plugins don't support"));
}

TEST(Profile, refuses_error_contexts_also_inside_records) {
  EXPECT_THAT(
      refusals("record r { e: error-context } f: func(r: r);"),
      ElementsAre(
          "T0906: `error-context`, used by `f` of `text:api/api@1`, is not supported by native plugins"));
}

TEST(Profile, refuses_records_without_fields) {
  EXPECT_THAT(
      refusals("record r {} f: func(r: list<r>);"),
      ElementsAre(
          "T0907: `r`, used by `f` of `text:api/api@1`, is a record without fields, which native plugins "
          "don't support"));
}

TEST(Profile, refuses_empty_tuples_and_flags_and_more_than_32_flags) {
  std::string many = "flags many { x0";
  for (int i = 1; i < 33; ++i) many += ", x" + std::to_string(i);
  EXPECT_THAT(
      refusals("flags none {} " + many + " }\n f: func(n: none, m: many, t: tuple<>);"),
      ElementsAre(
          "T0907: `none`, used by `f` of `text:api/api@1`, is flags without a flag, which native plugins "
          "don't support",
          "T0909: `many`, used by `f` of `text:api/api@1`, is flags with more than 32 members, which "
          "native plugins don't support",
          "T0907: a type in `f` of `text:api/api@1` is an empty tuple, which native plugins don't support"));
}

TEST(Profile, takes_variants_flags_and_tuples) {
  EXPECT_THAT(refusals("variant v { a(u8), b } flags fl { x }\n f: func(v: v, f: fl, t: tuple<u8, u8>);"),
              IsEmpty());
}

TEST(Profile, looks_only_at_what_the_world_reaches) {
  EXPECT_THAT(refusals_in(exported("f: func();") + "interface other { record v {} g: async func(v: v); }"),
              IsEmpty());
}

TEST(Profile, refuses_two_versions_of_one_track) {
  EXPECT_THAT(refusals_in(R"(package text:api@1.0.0;
    world tool { import other:dep/a@1.0.0; import other:dep/a@1.1.0; }
    package other:dep@1.0.0 { interface a { f: func(); } }
    package other:dep@1.1.0 { interface a { f: func(); } })"),
              ElementsAre("T0908: `other:dep/a` is in the world twice on one track: `other:dep/a@1.0.0` and "
                          "`other:dep/a@1.1.0`"));
}

TEST(Profile, refuses_types_that_grow_without_end) {
  std::string items = "record t0 { a: u8, b: u8 }\n";
  for (int i = 1; i < 60; ++i) {
    const std::string inner = "t" + std::to_string(i - 1);
    items += "record t" + std::to_string(i) + " { a: " + inner + ", b: " + inner + " }\n";
  }
  const auto found = refusals(items + "f: func(t: t59);");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(
      found[0],
      "T0910: `t15` used by `f` of `text:api/api@1` is too large: more than 50 types inside each other, "
      "or more than 1 MiB in memory");
}

TEST(Profile, refuses_two_resources_that_would_have_one_id) {
  EXPECT_THAT(
      refusals_in(R"(package text:api;
    world tool {
      import log: interface { resource line; f: func() -> line; }
      export log: interface { resource line; g: func() -> line; }
    })"),
      ElementsAre(
          "T0911: `log` is declared in the world twice, as import and as export, both with a resource "
          "`line`"));
  EXPECT_THAT(refusals_in(R"(package text:api;
    interface log { resource line; f: func() -> line; }
    world tool { import log; export log; import mine: interface { f: func(); } export mine: interface { f: func(); } })"),
              IsEmpty());
}

TEST(Profile, refuses_worlds_with_thousands_of_interfaces) {
  std::string text = "package text:api;\nworld tool {\n";
  for (int i = 0; i < 1001; ++i) text += "  export e" + std::to_string(i) + ": interface { f: func(); }\n";
  EXPECT_THAT(refusals_in(text + "}\n"),
              ElementsAre("T0912: `text:api/tool` exports 1001 interfaces; native plugins have at "
                          "most 1000 each way"));
}

}  // namespace
}  // namespace tenon::abi
