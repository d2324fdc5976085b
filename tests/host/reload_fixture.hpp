#pragma once
// SPDX-License-Identifier: MIT
//
// A reloadable plugin, and what its host is told.
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include "fixture.hpp"

namespace tenon::test {

inline constexpr const char* kKinds[] = {"before", "after", "failed", "put off", "retired"};

class Reload : public HostTest {
 protected:
  ~Reload() override { stop(); }  // before the listener goes

  /// "before", "after 1 fresh", "failed E0214", "retired closed", ...
  static void note(void* self, const tenon_reload_event* event) {
    std::string line = kKinds[event->kind];
    if (event->kind == TENON_RELOAD_AFTER) line += " " + std::to_string(event->fresh) + " fresh";
    if (event->error != nullptr) line += std::string(" ") + tenon_error_code(event->error);
    if (event->kind == TENON_RELOAD_RETIRED)
      line += event->outcome == TENON_UNLOAD_CLOSED   ? " closed"
              : event->outcome == TENON_UNLOAD_SHARED ? " shared"
                                                      : " still mapped";
    auto* test = static_cast<Reload*>(self);
    test->events_.push_back(line);
    if (event->kind != TENON_RELOAD_BEFORE) return;
    if (test->before_) test->before_();
    if (const std::string build = std::exchange(test->during_, ""); !build.empty())
      test->install(build, "plugin.so");
    if (test->reload_within_) test->within_ = test->reload();
    test->reload_within_ = false;
  }

  void start_reloading(std::uint32_t watch, tenon_veto veto) {
    start(TENON_COPY_AUTO, veto, &asked_);
    tenon_reload_options options{};
    options.size = sizeof options;
    options.watch = watch;
    options.quiet_ms = 50;
    options.settle_ms = 20;
    options.poll_ms = 100;
    options.patience_ms = patience_ms_;
    options.poll_only = poll_only_;
    options.listener = note;
    options.listener_ctx = this;
    ASSERT_EQ(said(tenon_host_set_reload(host_, &options)), "");
  }
  /// The plugin `first` from `plugin.so`, which is a copy of `built`.
  void begin(const std::string& built, std::uint32_t watch = TENON_WATCH_NONE, const std::string& name = "",
             tenon_veto veto = nullptr) {
    install(built, "plugin.so");
    start_reloading(watch, veto);
    const std::string plugin = path("plugin.so") + name;
    ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, plugin.c_str(), &kWorld, &plugin_)), "");
    ASSERT_EQ(create(), "");
  }
  std::string reload() { return said(tenon_plugin_reload(plugin_, nullptr)); }
  /// What a call under a pin gives: 1 more for build `first`, 10 more for `newer`.
  std::uint32_t count(tenon_instance* instance = nullptr) {
    const tenon_call call = tenon_call_begin(instance != nullptr ? instance : instance_);
    const std::uint32_t out = sum_at(call.target->exports[0], 1);
    tenon_call_end(call);
    return out;
  }
  std::vector<std::string> events() { return std::exchange(events_, {}); }
  /// Lets the runtime work until `done`, for 5 s at most.
  template <class Done>
  void update_until(Done done) {
    for (int i = 0; i < 500 && !done(); ++i) {
      ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_TRUE(done());
  }

  /// "call 1 here", "object 2 test:host/counter@1#item waited for", ...
  static void add_holder(void* out, const tenon_holder* holder) {
    static constexpr const char* kHolders[] = {"call", "pin", "object", "handle", "counted"};
    std::string line = std::string(kHolders[holder->kind]) + " " + std::to_string(holder->count);
    if (holder->type != nullptr) line += std::string(" ") + holder->type;
    if (holder->thread == gettid()) line += " here";
    if (holder->waiting_ns != 0) line += " waited for";
    static_cast<std::vector<std::string>*>(out)->push_back(line);
  }
  /// "/folder: why"
  std::vector<std::string> unwatched() {
    std::vector<std::string> out;
    const tenon_unwatched_visitor add = [](void* ctx, const char* folder, const char* why) {
      static_cast<std::vector<std::string>*>(ctx)->push_back(std::string(folder) + ": " + why);
    };
    EXPECT_EQ(said(tenon_host_unwatched(host_, add, &out)), "");
    return out;
  }
  std::vector<std::string> holders() {
    std::vector<std::string> out;
    EXPECT_EQ(said(tenon_plugin_holders(plugin_, add_holder, &out)), "");
    return out;
  }

  std::vector<std::string> events_;
  std::string during_;  ///< build that comes in while the next reload is under way
  std::uint32_t patience_ms_ = 300;
  std::uint32_t poll_only_ = 0;
  bool reload_within_ = false;  ///< asked for by the listener
  std::string within_;          ///< what came of it
  int asked_ = 0;               ///< how often the veto was
  std::function<void()> before_;
};

}  // namespace tenon::test
