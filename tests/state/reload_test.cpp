// SPDX-License-Identifier: MIT
//
// The same plugins, reloaded by libtenon: what an author wrote for `state = true` is all that is needed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <tenon/host.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "../out_of_memory/allocations.hpp"
#include "counting.tenon.hpp"

namespace {

namespace fs = std::filesystem;

struct CounterTable {
  tenon_table head;
  std::int32_t (*add)(void* self, std::uint64_t number, std::uint64_t* out);
};

std::string said(tenon_error* error) {
  if (error == nullptr) return "";
  std::string out = std::string(tenon_error_code(error)) + " " + tenon_error_message(error);
  tenon_error_delete(error);
  return out;
}

class StateReload : public testing::TestWithParam<const char*> {
 protected:
  StateReload() {
    if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
    fs::copy_file(STATE_TEST_PLUGINS + file(), folder_ + file());
    EXPECT_EQ(said(tenon_host_create(nullptr, &host_)), "");
    tenon_reload_options patient{};
    patient.size = sizeof patient;
    patient.quiet_ms = 60'000;
    patient.listener = [](void* longest, const tenon_reload_event* event) {
      if (event->kind == TENON_RELOAD_AFTER) *static_cast<std::uint64_t*>(longest) = event->longest_wait_ns;
    };
    patient.listener_ctx = &longest_wait_ns_;
    EXPECT_EQ(said(tenon_host_set_reload(host_, &patient)), "");
    EXPECT_EQ(said(tenon_host_add_path(host_, folder_.c_str())), "");
  }
  ~StateReload() override {
    tenon_instance_destroy(instance_);
    EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)), "");
    EXPECT_EQ(said(tenon_host_destroy(host_)), "");
    fs::remove_all(folder_);
  }

  static std::string file() { return "/libstate-" + std::string(GetParam()) + ".so"; }
  void start(const std::string& kind) {
    const std::string name = kind + "-" + GetParam();
    ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, name.c_str(), &test::state::counting_world, &plugin_)),
              "");
    ASSERT_EQ(said(tenon_instance_create(plugin_, nullptr, &instance_)), "");
  }
  std::uint64_t add(std::uint64_t number) {
    const tenon_call call = tenon_call_begin(instance_);
    const tenon_reference counter = call.target->exports[0];
    std::uint64_t sum = 0;
    EXPECT_EQ(reinterpret_cast<const CounterTable*>(counter.table)->add(counter.self, number, &sum),
              TENON_OK);
    tenon_call_end(call);
    return sum;
  }
  /// Whether a reload waits for a pin or a call.
  bool is_waited_for() {
    bool waits = false;
    const auto see = [](void* out, const tenon_holder* holder) {
      if (holder->waiting_ns != 0) *static_cast<bool*>(out) = true;
    };
    EXPECT_EQ(said(tenon_plugin_holders(plugin_, see, &waits)), "");
    return waits;
  }
  std::string refusal() { return said(tenon_plugin_reload(plugin_, nullptr)); }
  /// What `child` gives in a process that is forked now, or 99 if it doesn't come to that.
  template <class Child>
  static int in_child(Child&& child) {
    const pid_t process = fork();
    if (process == 0) {
      alarm(60);
      _exit(static_cast<int>(child()));
    }
    int status = 0;
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
  }
  /// Gives the file other content and reloads it; what went wrong, or "".
  std::string reload() {
    std::ofstream(folder_ + file(), std::ios::app) << "another build";
    return said(tenon_plugin_reload(plugin_, nullptr));
  }

  std::string folder_ = (fs::temp_directory_path() / "tenon_state_test_XXXXXX").string();
  std::uint64_t longest_wait_ns_ = 0;
  tenon_host* host_ = nullptr;
  tenon_plugin* plugin_ = nullptr;
  tenon_instance* instance_ = nullptr;
};

TEST_P(StateReload, TakesTheSumAlong) {
  start("keeps");
  const std::uint64_t generation = tenon_plugin_generation(plugin_);
  EXPECT_EQ(add(40), 40u);
  EXPECT_EQ(reload(), "");
  EXPECT_NE(tenon_plugin_generation(plugin_), generation);
  EXPECT_EQ(add(2), 42u);
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(add(0), 42u);
}

TEST_P(StateReload, SaysHowLongACallHadToWait) {
  start("keeps");
  add(40);
  const tenon_call inside = tenon_call_begin(instance_);
  std::thread reloading([&] { EXPECT_EQ(reload(), ""); });
  while (!is_waited_for()) std::this_thread::yield();
  std::uint64_t sum = 0;
  std::thread waiting([&] { sum = add(2); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  tenon_call_end(inside);
  reloading.join();
  waiting.join();
  EXPECT_EQ(sum, 42u);
  EXPECT_GT(longest_wait_ns_, 10'000'000u);
}

TEST_P(StateReload, IsRolledBackWhereSaveRefuses) {
  start("keeps");
  const std::uint64_t generation = tenon_plugin_generation(plugin_);
  add(13);
  EXPECT_THAT(reload(),
              testing::AllOf(testing::StartsWith("E1004 "), testing::HasSubstr("13 can't be saved")));
  EXPECT_EQ(tenon_plugin_generation(plugin_), generation);
  EXPECT_EQ(add(1), 14u);
}

/// In C++ the author's own vectors would throw, which is a trap as any exception is.
class StateReloadWithoutMemory : public StateReload {};

TEST_P(StateReloadWithoutMemory, LosesNoSum) {
  start("keeps");
  std::uint64_t sum = add(1000);  // some below have habits
  bool done = false;
  tenon::test::at_every_allocation(
      [&]() -> tenon_error* {
        tenon_error* const error = tenon_plugin_reload(plugin_, nullptr);
        done = error == nullptr;
        tenon_error_delete(error);
        return nullptr;
      },
      [&](bool) {
        ASSERT_EQ(add(1), ++sum);
        if (!done) {
          ASSERT_EQ(said(tenon_plugin_reload(plugin_, nullptr)), "");
        }
        ASSERT_EQ(add(1), ++sum);
        ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");  // closes the old build
        std::ofstream(folder_ + file(), std::ios::app) << "another build";
      });
}

TEST_P(StateReload, StartsAfreshWithoutState) {
  start("fresh");
  add(40);
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(add(2), 2u);
}

TEST_P(StateReload, LeavesCallsToAChildThatIsForkedMeanwhile) {
  start("keeps");
  add(40);
  tenon_pin pin{};
  std::thread([&] { pin = tenon_pin_take(instance_); }).join();
  std::thread reloading([&] { EXPECT_EQ(reload(), ""); });
  while (!is_waited_for()) std::this_thread::yield();
  EXPECT_EQ(in_child([&] { return add(2); }), 42);
  EXPECT_EQ(in_child([&] { return refusal().starts_with("E0112 "); }), 1);
  tenon_pin_release(pin);
  reloading.join();
  EXPECT_EQ(add(0), 40u);
}

TEST_P(StateReload, WorksInAChildThatIsForkedInPeace) {
  start("keeps");
  add(40);
  EXPECT_EQ(in_child([&] { return reload() == "" ? add(2) : 1; }), 42);
  EXPECT_EQ(add(0), 40u);
}

INSTANTIATE_TEST_SUITE_P(In, StateReloadWithoutMemory, testing::Values("c", "rust"));
INSTANTIATE_TEST_SUITE_P(In, StateReload, testing::Values("c", "cpp", "rust"),
                         [](const auto& of) { return std::string(of.param); });

}  // namespace
