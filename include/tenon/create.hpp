#pragma once
// SPDX-License-Identifier: MIT
//
// Making and ending instances of an author's type `T`: by `T::create(Host)`, which may fail with a
// message, else `T(Host)`, else `T()`.
#include <cstdint>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include "guard.hpp"
#include "instance.hpp"

namespace tenon {

/// What this code's compiler was told about exceptions: TENON_PLUGIN_UNWIND or 0.
#if defined(__cpp_exceptions)
inline constexpr std::uint8_t kUnwindFlag = TENON_PLUGIN_UNWIND;
#else
inline constexpr std::uint8_t kUnwindFlag = 0;
#endif

namespace detail {

template <class T, class Host>
concept HasFactory = requires(Host host) { T::create(std::move(host)); };

/// Puts the author's state into the record: TENON_OK, or TENON_ERR after telling the host why.
template <class T, class Host>
std::int32_t make_state(InstanceState<T>& instance) {
  if constexpr (HasFactory<T, Host>) {
    auto made = T::create(Host(&instance));
    if (!made.has_value()) {
      const std::string_view why = made.error();
      instance.host->trap(instance.host->ctx, TENON_ERR, why.data(), why.size());
      return TENON_ERR;
    }
    new (&instance.state) T(*std::move(made));
  } else if constexpr (std::is_constructible_v<T, Host>) {
    new (&instance.state) T(Host(&instance));
  } else {
    static_assert(std::is_default_constructible_v<T>,
                  "tenon: a plugin's type is made by a static `create(Host)` that returns "
                  "tenon::expected<T, std::string>, by a constructor `T(Host)`, or by `T()`");
    new (&instance.state) T();
  }
  return TENON_OK;
}

}  // namespace detail

/// tenon_plugin_descriptor.create of the library's plugin `kNumber`.
template <class T, class Host, std::uint32_t kNumber>
std::int32_t create_instance(const tenon_host_table* host, const tenon_reference* imports,
                             void** out) noexcept {
  auto* instance = new (std::nothrow) InstanceState<T>(host, imports, kNumber);
  if (instance == nullptr) return TENON_OUT_OF_MEMORY;
  const std::int32_t status =
      detail::guarded(*instance, [&] { return detail::make_state<T, Host>(*instance); });
  if (status != TENON_OK)
    instance->release();
  else
    *out = static_cast<InstanceRecord*>(instance);
  return status;
}

/// tenon_plugin_descriptor.destroy
template <class T>
void destroy_instance(void* self) noexcept {
  auto* instance = static_cast<InstanceState<T>*>(static_cast<InstanceRecord*>(self));
  static_cast<void>(detail::guarded(*instance, [&] { return instance->state.~T(), TENON_OK; }));
  instance->release();
}

}  // namespace tenon
