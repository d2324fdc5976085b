#pragma once
// SPDX-License-Identifier: MIT
//
// Looking for addresses of a library in memory that may change or vanish meanwhile: other threads'
// stacks, libc's data.
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/range.hpp"

namespace tenon::host {

/// What is mapped in this process, as it was when this was made.
class Mappings {
 public:
  Mappings();
  /// The end of the mapping that holds `address`; if it grew or is new since, of the next one above.
  std::uintptr_t end_above(std::uintptr_t address) const;

 private:
  std::vector<AddressRange> ranges_;  ///< in the order of their addresses
};

/// Calls `each(address, word)` for every aligned word of `memory` until it returns true. The kernel copies
/// the memory, so that a part which isn't there ends the walk and does no harm. Result: whether `each`
/// returned true; nothing if not even the first word can be read. Allocates nothing.
std::optional<bool> any_word(AddressRange memory,
                             const std::function<bool(std::uintptr_t, std::uintptr_t)>& each);

/// One bit for each of up to 64 libraries.
using Bits = std::uint64_t;

/// Of which libraries the stack from `pointer` up holds an address of their code: a frame of it, or a word
/// that an earlier call left behind. Looks at 64 MiB at most. Nothing if the stack can't be read. Allocates
/// nothing.
std::optional<Bits> mentioned_on_stack(std::uintptr_t pointer, const Mappings& mappings,
                                       std::span<const Extent* const> libraries);

}  // namespace tenon::host
