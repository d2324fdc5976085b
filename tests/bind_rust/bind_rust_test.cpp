// SPDX-License-Identifier: MIT
//
// The plugins of every/src/lib.rs, built by each rustc, from the other side of the contract.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <array>

#include "fixture.hpp"

namespace tenon::test {
namespace {

INSTANTIATE_TEST_SUITE_P(By, Rust, testing::Values(TENON_RUST_NEW, TENON_RUST_OLD), label);

const std::array<tenon_string, 2> kTags{str("red"), str("green")};
Finding finding(std::uint8_t severity) {
  return {str("leak"), {1, str("free it")}, severity, {3, -4}, {kTags.data(), kTags.size()}};
}

// ---- Descriptor ----

TEST_P(Rust, OtherContractsGetNoDescriptor) {
  void* library = dlopen(GetParam().c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(library, "tenon_entry"));
  EXPECT_EQ(entry(TENON_CONTRACT + 1), nullptr);
  EXPECT_EQ(entry(TENON_CONTRACT)->contract, TENON_CONTRACT);
}

TEST_P(Rust, PluginsOfOneLibraryHaveTheirOwnWorlds) {
  EXPECT_EQ(host->descriptor()->plugin_count, 2u);
  EXPECT_EQ(host->plugin("every")->export_count, 8u);
  EXPECT_EQ(host->plugin("quiet")->export_count, 1u);
  EXPECT_STREQ(host->plugin("quiet")->version, "1.2.0");
  EXPECT_EQ(host->plugin("quiet")->flags, TENON_PLUGIN_UNWIND);
}

TEST_P(Rust, EachPluginAnswersForItself) {
  std::uint8_t out = 9;
  start("quiet");
  host->call("scalars", "flip", std::uint8_t{1}, &out);
  EXPECT_EQ(out, 1);
  host->destroy();
  start("every");
  host->call("scalars", "flip", std::uint8_t{1}, &out);
  EXPECT_EQ(out, 0);
}

// ---- Values ----

TEST_P(Rust, ScalarsTravelByValue) {
  double out = 0;
  start();
  EXPECT_EQ(host->call("scalars", "all", std::uint8_t{2}, std::uint8_t{1}, std::int8_t{-1}, std::uint16_t{2},
                       std::int16_t{-2}, 3u, -3, std::uint64_t{4}, std::int64_t{-4}, 0.5f, 0.25,
                       std::uint32_t{'A'}, &out),
            TENON_OK);
  EXPECT_EQ(out, 1 + 65 + 0.75);
}

TEST_P(Rust, PlainCompoundsTravelBothWays) {
  Point point{1, 2};
  OptionU32 half{1, 8};
  start();
  EXPECT_EQ(host->call("scalars", "mirror", &point, &point), TENON_OK);
  EXPECT_EQ(point.x, 2);
  EXPECT_EQ(host->call("scalars", "half", &half, &half), TENON_OK);
  EXPECT_EQ(half.value, 4u);
  EXPECT_EQ(host->call("scalars", "half", &point, &half), TENON_BAD_ARGUMENT);
}

TEST_P(Rust, ResultsUseTheStatus) {
  std::uint32_t ok = 0;
  std::uint8_t err = 0;
  start();
  EXPECT_EQ(host->call("scalars", "parse", "42", std::size_t{2}, &ok), TENON_OK);
  EXPECT_EQ(ok, 42u);
  EXPECT_EQ(host->call("scalars", "parse", "x", std::size_t{1}, &ok), TENON_ERR);
  EXPECT_EQ(host->call("scalars", "check", 10u, &err), TENON_ERR);
  EXPECT_EQ(err, 1);
  EXPECT_EQ(host->call("scalars", "nothing"), TENON_ERR);
}

TEST_P(Rust, StringsTravelBothWays) {
  start();
  EXPECT_EQ(shout("straße"), "STRASSE");
  EXPECT_EQ(shout(""), "");
}

TEST_P(Rust, ListsTravelBothWays) {
  tenon_list_u32 doubled{};
  const std::array<std::uint32_t, 3> values{1, 2, 3};
  tenon_string joined{};
  tenon_list_string split{};
  start();
  host->call("texts", "doubled", values.data(), values.size(), &doubled);
  EXPECT_EQ(host->take_list(doubled.ptr, doubled.len), (std::vector<std::uint32_t>{2, 4, 6}));
  host->call("texts", "join", kTags.data(), kTags.size(), "-", std::size_t{1}, &joined);
  EXPECT_EQ(host->take(joined), "red-green");
  host->call("texts", "split", "a  b", std::size_t{4}, &split);
  EXPECT_EQ(host->take(split), (std::vector<std::string>{"a", "", "b"}));
}

TEST_P(Rust, BoolsAndCharsInListsAreConverted) {
  tenon_list_u8 truths{};
  tenon_list_u32 letters{};
  const std::array<std::uint8_t, 3> bools{0, 1, 77};
  const std::array<std::uint32_t, 2> chars{'a', 0xe4};
  start();
  host->call("texts", "truths", bools.data(), bools.size(), &truths);
  EXPECT_EQ(host->take_list(truths.ptr, truths.len), (std::vector<std::uint8_t>{1, 0, 0}));
  host->call("texts", "letters", chars.data(), chars.size(), &letters);
  EXPECT_EQ(host->take_list(letters.ptr, letters.len), (std::vector<std::uint32_t>{'A', 0xe4}));
}

TEST_P(Rust, EmptyListsHaveNoPointer) {
  tenon_list_u32 doubled{};
  start();
  EXPECT_EQ(
      host->call("texts", "doubled", reinterpret_cast<const std::uint32_t*>(1), std::size_t{0}, &doubled),
      TENON_OK);
  EXPECT_EQ(doubled.len, 0u);
  EXPECT_EQ(host->allocations, 0);
}

TEST_P(Rust, RecordsTravelBothWays) {
  Finding one = finding(1), out{};
  start();
  EXPECT_EQ(host->call("texts", "echo", &one, &out), TENON_OK);
  EXPECT_EQ(host->take_finding(out), "leak|free it|1|3,-4|red;green;");
  one.hint.is_some = 0;
  EXPECT_EQ(host->call("texts", "echo", &one, &out), TENON_OK);
  EXPECT_EQ(host->take_finding(out), "leak|-|1|3,-4|red;green;");
}

TEST_P(Rust, ListsOfRecordsTravelBothWays) {
  const std::array<Finding, 2> good{finding(0), finding(1)}, bad{finding(1), finding(2)};
  tenon_list ok{};
  Finding err{};
  start();
  EXPECT_EQ(host->call("texts", "echo-all", good.data(), good.size(), &ok, &err), TENON_OK);
  for (const Finding& item : host->take_list(static_cast<const Finding*>(ok.ptr), ok.len))
    EXPECT_EQ(host->take_finding(item).substr(0, 13), "leak|free it|");
  EXPECT_EQ(host->call("texts", "echo-all", bad.data(), bad.size(), &ok, &err), TENON_ERR);
  EXPECT_EQ(host->take_finding(err), "leak|free it|2|3,-4|red;green;");
}

struct Nested {
  std::uint8_t is_some, pad1[7], is_err, pad2[7];
  tenon_list_string list;
};

TEST_P(Rust, NestedOptionsAndResultsTravelBothWays) {
  Nested value{1, {}, 0, {}, {kTags.data(), kTags.size()}}, out{};
  start();
  EXPECT_EQ(host->call("texts", "nested", &value, &out), TENON_OK);
  EXPECT_EQ(host->take(out.list), (std::vector<std::string>{"red", "green"}));
  value.is_err = 2;
  EXPECT_EQ(host->call("texts", "nested", &value, &out), TENON_BAD_ARGUMENT);
  value.is_some = 0;
  EXPECT_EQ(host->call("texts", "nested", &value, &out), TENON_OK);
}

// ---- A peer that lies ----

TEST_P(Rust, BrokenUtf8IsABadArgument) {
  start();
  EXPECT_EQ(shout("\xff"), std::to_string(TENON_BAD_ARGUMENT));
  EXPECT_EQ(shout("still there"), "STILL THERE");
}

TEST_P(Rust, UnknownCasesAndCharsAreBadArguments) {
  std::uint8_t severity = 0;
  std::uint32_t letter = 0;
  start();
  EXPECT_EQ(host->call("scalars", "worse", std::uint8_t{99}, &severity), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("scalars", "next", 0xd800u, &letter), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("scalars", "next", 0x110000u, &letter), TENON_BAD_ARGUMENT);
}

TEST_P(Rust, ListsThatCannotBeThereAreBadArguments) {
  std::uint64_t sum = 0;
  tenon_list_u32 list{};
  const std::uint8_t* const nowhere = nullptr;
  start();
  EXPECT_EQ(host->call("texts", "sum", nowhere, std::size_t{5}, &sum), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("texts", "sum", reinterpret_cast<const std::uint8_t*>(&sum), SIZE_MAX, &sum),
            TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->call("texts", "doubled", reinterpret_cast<const std::uint32_t*>(9), std::size_t{1}, &list),
            TENON_BAD_ARGUMENT);
}

TEST_P(Rust, BadElementsAreBadArguments) {
  std::array<Finding, 2> values{finding(1), finding(1)};
  tenon_list ok{};
  Finding err{};
  start();
  values[1].severity = 99;
  EXPECT_EQ(host->call("texts", "echo-all", values.data(), values.size(), &ok, &err), TENON_BAD_ARGUMENT);
  values[1].severity = 1, values[1].hint.is_some = 7;
  EXPECT_EQ(host->call("texts", "echo-all", values.data(), values.size(), &ok, &err), TENON_BAD_ARGUMENT);
}

TEST_P(Rust, ObjectsThatAreNoneAreBadArguments) {
  tenon_string out{};
  tenon_object* const nothing = nullptr;
  start();
  EXPECT_EQ(host->call("documents", "title-of", nothing, &out), TENON_BAD_ARGUMENT);
}

TEST_P(Rust, BadResultsOfImportsTrapTheCaller) {
  start();
  host->on_get = [&](OptionString* out) { return *out = {1, host->own("\xff")}, TENON_OK; };
  tenon_string out{};
  EXPECT_EQ(host->call("trouble", "ask", "key", std::size_t{3}, &out), TENON_TRAP);
  EXPECT_EQ(host->trap, "call of `settings.get` failed: the result isn't what its type promises (-6)");
  EXPECT_EQ(host->bytes, 0u);
}

TEST_P(Rust, ANullObjectAsResultTrapsTheCaller) {
  start();
  host->on_open = [](tenon_object** out) { return *out = nullptr, TENON_OK; };
  EXPECT_EQ(text_of("trouble", "hub"), std::to_string(TENON_TRAP));
  EXPECT_EQ(host->trap, "call of `hub.open` failed: the result isn't what its type promises (-6)");
}

// ---- Traps ----

TEST_P(Rust, APanicBecomesATrapWithItsPlace) {
  start();
  EXPECT_EQ(panic("boom"), TENON_TRAP);
  EXPECT_TRUE(host->trap.starts_with("boom (src/lib.rs:")) << host->trap;
  EXPECT_EQ(host->trap_status, TENON_TRAP);
}

TEST_P(Rust, ATrapPoisonsTheInstanceAndItsObjects) {
  start();
  tenon_object* document = open("title");
  panic("boom");
  EXPECT_EQ(shout("a"), std::to_string(TENON_POISONED));
  EXPECT_EQ(title(document), std::to_string(TENON_POISONED));
  Host::drop(document);
  EXPECT_EQ(host->live("#document"), 0u);
}

TEST_P(Rust, ATrapInAnObjectPoisonsItsInstance) {
  std::uint32_t ok = 0;
  tenon_string err{};
  start();
  tenon_object* document = open("title");
  EXPECT_EQ(Host::call(document, 0, "panic", std::size_t{5}, &ok, &err), TENON_TRAP);
  EXPECT_EQ(shout("a"), std::to_string(TENON_POISONED));
  Host::drop(document);
}

TEST_P(Rust, APanicPrintsNothing) {
  start();
  testing::internal::CaptureStderr();
  panic("boom");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_P(Rust, AnArithmeticMistakeIsATrap) {
  std::uint32_t out = 0;
  start();
  EXPECT_EQ(host->call("trouble", "divide", 0u, &out), TENON_TRAP);
  EXPECT_TRUE(host->trap.starts_with("attempt to divide by zero (src/lib.rs:")) << host->trap;
}

TEST_P(Rust, AnythingElseThatIsThrownIsAPanic) {
  start();
  EXPECT_EQ(host->call("trouble", "panic-quietly"), TENON_TRAP);
  EXPECT_EQ(host->trap, "panic");
}

TEST_P(Rust, AFailingImportIsATrapOfItsCaller) {
  std::uint32_t out = 0;
  start();
  host->on_debug = [] { return TENON_GONE; };
  EXPECT_EQ(host->call("trouble", "reenter", &out), TENON_TRAP);
  EXPECT_EQ(host->trap, "call of `log.debug` failed: the other side is gone (-7)");
}

// ---- Creation ----

TEST_P(Rust, AnAuthorsRefusalIsAnErrorWithItsText) {
  host->settings["refuse"] = "not today";
  EXPECT_EQ(host->create("every"), TENON_ERR);
  EXPECT_EQ(host->trap, "not today");
  EXPECT_EQ(host->bytes, 0u);
}

TEST_P(Rust, APanicInCreateIsATrap) {
  host->settings["refuse"] = "panic";
  EXPECT_EQ(host->create("every"), TENON_TRAP);
  EXPECT_TRUE(host->trap.starts_with("no instance today (src/lib.rs:")) << host->trap;
}

TEST_P(Rust, AHostWithTooFewFunctionsIsRefused) {
  host->log_slots = 1;
  EXPECT_EQ(host->create("every"), TENON_BAD_ARGUMENT);
}

TEST_P(Rust, NewerFunctionsAreAskedFor) {
  OptionU32 out{};
  start();
  EXPECT_EQ(host->call("trouble", "flush", &out), TENON_OK);
  EXPECT_EQ(out.is_some, 1);
  host->destroy();
  host->log_slots = 2;
  start();
  EXPECT_EQ(host->call("trouble", "flush", &out), TENON_OK);
  EXPECT_EQ(out.is_some, 0);
  EXPECT_EQ(number_of("trouble", "missing"), 1u);
}

TEST_P(Rust, TheFolderIsTheHosts) {
  start();
  EXPECT_EQ(text_of("trouble", "folder"), "/plugins/every");
}

// ---- Memory ----

TEST_P(Rust, EachFailingAllocationIsOutOfMemoryWithoutALeak) {
  const std::array<Finding, 2> values{finding(0), finding(1)};
  start();
  for (int failing = 1; failing <= 11; ++failing) {
    tenon_list ok{};
    Finding err{};
    host->failing = host->allocations + failing;
    ASSERT_EQ(host->call("texts", "echo-all", values.data(), values.size(), &ok, &err), TENON_OUT_OF_MEMORY);
    ASSERT_EQ(host->bytes, 0u) << failing;
  }
  EXPECT_EQ(shout("no poison"), "NO POISON");
}

TEST_P(Rust, ObjectsAreDroppedWhenTheirListCannotBeHandedOver) {
  const std::array<tenon_object*, 2> given{host->new_document("a"), host->new_document("b")};
  tenon_list out{};
  start();
  number_of("documents", "keep-all", given.data(), given.size(), "", std::size_t{0});
  host->failing = host->allocations + 1;
  EXPECT_EQ(host->call("documents", "give-back", &out), TENON_OUT_OF_MEMORY);
  EXPECT_EQ(host->objects, 0);
}

// ---- Objects ----

TEST_P(Rust, ObjectsOfThePluginAreCounted) {
  start();
  tenon_object* document = open("mine");
  EXPECT_EQ(title(document), "mine");
  EXPECT_EQ(host->live("#document"), 1u);
  Host::drop(document);
  EXPECT_EQ(host->live("#document"), 0u);
}

TEST_P(Rust, OnesOwnObjectIsKnown) {
  OptionString mine{};
  start();
  tenon_object *own = open("own"), *foreign = host->new_document("foreign");
  host->call("documents", "mine", own, &mine);
  EXPECT_EQ(host->take(mine.value), "own");
  host->call("documents", "mine", foreign, &mine);
  EXPECT_EQ(mine.is_some, 0);
  Host::drop(own), Host::drop(foreign);
}

TEST_P(Rust, OwnArgumentsAreKeptAndGivenBack) {
  tenon_list out{};
  start();
  EXPECT_EQ(number_of("documents", "keep", host->new_document("a")), 1u);
  Pair pair{host->new_document("b"), {1, host->new_document("c")}, str("pair")};
  EXPECT_EQ(number_of("documents", "keep-pair", static_cast<const Pair*>(&pair)), 3u);
  host->call("documents", "give-back", &out);
  for (tenon_object* object : host->take_list(static_cast<tenon_object* const*>(out.ptr), out.len))
    Host::drop(object);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Rust, OwnArgumentsAreDroppedOnEveryPath) {
  std::uint32_t out = 0;
  start();
  Pair pair{host->new_document("b"), {1, host->new_document("c")}, str("\xff")};
  EXPECT_EQ(host->call("documents", "keep-pair", static_cast<const Pair*>(&pair), &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(host->objects, 0);
  panic("boom");
  EXPECT_EQ(host->call("documents", "keep", host->new_document("d"), &out), TENON_POISONED);
  EXPECT_EQ(host->objects, 0);
}

TEST_P(Rust, BorrowedObjectsMayBeInRecordsAndLists) {
  tenon_string shown{};
  tenon_list_string titles{};
  start();
  tenon_object* own = open("own");
  const Shown what{str("name"), own};
  const std::array<tenon_object*, 2> both{own, own};
  host->call("documents", "show", &what, &shown);
  EXPECT_EQ(host->take(shown), "name: own");
  host->call("documents", "show-all", both.data(), both.size(), &titles);
  EXPECT_EQ(host->take(titles), (std::vector<std::string>{"own", "own"}));
  Host::drop(own);
}

TEST_P(Rust, ImportsTakeAndGiveEveryKindOfValue) {
  start();
  EXPECT_EQ(text_of("trouble", "hub"), R"(theirs Ok(7) true Err(Error) 2 8 Some(["a", "b"]) 42)");
  for (tenon_object* object : host->adopted) Host::drop(object);
  EXPECT_EQ(host->objects, 0);
  EXPECT_EQ(host->live("#document") + host->live("#watcher"), 0u);
}

TEST_P(Rust, MethodsAreAskedForPerObject) {
  start();
  host->document_slots = 3;
  EXPECT_EQ(text_of("trouble", "hub"), R"(theirs Ok(7) false Err(Error) 2 8 Some(["a", "b"]) 42)");
  for (tenon_object* object : host->adopted) Host::drop(object);
}

TEST_P(Rust, AnObjectDroppedInItsOwnMethodEndsWithTheCall) {
  std::uint32_t answer = 0;
  start();
  tenon_object* document = open("self");
  tenon_object* watcher = host->new_watcher([&](std::uint32_t count) {
    Host::drop(document);
    EXPECT_EQ(host->live("#document"), 1u);
    return count + 1;
  });
  EXPECT_EQ(Host::call(document, 2, watcher, &answer), TENON_OK);
  EXPECT_EQ(answer, 8u);
  EXPECT_EQ(host->lines.back(), "watched self");
  EXPECT_EQ(host->live("#document"), 0u);
  Host::drop(watcher);
}

TEST_P(Rust, ObjectsOutliveTheirInstance) {
  start();
  tenon_object* document = open("orphan");
  host->destroy();
  EXPECT_EQ(title(document), "orphan");
  Host::drop(document);
}

TEST_P(Rust, WhatAnInstanceHoldsEndsWithIt) {
  start();
  number_of("documents", "keep", host->new_document("a"));
  host->destroy();
  EXPECT_EQ(host->objects, 0);
}

// ---- Re-entry ----

TEST_P(Rust, AHostMayCallBackIntoTheSameInstance) {
  start();
  host->on_debug = [this] {
    for (int i = 0; i < 42; ++i) number_of("trouble", "count");
    return TENON_OK;
  };
  EXPECT_EQ(number_of("trouble", "reenter"), 42u);
}

}  // namespace
}  // namespace tenon::test
