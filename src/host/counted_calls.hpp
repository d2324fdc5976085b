#pragma once
// SPDX-License-Identifier: MIT
//
// What a host is given in place of an export where its calls are counted: a table of the same slots whose
// functions add one and jump to the plugin's. Where nobody counts, nothing of it is there.
#include <tenon/abi/table.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenon::host {

/// Interfaces with more functions aren't counted.
inline constexpr std::size_t kCountedSlots = 256;

/// Stays where it is: it is the `self` of its reference.
class CountedCalls {
 public:
  /// Calls through `reference()` are calls of `table` with the `self` of `serve`, and counted in `calls`. All
  /// of them outlive this.
  CountedCalls(const tenon_table& table, std::atomic<std::uint64_t>& calls);
  CountedCalls(const CountedCalls&) = delete;
  CountedCalls& operator=(const CountedCalls&) = delete;

  void serve(void* self) { to_.self = self; }
  tenon_reference reference() { return {reinterpret_cast<const tenon_table*>(table_.data()), &to_}; }

 private:
  /// As counted_calls.cpp's assembler knows it.
  struct To {
    const tenon_table* table;
    void* self;
    std::atomic<std::uint64_t>* calls;
  } to_;
  std::vector<const void*> table_;
};

}  // namespace tenon::host
