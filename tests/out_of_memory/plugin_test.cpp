// SPDX-License-Identifier: MIT
//
// What there is no memory for is said, and nothing is lost: what was loaded goes on, and the next try does it
// all.
#include <first.h>

#include <array>
#include <chrono>
#include <string_view>
#include <thread>

#include "allocations.hpp"
#include "fixture.hpp"

namespace tenon::test {
namespace {

class OutOfMemory : public HostTest {
 protected:
  ~OutOfMemory() override { stop(); }  // before the listener goes

  static void note(void* self, const tenon_reload_event* event) {
    auto& told = static_cast<OutOfMemory*>(self)->told_;
    ++told[event->kind];
    if (event->kind == TENON_RELOAD_RETIRED) return;
    static_cast<OutOfMemory*>(self)->begun_ = event->kind == TENON_RELOAD_BEFORE;
  }
  void set_reload(std::uint32_t watch) {
    tenon_reload_options options{};
    options.size = sizeof options;
    options.watch = watch;
    options.settle_ms = options.poll_ms = options.patience_ms = 1;
    options.listener = note;
    options.listener_ctx = this;
    ASSERT_EQ(said(tenon_host_set_reload(host_, &options)), "");
  }
  /// The plugin `first` from `plugin.so`, with an instance.
  void begin(std::uint32_t watch) {
    install("first", "plugin.so");
    start();
    set_reload(watch);
    ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, path("plugin.so").c_str(), &kWorld, &plugin_)), "");
    ASSERT_EQ(create(), "");
  }
  /// How much more a call gives than the one before: 1 from build `first`, 10 from `newer`.
  std::uint32_t build() {
    const tenon_call call = tenon_call_begin(instance_);
    const std::uint32_t before = sum_at(call.target->exports[0], 0);
    const std::uint32_t after = sum_at(call.target->exports[0], 1);
    tenon_call_end(call);
    return after - before;
  }
  /// What is loaded serves, and can be ended.
  void serve_and_unload(bool is_copy = true) {
    ASSERT_EQ(create(), "");
    EXPECT_EQ(sum_after(2), 2);
    ASSERT_EQ(unload(), "");
    // The file itself may have been kept by an earlier try, which is ended after this one.
    if (is_copy) {
      EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED) << reason_;
    }
  }
  /// Once, so that what a host opens for itself is open.
  std::string open_after_one(const std::string& name) {
    EXPECT_EQ(load_and_create(name), "");
    EXPECT_EQ(unload(), "");
    return open_now();
  }

  std::array<int, 5> told_{};
  bool begun_ = false;  ///< a reload was, and its end isn't told yet
};

TEST_F(OutOfMemory, creating_and_destroying_a_host) {
  at_every_allocation([&] { return tenon_host_create(nullptr, &host_); },
                      [&](bool done) {
                        if (done) stop();
                      });
  install("first");
  start();
  at_every_allocation([&] { return tenon_host_destroy(host_); },
                      [&](bool done) {
                        if (done) start();
                        ASSERT_EQ(load_and_create("first"), "");  // now it has a folder on the disk
                        ASSERT_EQ(unload(), "");
                      });
}

TEST_F(OutOfMemory, adding_a_path) {
  start();
  at_every_allocation([&] { return tenon_host_add_path(host_, "/some/folder/that/nobody/has"); });
}

TEST_F(OutOfMemory, setting_how_to_reload) {
  start();
  at_every_allocation([&] {
    set_reload(TENON_WATCH_UPDATE);
    return nullptr;
  });
}

TEST_F(OutOfMemory, scanning) {
  for (const char* plugin : {"first", "both", "retyped"}) install(plugin);
  write("torn.so", read(built("first")).substr(0, 3000));
  start();
  tenon_catalog* found = nullptr;
  const std::string before = open_now();
  at_every_allocation([&] { return tenon_host_scan(host_, &found); },
                      [&](bool done) {
                        EXPECT_EQ(open_now(), before);
                        if (!done) return;
                        EXPECT_EQ(tenon_catalog_size(found), 5);
                        tenon_catalog_delete(found);
                      });
}

