#pragma once
// SPDX-License-Identifier: MIT
//
// The host's side of world demo:kinds/kinds: its log, its listeners, and the fixture that calls.
#include <functional>
#include <string>
#include <vector>

#include "fake_host.hpp"
#include "kinds.tenon.h"

/// What the log does; tests make it lie.
struct Log {
  std::vector<std::string> lines;
  int32_t status = TENON_OK;
  std::uint8_t level = DEMO_KINDS_TYPES_LEVEL_MID;
  tenon_option_string answer{0, {nullptr, 0}};

  static Log& of(void* self) { return *static_cast<Log*>(self); }
};

inline const demo_kinds_log_table kLog = {
    .head = {5, 0, {}, "demo:kinds/log@1", nullptr, nullptr},
    .ask =
        [](void* self, const char*, std::size_t, tenon_option_string* out) {
          *out = Log::of(self).answer;
          return Log::of(self).status;
        },
    .check =
        [](void* self, std::uint32_t n, std::uint32_t* ok, tenon_string* err) {
          *ok = n;
          if (n == 0) *err = {nullptr, 0};
          return n == 0 ? std::int32_t{TENON_ERR} : Log::of(self).status;
        },
    .info =
        [](void* self, const char* ptr, std::size_t len) {
          Log::of(self).lines.emplace_back(ptr, len);
          return Log::of(self).status;
        },
    .loudness =
        [](void* self, demo_kinds_types_level* out) {
          *out = Log::of(self).level;
          return Log::of(self).status;
        },
    .flush =
        [](void* self, std::uint32_t* out) {
          *out = 12;
          return Log::of(self).status;
        },
};

/// A log of a host that is older than `flush`.
inline const demo_kinds_log_table kOldLog = [] {
  demo_kinds_log_table table = kLog;
  table.head.slots = 4;
  table.flush = nullptr;
  return table;
}();

/// A listener that the host made.
struct Listener : demo_kinds_types_listener {
  std::function<void()> then = [] {};
  std::vector<std::string> heard;
  int drops = 0;
  int32_t status = TENON_OK;

  explicit Listener(const demo_kinds_types_listener_vtable& v = kVtable)
      : demo_kinds_types_listener{&v.head} {}

  static int32_t hear(demo_kinds_types_listener* self, const char* ptr, std::size_t len, std::uint32_t* ok,
                      tenon_string*) {
    auto& me = static_cast<Listener&>(*self);
    me.heard.emplace_back(ptr, len);
    me.then();
    *ok = static_cast<std::uint32_t>(len);
    return me.status;
  }
  static int32_t flush(demo_kinds_types_listener*, std::uint32_t* out) {
    *out = 34;
    return TENON_OK;
  }
  static void drop(void* self) {
    ++static_cast<Listener*>(static_cast<demo_kinds_types_listener*>(self))->drops;
  }

  static constexpr demo_kinds_types_listener_vtable kVtable = {
      {2, 0, {}, "demo:kinds/types@1#listener", nullptr, drop}, hear, flush};
  static constexpr demo_kinds_types_listener_vtable kOld = {
      {1, 0, {}, "demo:kinds/types@1#listener", nullptr, drop}, hear, nullptr};
};

/// Runs with every build of the library that the environment has.
class Kinds : public testing::TestWithParam<const char*> {
 protected:
  const tenon_library_descriptor* library = load(GetParam());
  const tenon_plugin_descriptor* plugin = library->plugins[0];
  FakeHost host;
  Log log;
  tenon_reference imports[2] = {{&kLog.head, &log}, {nullptr, nullptr}};
  Instance instance{host, plugin, imports};
  const demo_kinds_calls_table& calls = instance.exported<demo_kinds_calls_table>();

  void TearDown() override {
    instance.destroy();
    EXPECT_EQ(host.live_bytes(), 0u);
    EXPECT_EQ(live_counters(), 0u);
  }

  std::uint64_t live_counters() const {
    for (std::size_t i = 0; i < plugin->resource_count; ++i)
      if (plugin->resources[i]->type == std::string("demo:kinds/calls@1#counter"))
        return plugin->resources[i]->live();
    return UINT64_MAX;
  }

  demo_kinds_calls_counter* counter(std::uint32_t start) {
    demo_kinds_calls_counter* out = nullptr;
    EXPECT_EQ(calls.new_counter(instance.self, start, &out), TENON_OK);
    return out;
  }

  std::uint32_t add(demo_kinds_calls_counter* c, std::uint32_t n) {
    std::uint32_t out = 0;
    EXPECT_EQ(demo_kinds_calls_counter_add(c, n, &out), TENON_OK);
    return out;
  }

  /// Runs `call` with memory that ends one allocation later each time, until it succeeds: before, it
  /// has to say so and leave nothing behind.
  void every_shortage(const std::function<int32_t()>& call) {
    const std::size_t before = host.live_bytes();
    for (std::size_t n = 0; n < 100; ++n) {
      host.fail_at = host.allocations + n;
      const int32_t rc = call();
      host.fail_at = SIZE_MAX;
      if (rc == TENON_OK) {
        EXPECT_GT(n, 0u);
        return;
      }
      ASSERT_EQ(rc, TENON_OUT_OF_MEMORY);
      ASSERT_EQ(host.live_bytes(), before);
    }
    FAIL() << "never enough";
  }
};
