#pragma once
// SPDX-License-Identifier: MIT
//
// A host of the world `everything`, and one loaded plugin of it in the words of the tests.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "everything.tenon.hpp"
#include "runtime.hpp"

namespace all {

using namespace test::all::types;
using namespace test::all::shapes;
using Work = test::all::work::Interface;
using Echo = test::all::echo::Interface;
using Owner = test::all::owner::Interface;

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

/// Gives everything back as it came, and remembers the last shape.
struct Mirror {
  Shape last;

  Shape of_shape(const ShapeView& s) { return last = tenon::to_owned(s); }
  PlainView of_plain(const PlainView& p) { return p; }
  std::span<const ShapeView> of_figures(std::span<const ShapeView> f) { return f; }
  auto of_perms(Perms p, Wide q, Widest r) { return std::tuple(p, q, r); }
  std::vector<Perms> of_sets(std::span<const Perms> p) { return tenon::to_owned(p); }
  std::vector<Drawing> of_drawings(std::span<const DrawingView> d) { return tenon::to_owned(d); }
  auto of_tuple(const auto& t) { return t; }
  auto of_pairs(const auto& p) { return tenon::to_owned(p); }
  auto of_nested(const auto& n) { return tenon::to_owned(n); }
  tenon::expected<Shape, std::tuple<Perms, std::string>> one_of(const std::optional<ShapeView>& s) {
    if (!s) return tenon::unexpected(std::tuple(Perms::read | Perms::exec, std::string("no shape")));
    return tenon::to_owned(*s);
  }
  auto of_documents(std::tuple<Document, std::vector<Document>, std::uint8_t> d) {
    std::vector<std::tuple<Document, std::uint8_t>> numbered;
    numbered.emplace_back(std::move(std::get<0>(d)), std::uint8_t{0});
    for (Document& document : std::get<1>(d)) numbered.emplace_back(std::move(document), std::uint8_t{1});
    return std::pair(std::get<2>(d), std::move(numbered));
  }
};

inline std::vector<Document> pages(int count) {
  std::vector<Document> all;
  while (count-- > 0) all.push_back(Document::make(Page{"p"}));
  return all;
}

/// The library, and the instance in it that tests call.
class AllTest : public ::testing::Test {
 protected:
  AllTest() {
    library_ = dlopen(ALL_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (!library_) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(library_, "tenon_entry"));
    plugin_ = entry(TENON_CONTRACT)->plugins[0];
    EXPECT_EQ(entry(TENON_CONTRACT + 1), nullptr);
    import("tenon:plugin/log@0.1") = log_import_.reference();
    import("test:all/registry@1") = registry_import_.reference();
    import("test:all/echo@1") = mirror_import_.reference();
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
    return {reference("test:all/work@1"), tenon::host_heap()};
  }
  Echo echo() { return work(), Echo(reference("test:all/echo@1"), tenon::host_heap()); }
  Owner owner() { return work(), Owner(reference("test:all/owner@1"), tenon::host_heap()); }
  /// Calls the plugin's slot as a peer does that doesn't keep to the rules.
  template <class Table = test::all::work::abi::Table>
  const Table& table(std::string_view id = "test:all/work@1") {
    return *reinterpret_cast<const Table*>(reference(id).table);
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
  tenon_reference& import(std::string_view id) {
    for (std::uint32_t i = 0; i < plugin_->import_count; ++i)
      if (plugin_->imports[i]->id == id) return imports_[i];
    throw std::runtime_error("no such import");
  }
  tenon_reference reference(std::string_view id) {
    for (std::uint32_t i = 0; i < plugin_->export_count; ++i)
      if (plugin_->exports[i]->id == id) return {plugin_->exports[i]->table, instance_};
    throw std::runtime_error("no such export");
  }
  Document page(std::string name) { return Document::make(Page{std::move(name)}); }

  Log log;
  Registry registry;
  Mirror mirror;

 private:
  test::all::registry::Import registry_import_{registry};
  test::all::echo::Import mirror_import_{mirror};
  ::tenon::plugin::log::Import log_import_{log};
  tenon_reference imports_[4] = {};  // the last one has resources only
  void* library_;
  const tenon_plugin_descriptor* plugin_;
  void* instance_ = nullptr;
};

/// Lets each allocation of `call` fail in turn; how many there were.
template <class Call>
int out_of_memory_at_each(Call call) {
  const long before = runtime::live_blocks;
  for (int at = 0;; ++at) {
    runtime::fail_at = at;
    const std::int32_t status = call();
    const bool reached = runtime::fail_at < 0;
    runtime::fail_at = -1;
    EXPECT_EQ(runtime::live_blocks, before);
    if (!reached) return at;
    EXPECT_EQ(status, TENON_OUT_OF_MEMORY);
  }
}

template <class Result>
std::int32_t status_of(const Result& result) {
  return result ? TENON_OK : result.error().status();
}

}  // namespace all
