#pragma once
// SPDX-License-Identifier: MIT
//
// Parts of this process's address space.
#include <cstdint>
#include <vector>

namespace tenon::host {

struct AddressRange {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;  ///< one past the last byte

  bool contains(std::uintptr_t address) const { return begin <= address && address < end; }
};

/// Where a library lies, in whole pages.
struct Extent {
  AddressRange all;                ///< from its first segment to its last
  std::vector<AddressRange> code;  ///< what of it may be executed

  bool has_code_at(std::uintptr_t address) const {
    for (const AddressRange& range : code) {
      if (range.contains(address)) return true;
    }
    return false;
  }
};

}  // namespace tenon::host