TEST_F(OutOfMemory, reading_metadata) {
  install("first");
  start();
  tenon_catalog* found = nullptr;
  ASSERT_EQ(said(tenon_host_scan(host_, &found)), "");
  char* json = nullptr;
  at_every_allocation([&] { return tenon_catalog_metadata(found, 0, &json); },
                      [&](bool done) {
                        if (done) tenon_text_delete(json);
                      });
  tenon_catalog_delete(found);
}

TEST_F(OutOfMemory, checking) {
  install("first");
  start();
  at_every_allocation([&] { return tenon_plugin_check(host_, "first", &kWorld); });
}

TEST_F(OutOfMemory, refusing) {
  const std::string file = install("retyped");
  start();
  const std::string before = open_now();
  at_every_allocation(
      [&]() -> tenon_error* {
        tenon_error* const error = tenon_plugin_load(host_, file.c_str(), &kWorld, &plugin_);
        if (std::string_view(tenon_error_code(error)) == "E0102") return error;
        tenon_error_delete(error);
        return nullptr;
      },
      [&](bool) { EXPECT_EQ(open_now(), before); });
}

TEST_F(OutOfMemory, loading) {
  install("first");
  for (const std::uint32_t copy : {TENON_COPY_AUTO, TENON_COPY_ALWAYS, TENON_COPY_FILE, TENON_COPY_NEVER}) {
    SCOPED_TRACE("copy " + std::to_string(copy));
    start(copy);
    const std::string before = open_after_one("first");
    at_every_allocation([&] { return tenon_plugin_load(host_, "first", &kWorld, &plugin_); },
                        [&](bool done) {
                          if (!done) {
                            ASSERT_EQ(load("first"), "");
                          }
                          serve_and_unload(copy != TENON_COPY_NEVER);
                          EXPECT_EQ(open_now(), before);
                        });
    stop();
  }
}

TEST_F(OutOfMemory, loading_with_what_lies_beside_it) {
  install("dependent");
  write("lib/libhost_dependency.so", read(std::string(HOST_TEST_PLUGINS) + "/lib/libhost_dependency.so"));
  start();
  const std::string name = path("dependent.so"), before = open_after_one(name);
  at_every_allocation([&] { return tenon_plugin_load(host_, name.c_str(), &kWorld, &plugin_); },
                      [&](bool done) {
                        if (!done) {
                          ASSERT_EQ(load(name), "");
                        }
                        ASSERT_EQ(unload(), "");
                        EXPECT_EQ(open_now(), before);
                      });
}

TEST_F(OutOfMemory, loading_what_can_be_reloaded) {
  install("first");
  start();
  set_reload(TENON_WATCH_UPDATE);
  ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, "first", &kWorld, &plugin_)), "");
  ASSERT_EQ(unload(), "");
  const std::string before = open_now();
  at_every_allocation([&] { return tenon_plugin_load_reloadable(host_, "first", &kWorld, &plugin_); },
                      [&](bool done) {
                        if (!done) {
                          ASSERT_EQ(load("first"), "");
                        }
                        serve_and_unload();
                        EXPECT_EQ(open_now(), before);
                      });
}

TEST_F(OutOfMemory, no_thread_for_watching_is_said) {
  install("first");
  start();
  set_reload(TENON_WATCH_THREAD);
  const std::string before = open_now();
  refuse_threads(true);
  EXPECT_THAT(said(tenon_plugin_load_reloadable(host_, "first", &kWorld, &plugin_)),
              testing::StartsWith("E0113 no thread can be started: "));
  refuse_threads(false);
  EXPECT_EQ(open_now(), before);
  ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, "first", &kWorld, &plugin_)), "");
  serve_and_unload();
}

