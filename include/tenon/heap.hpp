#pragma once
// SPDX-License-Identifier: MIT
//
// The heap that all results cross on: the host's, one for a host and all its plugins.
//
// Threads: any.
#include <cstddef>
#include <cstdint>
#include <limits>

#include "abi.h"

namespace tenon {

/// Where to get memory for results and where to give it back to.
using Heap = const tenon_host_table*;

namespace detail {

/// Room for `count` values, or nullptr if there is none (or none is wanted: length 0 is never
/// allocated).
template <class T>
T* allocate(Heap heap, std::size_t count) noexcept {
  static_assert(alignof(T) <= 8);
  if (count == 0 || count > std::numeric_limits<std::ptrdiff_t>::max() / sizeof(T)) return nullptr;
  return static_cast<T*>(heap->alloc(heap->ctx, count * sizeof(T), alignof(T)));
}

template <class T>
void release(Heap heap, const T* values, std::size_t count) noexcept {
  if (count != 0) heap->free(heap->ctx, const_cast<T*>(values), count * sizeof(T), alignof(T));
}

}  // namespace detail
}  // namespace tenon
