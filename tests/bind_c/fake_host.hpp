#pragma once
// SPDX-License-Identifier: MIT
//
// A host written against tenon/abi.h alone: it counts every byte, can run out of memory at a chosen
// allocation, keeps what was said about traps, and loads libraries with dlopen.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "tenon/abi.h"

class FakeHost {
 public:
  tenon_host_table table{sizeof table, TENON_CONTRACT, this, alloc, free, trap, {"/plugins", 8}};
  std::string trapped;          ///< the last text
  std::size_t allocations = 0;  ///< since the start
  std::size_t fail_at = SIZE_MAX;

  std::size_t live_bytes() const {
    std::size_t sum = 0;
    for (const auto& [ptr, block] : blocks_) sum += block.first;
    return sum;
  }

 private:
  static void* alloc(void* ctx, std::size_t size, std::size_t align) {
    auto& self = *static_cast<FakeHost*>(ctx);
    EXPECT_GT(size, 0u);
    if (self.allocations++ == self.fail_at) return nullptr;
    void* ptr = std::malloc(size);
    self.blocks_[ptr] = {size, align};
    return ptr;
  }
  static void free(void* ctx, void* ptr, std::size_t size, std::size_t align) {
    if (!ptr) return;
    auto& self = *static_cast<FakeHost*>(ctx);
    const auto block = self.blocks_.find(ptr);
    ASSERT_NE(block, self.blocks_.end());
    EXPECT_EQ(block->second, std::pair(size, align));
    self.blocks_.erase(block);
    std::free(ptr);
  }
  static void trap(void* ctx, int32_t, const char* text, std::size_t len) {
    static_cast<FakeHost*>(ctx)->trapped.assign(text, len);
  }

  std::map<void*, std::pair<std::size_t, std::size_t>> blocks_;
};

/// A library that stays loaded to the end of the process.
inline const tenon_library_descriptor* load(const std::string& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) ADD_FAILURE() << dlerror();
  const auto entry = handle ? reinterpret_cast<tenon_entry_function>(dlsym(handle, "tenon_entry")) : nullptr;
  return entry ? entry(TENON_CONTRACT) : nullptr;
}

/// One instance of a plugin.
class Instance {
 public:
  Instance(FakeHost& host, const tenon_plugin_descriptor* plugin, const tenon_reference* imports = nullptr)
      : plugin_(plugin) {
    status = plugin->create(&host.table, imports, &self);
  }
  ~Instance() { destroy(); }
  Instance(const Instance&) = delete;

  void destroy() {
    if (self) plugin_->destroy(self);
    self = nullptr;
  }

  template <class Table>
  const Table& exported(std::size_t index = 0) const {
    return *reinterpret_cast<const Table*>(plugin_->exports[index]->table);
  }

  void* self = nullptr;
  int32_t status = TENON_OK;

 private:
  const tenon_plugin_descriptor* plugin_;
};

inline tenon_string text(const char* s) { return {s, std::char_traits<char>::length(s)}; }
inline std::string str(const tenon_string& s) { return {s.ptr, s.len}; }
