// SPDX-License-Identifier: MIT
//
// Golden: changing a text here means changing the hashes of every plugin.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/canonical.hpp"
#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;

std::string text_of(const std::string& items) {
  const wit::Model model = model_of(exported(items), {"*"});
  return hash_text(model, world_of(model).exports.at(0));
}

std::string hex(const Hash& hash) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (std::uint8_t byte : hash) out += {kDigits[byte >> 4], kDigits[byte & 15]};
  return out;
}

TEST(HashText, lists_functions_by_slot_and_each_type_once) {
  EXPECT_EQ(text_of(R"(
      enum severity { note, warning }
      record finding { line: u32, severity: severity, text: string }
      apply: func(text: string) -> result<string, string>;
      analyse: func(text: string, limit: option<u32>) -> list<finding>;
      count: func() -> u64;)"),
            "interface text:api/api@1\n"
            "t0 = option<u32>\n"
            "t1 = enum {note, warning}\n"
            "t2 = record {line: u32, severity: t1, text: string}\n"
            "t3 = list<t2>\n"
            "0 analyse(string, t0) -> t3\n"
            "t4 = result<string, string>\n"
            "1 apply(string) -> t4\n"
            "2 count() -> u64\n");
}

TEST(HashText, lists_resources_behind_the_functions) {
  EXPECT_EQ(text_of(R"(
      resource doc { constructor(text: string); merge: static func(a: borrow<doc>) -> doc; feed: func(text: string); }
      shut: func(d: doc);)"),
            "interface text:api/api@1\n"
            "t0 = own<text:api/api@1#doc>\n"
            "0 [constructor]doc(string) -> t0\n"
            "t1 = borrow<text:api/api@1#doc>\n"
            "1 [static]doc.merge(t1) -> t0\n"
            "2 shut(t0)\n"
            "resource text:api/api@1#doc\n"
            "0 feed(string)\n");
}

TEST(HashText, of_a_resource_has_its_methods) {
  const wit::Model model = model_of(exported("resource doc { feed: func(text: list<u8>); close: func(); }"));
  const Interface api = world_of(model).exports.at(0);
  EXPECT_EQ(hash_text(model, api.resources.at(0)),
            "resource text:api/api@1#doc\n"
            "0 close()\n"
            "t0 = list<u8>\n"
            "1 feed(t0)\n");
}

TEST(HashText, ignores_what_the_contract_ignores) {
  const std::string one = text_of(R"(
      /// Docs.
      record pair { a: u8, b: string }
      @since(version = 1.0.0)
      f: func(first: pair) -> u8;
      @since(version = 1.1.0)
      g: func();)");
  const std::string two = text_of(R"(
      @since(version = 1.2.0)
      g: func();
      record duo { a: byte, b: words }
      type byte = u8;
      type words = string;
      type both = duo;
      f: func(second: both) -> byte;)");
  EXPECT_EQ(one, two);
}

TEST(HashText, tells_own_from_borrow_and_names_of_members_apart) {
  const auto with = [](const std::string& items) { return text_of("resource doc;\n" + items); };
  EXPECT_NE(with("f: func(d: doc);"), with("f: func(d: borrow<doc>);"));
  EXPECT_NE(with("record t { a: u8 } f: func(t: t);"), with("record t { b: u8 } f: func(t: t);"));
  EXPECT_NE(with("f: func() -> result;"), with("f: func();"));
}

TEST(HashText, stays_small_however_types_nest) {
  std::string items = "record t0 { a: u8, b: u8 }\n";
  for (int i = 1; i < 200; ++i) {
    const std::string inner = "t" + std::to_string(i - 1);
    items += "record t" + std::to_string(i) + " { a: " + inner + ", b: " + inner + " }\n";
  }
  EXPECT_LT(text_of(items + "f: func(t: t199);").size(), 10000u);
}

TEST(Hash, is_the_first_half_of_sha_256) {
  EXPECT_EQ(hex(hash_of("")), "e3b0c44298fc1c149afbf4c8996fb924");
  EXPECT_EQ(hex(hash_of("abc")), "ba7816bf8f01cfea414140de5dae2223");
}

TEST(Hash, of_an_interface_is_that_of_its_text) {
  const wit::Model model = model_of(exported("resource doc { close: func(); } f: func();"));
  const Interface api = world_of(model).exports.at(0);
  EXPECT_EQ(api.hash, hash_of(hash_text(model, api)));
  EXPECT_EQ(api.resources[0].hash, hash_of(hash_text(model, api.resources[0])));
}

TEST(Signature, reads_like_wit_with_aliases_followed) {
  const wit::Model model =
      model_of(exported("type lines = list<line>; record line { n: u32 }\n"
                        "f: func(a: lines, b: option<u8>) -> result<_, string>;"));
  EXPECT_EQ(signature(model, *world_of(model).exports.at(0).functions.at(0).function),
            "f: func(a: list<line>, b: option<u8>) -> result<_, string>");
}

TEST(Signature, names_the_resource_and_says_own) {
  const wit::Model model =
      model_of(exported("resource doc { constructor(a: u8); s: static func(d: doc); m: func() -> string; }"));
  const Interface api = world_of(model).exports.at(0);
  EXPECT_EQ(signature(model, *api.functions.at(0).function), "doc: constructor(a: u8) -> own<doc>");
  EXPECT_EQ(signature(model, *api.functions.at(1).function), "doc.s: static func(d: own<doc>)");
  EXPECT_EQ(signature(model, *api.resources.at(0).methods.at(0).function), "doc.m: func() -> string");
}

}  // namespace
}  // namespace tenon::abi
