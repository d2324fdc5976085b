// SPDX-License-Identifier: MIT
//
// A plugin that is as it should be: loaded, created, called.
#include <latch>
#include <thread>
#include <utility>
#include <vector>

#include "fixture.hpp"

namespace tenon::test {
namespace {

TEST_F(HostTest, a_plugin_is_found_by_name_loaded_created_and_called) {
  install("first", "libanything.so");
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(create(), "");
  EXPECT_EQ(sum_after(2), 2U);
  EXPECT_EQ(sum_after(3), 5U);
  EXPECT_THAT(logged_, testing::ElementsAre(2, 5));
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(HostTest, a_handle_tells_what_the_manifest_says) {
  const std::string file = install("first");
  ASSERT_EQ(load("first"), "");
  EXPECT_STREQ(tenon_plugin_name(plugin_), "first");
  EXPECT_STREQ(tenon_plugin_version(plugin_), "1.2.3");
  EXPECT_STREQ(tenon_plugin_file(plugin_), file.c_str());
  EXPECT_STREQ(tenon_plugin_metadata(plugin_), R"({"name":"first","meta":{"menu":"first"}})");
  EXPECT_EQ(tenon_plugin_descriptor_of(plugin_)->export_count, 1U);
}

TEST_F(HostTest, two_instances_have_states_of_their_own) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(sum_after(5), 5U);
  tenon_instance* other = instance_;
  ASSERT_EQ(create(), "");
  EXPECT_EQ(sum_after(1), 1U);
  tenon_instance_destroy(other);
  EXPECT_EQ(sum_after(1), 2U);
}

TEST_F(HostTest, a_trap_is_told_and_poisons_the_instance) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(crash(), TENON_TRAP);
  EXPECT_EQ(said(tenon_call_error(TENON_TRAP, "test:host/counter#crash")),
            "E0611 `test:host/counter#crash` trapped: division by zero");
  EXPECT_TRUE(tenon_instance_poisoned(instance_));
  EXPECT_STREQ(tenon_instance_trap(instance_), "division by zero");
  EXPECT_EQ(add(1), TENON_POISONED);
  EXPECT_EQ(said(tenon_call_error(TENON_POISONED, "test:host/counter#add")),
            "E0612 `test:host/counter#add` wasn't called: an earlier call trapped");
}

TEST_F(HostTest, a_poisoned_instance_is_made_anew_on_request) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(crash(), TENON_TRAP);
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  EXPECT_FALSE(tenon_instance_poisoned(instance_));
  EXPECT_EQ(sum_after(7), 7U);
}

TEST_F(HostTest, a_plugin_that_refuses_to_start_says_why) {
  install("refuse");
  ASSERT_EQ(load("first"), "");
  EXPECT_EQ(create(), "E0601 `first` refused to start: no licence found");
}

TEST_F(HostTest, a_trap_in_create_is_told) {
  install("trap_in_create");
  ASSERT_EQ(load("first"), "");
  EXPECT_EQ(create(), "E0602 `create` of `first` trapped: no licence found");
}

TEST_F(HostTest, an_unknown_status_is_told_by_its_number) {
  EXPECT_EQ(said(tenon_call_error(-77, "a:b/c#d")),
            "E0617 `a:b/c#d` returned a status that isn't known (-77)");
}

TEST_F(HostTest, all_memory_is_given_back) {
  std::size_t blocks_before = 0, bytes_before = 0, blocks = 0, bytes = 0;
  tenon_heap_use(&blocks_before, &bytes_before);
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  tenon_heap_use(&blocks, &bytes);
  EXPECT_EQ(blocks, blocks_before + 1);
  EXPECT_EQ(unload(), "");
  tenon_heap_use(&blocks, &bytes);
  EXPECT_EQ(bytes, bytes_before);
}

// Of whom each frees what another allocated, and more of them at once than have places of their own to count
// in.
TEST(Heap, counts_for_all_threads) {
  constexpr std::size_t kThreads = 400, kBlocks = 10;
  const auto use = [] {
    std::pair<std::size_t, std::size_t> out;
    tenon_heap_use(&out.first, &out.second);
    return out;
  };
  const auto before = use();
  std::vector<void*> blocks(kThreads * kBlocks);
  std::latch allocated(kThreads), looked(1);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      for (std::size_t j = 0; j < kBlocks; ++j) blocks[i * kBlocks + j] = tenon_alloc(i + 1, 1);
      allocated.count_down();
      looked.wait();
      const std::size_t other = (i + 1) % kThreads;
      for (std::size_t j = 0; j < kBlocks; ++j) tenon_free(blocks[other * kBlocks + j], other + 1, 1);
    });
  allocated.wait();
  EXPECT_EQ(use().first, before.first + kThreads * kBlocks);
  EXPECT_EQ(use().second, before.second + kThreads * (kThreads + 1) / 2 * kBlocks);
  looked.count_down();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(use(), before);
}

TEST_F(HostTest, several_plugins_of_one_library_share_its_code) {
  const std::string file = install("both");
  tenon_plugin* second = nullptr;
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(said(tenon_plugin_load(host_, (file + "#second").c_str(), &kWorld, &second)), "");
  EXPECT_STREQ(tenon_plugin_name(second), "second");
  EXPECT_EQ(tenon_plugin_descriptor_of(second)->create, tenon_plugin_descriptor_of(plugin_)->create);
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_SHARED);
  plugin_ = second;
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(HostTest, a_path_to_a_library_with_several_plugins_needs_a_name) {
  const std::string file = install("both");
  EXPECT_EQ(load(file), "E0108 the library has several plugins: `first`, `second`");
  EXPECT_EQ(load(file + "#third"), "E0109 the library has no plugin `third`, only `first`, `second`");
}

}  // namespace
}  // namespace tenon::test
