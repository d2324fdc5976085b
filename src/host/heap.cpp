// SPDX-License-Identifier: MIT
//
// The heap that a host and its plugins share: malloc, counted. Counting must not cost what a string
// call costs, so each operation is one atomic addition on one of a few cache lines.
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
struct alignas(64) Shard {
  std::atomic<std::uint64_t> live{0};
};
std::array<Shard, 16> g_shards;

/// Stacks of different threads are far apart, so an address in this one tells threads apart well
/// enough, and without a thread-local.
Shard& own_shard() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  return g_shards[(here >> 20) % g_shards.size()];
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
  if (block != nullptr) own_shard().live.fetch_add(change(size), std::memory_order_relaxed);
  return block;
}

void* allocate_for(Account& owner, std::size_t size, std::size_t align) {
  constexpr std::size_t kAlign = 16;
  if (size == 0 || align > 8 || size > SIZE_MAX - 2 * kAlign - sizeof(Front)) return nullptr;
  const std::size_t whole = (size + sizeof(Front) + kAlign - 1) / kAlign * kAlign;
  auto* const front = static_cast<Front*>(std::aligned_alloc(kAlign, whole));
  if (front == nullptr) return nullptr;
  own_shard().live.fetch_add(change(size), std::memory_order_relaxed);
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
  own_shard().live.fetch_sub(change(size), std::memory_order_relaxed);
  if (may_be_owned(block)) [[unlikely]]
    return release_odd(block, size);
  std::free(block);
}

HeapUse heap_use() {
  std::uint64_t live = 0;
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
