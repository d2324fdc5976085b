#pragma once
// SPDX-License-Identifier: MIT
//
// Nothing that an author throws gets across the boundary: it becomes a trap.
//
//   return detail::guarded(record, [&] { return author.apply(text), TENON_OK; });
#include <cstdint>
#include <exception>
#include <string_view>

#include "instance.hpp"

namespace tenon {
namespace detail {

/// Poisons and tells the host why. Cold.
[[gnu::cold, gnu::noinline]] inline std::int32_t trap(InstanceRecord& record, std::string_view why) noexcept {
  if (record.can_poison) record.poisoned.store(true, std::memory_order_relaxed);
  record.host->trap(record.host->ctx, TENON_TRAP, why.data(), why.size());
  return TENON_TRAP;
}

#if defined(__cpp_exceptions)
[[gnu::cold, gnu::noinline]] inline std::int32_t trap_caught(InstanceRecord& record) noexcept {
  try {
    throw;
  } catch (const std::exception& exception) {
    return trap(record, exception.what());
  } catch (...) {
    return trap(record, "an exception that isn't a std::exception");
  }
}
template <class Body>
std::int32_t guarded(InstanceRecord& record, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return trap_caught(record);
  }
}
#else
template <class Body>
std::int32_t guarded(InstanceRecord&, Body&& body) noexcept {
  return body();
}
#endif

}  // namespace detail
}  // namespace tenon
