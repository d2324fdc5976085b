// SPDX-License-Identifier: MIT
//
// Ranges of all kinds that stand for a list.
#include <gtest/gtest.h>
#include <tenon/implement.hpp>

#include <cstdlib>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Strings = tenon::Type<std::vector<std::string>>;

int g_blocks = 0;
void* alloc(void*, std::size_t size, std::size_t) { return ++g_blocks, std::malloc(size); }
void give_back(void*, void* memory, std::size_t, std::size_t) { --g_blocks, std::free(memory); }
constexpr tenon_host_table kTable = {sizeof kTable, TENON_CONTRACT, nullptr,     alloc,
                                     give_back,     nullptr,        {nullptr, 0}};

/// As a plugin's result; copied back and freed.
template <class Range>
std::vector<std::string> returned(Range&& range) {
  Strings::View view{};
  EXPECT_EQ(
      (tenon::Out<std::vector<std::string>>::lower(&kTable, std::forward<Range>(range), view, TENON_OK)),
      TENON_OK);
  return Strings::result(&kTable, view);
}

const std::vector<std::string> kBoth = {"a", "b"};

TEST(List, OfARangeThatMakesItsElements) {
  const auto twice = [](const std::string& text) { return text + text; };
  EXPECT_EQ(returned(kBoth | std::views::transform(twice)), (std::vector<std::string>{"aa", "bb"}));
  EXPECT_EQ(g_blocks, 0);
}

TEST(List, OfAViewLeavesWhatItShows) {
  std::vector<std::string> own = {"long enough to be on the heap of its own, first", "second"};
  const std::vector<std::string> before = own;
  struct Named {
    std::string name;
  };
  std::vector<Named> named = {{before[0]}, {before[1]}};
  EXPECT_EQ(returned(std::span(own)), before);
  EXPECT_EQ(returned(std::views::all(own)), before);
  EXPECT_EQ(returned(named | std::views::transform(&Named::name)), before);
  EXPECT_EQ(own, before);
  EXPECT_EQ(named[0].name, before[0]);
}

TEST(List, OfARangeThatThrowsLeavesNothing) {
  const auto second_fails = [](const std::string& text) {
    return text == "b" ? throw std::runtime_error("two") : text;
  };
  EXPECT_THROW(returned(kBoth | std::views::transform(second_fails)), std::runtime_error);
  EXPECT_EQ(g_blocks, 0);
}

static_assert(tenon::detail::Lasts<const std::string&, std::string>);
static_assert(tenon::detail::Lasts<std::string_view, std::string>);
static_assert(tenon::detail::Lasts<std::uint32_t, std::uint32_t>);
static_assert(!tenon::detail::Lasts<std::string, std::string>);
static_assert(!tenon::detail::Lasts<std::vector<std::uint8_t>, std::vector<std::uint8_t>>);
static_assert(!tenon::detail::Lasts<std::array<std::uint8_t, 4>, std::vector<std::uint8_t>>);

}  // namespace
