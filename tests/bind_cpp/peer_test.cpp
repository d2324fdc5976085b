// SPDX-License-Identifier: MIT
//
// What bindings do when the other side traps, runs out of memory, is older or breaks the rules.
#include "all_host.hpp"

namespace all {
namespace {

using test::all::registry::abi::Table;

std::vector<Document> two_pages() {
  std::vector<Document> pages;
  pages.push_back(Document::make(Page{"a"}));
  pages.push_back(Document::make(Page{"b"}));
  return pages;
}

TEST_F(AllTest, AnExceptionIsATrapWithItsText) {
  const auto result = work().throws(0, {});
  EXPECT_EQ(result.error().status(), TENON_TRAP);
  EXPECT_EQ(result.error().message(), "test:all/work#throws: thrown on purpose");
}

TEST_F(AllTest, AnythingElseThrownIsATrapToo) {
  EXPECT_EQ(work().throws(1, {}).error().message(),
            "test:all/work#throws: an exception that isn't a std::exception");
}

TEST_F(AllTest, ATrapPoisonsTheInstanceAndItsObjects) {
  const Document doc = *work().open("x");
  static_cast<void>(work().throws(0, {}));
  EXPECT_EQ(work().add(1, 1).error().status(), TENON_POISONED);
  EXPECT_EQ(doc.title().error().status(), TENON_POISONED);
}

TEST_F(AllTest, ObjectsGivenAreDroppedOnEveryPath) {
  static_cast<void>(work().throws(0, two_pages()));
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
  static_cast<void>(work().throws(2, two_pages()));  // poisoned
  EXPECT_EQ(work().adopt_titled({"t", page("p")}).error().status(), TENON_POISONED);
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

TEST_F(AllTest, AnExceptionInTheHostIsATrapOfThePluginsFunction) {
  registry.on_again = [](std::uint32_t) -> std::uint32_t { throw std::runtime_error("host"); };
  EXPECT_EQ(work().depth(1).error().message(), "test:all/work#depth: test:all/registry#again: trap");
}

TEST_F(AllTest, AnOlderHostIsAskedFirst) {
  Table old = *reinterpret_cast<const Table*>(import("test:all/registry@1").table);
  old.head.slots -= 1;
  import("test:all/registry@1").table = &old.head;
  EXPECT_EQ(*work().ask_newer(4),
            "test:all/registry#newer: missing: the other side is older and hasn't got this function");
}

TEST_F(AllTest, AnOlderPluginIsAskedFirst) {
  auto old = table();
  EXPECT_TRUE(work().has_flush());
  old.head.slots -= 1;
  const Work older({&old.head, self()}, tenon::host_heap());
  EXPECT_FALSE(older.has_flush());
  EXPECT_EQ(older.flush().error().status(), TENON_MISSING);
}

// ---- out of memory

TEST_F(AllTest, RunningOutOfMemoryLeaksNothingAndDoesNotPoison) {
  const std::vector<Finding> findings = {{.path = "a", .note = "n", .tags = {"x", "y"}}, {.path = "b"}};
  EXPECT_EQ(out_of_memory_at_each([&] { return status_of(work().shout("x")); }), 1);
  const auto with_lines = [&](std::uint32_t line) {
    std::vector<Finding> given = findings;
    for (Finding& f : given) f.line = line;
    return given;
  };
  EXPECT_EQ(out_of_memory_at_each([&] { return status_of(work().filter(with_lines(1), Severity::note)); }),
            7);
  EXPECT_EQ(*work().add(1, 1), 2);
}

TEST_F(AllTest, RunningOutOfMemoryDropsTheObjectsOnTheirWay) {
  const std::vector<std::string> titles = {"x", "y", "z"};
  EXPECT_EQ(out_of_memory_at_each([&] { return status_of(work().open_all(titles)); }), 4);
  EXPECT_EQ(live("test:all/types@1#document"), 1u);
}

// ---- arguments that aren't what their type promises

TEST_F(AllTest, EnumsOutOfRangeAreBadArguments) {
  Severity out{};
  EXPECT_EQ(table().worse(self(), static_cast<Severity>(3), &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(table().worse(self(), Severity::note, &out), TENON_OK);
}

TEST_F(AllTest, SurrogatesAndNumbersBeyondUnicodeAreBadArguments) {
  char32_t out{};
  EXPECT_EQ(table().next_char(self(), 0xD800, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(table().next_char(self(), 0x110000, &out), TENON_BAD_ARGUMENT);
}

TEST_F(AllTest, ListsThatCannotBeAreBadArguments) {
  std::uint64_t out{};
  alignas(4) const std::uint32_t values[2] = {1, 2};
  EXPECT_EQ(table().total(self(), values, SIZE_MAX / 4, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(table().total(self(), nullptr, 1, &out), TENON_BAD_ARGUMENT);
  const auto odd = reinterpret_cast<const std::uint32_t*>(reinterpret_cast<std::uintptr_t>(values) + 1);
  EXPECT_EQ(table().total(self(), odd, 1, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(table().total(self(), odd, 0, &out), TENON_OK);
}

TEST_F(AllTest, OptionTagsAreChecked) {
  const tenon::OptionView<std::uint32_t> bad = {2, 8};
  tenon::OptionView<std::uint32_t> out{};
  EXPECT_EQ(table().half(self(), &bad, &out), TENON_BAD_ARGUMENT);
}

TEST_F(AllTest, FieldsOfRecordsAreChecked) {
  FindingView bad{};
  tenon::StringView out{};
  EXPECT_EQ(table().describe(self(), &bad, &out), TENON_OK);
  tenon_free(const_cast<char*>(out.ptr), out.len, 1);
  bad.severity = static_cast<Severity>(9);
  EXPECT_EQ(table().describe(self(), &bad, &out), TENON_BAD_ARGUMENT);
}

TEST_F(AllTest, AnyByteButZeroIsTrue) {
  EXPECT_EQ(table().unit(self(), 2), TENON_ERR);
  EXPECT_EQ(table().unit(self(), 0), TENON_OK);
}

// ---- results that aren't

TEST_F(AllTest, ABadResultOfThePluginIsAnErrorOfTheHosts) {
  auto lying = table();
  lying.worse = [](void*, Severity, Severity* out) noexcept -> std::int32_t {
    return *out = static_cast<Severity>(7), TENON_OK;
  };
  const Work liar({&lying.head, nullptr}, tenon::host_heap());
  EXPECT_EQ(liar.worse(Severity::note).error().status(), TENON_BAD_RESULT);
}

TEST_F(AllTest, WhatABadResultOwnsIsFreed) {
  auto lying = table();
  lying.filter = [](void*, const FindingView*, std::size_t, Severity, tenon::ListView<FindingView>* ok,
                    FindingView*) noexcept -> std::int32_t {
    auto* found = static_cast<FindingView*>(tenon_alloc(sizeof(FindingView), 8));
    new (found) FindingView{};
    found->path = {static_cast<char*>(tenon_alloc(3, 1)), 3};
    found->mark = 0xD800;
    *ok = {found, 1};
    return TENON_OK;
  };
  const Work liar({&lying.head, nullptr}, tenon::host_heap());
  EXPECT_EQ(liar.filter(std::vector<Finding>{}, Severity::note).error().status(), TENON_BAD_RESULT);
}

TEST_F(AllTest, AStatusThatIsNotDefinedIsATrap) {
  auto lying = table();
  lying.add = [](void*, std::int32_t, std::int32_t, std::int32_t*) noexcept -> std::int32_t { return 2; };
  const Work liar({&lying.head, nullptr}, tenon::host_heap());
  EXPECT_EQ(liar.add(1, 2).error().status(), TENON_TRAP);
}

TEST_F(AllTest, ABadResultOfTheHostIsATrapOfThePluginsFunction) {
  Table lying = *reinterpret_cast<const Table*>(import("test:all/registry@1").table);
  lying.lookup = [](void*, const char*, std::size_t, tenon_object**, Severity* err) noexcept -> std::int32_t {
    return *err = static_cast<Severity>(200), TENON_ERR;
  };
  import("test:all/registry@1").table = &lying.head;
  EXPECT_EQ(work().from_host("x").error().message(),
            "test:all/work#from-host: test:all/registry#lookup: bad result");
}

}  // namespace
}  // namespace all
