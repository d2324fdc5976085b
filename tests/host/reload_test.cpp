// SPDX-License-Identifier: MIT
//
// Reloading by the C API: plugins without state.
#include <fcntl.h>
#include <first.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>

#include "reload_fixture.hpp"

namespace tenon::test {
namespace {

using testing::ElementsAre;

TEST_F(Reload, follows_a_new_build_and_closes_the_old_one) {
  begin("first");
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(count(), 2);
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh", "retired closed"));
}

TEST_F(Reload, of_the_same_content_does_nothing) {
  begin("first");
  count();
  install("first", "plugin.so");
  std::uint32_t outcome = 99;
  EXPECT_EQ(said(tenon_plugin_reload(plugin_, &outcome)), "");
  EXPECT_EQ(outcome, TENON_UNCHANGED);
  EXPECT_EQ(count(), 2);
  EXPECT_THAT(events(), ElementsAre());
}

TEST_F(Reload, goes_back_to_earlier_content) {
  begin("first");
  for (int i = 0; i < 3; ++i) {
    install("newer", "plugin.so");
    EXPECT_EQ(reload(), "");
    EXPECT_EQ(count(), 10);
    install("first", "plugin.so");
    EXPECT_EQ(reload(), "");
    EXPECT_EQ(count(), 1);
  }
}

TEST_F(Reload, that_fails_leaves_the_old_build_serving) {
  begin("first");
  count();
  const std::string whole = read(built("newer"));
  write("plugin.so", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(reload().substr(0, 5), "E0214");
  write("plugin.so", "not a library");
  EXPECT_EQ(reload().substr(0, 5), "E0221");
  install("retyped", "plugin.so");
  EXPECT_EQ(reload().substr(0, 5), "E0404");
  install("trap_in_create", "plugin.so");
  EXPECT_EQ(reload().substr(0, 5), "E0602");
  install("refuse", "plugin.so");
  EXPECT_EQ(reload().substr(0, 5), "E0601");
  install("undefined", "plugin.so");
  EXPECT_EQ(reload().substr(0, 5), "E0502");
  std::filesystem::remove(path("plugin.so"));
  EXPECT_EQ(reload().substr(0, 5), "E0201");
  EXPECT_EQ(count(), 2);
  EXPECT_THAT(events(), ElementsAre("failed E0214", "failed E0221", "failed E0404", "before", "failed E0602",
                                    "before", "failed E0601", "before", "failed E0502", "failed E0201"));
}

TEST_F(Reload, waits_for_who_writes_the_file) {
  begin("first");
  const std::string whole = read(built("newer"));
  const int writer = open(path("plugin.so").c_str(), O_WRONLY | O_TRUNC);
  ASSERT_EQ(::write(writer, whole.data(), whole.size()), static_cast<ssize_t>(whole.size()));
  EXPECT_EQ(reload(), "E0508 somebody has the file open for writing");
  close(writer);
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
}

TEST_F(Reload, keeps_the_old_build_while_a_pin_is_held) {
  begin("first");
  const tenon_pin pin = tenon_pin_take(instance_);
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
  EXPECT_EQ(sum_at(pin.target->exports[0], 1), 1);  // in the old build
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh"));
  tenon_pin_release(pin);
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("retired closed"));
}

TEST_F(Reload, keeps_the_old_build_while_an_object_is_alive) {
  begin("first");
  tenon_object* const object = make();
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh"));
  drop(object);
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("retired closed"));
}

TEST_F(Reload, keeps_a_build_that_has_an_object_and_no_instance) {
  begin("first");
  tenon_object* const object = make();
  ASSERT_EQ(said(tenon_instance_destroy(instance_)), "");
  instance_ = nullptr;
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_THAT(events(), ElementsAre("before", "after 0 fresh"));
  drop(object);
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("retired closed"));
}

TEST_F(Reload, closes_nothing_that_a_recreated_instance_is_pinned_in) {
  begin("first");
  EXPECT_EQ(count(), 1);
  const tenon_pin pin = tenon_pin_take(instance_);
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
  ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
  EXPECT_EQ(sum_at(pin.target->exports[0], 1), 2);
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh"));
  tenon_pin_release(pin);
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("retired closed"));
}

