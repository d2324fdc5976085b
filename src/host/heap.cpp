// SPDX-License-Identifier: MIT
//
// The heap that a host and its plugins share: malloc, counted. Counting must not cost what a string
// call costs, so each operation is one atomic addition on one of a few cache lines.
#include "host/heap.hpp"

#include <tenon/abi/version.h>

#include <array>
#include <atomic>
#include <cstdlib>

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

std::uint64_t change(std::size_t size) { return (std::uint64_t{1} << kBytesBits) + size; }

}  // namespace

void* allocate(std::size_t size, std::size_t align) {
  if (size == 0 || align > alignof(std::max_align_t)) return nullptr;
  void* block = std::malloc(size);
  if (block != nullptr) own_shard().live.fetch_add(change(size), std::memory_order_relaxed);
  return block;
}

void release(void* block, std::size_t size) {
  if (block == nullptr) return;
  own_shard().live.fetch_sub(change(size), std::memory_order_relaxed);
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
