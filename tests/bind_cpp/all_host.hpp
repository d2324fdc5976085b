#pragma once
// SPDX-License-Identifier: MIT
//
// A host of the world `everything`, and one loaded plugin of it in the words of the tests.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "everything.tenon.hpp"
#include "runtime.hpp"

namespace all {

using namespace test::all::types;
using Work = test::all::work::Interface;

/// A document of the host's.
struct Page {
  std::string name;
  std::uint64_t bytes = 0;

  std::string title() { return name; }
  tenon::expected<void, std::string> rename(std::string_view title) {
    name = title;
    return {};
  }
  std::uint64_t append(std::span<const std::uint8_t> more) { return bytes += more.size(); }
  std::uint64_t announce(ListenerRef) { return 0; }
  std::uint64_t size() { return bytes; }
};

/// A listener of the host's that does what the test says.
struct Reporter {
  std::function<bool(std::string_view)> on_heard;
  bool heard(std::string_view what) { return on_heard(what); }
};

inline Listener listener(std::function<bool(std::string_view)> on_heard) {
  return Listener::make(Reporter{std::move(on_heard)});
}

struct Log {
  std::vector<std::string> lines;
  void debug(std::string_view text) { lines.emplace_back(text); }
  void info(std::string_view text) { lines.emplace_back(text); }
  void warn(std::string_view text) { lines.emplace_back(text); }
  void error(std::string_view text) { lines.emplace_back(text); }
};

struct Registry {
  std::vector<Listener> listeners;
  std::function<std::uint32_t(std::uint32_t)> on_again;

  std::uint32_t constant() { return 5; }
  tenon::expected<Document, Severity> lookup(std::string_view name) {
    if (name.empty()) return tenon::unexpected(Severity::warning);
    return Document::make(Page{std::string(name)});
  }
  void subscribe(Listener to) { listeners.push_back(std::move(to)); }
  std::uint32_t again(std::uint32_t depth) { return on_again(depth); }
  std::vector<Finding> findings() { return {{.path = "a", .tags = {"x", "y"}}, {.path = "b"}}; }
  tenon::expected<std::uint32_t, std::string> newer(std::uint32_t x) {
    if (x == 0) return tenon::unexpected("zero");
    return x * 2;
  }
};

/// The library, and the instance in it that tests call.
class AllTest : public ::testing::Test {
 protected:
  AllTest() {
    library_ = dlopen(ALL_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (!library_) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(library_, "tenon_entry"));
    plugin_ = entry(TENON_CONTRACT)->plugins[0];
    EXPECT_EQ(entry(TENON_CONTRACT + 1), nullptr);
    imports_[0] = log_import_.reference();
    imports_[1] = registry_import_.reference();
  }
  ~AllTest() override {
    runtime::fail_at = -1;
    registry.listeners.clear();
    if (instance_) plugin_->destroy(instance_);
    EXPECT_EQ(live("test:all/types@1#document"), 0u);
    EXPECT_EQ(runtime::live_blocks, 0);
    dlclose(library_);
  }

  Work work() {
    if (!instance_ && plugin_->create(&runtime::host_table, imports_, &instance_) != TENON_OK)
      throw std::runtime_error("create failed");
    return {tenon_reference{plugin_->exports[0]->table, instance_}, tenon::host_heap()};
  }
  /// Calls the plugin's slot as a peer does that doesn't keep to the rules.
  const test::all::work::abi::Table& table() {
    return *reinterpret_cast<const test::all::work::abi::Table*>(plugin_->exports[0]->table);
  }
  void* self() { return work(), instance_; }
  void destroy() {
    plugin_->destroy(instance_);
    instance_ = nullptr;
  }
  std::uint64_t live(std::string_view type) {
    for (std::uint32_t i = 0; i < plugin_->resource_count; ++i)
      if (plugin_->resources[i]->type == type) return plugin_->resources[i]->live();
    return 99;
  }
  Document page(std::string name) { return Document::make(Page{std::move(name)}); }

  Log log;
  Registry registry;

 private:
  test::all::registry::Import registry_import_{registry};
  ::tenon::plugin::log::Import log_import_{log};

 protected:
  tenon_reference imports_[3] = {};  // the last one has resources only

 private:
  void* library_;
  const tenon_plugin_descriptor* plugin_;
  void* instance_ = nullptr;
};

}  // namespace all
