// SPDX-License-Identifier: MIT
#include "host/reserve.hpp"

#include <sys/mman.h>
#include <tenon/host/options.h>

namespace tenon::host {
namespace {

#ifdef NDEBUG
constexpr bool kByDefault = false;
#else
constexpr bool kByDefault = true;
#endif

}  // namespace

bool wants_reserve(std::uint32_t mode) {
  return mode == TENON_RESERVE_AUTO ? kByDefault : mode == TENON_RESERVE_ALWAYS;
}

bool reserve(AddressRange range) {
  const std::size_t size = range.end - range.begin;
  void* const wanted = reinterpret_cast<void*>(range.begin);
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
  void* const got = mmap(wanted, size, PROT_NONE, flags, -1, 0);
  if (got == wanted) return true;
  if (got != MAP_FAILED) munmap(got, size);  // a kernel before 4.17 doesn't know the last flag
  return false;
}

void release(AddressRange range) { munmap(reinterpret_cast<void*>(range.begin), range.end - range.begin); }

}  // namespace tenon::host