TEST_F(Reload, leaves_a_recreated_instance_to_be_ended_by_unload) {
  begin("first");
  const tenon_pin pin = tenon_pin_take(instance_);
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  EXPECT_EQ(count(), 1);
  ASSERT_EQ(said(tenon_instance_destroy(instance_)), "");
  EXPECT_THAT(said(tenon_plugin_unload(plugin_, nullptr, nullptr)),
              testing::StartsWith("E0706 `first` can't be unloaded: this very thread holds a pin"));
  tenon_pin_release(pin);
  EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)), "");
  plugin_ = nullptr, instance_ = nullptr;
}

TEST_F(Reload, takes_all_plugins_and_instances_of_the_library_along) {
  begin("both", TENON_WATCH_NONE, "#first");
  tenon_plugin* second = nullptr;
  ASSERT_EQ(
      said(tenon_plugin_load_reloadable(host_, (path("plugin.so") + "#second").c_str(), &kWorld, &second)),
      "");
  tenon_instance* others[3] = {};
  for (tenon_instance*& other : others)
    ASSERT_EQ(said(tenon_instance_create(&other == others ? plugin_ : second, log(), &other)), "");
  install("both_newer", "plugin.so");
  EXPECT_EQ(said(tenon_plugin_reload(second, nullptr)), "");
  EXPECT_THAT(events(), ElementsAre("before", "after 4 fresh", "retired closed"));
  EXPECT_EQ(count(), 10);
  for (tenon_instance* other : others) {
    EXPECT_EQ(count(other), 10);
    EXPECT_EQ(said(tenon_instance_destroy(other)), "");
  }
  EXPECT_EQ(said(tenon_plugin_unload(second, nullptr, nullptr)), "");
}

TEST_F(Reload, switches_none_if_one_plugin_is_missing_in_the_new_build) {
  begin("both", TENON_WATCH_NONE, "#second");
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "E1006 the new build has no plugin `second`");
  EXPECT_EQ(count(), 1);
}

TEST_F(Reload, leaves_handles_alone_that_are_not_reloadable) {
  begin("first");
  tenon_plugin* fixed = nullptr;
  tenon_instance* other = nullptr;
  ASSERT_EQ(said(tenon_plugin_load(host_, path("plugin.so").c_str(), &kWorld, &fixed)), "");
  ASSERT_EQ(said(tenon_instance_create(fixed, log(), &other)), "");
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh", "retired shared"));
  EXPECT_EQ(count(), 10);
  EXPECT_EQ(count(other), 1);
  EXPECT_EQ(said(tenon_plugin_reload(fixed, nullptr)).substr(0, 5), "E1003");
  EXPECT_EQ(said(tenon_instance_destroy(other)), "");
  std::uint32_t outcome = 99;
  EXPECT_EQ(said(tenon_plugin_unload(fixed, &outcome, nullptr)), "");
  EXPECT_EQ(outcome, TENON_UNLOAD_CLOSED);
}

TEST_F(Reload, finds_what_lies_beside_the_library) {
  write("lib/libhost_dependency.so", read(std::string(HOST_TEST_PLUGINS) + "/lib/libhost_dependency.so"));
  begin("dependent");
  EXPECT_EQ(count(), 1 + 1000);
  install("dependent_newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10 + 1000);
}

TEST_F(Reload, is_refused_while_the_old_build_of_a_changed_library_beside_it_is_in_the_process) {
  const std::string dependency = read(std::string(HOST_TEST_PLUGINS) + "/lib/libhost_dependency.so");
  write("lib/libhost_dependency.so", dependency);
  begin("dependent");
  write("lib/new", dependency + "changed");
  std::filesystem::rename(path("lib/new"), path("lib/libhost_dependency.so"));
  install("dependent_newer", "plugin.so");
  EXPECT_EQ(
      reload(),
      "E1009 its own library `libhost_dependency.so` has changed, too, and the old one is in the process");
  EXPECT_EQ(count(), 1 + 1000);
  install("newer", "plugin.so");  // which doesn't need it
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
}

TEST_F(Reload, that_lacks_a_library_is_refused_by_name) {
  begin("first");
  install("dependent", "plugin.so");
  EXPECT_THAT(text_of(tenon_plugin_reload(plugin_, nullptr)), testing::HasSubstr("libhost_dependency.so"));
  EXPECT_EQ(count(), 1);
}

TEST_F(Reload, asks_the_veto_again) {
  begin("first", TENON_WATCH_NONE, "", [](void* ctx, const tenon_candidate*) {
    return ++*static_cast<int*>(ctx) == 1 ? nullptr : "not today";
  });
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "E0501 the host refused `first`: not today");
  EXPECT_EQ(count(), 1);
}

