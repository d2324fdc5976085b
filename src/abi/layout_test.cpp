// SPDX-License-Identifier: MIT
#include "abi/layout.hpp"

#include <gtest/gtest.h>

#include "abi/testing.hpp"
#include "tenon/abi/value.h"

namespace tenon::abi {
namespace {

using namespace testing;

/// "size/align" of `t`, in an interface that also has a resource, a record and an enum.
wit::Model types(const std::string& definition) {
  return model_of(exported("resource doc; enum level { low, high } record pair { a: u8, b: u64 }\n" +
                           definition + "\n use-it: func(t: t);"));
}

std::string layout(const std::string& definition) {
  const wit::Model model = types(definition);
  const Layout layout = layout_of(model, type_of(model, "t"));
  return std::to_string(layout.size) + "/" + std::to_string(layout.align);
}

std::string layout_alias(const std::string& type) { return layout("type t = " + type + ";"); }

std::uint32_t payload(const std::string& definition) {
  const wit::Model model = types(definition);
  return payload_offset(model, type_of(model, "t"));
}

std::string cases(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "c" + std::to_string(i) + ", ";
  return out;
}

TEST(Layout, of_scalars_is_their_width) {
  for (const auto& [type, expected] :
       {std::pair("bool", "1/1"), std::pair("u8", "1/1"), std::pair("s16", "2/2"), std::pair("u32", "4/4"),
        std::pair("char", "4/4"), std::pair("f32", "4/4"), std::pair("s64", "8/8"),
        std::pair("f64", "8/8")}) {
    EXPECT_EQ(layout_alias(type), expected) << type;
  }
}

TEST(Layout, of_strings_and_lists_is_pointer_and_length) {
  EXPECT_EQ(sizeof(tenon_string), 16u);
  EXPECT_EQ(layout_alias("string"), "16/8");
  EXPECT_EQ(layout_alias("list<u8>"), "16/8");
  EXPECT_EQ(layout_alias("list<pair>"), "16/8");
}

TEST(Layout, of_handles_is_a_pointer) {
  EXPECT_EQ(layout_alias("list<borrow<doc>>"), "16/8");
  EXPECT_EQ(layout_alias("option<own<doc>>"), "16/8");
}

TEST(Layout, of_records_is_that_of_c_structs) {
  struct Mixed {
    std::uint8_t a;
    std::uint32_t b;
    std::uint16_t c;
    std::uint64_t d;
    std::uint8_t e;
  };
  EXPECT_EQ(sizeof(Mixed), 32u);
  const wit::Model model = types("record t { a: u8, b: u32, c: u16, d: u64, e: bool }");
  const auto* record = model.as<wit::Record>(type_of(model, "t"));
  EXPECT_EQ(field_offsets(model, *record), (std::vector<std::uint32_t>{0, 4, 8, 16, 24}));
  EXPECT_EQ(layout("record t { a: u8, b: u32, c: u16, d: u64, e: bool }"), "32/8");
}

TEST(Layout, of_records_inside_records_keeps_their_padding) {
  EXPECT_EQ(layout("record t { a: pair, b: u8 }"), "24/8");
  EXPECT_EQ(layout("record t { a: level, b: level, c: u16 }"), "4/2");
}

TEST(Layout, of_options_and_results_puts_the_tag_first) {
  EXPECT_EQ(layout_alias("option<u8>"), "2/1");
  EXPECT_EQ(layout_alias("option<u32>"), "8/4");
  EXPECT_EQ(layout_alias("option<option<u32>>"), "12/4");
  EXPECT_EQ(layout_alias("option<string>"), "24/8");
  EXPECT_EQ(layout_alias("result"), "1/1");
  EXPECT_EQ(layout_alias("result<u8, u64>"), "16/8");
  EXPECT_EQ(layout_alias("result<_, u16>"), "4/2");
}

TEST(Layout, of_enums_grows_with_their_cases) {
  EXPECT_EQ(layout("enum t { " + cases(256) + " }"), "1/1");
  EXPECT_EQ(layout("enum t { " + cases(257) + " }"), "2/2");
  EXPECT_EQ(tag_size(65536), 2u);
  EXPECT_EQ(tag_size(65537), 4u);
}

TEST(Layout, of_flags_is_the_smallest_integer) {
  EXPECT_EQ(layout("flags t { " + cases(8) + " }"), "1/1");
  EXPECT_EQ(layout("flags t { " + cases(9) + " }"), "2/2");
  EXPECT_EQ(layout("flags t { " + cases(17) + " }"), "4/4");
  EXPECT_EQ(layout("flags t { " + cases(32) + " }"), "4/4");
}

TEST(Layout, of_variants_is_tag_and_largest_payload) {
  EXPECT_EQ(layout("variant t { a(u8), b(string), c }"), "24/8");
  EXPECT_EQ(layout("variant t { a(u8), b(u16) }"), "4/2");
  EXPECT_EQ(layout("variant t { a, b }"), "1/1");
  EXPECT_EQ(payload("variant t { a(u8), b(string), c }"), 8u);
}

TEST(Layout, of_tuples_is_that_of_records) { EXPECT_EQ(layout_alias("tuple<u8, u32, u8>"), "12/4"); }

TEST(Layout, puts_payloads_behind_the_tag) {
  EXPECT_EQ(payload("type t = option<u8>;"), 1u);
  EXPECT_EQ(payload("type t = option<pair>;"), 8u);
  EXPECT_EQ(payload("type t = result<u16, u8>;"), 2u);
}

Passing passing(const std::string& type) {
  const wit::Model model = types("type t = " + type + ";");
  return passing_of(model, type_of(model, "t"));
}

TEST(Passing, is_by_value_for_scalars_and_enums) {
  for (const char* type : {"bool", "u64", "f32", "char", "level"})
    EXPECT_EQ(passing(type), Passing::value) << type;
}

TEST(Passing, is_pointer_and_length_for_strings_and_lists) {
  for (const char* type : {"string", "list<u8>", "list<pair>"}) {
    EXPECT_EQ(passing(type), Passing::pointer_and_length) << type;
  }
}

TEST(Passing, is_by_pointer_for_everything_else) {
  for (const char* type : {"pair", "option<u32>", "result<u8>", "tuple<u8, u8>"}) {
    EXPECT_EQ(passing(type), Passing::pointer) << type;
  }
}

TEST(Passing, is_by_value_for_handles) {
  const wit::Model model = types("type t = u8; f: func(a: doc, b: borrow<doc>);");
  const World world = world_of(model);
  for (const wit::Param& param : world.exports.at(0).functions.at(0).function->params) {
    EXPECT_EQ(passing_of(model, param.type), Passing::value);
  }
}

bool frees(const std::string& type) {
  const wit::Model model = types("type t = " + type + ";");
  return needs_free(model, type_of(model, "t"));
}

bool checks(const std::string& type) {
  const wit::Model model = types("type t = " + type + ";");
  return needs_check(model, type_of(model, "t"));
}

TEST(Values, have_to_be_freed_if_they_own_memory_or_objects) {
  for (const char* type :
       {"string", "list<u8>", "option<string>", "result<u8, string>", "option<own<doc>>"}) {
    EXPECT_TRUE(frees(type)) << type;
  }
  for (const char* type : {"u8", "pair", "level", "option<u8>", "result"}) EXPECT_FALSE(frees(type)) << type;
}

TEST(Values, have_to_be_checked_if_not_all_bits_mean_something) {
  for (const char* type : {"char", "level", "option<u8>", "result", "list<u8>", "tuple<u8, char>"}) {
    EXPECT_TRUE(checks(type)) << type;
  }
  for (const char* type : {"u8", "bool", "f64", "string", "pair"}) EXPECT_FALSE(checks(type)) << type;
}

}  // namespace
}  // namespace tenon::abi
