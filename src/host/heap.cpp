// SPDX-License-Identifier: MIT
//
// The heap that a host and its plugins share: malloc, counted. Counting must not cost what a string
// call costs, so a thread adds in a place of its own, with no instruction that locks the bus.
//
// A block that is counted for somebody lies 8 bytes behind a multiple of 16, where glibc's malloc puts none,
// so that others pay nothing but a look at the address. What another allocator puts there is exchanged: in
// front of it there need not be memory that can be read. It may be another Tenon of the process that counts,
// so what stands in front of a block says of itself what it is.
#include "host/heap.hpp"

#include <tenon/abi/version.h>

#include <array>
#include <atomic>
#include <cstdlib>

#include "host/account.hpp"

namespace tenon::host {
namespace {

// Bytes in the low 40 bits, blocks above. A shard alone may wrap, when other threads free what was
// allocated through it; additions commute modulo 2^64, so the sum of all shards is exact.
constexpr unsigned kBytesBits = 40;
using Name = std::uintptr_t;
struct alignas(64) Shard {
  /// Only the thread of this name adds. Another thread gets the name when this one is over, and the shard
  /// with it; so nothing has to be done when a thread ends.
  std::atomic<Name> thread{0};
  std::atomic<std::uint64_t> live{0};
};
constexpr unsigned kShardsBits = 8;
std::array<Shard, std::size_t{1} << kShardsBits> g_shards;
Shard g_shared;  // for threads that found no place: nobody's, and added to atomically

/// One instruction, which pthread_self (the same address) is not.
Name this_thread() { return reinterpret_cast<Name>(__builtin_thread_pointer()); }

std::size_t place_of(Name thread) {
  return (std::uint64_t{thread} * 0x9E3779B97F4A7C15u) >> (64 - kShardsBits);
}

void add(Shard& own, std::uint64_t change) {
  own.live.store(own.live.load(std::memory_order_relaxed) + change, std::memory_order_relaxed);
}

/// A thread's first time, and each time of those whose place is another's.
[[gnu::cold, gnu::noinline]] void count_elsewhere(Name self, std::uint64_t change) {
  constexpr std::size_t kPlaces = 8;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    Shard& shard = g_shards[(place_of(self) + i) % g_shards.size()];
    Name thread = shard.thread.load(std::memory_order_relaxed);
    if (thread == 0 && shard.thread.compare_exchange_strong(thread, self, std::memory_order_relaxed))
      thread = self;
    if (thread == self) return add(shard, change);
  }
  g_shared.live.fetch_add(change, std::memory_order_relaxed);
}

void count(std::uint64_t change) {
  const Name self = this_thread();
  Shard& shard = g_shards[place_of(self)];
  if (shard.thread.load(std::memory_order_relaxed) != self) [[unlikely]]
    return count_elsewhere(self, change);
  add(shard, change);
}

bool may_be_owned(const void* block) { return (reinterpret_cast<std::uintptr_t>(block) & 8) != 0; }

/// Right in front of an owned block. All versions of libtenon agree on it.
struct Front {
  const void* runtime;  ///< who counts: an address of that libtenon
  Account* owner;       ///< which the block keeps; only the runtime may use it
  std::uint64_t seal;
};
static_assert(sizeof(Front) == 24);

/// Of the block's address, so that nothing else in memory looks like it by chance.
std::uint64_t seal_of(const void* block) {
  return (reinterpret_cast<std::uintptr_t>(block) ^ 0x7E6E5F0C6B1D2A39u) * 0x9E3779B97F4A7C15u;
}

std::uint64_t change(std::size_t size) { return (std::uint64_t{1} << kBytesBits) + size; }

}  // namespace

/// In place of a block that lies where counted ones do.
[[gnu::cold, gnu::noinline]] static void* exchange(void* block, std::size_t size) {
  std::free(block);
  constexpr std::size_t kAlign = 16;
  return size > SIZE_MAX - kAlign ? nullptr
                                  : std::aligned_alloc(kAlign, (size + kAlign - 1) / kAlign * kAlign);
}

void* allocate(std::size_t size, std::size_t align) {
  if (size == 0 || align > alignof(std::max_align_t)) return nullptr;
  void* block = std::malloc(size);
  if (may_be_owned(block)) [[unlikely]]
    block = exchange(block, size);
  if (block != nullptr) count(change(size));
  return block;
}

void* allocate_for(Account& owner, std::size_t size, std::size_t align) {
  constexpr std::size_t kAlign = 16;
  if (size == 0 || align > 8 || size > SIZE_MAX - 2 * kAlign - sizeof(Front)) return nullptr;
  const std::size_t whole = (size + sizeof(Front) + kAlign - 1) / kAlign * kAlign;
  auto* const front = static_cast<Front*>(std::aligned_alloc(kAlign, whole));
  if (front == nullptr) return nullptr;
  count(change(size));
  owner.add(size);
  void* const block = front + 1;
  *front = {&g_shards, &owner, seal_of(block)};
  return block;
}

/// At such an address, whoever put it there.
[[gnu::cold, gnu::noinline]] static void release_odd(void* block, std::size_t size) {
  Front* const front = static_cast<Front*>(block) - 1;
  if (front->seal != seal_of(block)) return std::free(block);
  const Front was = *front;
  // Wiped, or what the allocator puts here next would be taken for owned; atomic, or it would be optimised
  // away.
  std::atomic_ref(front->seal).store(0, std::memory_order_relaxed);
  std::free(front);
  if (was.runtime == &g_shards) was.owner->subtract(size);
}

void release(void* block, std::size_t size) {
  if (block == nullptr) return;
  count(-change(size));
  if (may_be_owned(block)) [[unlikely]]
    return release_odd(block, size);
  std::free(block);
}

HeapUse heap_use() {
  std::uint64_t live = g_shared.live.load(std::memory_order_relaxed);
  for (const Shard& shard : g_shards) live += shard.live.load(std::memory_order_relaxed);
  return {live >> kBytesBits, live & ((std::uint64_t{1} << kBytesBits) - 1)};
}

}  // namespace tenon::host

void* tenon_alloc(size_t size, size_t align) { return tenon::host::allocate(size, align); }
void tenon_free(void* ptr, size_t size, size_t) { tenon::host::release(ptr, size); }

const tenon_host_table* tenon_heap(void) {
  static constexpr tenon_host_table kTable = {
      sizeof(tenon_host_table),
      TENON_CONTRACT,
      nullptr,
      [](void*, size_t size, size_t align) { return tenon::host::allocate(size, align); },
      [](void*, void* ptr, size_t size, size_t) { tenon::host::release(ptr, size); },
      [](void*, std::int32_t, const char*, size_t) {},
      {nullptr, 0}};
  return &kTable;
}

void tenon_heap_use(size_t* blocks, size_t* bytes) {
  const tenon::host::HeapUse use = tenon::host::heap_use();
  if (blocks != nullptr) *blocks = use.blocks;
  if (bytes != nullptr) *bytes = use.bytes;
}
