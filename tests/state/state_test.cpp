// SPDX-License-Identifier: MIT
//
// The well-known state through the C ABI alone: from one instance to another, as a reload does it, in each
// language. The plugins are called keeps-LANG (`state = true`), fresh-LANG (the same world without it) and
// own-cpp (a world that names the export itself).
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>

#include "../bind_c/fake_host.hpp"

namespace {

constexpr std::string_view kState = "tenon:plugin/state@0.1";

struct Saved {
  std::uint32_t version;
  tenon_list_u8 bytes;
};
struct StateTable {
  tenon_table head;
  std::int32_t (*restore)(void* self, const Saved* from, tenon_string* err);
  std::int32_t (*save)(void* self, Saved* ok, tenon_string* err);
};
struct CounterTable {
  tenon_table head;
  std::int32_t (*add)(void* self, std::uint64_t number, std::uint64_t* out);
  std::int32_t (*save)(void* self, tenon_string* out);
};

class State : public testing::TestWithParam<const char*> {
 protected:
  /// NULL if the library has no such plugin.
  static const tenon_plugin_descriptor* plugin(const std::string& kind) {
    const std::string name = kind + "-" + GetParam();
    const auto* library = load(STATE_TEST_PLUGINS "/libstate-" + std::string(GetParam()) + ".so");
    if (library == nullptr) return nullptr;
    const auto* const* end = library->plugins + library->plugin_count;
    const auto* const* found = std::find_if(library->plugins, end, [&](auto* p) { return p->name == name; });
    return found == end ? nullptr : *found;
  }

  static const tenon_interface_descriptor* export_of(const tenon_plugin_descriptor* plugin,
                                                     std::string_view id) {
    const auto* const* end = plugin->exports + plugin->export_count;
    const auto* const* found = std::find_if(plugin->exports, end, [&](auto* e) { return e->id == id; });
    return found == end ? nullptr : *found;
  }

  const StateTable& state() const {
    return *reinterpret_cast<const StateTable*>(export_of(plugin_, kState)->table);
  }
  const CounterTable& counter() const {
    return *reinterpret_cast<const CounterTable*>(export_of(plugin_, "test:state/counter@1")->table);
  }

  std::uint64_t add(const Instance& instance, std::uint64_t number) const {
    std::uint64_t sum = 0;
    EXPECT_EQ(counter().add(instance.self, number, &sum), TENON_OK);
    return sum;
  }
  /// The status, in `saved_` or `said_` what came with it.
  std::int32_t save(const Instance& instance) {
    tenon_string err{};
    saved_ = {};
    return with_words(state().save(instance.self, &saved_, &err), err);
  }
  std::int32_t restore(const Instance& instance, const Saved& from) {
    tenon_string err{};
    return with_words(state().restore(instance.self, &from, &err), err);
  }
  std::int32_t with_words(std::int32_t status, const tenon_string& err) {
    said_ = status == TENON_ERR ? str(err) : "";
    if (status == TENON_ERR) host_.table.free(&host_, const_cast<char*>(err.ptr), err.len, 1);
    return status;
  }
  void free_saved() {
    host_.table.free(&host_, const_cast<std::uint8_t*>(saved_.bytes.ptr), saved_.bytes.len, 1);
  }

  FakeHost host_;
  const tenon_plugin_descriptor* plugin_ = plugin("keeps");
  Saved saved_{};
  std::string said_;
};

TEST_P(State, MovesFromOneInstanceToAnother) {
  Instance old(host_, plugin_);
  EXPECT_EQ(add(old, 40), 40u);
  ASSERT_EQ(save(old), TENON_OK);
  EXPECT_EQ(saved_.version, 1u);
  Instance fresh(host_, plugin_);
  EXPECT_EQ(restore(fresh, saved_), TENON_OK);
  EXPECT_EQ(add(fresh, 2), 42u);
  EXPECT_EQ(add(old, 1), 41u) << "the old one goes on";
  free_saved();
  old.destroy(), fresh.destroy();
  EXPECT_EQ(host_.live_bytes(), 0u);
}

TEST_P(State, OfAnotherVersionIsRefusedAndNothingChanges) {
  Instance instance(host_, plugin_);
  add(instance, 5);
  EXPECT_EQ(restore(instance, {2, {}}), TENON_ERR);
  EXPECT_THAT(said_,
              testing::AllOf(testing::StartsWith("state of "), testing::EndsWith(", this build reads 1")));
  EXPECT_EQ(add(instance, 1), 6u);
}

TEST_P(State, OfTooFewBytesIsRefused) {
  Instance instance(host_, plugin_);
  const std::uint8_t bytes[] = {1, 2, 3};
  EXPECT_EQ(restore(instance, {1, {bytes, 3}}), TENON_ERR);
}

TEST_P(State, ThatLiesAboutItsBytesIsRefusedBeforeTheAuthorSeesIt) {
  Instance instance(host_, plugin_);
  EXPECT_EQ(restore(instance, {1, {nullptr, 8}}), TENON_BAD_ARGUMENT);
  EXPECT_EQ(add(instance, 1), 1u);
}

TEST_P(State, ThatCannotBeSavedSaysWhyAndTheInstanceGoesOn) {
  Instance instance(host_, plugin_);
  add(instance, 13);
  EXPECT_EQ(save(instance), TENON_ERR);
  EXPECT_EQ(said_, "13 can't be saved");
  EXPECT_EQ(add(instance, 1), 14u);
}

TEST_P(State, TrapsInSaveAndRestoreStayInTheirInstance) {
  Instance old(host_, plugin_), fresh(host_, plugin_);
  add(old, 99);
  EXPECT_EQ(save(old), TENON_TRAP);
  EXPECT_THAT(host_.trapped, testing::HasSubstr("thrown in save"));
  EXPECT_EQ(restore(fresh, {99, {}}), TENON_TRAP);
  EXPECT_THAT(host_.trapped, testing::HasSubstr("thrown in restore"));
  EXPECT_EQ(save(fresh), TENON_POISONED);
  Instance third(host_, plugin_);
  EXPECT_EQ(add(third, 7), 7u);
}

TEST_P(State, SavingWithoutMemorySaysSo) {
  Instance instance(host_, plugin_);
  host_.fail_at = host_.allocations;
  EXPECT_EQ(save(instance), TENON_OUT_OF_MEMORY);
}

TEST_P(State, LeavesAFunctionOfTheAuthorsItsName) {
  Instance instance(host_, plugin_);
  tenon_string out{};
  ASSERT_EQ(counter().save(instance.self, &out), TENON_OK);
  EXPECT_EQ(str(out), "the author's own");
  host_.table.free(&host_, const_cast<char*>(out.ptr), out.len, 1);
}

TEST_P(State, IsExportedByThePluginsThatAskForItOnly) {
  ASSERT_NE(plugin("fresh"), nullptr);
  EXPECT_EQ(export_of(plugin("fresh"), kState), nullptr);
  EXPECT_NE(export_of(plugin("fresh"), "test:state/counter@1"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(In, State, testing::Values("c", "cpp", "rust"),
                         [](const auto& of) { return std::string(of.param); });

class StateInTheWit : public State {};

TEST_P(StateInTheWit, IsTheSameExport) {
  const auto *added = export_of(plugin_, kState), *written = export_of(plugin("own"), kState);
  ASSERT_NE(written, nullptr);
  EXPECT_EQ(added->slots, written->slots);
  EXPECT_EQ(std::memcmp(added->hash, written->hash, sizeof added->hash), 0);
}

INSTANTIATE_TEST_SUITE_P(In, StateInTheWit, testing::Values("cpp"));

}  // namespace