TEST_F(OutOfMemory, loading_a_second_handle) {
  install("first");
  ASSERT_EQ(load("first"), "");
  tenon_plugin* second = nullptr;
  at_every_allocation([&] { return tenon_plugin_load(host_, "first", &kWorld, &second); },
                      [&](bool done) {
                        if (!done) return;
                        EXPECT_EQ(said(tenon_plugin_unload(second, &outcome_, nullptr)), "");
                        EXPECT_EQ(outcome_, TENON_UNLOAD_SHARED);
                      });
  serve_and_unload();
}

TEST_F(OutOfMemory, creating_an_instance) {
  install("first");
  ASSERT_EQ(load("first"), "");
  const tenon_reference* const imports = log();
  at_every_allocation([&] { return tenon_instance_create(plugin_, imports, &instance_); },
                      [&](bool done) {
                        if (!done) {
                          ASSERT_EQ(create(), "");
                        }
                        EXPECT_EQ(sum_after(2), 2);
                        ASSERT_EQ(said(tenon_instance_destroy(std::exchange(instance_, nullptr))), "");
                      });
  serve_and_unload();
}

/// Who ends things because there is no memory must be able to.
TEST_F(OutOfMemory, destroying_an_instance_takes_none) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  at_every_allocation([&] { return tenon_instance_destroy(std::exchange(instance_, nullptr)); },
                      [&](bool done) {
                        EXPECT_TRUE(done);
                        ASSERT_EQ(create(), "");
                      });
  ASSERT_EQ(unload(), "");
}

TEST_F(OutOfMemory, recreating_an_instance) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  sum_after(1);
  at_every_allocation([&] { return tenon_instance_recreate(instance_); },
                      [&](bool done) { EXPECT_EQ(sum_after(1) == 1, done) << "afresh, or as it was"; });
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED) << reason_;
}

TEST_F(OutOfMemory, unloading) {
  install("first");
  for (const std::uint32_t copy : {TENON_COPY_AUTO, TENON_COPY_ALWAYS}) {
    start(copy);
    ASSERT_EQ(load("first"), "");
    char* reason = nullptr;
    at_every_allocation([&] { return tenon_plugin_unload(plugin_, &outcome_, &reason); },
                        [&](bool done) {
                          const std::string why = done && reason != nullptr ? reason : "";
                          if (done) {
                            tenon_text_delete(std::exchange(reason, nullptr));
                            ASSERT_EQ(load("first"), "");
                          }
                          // Whether it may go can't be told without memory.
                          if (done && outcome_ != TENON_UNLOAD_CLOSED) {
                            EXPECT_THAT(why, testing::AnyOf("", "out of memory"));
                          }
                          serve_and_unload();
                          ASSERT_EQ(load("first"), "");
                        });
    ASSERT_EQ(unload(), "");
    stop();
  }
}

TEST_F(OutOfMemory, unloading_what_stays_mapped) {
  install("nodelete");
  start();
  ASSERT_EQ(load(path("nodelete.so")), "");
  char* reason = nullptr;
  at_every_allocation([&] { return tenon_plugin_unload(plugin_, &outcome_, &reason); },
                      [&](bool done) {
                        if (!done) {
                          ASSERT_EQ(said(tenon_plugin_unload(plugin_, &outcome_, &reason)), "");
                        }
                        EXPECT_EQ(outcome_, TENON_UNLOAD_STILL_MAPPED);
                        tenon_text_delete(std::exchange(reason, nullptr));
                        ASSERT_EQ(load(path("nodelete.so")), "");
                        ASSERT_EQ(create(), "");
                        EXPECT_EQ(sum_after(2), 2);
                        ASSERT_EQ(said(tenon_instance_destroy(std::exchange(instance_, nullptr))), "");
                      });
}

