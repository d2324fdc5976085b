// SPDX-License-Identifier: MIT
//
// Definitions of one name that are pairwise another type: whatever pair meets is refused, whoever has
// which and whoever implements the interface. abi_stable's test of pairwise different layouts
// (same_different_abi_stability) does so for Rust's types; this is its idea for WIT's.
#include <gtest/gtest.h>

#include "abi/compat.hpp"
#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;

const char* const kTypes[] = {
    "type t = bool;",
    "type t = u8;",
    "type t = s8;",
    "type t = u16;",
    "type t = u32;",
    "type t = s32;",
    "type t = u64;",
    "type t = f32;",
    "type t = f64;",
    "type t = char;",
    "type t = string;",
    "type t = list<u8>;",
    "type t = list<s8>;",
    "type t = list<list<u8>>;",
    "type t = option<u8>;",
    "type t = option<option<u8>>;",
    "type t = result;",
    "type t = result<u8>;",
    "type t = result<_, u8>;",
    "type t = result<u8, u8>;",
    "type t = tuple<u8>;",
    "type t = tuple<u8, u8>;",
    "type t = tuple<u8, u16>;",
    "type t = tuple<u16, u8>;",
    "record t { a: u8 }",
    "record t { b: u8 }",
    "record t { a: s8 }",
    "record t { a: u8, b: u8 }",
    "record t { b: u8, a: u8 }",
    "record t { a: tuple<u8, u8> }",
    "enum t { a, b }",
    "enum t { b, a }",
    "enum t { a, c }",
    "flags t { a, b }",
    "flags t { b, a }",
    "variant t { a, b }",
    "variant t { a(u8), b }",
    "variant t { a, b(u8) }",
    "variant t { a(u8), b(u8) }",
    "variant t { a(u8), b(s8) }",
    "resource t;",
    "resource r; type t = borrow<r>;",
    "resource r; type t = own<r>;",
};

std::string items(const char* type) { return std::string(type) + "\nf: func(x: t);\n"; }

std::string importing(const std::string& body) {
  return "package text:api@1.4.0;\ninterface api {\n" + body + "\n}\nworld tool { import api; }\n";
}

bool fits(const std::string& host, const std::string& plugin) {
  const wit::Model h = model_of(host), p = model_of(plugin);
  const World host_world = world_of(h), plugin_world = world_of(p);
  return check({&h, &host_world, {}}, {&p, &plugin_world, {}}).empty();
}

TEST(Pairs, a_type_fits_itself) {
  for (const char* type : kTypes) {
    EXPECT_TRUE(fits(importing(items(type)), importing(items(type)))) << type;
    EXPECT_TRUE(fits(exported(items(type)), exported(items(type)))) << type;
  }
}

TEST(Pairs, no_two_of_them_fit) {
  for (const char* a : kTypes) {
    for (const char* b : kTypes) {
      if (a == b) continue;
      EXPECT_FALSE(fits(importing(items(a)), importing(items(b)))) << a << " " << b;
      EXPECT_FALSE(fits(exported(items(a)), exported(items(b)))) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace tenon::abi
