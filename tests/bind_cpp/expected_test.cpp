// SPDX-License-Identifier: MIT
#include "tenon/expected.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tenon/owned.hpp"

namespace {

using tenon::expected;
using tenon::unexpected;

expected<int, std::string> half(int n) {
  if (n % 2) return unexpected("odd");
  return n / 2;
}

TEST(Expected, HoldsAValueOrAnError) {
  EXPECT_EQ(*half(4), 2);
  EXPECT_EQ(half(3).error(), "odd");
  EXPECT_EQ(half(3).value_or(7), 7);
}

TEST(Expected, ValueThrowsTheErrorsWords) {
  try {
    static_cast<void>(half(3).value());
    FAIL();
  } catch (const tenon::BadExpectedAccess& e) {
    EXPECT_STREQ(e.what(), "odd");
  }
}

/// As `result<string, own<r>>`, `result<own<r>, string>` and an option of either arrive.
TEST(Expected, ToOwnedMovesTheHandleBesideAView) {
  using Handle = std::unique_ptr<int>;
  const auto text = tenon::to_owned(expected<std::string_view, Handle>("text"));
  static_assert(std::is_same_v<decltype(text), const expected<std::string, Handle>>);
  EXPECT_EQ(*text, "text");
  expected<std::string_view, Handle> error(unexpected(std::make_unique<int>(7)));
  EXPECT_EQ(*tenon::to_owned(std::move(error)).error(), 7);
  expected<Handle, std::string_view> value(std::make_unique<int>(8));
  EXPECT_EQ(**tenon::to_owned(std::move(value)), 8);
  std::optional<expected<std::string_view, Handle>> inside(unexpected(std::make_unique<int>(9)));
  EXPECT_EQ(*tenon::to_owned(std::move(inside))->error(), 9);
}

TEST(Expected, Chains) {
  EXPECT_EQ(*half(8).and_then(half), 2);
  EXPECT_EQ(half(6).and_then(half).error(), "odd");
  EXPECT_EQ(*half(8).transform([](int n) { return std::to_string(n); }), "4");
  EXPECT_EQ(*half(3).or_else([](const std::string&) { return half(2); }), 1);
}

TEST(Expected, OfNothing) {
  expected<void, std::string> done;
  EXPECT_TRUE(done);
  done = unexpected("no");
  EXPECT_EQ(done.error(), "no");
  EXPECT_EQ(done.transform([] { return 1; }).error(), "no");
}

TEST(Expected, MovesWhatCannotBeCopied) {
  expected<std::unique_ptr<int>, std::string> one = std::make_unique<int>(1);
  std::unique_ptr<int> out = *std::move(one);
  EXPECT_EQ(*out, 1);
}

#ifdef __cpp_lib_expected
struct Uncopied {
  int number = 0;
  explicit Uncopied(int n) : number(n) {}
  Uncopied(const Uncopied&) { throw std::bad_alloc(); }
  Uncopied(Uncopied&&) noexcept = default;
};

TEST(Expected, TakesAnotherErrorOverWhereThereIsNoValue) {
  const auto length = [](const std::string& text) {
    return expected<void, int>(unexpected(static_cast<int>(text.size())));
  };
  EXPECT_TRUE((expected<void, std::string>().or_else(length).has_value()));
  const expected<void, std::string> bad = unexpected("bad");
  EXPECT_EQ(bad.or_else(length).error(), 3);
}

TEST(Expected, KeepsWhatItHeldWhereACopyThrows) {
  struct Holder {  // as a record that has one: its copy is the compiler's
    expected<Uncopied, int> held;
  };
  static_assert(!std::is_nothrow_copy_assignable_v<Holder>);
  static_assert(std::is_nothrow_move_assignable_v<Holder>);
  Holder a{Uncopied(1)}, b{Uncopied(2)};
  EXPECT_THROW(a = b, std::bad_alloc);
  EXPECT_EQ(a.held->number, 1);
  a = std::move(b);
  EXPECT_EQ(a.held->number, 2);
  expected<std::string, int> text("text");
  text = *&text;
  EXPECT_EQ(text, "text");
}

TEST(Expected, ConvertsFromAndToTheStandards) {
  const std::expected<int, std::string> there = half(4);
  const expected<int, std::string> back = there;
  EXPECT_EQ(*back, 2);
  const expected<int, std::string> error = std::expected<int, const char*>(std::unexpect, "no");
  EXPECT_EQ(error.error(), "no");
  const std::expected<void, std::string> nothing = expected<void, const char*>(unexpected("x"));
  EXPECT_EQ(nothing.error(), "x");
}
#endif

}  // namespace