TEST_F(OutOfMemory, noting_a_trap) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  std::int32_t status = TENON_OK;
  at_every_allocation(
      [&]() -> tenon_error* {
        status = crash();
        return nullptr;
      },
      [&](bool) {
        EXPECT_EQ(status, TENON_TRAP);
        EXPECT_TRUE(tenon_instance_poisoned(instance_));
        ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
      });
}

TEST_F(OutOfMemory, asking_a_handle) {
  begin(TENON_WATCH_UPDATE);
  const std::string version = tenon_plugin_version(plugin_);
  const std::uint64_t generation = tenon_plugin_generation(plugin_);
  bool right = false, with_metadata = false;
  at_every_allocation(
      [&]() -> tenon_error* {
        right = tenon_plugin_version(plugin_) == version && tenon_plugin_generation(plugin_) == generation &&
                tenon_plugin_descriptor_of(plugin_) != nullptr && tenon_instance_trap(instance_) == nullptr &&
                tenon_instance_export(instance_, 0).table != nullptr &&
                tenon_host_update_descriptor(host_) >= 0;
        with_metadata = tenon_plugin_metadata(plugin_) != nullptr;
        return nullptr;
      },
      [&](bool) { EXPECT_TRUE(right); });
  EXPECT_TRUE(with_metadata);
}

TEST_F(OutOfMemory, asking_for_lists) {
  begin(TENON_WATCH_UPDATE);
  const tenon_call call = tenon_call_begin(instance_);
  const auto ignore = [](void*, const tenon_holder*) {};
  at_every_allocation([&] { return tenon_plugin_holders(plugin_, ignore, nullptr); });
  tenon_call_end(call);
  const auto ignore_folder = [](void*, const char*, const char*) {};
  at_every_allocation([&] { return tenon_host_unwatched(host_, ignore_folder, nullptr); });
  tenon_account account{};
  account.size = sizeof account;
  at_every_allocation([&] { return tenon_plugin_account(plugin_, &account); });
  char* text = nullptr;
  at_every_allocation([&] { return tenon_host_accounts(host_, &text); },
                      [&](bool done) {
                        if (done) tenon_text_delete(text);
                      });
}

TEST_F(OutOfMemory, reloading) {
  begin(TENON_WATCH_NONE);
  std::uint32_t now = 1, next = 10;
  install("newer", "plugin.so");
  const std::string before = open_now();
  at_every_allocation([&] { return tenon_plugin_reload(plugin_, nullptr); },
                      [&](bool done) {
                        EXPECT_FALSE(begun_);
                        if (!done) {
                          EXPECT_EQ(build(), now);
                          ASSERT_EQ(said(tenon_plugin_reload(plugin_, nullptr)), "");
                        }
                        EXPECT_EQ(build(), next);
                        std::swap(now, next);
                        install(next == 1 ? "first" : "newer", "plugin.so");
                        ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
                      });
  EXPECT_EQ(told_[TENON_RELOAD_RETIRED], told_[TENON_RELOAD_AFTER]);
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED) << reason_;
}

TEST_F(OutOfMemory, watching_loses_no_change) {
  begin(TENON_WATCH_UPDATE);
  std::uint32_t next = 10;
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
  install("newer", "plugin.so");
  pause();
  at_every_allocation([&] { return tenon_host_update(host_, nullptr); },
                      [&](bool) {
                        EXPECT_FALSE(begun_);
                        for (int i = 0; i < 1000 && build() != next; ++i) {
                          pause();
                          ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
                        }
                        ASSERT_EQ(build(), next);
                        next = next == 1 ? 10 : 1;
                        install(next == 1 ? "first" : "newer", "plugin.so");
                        pause();
                        EXPECT_EQ(said(tenon_host_update(host_, nullptr)),
                                  "");  // sees it; the next one may load it
                        pause();
                      },
                      3);
  EXPECT_EQ(told_[TENON_RELOAD_RETIRED], told_[TENON_RELOAD_AFTER]);
}

}  // namespace
}  // namespace tenon::test
