// SPDX-License-Identifier: MIT
#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(HostTest, unload_is_refused_while_an_instance_lives) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(said(tenon_plugin_unload(plugin_, nullptr, nullptr)), "E0701 `first` still has 1 instance");
  EXPECT_EQ(sum_after(1), 1U);
}

TEST_F(HostTest, unload_is_refused_while_objects_live_and_names_them) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  tenon_object* one = make();
  tenon_object* two = make();
  EXPECT_EQ(unload(), "E0702 objects of `first` are still alive: 2 of `test:host/counter@1#item`");
  drop(one);
  drop(two);
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(HostTest, a_library_linked_to_stay_is_reported_as_mapped) {
  install("nodelete");
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_STILL_MAPPED);
  EXPECT_EQ(reason_, "it was linked with `-z nodelete`");
}

TEST_F(HostTest, a_unique_symbol_is_named_as_the_reason) {
  install("unique");
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_STILL_MAPPED);
  EXPECT_THAT(reason_, HasSubstr("it defines 1 unique symbol (`test_unique`)"));
}

TEST_F(HostTest, a_rust_library_that_reports_no_thread_keys_is_kept_on_purpose) {
  install("rust_key");
  ASSERT_EQ(load_and_create("first"), "");
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_STILL_MAPPED);
  EXPECT_THAT(reason_, HasSubstr("kept on purpose: it imports `pthread_key_create`"));
}

TEST_F(HostTest, a_thread_key_without_a_destructor_keeps_nothing) {
  install("c_key");
  ASSERT_EQ(load_and_create("first"), "");
  ASSERT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(HostTest, a_second_handle_keeps_the_library) {
  install("first");
  tenon_plugin* again = nullptr;
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(said(tenon_plugin_load(host_, "first", &kWorld, &again)), "");
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_SHARED);
  plugin_ = again;
  EXPECT_EQ(create(), "");
}

TEST_F(HostTest, an_address_has_its_plugins_name_then_and_later) {
  install("first");
  ASSERT_EQ(load("first"), "");
  const void* const inside = tenon_plugin_descriptor_of(plugin_);
  EXPECT_THAT(tenon_describe_address(inside),
              StartsWith("plugin `first` of " + path("first.so") + ", generation "));
  ASSERT_EQ(unload(), "");
  EXPECT_THAT(tenon_describe_address(inside), HasSubstr(", unloaded"));
  EXPECT_EQ(tenon_describe_address(this), nullptr);
}

TEST_F(HostTest, a_reserved_place_stays_empty) {
  install("first");
  const tenon_host_options options = {sizeof options, TENON_COPY_ALWAYS,    nullptr,
                                      nullptr,        TENON_RESERVE_ALWAYS, 0};
  ASSERT_EQ(said(tenon_host_create(&options, &host_)), "");
  ASSERT_EQ(load(path("first.so")), "");
  const void* const inside = tenon_plugin_descriptor_of(plugin_);
  ASSERT_EQ(unload(), "");
  ASSERT_EQ(load(path("first.so")), "");
  EXPECT_NE(tenon_plugin_descriptor_of(plugin_), inside);
  EXPECT_THAT(tenon_describe_address(inside), EndsWith(", unloaded"));
}

TEST_F(HostTest, loading_and_unloading_many_times_leaves_nothing_behind) {
  install("first");
  for (int i = 0; i < 200; i++) {
    ASSERT_EQ(load_and_create("first"), "");
    ASSERT_EQ(unload(), "");
    ASSERT_EQ(outcome_, TENON_UNLOAD_CLOSED);
  }
}

}  // namespace
}  // namespace tenon::test
