#pragma once
// SPDX-License-Identifier: MIT
//
// Imports and objects that a host implements. An exception in one of them never gets into a plugin:
// the plugin sees a trap, without its text (the contract has a way for a trap's text from plugin to
// host only), so a host that wants to know catches in its own function.
#include <cstddef>
#include <cstdint>

#include "../host.h"
#include "../implement.hpp"
#include "../instance.hpp"

namespace tenon {
namespace detail {

inline void* host_alloc(void*, std::size_t size, std::size_t align) { return tenon_alloc(size, align); }
inline void host_free(void*, void* memory, std::size_t size, std::size_t align) {
  tenon_free(memory, size, align);
}
inline void host_trap(void*, std::int32_t, const char*, std::size_t) {}
inline void host_end(InstanceRecord*) noexcept {}

inline constexpr tenon_host_table host_table = {
    sizeof(tenon_host_table), TENON_CONTRACT, nullptr, host_alloc, host_free, host_trap, {nullptr, 0}};
inline constinit InstanceRecord host_side(&host_table, nullptr, host_end, false);

}  // namespace detail

/// The heap that results cross on.
inline Heap host_heap() noexcept { return &detail::host_table; }
/// What stands for the host where a plugin has an instance.
inline InstanceRecord& host_record() noexcept { return detail::host_side; }

/// `self` is an object of the host's that implements an import.
template <class T>
class ImportOf {
 public:
  explicit ImportOf(void* self) noexcept : value_(*static_cast<T*>(self)) {}
  InstanceRecord& record() const noexcept { return host_record(); }
  T& value() const noexcept { return value_; }

 private:
  T& value_;
};

/// An import that `implementation` implements through `table`.
template <class T>
tenon_reference reference_to(const tenon_table& table, T& implementation) noexcept {
  return {&table, const_cast<std::remove_const_t<T>*>(&implementation)};
}

}  // namespace tenon
