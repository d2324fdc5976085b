// SPDX-License-Identifier: MIT
//
// WIT that asks for more than it says: texts grow with the square of their source at most, nothing goes
// down a chain by recursion, and what is refused is refused by name. Sizes are counted, not time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "abi/canonical.hpp"
#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// `first`, then `next(n)` for n from 1 below `count`, and a function that takes the last.
std::string chain(const std::string& first, int count, const std::function<std::string(int)>& next) {
  std::string out = first + "\n";
  for (int i = 1; i < count; ++i) out += next(i) + "\n";
  return out + "f: func(x: t" + std::to_string(count - 1) + ");\n";
}
std::string t(int number) { return "t" + std::to_string(number); }

std::vector<std::string> refused(const std::string& text) {
  const wit::Model model = model_of(text);
  std::vector<std::string> out;
  for (const auto& diagnostic : check_profile(model, world_of(model))) out.push_back(diagnostic.code);
  return out;
}

/// Describes, hashes, writes and judges it; how long the texts are.
struct Sizes {
  std::size_t hashed = 0, canonical = 0;
};
Sizes sizes_of(const std::string& text) {
  const wit::Model model = model_of(text);
  const World world = world_of(model);
  Sizes sizes{0, canonical_wit(model, {world.id}).size()};
  for (const Interface& i : world.exports) sizes.hashed += hash_text(model, i).size();
  return sizes;
}

TEST(Hostile, aliases_that_double_stay_small) {
  const std::string text = exported(chain("type t0 = u8;", 90, [](int i) {
    return "type " + t(i) + " = tuple<" + t(i - 1) + ", " + t(i - 1) + ">;";
  }));
  EXPECT_LT(sizes_of(text).hashed, 2 * text.size());
  EXPECT_LT(sizes_of(text).canonical, 80'000u);  // the spelling is cut; the profile refuses the type
  EXPECT_THAT(refused(text), Contains("T0910"));
}

TEST(Hostile, chains_are_followed_without_recursion) {
  for (const char* kind : {"type % = &;", "type % = list<&>;", "record % { a: & }", "variant % { a(&) }"}) {
    const std::string text = exported(chain("type t0 = u8;", 30'000, [&](int i) {
      std::string line = kind;
      line.replace(line.find('%'), 1, t(i));
      return line.replace(line.find('&'), 1, t(i - 1));
    }));
    EXPECT_LT(sizes_of(text).hashed, 2 * text.size()) << kind;
    EXPECT_LT(sizes_of(text).canonical, 2 * text.size()) << kind;
    const bool aliases_only = std::string(kind) == "type % = &;";
    EXPECT_EQ(refused(text).empty(), aliases_only) << kind;
  }
}

TEST(Hostile, lists_with_names_are_spelled_out_and_refused_by_length) {
  const std::string text = exported(chain("type t0 = u8;", 40, [](int i) {
    return "type " + t(i) + " = list<tuple<" + t(i - 1) + ", " + t(i - 1) + ">>;";
  }));
  EXPECT_THAT(refused(text), Contains("T0910"));
}

TEST(Hostile, chains_of_uses_add_nothing_to_a_type) {
  std::string text = "package text:api@1.4.0;\ninterface i0 { type t = u8; f: func(x: t); }\n";
  for (int i = 1; i < 300; ++i) {
    text +=
        "interface i" + std::to_string(i) + " { use i" + std::to_string(i - 1) + ".{t}; f: func(x: t); }\n";
  }
  EXPECT_THAT(refused(text + "world tool { export i299; }\n"), IsEmpty());
}

/// Each world has all of the one before and one more: a square of items.
TEST(Hostile, worlds_that_include_each_other_have_200000_items_together) {
  std::string text = "package text:api;\nworld w0 { import n0: func(); }\n";
  for (int i = 1; i < 2000; ++i) {
    const std::string n = std::to_string(i);
    text += "world w" + n + " { include w" + std::to_string(i - 1) + "; import n" + n + ": func(); }\n";
  }
  wit::Input input;
  input.packages.push_back({{{"test.wit", text}}});
  const wit::Parsed parsed = wit::parse(input);
  ASSERT_FALSE(parsed.ok());
  EXPECT_LE(parsed.diagnostics.size(), 100u);
  EXPECT_TRUE(parsed.model.worlds.empty());
}

TEST(Hostile, a_hundred_errors_are_enough) {
  for (const char* one :
       {"f: func(x: nope);\n", "f: func(;\n", "record r { a: u8 b: u8 }\n", "@since(x)\n", "}{"}) {
    std::string text = "package a:b;\ninterface i {\n";
    for (int i = 0; i < 20'000; ++i) text += one;
    wit::Input input;
    input.packages.push_back({{{"test.wit", text}}});
    const wit::Parsed parsed = wit::parse(input);
    EXPECT_FALSE(parsed.diagnostics.empty());
    EXPECT_LE(parsed.diagnostics.size(), 100u) << one;
  }
}

TEST(Hostile, brackets_are_counted_before_they_are_followed) {
  for (const auto& [open, code] :
       {std::pair("list<", "T0009"), std::pair("tuple<", "T0009"), std::pair("result<_, ", "T0009")}) {
    std::string text = "package a:b; interface i { f: func(x: ";
    for (int i = 0; i < 100'000; ++i) text += open;
    wit::Input input;
    input.packages.push_back({{{"test.wit", text}}});
    EXPECT_EQ(wit::parse(input).diagnostics.at(0).code, code);
  }
}

}  // namespace
}  // namespace tenon::abi
