#pragma once
// SPDX-License-Identifier: MIT
//
// Variants as they cross; what they look like is in ../variant.hpp.
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "../bad_access.hpp"
#include "../one_of.hpp"
#include "../variant.hpp"
#include "type.hpp"

namespace tenon {
namespace detail {

template <class... C>
consteval bool objects_in(Cases<C...>) {
  return any({Type<typename C::payload>::kObjects...});
}

/// Type<T> of a variant.
template <class T>
struct VariantType {
  using View = typename Variant<T>::View;
  static constexpr std::size_t kCount = CasesOf<T>::kCount;
  static constexpr bool kObjects = objects_in(CasesOf<T>());
  using Param = std::conditional_t<kObjects, T, const View&>;
  using Result = T;
  static constexpr Passing kPassing = Passing::pointer;
  template <class U>
  static constexpr bool accepts =
      std::same_as<std::remove_cvref_t<U>, T> || std::same_as<std::remove_cvref_t<U>, View>;

  static bool valid(const View& view) noexcept {
    return view.tag < kCount && with_case<T>(
                                    view.tag,
                                    [&](auto c) {
                                      if constexpr (c.kPayload)
                                        return PayloadType<decltype(c)>::valid(c.of(view));
                                      else
                                        return true;
                                    });
  }
  static const View& param(const View& view) noexcept { return view; }
  static T copy(Heap heap, const View& view, std::size_t& taken) {
    return with_case<T>(view.tag, [&](auto c) {
      using Of = typename decltype(c)::type;
      if constexpr (c.kPayload)
        return T(Of{PayloadType<decltype(c)>::copy(heap, c.of(view), taken)});
      else
        return T(Of{});
    });
  }
  static T result(Heap heap, View& view) { return take<T>(heap, view); }
  static void drop(const View& view, std::size_t& taken) noexcept {
    if constexpr (kObjects)
      if_known(view.tag, [&](auto c) {
        if constexpr (c.kPayload) PayloadType<decltype(c)>::drop(c.of(view), taken);
      });
  }
  static void free(Heap heap, const View& view) noexcept {
    if_known(view.tag, [&](auto c) {
      if constexpr (c.kPayload) PayloadType<decltype(c)>::free(heap, c.of(view));
    });
  }
  template <class U>
  static bool lower(Heap heap, U&& value, View& view) {
    const std::size_t index = index_in(value);
    if (index >= kCount) return false;  // left without a value by an exception
    view.tag = static_cast<decltype(view.tag)>(index);
    return with_case<T>(index, [&](auto c) {
      if constexpr (c.kPayload) {
        auto& place = c.of(view);
        place = {};
        return PayloadType<decltype(c)>::lower(heap, like<U>(c.of(value)), place);
      } else {
        return true;
      }
    });
  }
  template <class U>
  static void lend(Scratch& scratch, const U& value, View& view) {
    const std::size_t index = index_in(value);
    if (index >= kCount) raise(std::bad_variant_access());
    view.tag = static_cast<decltype(view.tag)>(index);
    with_case<T>(index, [&](auto c) {
      if constexpr (c.kPayload) {
        auto& place = c.of(view);
        place = {};
        PayloadType<decltype(c)>::lend(scratch, c.of(value), place);
      }
    });
  }
  static void disown(T& value) noexcept {
    if constexpr (kObjects)
      if_known(value.value.index(), [&](auto c) {
        if constexpr (c.kPayload) PayloadType<decltype(c)>::disown(c.of(value));
      });
  }

 private:
  template <class Of>
  using PayloadType = Type<typename Of::payload>;

  template <class Body>
  static void if_known(std::size_t index, Body&& body) {
    if (index < kCount) with_case<T>(index, body);
  }
  static std::size_t index_in(const View& view) noexcept { return view.tag; }
  static std::size_t index_in(const T& value) noexcept { return value.value.index(); }
  /// `payload` is part of a `U&&`.
  template <class U, class P>
  static constexpr decltype(auto) like(P& payload) noexcept {
    if constexpr (std::is_lvalue_reference_v<U>)
      return (payload);
    else
      return std::move(payload);
  }
};

}  // namespace detail

template <WitVariant T>
struct Type<T> : detail::VariantType<T> {};

}  // namespace tenon
