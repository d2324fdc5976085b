// SPDX-License-Identifier: MIT
//
// A host that calls wrongly is told so.
#include "fixture.hpp"

namespace tenon::test {
namespace {

TEST_F(HostTest, arguments_that_are_null_are_refused) {
  start();
  EXPECT_EQ(said(tenon_host_create(nullptr, nullptr)), "E0101 `out` of tenon_host_create is NULL");
  EXPECT_EQ(said(tenon_host_add_path(host_, nullptr)), "E0101 `path` of tenon_host_add_path is empty");
  EXPECT_EQ(said(tenon_host_scan(host_, nullptr)), "E0101 an argument of tenon_host_scan is NULL");
  EXPECT_EQ(said(tenon_plugin_load(host_, "first", nullptr, &plugin_)), "E0101 `world` is NULL");
  EXPECT_EQ(said(tenon_plugin_load(host_, "", &kWorld, &plugin_)), "E0101 the plugin's name is empty");
  EXPECT_EQ(said(tenon_plugin_unload(nullptr, nullptr, nullptr)),
            "E0101 `plugin` of tenon_plugin_unload is NULL");
}

TEST_F(HostTest, options_of_another_size_are_refused) {
  const tenon_host_options options = {4, 0, nullptr, nullptr, 0, 0};
  EXPECT_EQ(said(tenon_host_create(&options, &host_)),
            "E0101 `tenon_host_options.size` is 4, and 24 is the least");
}

TEST_F(HostTest, options_of_the_first_version_are_taken) {
  const tenon_host_options options = {24, 0, nullptr, nullptr, 99, 99};
  EXPECT_EQ(said(tenon_host_create(&options, &host_)), "");
}

TEST_F(HostTest, an_unknown_way_to_keep_addresses_is_refused) {
  const tenon_host_options options = {sizeof options, 0, nullptr, nullptr, 3, 0};
  EXPECT_EQ(said(tenon_host_create(&options, &host_)),
            "E0101 `tenon_host_options.reserve` is no TENON_RESERVE_ value");
}

TEST_F(HostTest, unknown_things_to_count_are_refused) {
  const tenon_host_options options = {sizeof options, 0, nullptr, nullptr, 0, 4};
  EXPECT_EQ(said(tenon_host_create(&options, &host_)),
            "E0101 `tenon_host_options.account` has bits that are no TENON_ACCOUNT_ value");
}

TEST_F(HostTest, an_account_needs_a_plugin_and_room) {
  install("first");
  ASSERT_EQ(load("first"), "");
  tenon_account account = {};
  account.size = 8;
  EXPECT_EQ(said(tenon_plugin_account(nullptr, &account)), "E0101 `plugin` of tenon_plugin_account is NULL");
  EXPECT_EQ(said(tenon_plugin_account(plugin_, nullptr)), "E0101 `out` of tenon_plugin_account is NULL");
  EXPECT_EQ(said(tenon_plugin_account(plugin_, &account)),
            "E0101 `tenon_account.size` is 8, and 80 is the least");
  EXPECT_EQ(said(tenon_host_accounts(host_, nullptr)), "E0101 `text` of tenon_host_accounts is NULL");
}

TEST_F(HostTest, bindings_of_another_contract_are_refused) {
  start();
  tenon_world world = kWorld;
  world.contract = TENON_CONTRACT + 1;
  EXPECT_EQ(said(tenon_plugin_check(host_, "first", &world)),
            "E0110 the host's bindings are of contract 0.4, and libtenon of 0.3");
}

TEST_F(HostTest, an_import_that_is_not_given_is_named) {
  install("first");
  ASSERT_EQ(load("first"), "");
  EXPECT_EQ(said(tenon_instance_create(plugin_, nullptr, &instance_)),
            "E0101 `imports` has no table for `test:host/log@1`, which the plugin needs");
}

TEST_F(HostTest, an_export_that_is_not_there_is_an_absent_reference) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(tenon_instance_export(instance_, 7).table, nullptr);
}

TEST_F(HostTest, a_host_in_use_is_not_destroyed) {
  install("first");
  ASSERT_EQ(load("first"), "");
  EXPECT_EQ(said(tenon_host_destroy(host_)), "E0703 the host still has 1 plugin loaded");
}

}  // namespace
}  // namespace tenon::test
