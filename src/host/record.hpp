#pragma once
// SPDX-License-Identifier: MIT
//
// What an instance is given and what is noted about it. Outlives the instance while its objects live.
#include <tenon/abi/library.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "host/account.hpp"

namespace tenon::host {

/// `table` and `imports` are what the plugin sees; the functions in the table may be called from any
/// thread.
class Record {
 public:
  /// `counted`: the plugin's memory is.
  Record(const std::string& folder, std::vector<tenon_reference> imports, AccountHold account, bool counted);
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  const tenon_plugin_descriptor* plugin = nullptr;
  bool finished = false;  ///< its instance is gone

  const tenon_host_table& table() const { return table_; }
  const tenon_reference* imports() const { return imports_.data(); }
  bool poisoned() const { return poisoned_; }
  /// What was said last, for as long as the record lives and nothing new is said.
  std::string said() const;
  const char* trap_text() const;

 private:
  static void* alloc_counted(void* ctx, std::size_t size, std::size_t align);
  static void* alloc(void* ctx, std::size_t size, std::size_t align);
  static void free(void* ctx, void* ptr, std::size_t size, std::size_t align);
  static void trap(void* ctx, std::int32_t status, const char* text, std::size_t len);
  void note(std::int32_t status, std::string text);

  AccountHold account_;
  std::string folder_;
  std::vector<tenon_reference> imports_;
  tenon_host_table table_;
  // Under the pins' lock:
  using Text = std::shared_ptr<const std::string>;
  Text said_;
  std::vector<Text> traps_;  ///< callers hold their texts
  std::atomic<bool> poisoned_{false};
};

}  // namespace tenon::host