TEST_F(Reload, waits_for_a_half_written_file_and_says_so_in_the_end) {
  begin("first", TENON_WATCH_UPDATE);
  const std::string whole = read(built("newer"));
  write("plugin.so", whole.substr(0, whole.size() / 2));
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("failed E0214"));
  EXPECT_EQ(count(), 1);
  write("plugin.so", whole);
  update_until([&] { return !events_.empty(); });
  EXPECT_EQ(count(), 10);
}

TEST_F(Reload, does_not_wait_for_a_text_file_to_become_a_library) {
  patience_ms_ = 3'600'000;
  begin("first", TENON_WATCH_UPDATE);
  write("plugin.so", "int main(void);\n");
  update_until([&] { return !events_.empty(); });
  EXPECT_THAT(events(), ElementsAre("failed E0221"));
}

TEST_F(Reload, follows_the_name_that_it_was_loaded_by) {
  install("first", "v1.so");
  install("newer", "v2.so");
  start_reloading(TENON_WATCH_NONE, nullptr);
  tenon_plugin* fixed = nullptr;
  ASSERT_EQ(said(tenon_plugin_load(host_, path("v1.so").c_str(), &kWorld, &fixed)), "");
  std::filesystem::create_symlink("v1.so", path("plugin.so"));
  ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, path("plugin.so").c_str(), &kWorld, &plugin_)), "");
  ASSERT_EQ(create(), "");
  EXPECT_EQ(tenon_plugin_file(plugin_), path("plugin.so"));
  EXPECT_EQ(count(), 1);
  std::filesystem::remove(path("plugin.so"));
  std::filesystem::create_symlink("v2.so", path("plugin.so"));
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(), 10);
  EXPECT_EQ(said(tenon_plugin_unload(fixed, nullptr, nullptr)), "");
}

TEST_F(Reload, destroys_nothing_that_somebody_is_inside_of) {
  begin("first");
  const tenon_call call = tenon_call_begin(instance_);
  EXPECT_EQ(said(tenon_instance_destroy(instance_)),
            "E0706 an instance of `first` can't be destroyed: this very thread is inside of an instance of "
            "`first`");
  EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)).substr(0, 5), "E0701");
  tenon_call_end(call);
}

TEST_F(Reload, keeps_what_was_recreated_while_a_pin_is_held) {
  begin("first");
  count();
  const tenon_pin pin = tenon_pin_take(instance_);
  EXPECT_EQ(said(tenon_instance_recreate(instance_)), "");
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(sum_at(pin.target->exports[0], 1), 2);
  EXPECT_EQ(said(tenon_instance_destroy(std::exchange(instance_, nullptr))), "");
  EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)).substr(0, 5), "E0706");
  tenon_pin_release(pin);
  ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
}

TEST_F(Reload, can_say_who_is_in_the_way) {
  begin("first");
  tenon_object* const object = make();
  const tenon_pin pin = tenon_pin_take(instance_);
  const tenon_call call = tenon_call_begin(instance_);
  EXPECT_THAT(holders(), ElementsAre("call 1 here", "pin 1 here", "object 1 " EXPORT_RESOURCE_ID));
  tenon_call_end(call);
  install("newer", "plugin.so");
  EXPECT_EQ(reload(), "");
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_THAT(holders(), ElementsAre("pin 1 here waited for", "object 1 " EXPORT_RESOURCE_ID " waited for"));
  tenon_pin_release(pin);
  drop(object);
  EXPECT_THAT(holders(), ElementsAre());
}

