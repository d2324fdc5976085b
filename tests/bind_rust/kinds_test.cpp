// SPDX-License-Identifier: MIT
//
// Variants, flags and tuples, handles inside of other values, and what a world has of its own.
#include <array>

#include "fixture.hpp"

namespace tenon::test {
namespace {

class Kinds : public Rust {
 protected:
  std::string echo(const Shape& shape) {
    Shape out{};
    const std::int32_t status = host->call("kinds", "echo-shape", &shape, &out);
    return status == TENON_OK ? host->take_shape(out) : std::to_string(status);
  }
  std::string taken(std::int32_t status, const tenon_string& out) {
    return status == TENON_OK ? host->take(out) : std::to_string(status);
  }
  std::uint64_t alive() const { return static_cast<std::uint64_t>(host->objects) + host->live("#document"); }
};
INSTANTIATE_TEST_SUITE_P(By, Kinds, testing::Values(TENON_RUST_NEW, TENON_RUST_OLD), label);

const std::array<Point, 2> kCorners{Point{1, 2}, Point{3, 4}};

Shape circle() { return {0, {.circle = 1.5}}; }
Shape named(std::string_view text) { return {2, {.named = str(text)}}; }
Shape corners() { return {3, {.corners = {kCorners.data(), kCorners.size()}}}; }
Shape labelled(std::string_view text) { return {4, {.labelled = {7, str(text)}}}; }
Shape nothing(std::uint8_t tag = 5) { return {tag, {}}; }

// ---- Values ----

TEST_P(Kinds, EachCaseOfAVariantTravelsBothWays) {
  start();
  EXPECT_EQ(echo(circle()), "circle 1.500000");
  EXPECT_EQ(echo({1, {.area = {-1, 2}}}), "area -1,2");
  EXPECT_EQ(echo(named("figure")), "named figure");
  EXPECT_EQ(echo(corners()), "corners 1,2 3,4");
  EXPECT_EQ(echo(labelled("seven")), "labelled 7 seven");
  EXPECT_EQ(echo(nothing()), "nothing");
}

TEST_P(Kinds, ListsOfVariantsTravelBothWays) {
  const std::array<Shape, 3> good{named("a"), corners(), labelled("b")}, bad{named("a"), nothing(), circle()};
  tenon_list ok{};
  Shape err{};
  std::string told;
  start();
  EXPECT_EQ(host->call("kinds", "echo-shapes", good.data(), good.size(), &ok, &err), TENON_OK);
  for (const Shape& shape : host->take_list(static_cast<const Shape*>(ok.ptr), ok.len))
    told += host->take_shape(shape) + "; ";
  EXPECT_EQ(told, "named a; corners 1,2 3,4; labelled 7 b; ");
  EXPECT_EQ(host->call("kinds", "echo-shapes", bad.data(), bad.size(), &ok, &err), TENON_ERR);
  EXPECT_EQ(err.tag, 5);
}

TEST_P(Kinds, VariantsOfNumbersArePlain) {
  Number out{}, pair{1, {.pair = {500, 600}}}, none{2, {}};
  start();
  EXPECT_EQ(host->call("kinds", "echo-number", &pair, &out), TENON_OK);
  EXPECT_EQ(out.value.pair[1], 600);
  EXPECT_EQ(host->call("kinds", "echo-number", &none, &out), TENON_OK);
  EXPECT_EQ(out.value.pair[0] * 10 + out.value.pair[1], 94);  // the host's error
}

TEST_P(Kinds, VariantsWithoutPayloadsAreTags) {
  std::uint8_t slow = 1, out = 9, third = 2;
  start();
  EXPECT_EQ(host->call("kinds", "other-mode", &slow, &out), TENON_OK);
  EXPECT_EQ(out, 0);
  EXPECT_EQ(host->call("kinds", "other-mode", &third, &out), TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, RecordsHoldEverythingElse) {
  const std::array<Shape, 2> more{named("x"), nothing()};
  Drawing in{labelled("y"), 3, {1, 70000, 2}, 1, {more.data(), more.size()}, {1, {0, {.small = 4}}}}, out{};
  start();
  ASSERT_EQ(host->call("kinds", "echo-drawing", &in, &out), TENON_OK) << host->trap;
  EXPECT_EQ(host->take_shape(out.shape), "labelled 7 y");
  EXPECT_EQ(host->take_shape(static_cast<const Shape*>(out.more.ptr)[0]), "named x");
  host->give_back(const_cast<void*>(out.more.ptr), 2 * sizeof(Shape), alignof(Shape));
  EXPECT_EQ(out.at.f1 + out.perms + out.mode + out.last.value.value.small, 70008u);
}

struct TupleIn {
  std::uint8_t f0;
  tenon_string f1;
  Point f2;
};
struct TupleOut {
  Point f0;
  tenon_string f1;
  std::uint8_t f2;
};

TEST_P(Kinds, TuplesTravelBothWays) {
  const TupleIn in{9, str("nine"), {1, -2}};
  TupleOut out{};
  start();
  EXPECT_EQ(host->call("kinds", "echo-tuple", &in, &out), TENON_OK);
  EXPECT_EQ(host->take(out.f1), "nine");
  EXPECT_EQ(out.f0.y + out.f2, 7);
}

struct Entry {
  tenon_string name;
  OptionNumber number;
};
struct Deep {
  std::uint8_t is_some, pad[7];
  struct {
    std::uint8_t is_err;
    Shape shape;
  } shape;
  tenon_list entries;
};

TEST_P(Kinds, TheyNestInEachOther) {
  const std::array<Entry, 2> entries{Entry{str("a"), {1, {0, {.small = 3}}}}, Entry{str("b"), {0, {7, {}}}}};
  Deep in{1, {}, {0, named("deep")}, {entries.data(), entries.size()}}, out{};
  start();
  ASSERT_EQ(host->call("kinds", "echo-deep", &in, &out), TENON_OK);
  EXPECT_EQ(host->take_shape(out.shape.shape), "named deep");
  const auto back = host->take_list(static_cast<const Entry*>(out.entries.ptr), out.entries.len);
  EXPECT_EQ(host->take(back[0].name) + host->take(back[1].name), "ab");
  EXPECT_EQ(back[0].number.value.value.small + back[1].number.is_some, 3);
}

struct AllFlags {
  std::uint8_t perms;
  std::uint16_t wide;
  std::uint32_t widest;
};

TEST_P(Kinds, FlagsKeepBitsThatHaveNoName) {
  AllFlags out{};
  tenon_list_u8 list{};
  const std::array<std::uint8_t, 2> two{0xff, 0};
  start();
  EXPECT_EQ(host->call("kinds", "echo-flags", std::uint8_t{0x82}, std::uint16_t{0xf100}, 0xf0030000u, &out),
            TENON_OK);
  EXPECT_EQ(out.perms, 0x83);
  EXPECT_EQ(out.wide, 0xf100);
  EXPECT_EQ(out.widest, 0xf0020000u);
  host->call("kinds", "echo-all-flags", two.data(), two.size(), &list);
  EXPECT_EQ(host->take_list(list.ptr, list.len), (std::vector<std::uint8_t>{0xff, 0}));
}

TEST_P(Kinds, AResultMayHaveVariantsOnBothSides) {
  Shape ok{};
  Number err{};
  const Shape in = nothing(), good = named("fine");
  start();
  EXPECT_EQ(host->call("kinds", "try-shape", &in, &ok, &err), TENON_ERR);
  EXPECT_EQ(err.value.pair[1], 2);
  EXPECT_EQ(host->call("kinds", "try-shape", &good, &ok, &err), TENON_OK);
  EXPECT_EQ(host->take_shape(ok), "named fine");
}

// ---- A peer that lies ----

TEST_P(Kinds, UnknownTagsAreBadArguments) {
  const std::string bad = std::to_string(TENON_BAD_ARGUMENT);
  start();
  EXPECT_EQ(echo(nothing(6)), bad);
  EXPECT_EQ(echo(nothing(255)), bad);
  EXPECT_EQ(echo(named("\xff")), bad);
  EXPECT_EQ(echo({3, {.corners = {nullptr, 2}}}), bad);
  EXPECT_EQ(echo({3, {.corners = {reinterpret_cast<const Point*>(5), 1}}}), bad);
  EXPECT_EQ(echo(labelled("\xc3")), bad);
  EXPECT_EQ(echo(circle()), "circle 1.500000");
}

TEST_P(Kinds, BadPartsOfNestedValuesAreBadArguments) {
  const std::array<Entry, 1> entries{Entry{str("a"), {1, {3, {}}}}};
  Deep in{1, {}, {1, {}}, {entries.data(), entries.size()}}, out{};
  Drawing drawing{circle(), 0, {}, 2, {nullptr, 0}, {0, {}}}, back{};
  start();
  EXPECT_EQ(host->call("kinds", "echo-deep", &in, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("kinds", "echo-drawing", &drawing, &back), TENON_BAD_ARGUMENT);
  drawing.mode = 0, drawing.last = {2, {}};
  EXPECT_EQ(host->call("kinds", "echo-drawing", &drawing, &back), TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, NullAndMisplacedPointersAreBadArguments) {
  Shape out{};
  const Shape* const nowhere = nullptr;
  start();
  EXPECT_EQ(host->call("kinds", "echo-shape", nowhere, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("kinds", "echo-shape", reinterpret_cast<const Shape*>(9), &out), TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, UnknownTagsInResultsTrapTheCaller) {
  start();
  host->on_shape = [](Shape* out) { *out = nothing(77); };
  EXPECT_EQ(echo(circle()), std::to_string(TENON_TRAP));
  EXPECT_EQ(host->trap, "call of `mirror.turn-shape` failed: the result isn't what its type promises (-6)");
}

TEST_P(Kinds, AResultThatNobodyWroteIsABadOneAtMost) {
  start();
  host->on_open = [](tenon_object**) { return TENON_OK; };
  EXPECT_EQ(text_of("trouble", "hub"), std::to_string(TENON_TRAP));
  EXPECT_EQ(host->trap, "call of `hub.open` failed: the result isn't what its type promises (-6)");
}

TEST_P(Kinds, AnObjectThatIsTooOldIsDropped) {
  std::uint32_t out = 0;
  start();
  host->document_slots = 2;
  EXPECT_EQ(host->call("documents", "keep", host->new_document("old"), &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Kinds, WhatABadResultBringsIsGivenBack) {
  Held out{};
  start();
  host->on_held = [](Held* held) {
    auto** const objects = static_cast<tenon_object**>(const_cast<void*>(held->value.many.ptr));
    Host::drop(objects[1]);
    objects[1] = nullptr;
  };
  EXPECT_EQ(host->call("kinds", "give-held", 3u, &out), TENON_TRAP);
  EXPECT_EQ(alive(), 0u);
  EXPECT_EQ(host->bytes, 0u);
}

TEST_P(Kinds, AnObjectOfAnotherResourceIsABadArgument) {
  tenon_string out{};
  start();
  tenon_object* watcher = host->new_watcher([](std::uint32_t count) { return count; });
  EXPECT_EQ(host->call("documents", "title-of", watcher, &out), TENON_BAD_ARGUMENT);
  Host::drop(watcher);
}

// ---- Handles inside of values ----

TEST_P(Kinds, OwnHandlesInVariantsAreKeptAndGivenBack) {
  std::array<tenon_object*, 2> two{host->new_document("a"), host->new_document("b")};
  const Held many{1, {.many = {two.data(), two.size()}}}, one{0, {.one = host->new_document("c")}},
      named{2, {.named = {str("name"), host->new_document("d")}}};
  start();
  EXPECT_EQ(number_of("kinds", "keep-held", &many), 2u);
  EXPECT_EQ(number_of("kinds", "keep-held", &one), 3u);
  EXPECT_EQ(number_of("kinds", "keep-held", &named), 4u);
  EXPECT_EQ(number_of("documents", "forget"), 4u);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Kinds, VariantsWithHandlesAreResults) {
  Held out{};
  start();
  ASSERT_EQ(host->call("kinds", "give-held", 3u, &out), TENON_OK);
  EXPECT_EQ(host->live("#document"), 3u);
  for (tenon_object* object :
       host->take_list(static_cast<tenon_object* const*>(out.value.many.ptr), out.value.many.len))
    Host::drop(object);
  EXPECT_EQ(alive(), 0u);
}

TEST_P(Kinds, BorrowedHandlesMayBeInVariants) {
  tenon_list_string out{};
  start();
  const std::array<tenon_object*, 2> both{open("a"), open("b")};
  const Held one{0, {.one = both[0]}}, many{1, {.many = {both.data(), 2}}}, text{2, {.text = str("c")}};
  std::string told;
  for (const Held* lent : {&one, &many, &text}) {
    host->call("kinds", "see-lent", lent, &out);
    for (const std::string& title : host->take(out)) told += title;
  }
  EXPECT_EQ(told, "aabc");
  Host::drop(both[0]), Host::drop(both[1]);
}

TEST_P(Kinds, OwnAndBorrowedHandlesMayBeInOneValue) {
  tenon_string out{};
  tenon_list_string list{};
  start();
  tenon_object* theirs = open("theirs");
  const Both both{str("both"), host->new_document("mine"), theirs};
  EXPECT_EQ(taken(host->call("kinds", "take-both", &both, &out), out), "both mine theirs");
  const Pairing pair{host->new_document("mine"), theirs};
  EXPECT_EQ(taken(host->call("kinds", "take-pair", &pair, &out), out), "mine theirs");
  const std::array<Held, 4> four{Held{0, {.one = host->new_document("one")}}, Held{1, {.one = theirs}},
                                 Held{2, {.shown = {str("seen"), theirs}}}, Held{3, {.text = str("text")}}};
  ASSERT_EQ(host->call("kinds", "take-either", four.data(), four.size(), std::uint8_t{0}, &list), TENON_OK);
  EXPECT_EQ(host->take(list),
            (std::vector<std::string>{"mine one", "theirs theirs", "seen: theirs", "text"}));
  Host::drop(theirs);
  EXPECT_EQ(alive(), 0u);
}

TEST_P(Kinds, OwnHandlesInAFailingArgumentAreDroppedOnce) {
  std::uint32_t number = 0;
  tenon_string out{};
  start();
  std::array<tenon_object*, 3> three{host->new_document("a"), nullptr, host->new_document("b")};
  const Held bad{1, {.many = {three.data(), three.size()}}},
      text{2, {.named = {str("\xff"), host->new_document("c")}}};
  EXPECT_EQ(host->call("kinds", "keep-held", &bad, &number), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("kinds", "keep-held", &text, &number), TENON_BAD_ARGUMENT);
  const Both both{str("both"), host->new_document("mine"), nullptr};
  EXPECT_EQ(host->call("kinds", "take-both", &both, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Kinds, OwnHandlesAreDroppedWhenTheAuthorPanicsAndWhenPoisoned) {
  tenon_list_string list{};
  start();
  for (const std::int32_t status : {TENON_TRAP, TENON_POISONED}) {
    const std::array<Held, 2> two{Held{0, {.one = host->new_document("a")}},
                                  Held{0, {.one = host->new_document("b")}}};
    EXPECT_EQ(host->call("kinds", "take-either", two.data(), two.size(), std::uint8_t{1}, &list), status);
    EXPECT_EQ(host->objects, 0);
  }
}

TEST_P(Kinds, EachFailingAllocationOfNestedResultsIsOutOfMemoryWithoutALeak) {
  const std::array<Entry, 2> entries{Entry{str("a"), {0, {}}}, Entry{str("b"), {0, {}}}};
  const Deep in{1, {}, {0, labelled("deep")}, {entries.data(), entries.size()}};
  Deep out{};
  start();
  for (int failing = 1; failing <= 4; ++failing) {
    host->failing = host->allocations + failing;
    ASSERT_EQ(host->call("kinds", "echo-deep", &in, &out), TENON_OUT_OF_MEMORY) << failing;
    ASSERT_EQ(host->bytes, 0u) << failing;
  }
}

// ---- An interface that both sides implement ----

struct Makers : Kinds {
  tenon_object* make(std::string_view name) {
    tenon_object* out = nullptr;
    tenon_string err{};
    const std::int32_t status = host->call("makers", "constructor", name.data(), name.size(), &out, &err);
    if (status == TENON_ERR) failure = host->take(err);
    return status == TENON_OK ? out : nullptr;
  }
  std::string name(tenon_object* maker) {
    tenon_string out{};
    return taken(Host::call(maker, 2, &out), out);
  }
  std::string failure;
};
INSTANTIATE_TEST_SUITE_P(By, Makers, testing::Values(TENON_RUST_NEW, TENON_RUST_OLD), label);

TEST_P(Makers, ConstructorsMayFail) {
  start();
  EXPECT_EQ(make(""), nullptr);
  EXPECT_EQ(failure, "no name");
  tenon_object* maker = make("mine");
  EXPECT_EQ(name(maker), "mine");
  Host::drop(maker);
}

TEST_P(Makers, StaticsTakeObjectsOfEitherSide) {
  tenon_object* merged = nullptr;
  start();
  tenon_object* theirs = make("theirs");
  EXPECT_EQ(name(theirs), "host's");
  EXPECT_EQ(host->call("makers", "merge", make("mine"), theirs, &merged), TENON_OK);
  EXPECT_EQ(name(merged), "mine and host's");
  EXPECT_EQ(host->call("makers", "merge", theirs, merged, &theirs), TENON_OK);
  EXPECT_EQ(name(theirs), "host's");
  Host::drop(merged), Host::drop(theirs);
  EXPECT_EQ(host->live("#maker") + static_cast<std::uint64_t>(host->objects), 0u);
}

TEST_P(Makers, OwnHandlesForAFunctionThatIsMissingAreDropped) {
  tenon_object* merged = nullptr;
  host->absent = "test:every/makers@1";
  start();
  tenon_object *theirs = host->new_maker("theirs"), *other = host->new_maker("other");
  EXPECT_EQ(host->call("makers", "merge", theirs, other, &merged), TENON_TRAP);
  EXPECT_EQ(host->trap, "call of `maker.merge` failed: the other side hasn't got this function (-1)");
  Host::drop(other);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Makers, APanicInAnObjectsDropGoesNoFurther) {
  start();
  tenon_object *bad = make("fails to drop"), *good = make("good");
  Host::drop(bad);
  EXPECT_EQ(host->trap_status, TENON_TRAP);
  EXPECT_EQ(name(good), std::to_string(TENON_POISONED));
  Host::drop(good);
  EXPECT_EQ(host->live("#maker"), 0u);
}

TEST_P(Makers, APanicWhileAnArgumentIsDroppedIsATrap) {
  tenon_object* merged = nullptr;
  start();
  tenon_object *bad = make("fails to drop"), *other = make("other");
  EXPECT_EQ(host->call("makers", "merge", bad, static_cast<tenon_object*>(nullptr), &merged),
            TENON_BAD_ARGUMENT);
  EXPECT_EQ(name(other), std::to_string(TENON_POISONED));
  Host::drop(other);
  EXPECT_EQ(host->live("#maker"), 0u);
}

TEST_P(Makers, AliasesOfResourcesAreTheResource) {
  start();
  const std::array<tenon_object*, 2> two{make("a"), make("b")};
  OptionObject best{};
  EXPECT_EQ(host->call("makers", "best", two.data(), two.size(), &best), TENON_OK);
  EXPECT_EQ(name(best.value), "b");
  Host::drop(best.value);
  EXPECT_EQ(host->live("#maker"), 0u);
}

TEST_P(Makers, NewerMethodsAreBehindTheOthers) {
  tenon_string err{};
  start();
  tenon_object* maker = make("mine");
  EXPECT_EQ(Host::call(maker, 3, "", std::size_t{0}, &err), TENON_ERR);
  EXPECT_EQ(host->take(err), "no name");
  EXPECT_EQ(Host::call(maker, 3, "new", std::size_t{3}, &err), TENON_OK);
  EXPECT_EQ(name(maker), "new");
  Host::drop(maker);
}

// ---- The world's own ----

TEST_P(Kinds, AWorldsOwnFunctionsAndResourcesGoBothWays) {
  tenon_string out{};
  start();
  const Shown config{str("config"), host->new_ticket(40)};
  EXPECT_EQ(taken(host->call("$world", "loop", &config, &out), out), "<config 42 1999>");
  Host::drop(config.what);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Kinds, InterfacesWithFunctionsOfOneNameDontMix) {
  tenon_string out{};
  start();
  EXPECT_EQ(shout("a"), "A");
  EXPECT_EQ(taken(host->call("again", "shout", "a", std::size_t{1}, &out), out), "A!");
}

}  // namespace
}  // namespace tenon::test
