// SPDX-License-Identifier: MIT
//
// Variants, flags and tuples from a peer that lies, runs out of memory or is never reached.
#include "all_host.hpp"

namespace all {
namespace {

using EchoTable = test::all::echo::abi::Table;
using OwnerTable = test::all::owner::abi::Table;
constexpr std::string_view kEcho = "test:all/echo@1", kOwner = "test:all/owner@1";

/// The status of the plugin's `of-shape` for a view that the test spoils.
class ShapeArgument : public AllTest {
 protected:
  std::int32_t status(const ShapeView& view) {
    work();
    ShapeView out{};
    const std::int32_t status = table<EchoTable>(kEcho).of_shape(self(), &view, &out);
    if (status == TENON_OK) tenon::detail::discard<Shape>(tenon::host_heap(), out);
    return status;
  }
};

TEST_F(ShapeArgument, TagsOutOfRangeAreBadArguments) {
  ShapeView view{};
  EXPECT_EQ(status(view), TENON_OK);
  for (std::uint8_t tag : {std::uint8_t{7}, std::uint8_t{255}}) {
    view.tag = tag;
    EXPECT_EQ(status(view), TENON_BAD_ARGUMENT);
  }
}

TEST_F(ShapeArgument, PayloadsAreChecked) {
  ShapeView view{};
  view.tag = 2;
  view.payload.named = {nullptr, 3};
  EXPECT_EQ(status(view), TENON_BAD_ARGUMENT);
  view.tag = 4;
  view.payload.shape = {7, Perms::read};
  EXPECT_EQ(status(view), TENON_BAD_ARGUMENT);
}

TEST_F(ShapeArgument, PayloadsOfOtherCasesAreNot) {
  ShapeView view{};
  view.payload.named = {nullptr, 3};
  for (std::uint8_t tag : {std::uint8_t{0}, std::uint8_t{6}}) {
    view.tag = tag;
    EXPECT_EQ(status(view), TENON_OK);
  }
}

TEST_F(AllTest, PartsOfTuplesAreChecked) {
  tenon::TupleView<tenon::StringView, tenon::ListView<std::uint8_t>, ShapeView> bad{}, out{};
  bad.get<2>().tag = 99;
  work();
  EXPECT_EQ(table<EchoTable>(kEcho).of_tuple(self(), &bad, &out), TENON_BAD_ARGUMENT);
}

TEST_F(AllTest, AMissingArgumentIsABadOne) {
  ShapeView out{};
  work();
  EXPECT_EQ(table<EchoTable>(kEcho).of_shape(self(), nullptr, &out), TENON_BAD_ARGUMENT);
}

// ---- own handles

HeldView held(Document document) {
  HeldView view{};
  view.tag = 1;
  view.payload.one = document.release();
  return view;
}

TEST_F(AllTest, ObjectsInBadArgumentsAreDropped) {
  work();
  std::uint32_t out = 0;
  HeldView some[2] = {held(page("kept")), {}};
  some[1].tag = 3;
  some[1].payload.named.get<0>() = page("named").release();
  some[1].payload.named.get<1>() = {nullptr, 7};
  EXPECT_EQ(table<OwnerTable>(kOwner).hold_all(self(), some, 2, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

TEST_F(AllTest, ObjectsInVariantsAreDroppedByAPoisonedInstance) {
  static_cast<void>(work().throws(0, {}));
  EXPECT_EQ(owner().hold(Held::One{page("x")}).error().status(), TENON_POISONED);
  std::vector<Held> all;
  all.emplace_back(Held::Named{{page("a"), "n"}});
  all.emplace_back(Held::Nobody{});
  all.emplace_back(Held::One{page("b")});
  EXPECT_EQ(owner().hold_all(std::move(all)).error().status(), TENON_POISONED);
  EXPECT_EQ(echo().of_documents({page("a"), pages(1), 1}).error().status(), TENON_POISONED);
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

TEST_F(AllTest, AHandleThatIsNullInAVariantIsABadArgument) {
  work();
  std::uint32_t out = 0;
  HeldView view{};
  view.tag = 1;
  EXPECT_EQ(table<OwnerTable>(kOwner).hold(self(), &view, &out), TENON_BAD_ARGUMENT);
}

// ---- results

/// The plugin's table with one function replaced.
template <class Interface, class Table, class Change>
Interface liar(Table lying, Change change) {
  static Table kept;
  kept = lying;
  change(kept);
  return Interface({&kept.head, nullptr}, tenon::host_heap());
}

TEST_F(AllTest, ABadTagInAResultIsABadResult) {
  work();
  const Echo lying = liar<Echo>(table<EchoTable>(kEcho), [](EchoTable& t) {
    t.of_shape = [](void*, const ShapeView*, ShapeView* out) noexcept -> std::int32_t {
      return out->tag = 200, TENON_OK;
    };
  });
  EXPECT_EQ(lying.of_shape(Shape()).error().status(), TENON_BAD_RESULT);
}

TEST_F(AllTest, WhatABadTupleOwnsIsFreed) {
  work();
  const Echo lying = liar<Echo>(table<EchoTable>(kEcho), [](EchoTable& t) {
    t.of_tuple = [](void*, const auto*, auto* out) noexcept -> std::int32_t {
      *out = {};
      out->template get<0>() = {static_cast<char*>(tenon_alloc(3, 1)), 3};
      out->template get<2>().tag = 2;
      out->template get<2>().payload.named = {nullptr, 1};
      return TENON_OK;
    };
  });
  EXPECT_EQ(lying.of_tuple({}).error().status(), TENON_BAD_RESULT);
}

TEST_F(AllTest, AnErrWithoutAGoodPayloadIsABadResult) {
  work();
  const Echo lying = liar<Echo>(table<EchoTable>(kEcho), [](EchoTable& t) {
    t.one_of = [](void*, const tenon::OptionView<ShapeView>*, ShapeView*,
                  auto* err) noexcept -> std::int32_t {
      *err = {};
      err->template get<1>() = {nullptr, 5};
      return TENON_ERR;
    };
  });
  EXPECT_EQ(lying.one_of(std::nullopt).error().status(), TENON_BAD_RESULT);
}

TEST_F(AllTest, ABadVariantOfTheHostIsATrapOfThePluginsFunction) {
  EchoTable lying = *reinterpret_cast<const EchoTable*>(import(kEcho).table);
  lying.of_shape = [](void*, const ShapeView*, ShapeView* out) noexcept -> std::int32_t {
    return out->tag = 7, TENON_OK;
  };
  import(kEcho).table = &lying.head;
  EXPECT_EQ(echo().of_shape(Shape()).error().message(),
            "test:all/echo#of-shape: test:all/echo#of-shape: bad result");
}

// ---- out of memory

TEST_F(AllTest, RunningOutOfMemoryInVariantsAndTuplesLeaksNothing) {
  const Echo mirrored(import(kEcho), tenon::host_heap());
  const std::vector<Shape> shapes = {Shape::Named{"name"}, Shape::Many{{{"x", 1}, {"y", 2}}},
                                     Shape::Circle{1}};
  EXPECT_GT(out_of_memory_at_each([&] { return status_of(mirrored.of_figures(shapes)); }), 4);
  EXPECT_GT(out_of_memory_at_each([&] { return status_of(mirrored.of_tuple({"a", {1}, shapes[1]})); }), 4);
  EXPECT_GT(out_of_memory_at_each([&] { return status_of(owner().keep(3)); }), 3);
  EXPECT_GT(out_of_memory_at_each([&] { return status_of(owner().kept_or(2)); }), 3);
  EXPECT_EQ(live("test:all/types@1#document"), 1u);
}

TEST_F(AllTest, RunningOutOfMemoryDropsTheObjectsThatCameIn) {
  const Echo mirrored(import(kEcho), tenon::host_heap());
  const auto call = [&] { return status_of(mirrored.of_documents({page("a"), pages(1), 1})); };
  EXPECT_GT(out_of_memory_at_each(call), 0);
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

}  // namespace
}  // namespace all