TEST_F(Reload, tells_what_remains_of_what_was_before) {
  begin("first");
  const std::string file = path("plugin.so");
  const auto remains = [&] { return tenon_host_has_remains(host_, file.c_str()); };
  EXPECT_EQ(remains(), 0);  // an instance alone is none
  const tenon_pin pin = tenon_pin_take(instance_);
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  EXPECT_EQ(remains(), 1);
  EXPECT_EQ(tenon_host_has_remains(host_, "another.so"), 0);
  tenon_pin_release(pin);
  EXPECT_EQ(remains(), 1);  // nobody has ended it yet
  ASSERT_EQ(said(tenon_host_update(host_, nullptr)), "");
  EXPECT_EQ(remains(), 0);
  tenon_object* const object = make();
  EXPECT_EQ(remains(), 1);
  install("newer", "plugin.so");
  ASSERT_EQ(reload(), "");
  ASSERT_EQ(said(tenon_instance_destroy(std::exchange(instance_, nullptr))), "");
  ASSERT_EQ(said(tenon_plugin_unload(std::exchange(plugin_, nullptr), nullptr, nullptr)), "");
  EXPECT_EQ(remains(), 1);  // the old build, though no handle is left
  drop(object);
  EXPECT_EQ(remains(), 1);
  update_until([&] { return remains() == 0; });
}

TEST_F(Reload, nests_calls_deeper_than_a_thread_has_slots) {
  begin("first");
  std::vector<tenon_call> calls;
  for (int i = 0; i < 20; ++i) calls.push_back(tenon_call_begin(instance_));
  EXPECT_THAT(holders(), testing::Contains("counted 13"));
  EXPECT_EQ(said(tenon_instance_destroy(instance_)).substr(0, 5), "E0706");
  for (; !calls.empty(); calls.pop_back()) tenon_call_end(calls.back());
  EXPECT_THAT(holders(), ElementsAre());
}

TEST_F(Reload, lets_calls_end_in_any_order_and_on_any_thread) {
  begin("first");
  const tenon_call first = tenon_call_begin(instance_);
  const tenon_call second = tenon_call_begin(instance_);
  tenon_call_end(first);
  const tenon_call third = tenon_call_begin(instance_);
  EXPECT_THAT(holders(), ElementsAre("call 1 here", "call 1 here"));
  std::thread([&] { tenon_call_end(second); }).join();
  EXPECT_THAT(holders(), ElementsAre("call 1 here"));
  tenon_call_end(third);
  EXPECT_THAT(holders(), ElementsAre());
}

TEST_F(Reload, watched_in_the_hosts_own_loop) {
  begin("first", TENON_WATCH_UPDATE);
  EXPECT_EQ(count(), 1);
  install("newer", "plugin.so");
  update_until([&] { return events_.size() >= 3; });
  EXPECT_EQ(count(), 10);
  EXPECT_THAT(events(), ElementsAre("before", "after 1 fresh", "retired closed"));
}

TEST_F(Reload, says_which_folders_it_only_polls) {
  poll_only_ = 1;
  begin("first", TENON_WATCH_UPDATE);
  const std::string folder = std::filesystem::canonical(path("plugin.so")).parent_path();
  EXPECT_THAT(unwatched(), ElementsAre(folder + ": only polling is asked for"));
  install("newer", "plugin.so");
  update_until([&] { return events_.size() >= 3; });
  EXPECT_EQ(count(), 10);
}

TEST_F(Reload, polls_no_folder_that_can_be_watched) {
  begin("first", TENON_WATCH_UPDATE);
  EXPECT_THAT(unwatched(), ElementsAre());
}

TEST_F(Reload, watched_by_a_thread) {
  begin("first", TENON_WATCH_THREAD);
  EXPECT_EQ(count(), 1);
  install("newer", "plugin.so");
  std::uint32_t out = 0;
  for (int i = 0; i < 500 && (out = count()) < 10; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(out, 10);
}

}  // namespace
}  // namespace tenon::test
