#pragma once
// SPDX-License-Identifier: MIT
//
// Memory that crosses between host and plugins. Any thread; never throws.
#include <tenon/host/options.h>

#include <cstddef>
#include <cstdint>

namespace tenon::host {
class Account;

/// NULL if there is none, for size 0, and for an alignment that malloc doesn't give.
void* allocate(std::size_t size, std::size_t align);
/// The same, counted for `owner` until it is released.
void* allocate_for(Account& owner, std::size_t size, std::size_t align);
/// `size` as it was asked for.
void release(void* block, std::size_t size);

struct HeapUse {
  std::uint64_t blocks, bytes;
};
/// What is allocated now; exact when no other thread allocates.
HeapUse heap_use();

}  // namespace tenon::host
