// SPDX-License-Identifier: MIT
//
// What comes in between: reloads, unloads and the like that are asked for from inside of calls, of `create`
// and `destroy`, of the listener, and by other threads meanwhile.
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "reload_fixture.hpp"

namespace tenon::test {
namespace {

using ReloadWithin = Reload;
using testing::ElementsAre;

TEST_F(ReloadWithin, meets_an_unload_by_another_thread) {
  begin("first");
  ASSERT_EQ(said(tenon_instance_destroy(instance_)), "");
  instance_ = nullptr;
  install("newer", "plugin.so");
  before_ = [&] {
    std::thread([&] { EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)), ""); }).join();
  };
  EXPECT_EQ(reload(), "E1010 its plugins were unloaded meanwhile");
  plugin_ = nullptr;
  EXPECT_THAT(events(), ElementsAre("before", "failed E1010"));
}

TEST_F(ReloadWithin, lets_unload_end_what_asks_for_anything) {
  begin("talkative");
  const tenon_pin pin = tenon_pin_take(instance_);
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  tenon_pin_release(pin);
  ASSERT_EQ(said(tenon_instance_destroy(std::exchange(instance_, nullptr))), "");
  std::vector<std::string> within;
  tenon_plugin* again = nullptr;
  when_logged_ = [&](std::uint32_t) {
    if (!within.empty()) return;
    within = {said(tenon_host_update(host_, nullptr)), said(tenon_host_destroy(host_)).substr(0, 5),
              said(tenon_plugin_load_reloadable(host_, path("plugin.so").c_str(), &kWorld, &again))};
  };
  ASSERT_EQ(said(tenon_plugin_unload(std::exchange(plugin_, again), nullptr, nullptr)), "");
  EXPECT_THAT(within, ElementsAre("", "E0101", ""));
  plugin_ = again;
  ASSERT_EQ(create(), "");
  EXPECT_EQ(count(), 1);
}

TEST_F(ReloadWithin, from_inside_a_call_is_put_off_and_done_later) {
  begin("first");
  install("newer", "plugin.so");
  const tenon_call call = tenon_call_begin(instance_);
  EXPECT_EQ(reload(), "E1001 a reload was asked for from inside of a call of the library");
  ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
  tenon_call_end(call);
  EXPECT_EQ(count(), 1);
  update_until([&] { return events_.size() > 2; });
  EXPECT_EQ(count(), 10);
  EXPECT_THAT(events(), ElementsAre("put off E1001", "before", "after 1 fresh", "retired closed"));
}

TEST_F(ReloadWithin, takes_a_second_change_that_comes_during_the_first) {
  begin("first", TENON_WATCH_UPDATE);
  update_until([&] { return true; });
  during_ = "first";
  install("newer", "plugin.so");
  update_until([&] { return events_.size() >= 6; });
  EXPECT_EQ(count(), 1);
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh", "retired closed", "before", "after 1 fresh",
                                    "retired closed"));
}

TEST_F(ReloadWithin, from_the_listener_is_put_off) {
  begin("first", TENON_WATCH_UPDATE);
  update_until([&] { return true; });
  reload_within_ = true;
  install("newer", "plugin.so");
  update_until([&] { return events_.size() >= 4; });
  EXPECT_EQ(within_, "E1001 a reload was asked for from inside of another reload");
  EXPECT_EQ(count(), 10);
}

TEST_F(ReloadWithin, from_inside_of_create_is_put_off) {
  begin("talkative");
  std::string within, update = "not asked for";
  when_logged_ = [&](std::uint32_t number) {
    if (number != 1000 || !within.empty()) return;
    install("newer", "plugin.so");
    within = reload();
    update = said(tenon_host_update(host_, nullptr));
  };
  tenon_instance* second = nullptr;
  ASSERT_EQ(said(tenon_instance_create(plugin_, log(), &second)), "");
  EXPECT_EQ(within, "E1001 a reload was asked for from inside of a plugin's `create` or `destroy`");
  EXPECT_EQ(update, "");
  EXPECT_EQ(count(second), 1);
  update_until([&] { return count(second) >= 10; });
  EXPECT_THAT(events(), ElementsAre("put off E1001", "before", "after 2 fresh", "retired closed"));
  EXPECT_EQ(said(tenon_instance_destroy(second)), "");
}

TEST_F(ReloadWithin, is_not_the_only_thing_that_waits_for_destroy) {
  begin("talkative");
  std::vector<std::string> within;
  when_logged_ = [&](std::uint32_t number) {
    if (number != 2000 || !within.empty()) return;
    install("newer", "plugin.so");
    within = {reload(), said(tenon_instance_recreate(instance_)), said(tenon_instance_destroy(instance_)),
              said(tenon_plugin_unload(plugin_, nullptr, nullptr)), said(tenon_host_destroy(host_))};
  };
  EXPECT_EQ(said(tenon_instance_destroy(instance_)), "");
  instance_ = nullptr;
  for (std::string& text : within) text = text.substr(0, 5);
  EXPECT_THAT(within, ElementsAre("E1001", "E0706", "E0706", "E0706", "E0101"));
}

TEST_F(ReloadWithin, takes_a_build_that_another_handle_loaded_and_unloads_meanwhile) {
  begin("first");
  install("newer", "plugin.so");
  tenon_plugin* other = nullptr;
  ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, path("plugin.so").c_str(), &kWorld, &other)), "");
  std::string unloaded = "not yet";
  before_ = [&] {
    std::thread([&] { unloaded = said(tenon_plugin_unload(other, nullptr, nullptr)); }).join();
  };
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(unloaded, "");
  EXPECT_EQ(count(), 10);
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh", "retired closed"));
}

TEST_F(ReloadWithin, of_what_was_unloaded_meanwhile_ends) {
  begin("first", TENON_WATCH_UPDATE);
  update_until([&] { return true; });
  before_ = [&] { std::thread([&] { EXPECT_EQ(unload(), ""); }).join(); };
  install("newer", "plugin.so");
  update_until([&] { return events_.size() >= 2; });
  EXPECT_THAT(events(), ElementsAre("before", "failed E1010"));
}

}  // namespace
}  // namespace tenon::test
