#pragma once
// SPDX-License-Identifier: MIT
//
// option<T>: std::optional.
#include <optional>
#include <utility>

#include "../view.hpp"
#include "type.hpp"

namespace tenon {
namespace detail {

/// std::optional, OptionView, or the like.
template <class U>
concept OptionLike = requires(U& u) {
  { u.has_value() } -> std::same_as<bool>;
  *u;
} && !requires(U& u) { u.error(); };

template <class U, class T>
inline constexpr bool is_option_of = std::same_as<std::remove_cvref_t<U>, std::nullopt_t>;
template <class U, class T>
  requires OptionLike<std::remove_reference_t<U>>
inline constexpr bool is_option_of<U, T> = Type<T>::template accepts<decltype(*std::declval<U>())>;

}  // namespace detail

template <class T>
struct Type<std::optional<T>> {
  using Inner = Type<T>;
  using View = OptionView<typename Inner::View>;
  static constexpr bool kObjects = Inner::kObjects;
  using Param = std::optional<std::remove_cvref_t<typename Inner::Param>>;
  using Result = std::optional<T>;
  static constexpr Passing kPassing = Passing::pointer;
  template <class U>
  static constexpr bool accepts = detail::is_option_of<U, T>;

  static bool valid(const View& view) noexcept {
    return view.is_some == 0 || (view.is_some == 1 && Inner::valid(view.some));
  }
  static Param param(const View& view) noexcept {
    return view.is_some ? Param(Inner::param(view.some)) : Param();
  }
  static std::optional<T> copy(Heap heap, const View& view, std::size_t& taken) {
    if (!view.is_some) return std::nullopt;
    return Inner::copy(heap, view.some, taken);
  }
  static std::optional<T> result(Heap heap, View& view) { return detail::take<std::optional<T>>(heap, view); }
  static void drop(const View& view, std::size_t& taken) noexcept {
    if (view.is_some == 1) Inner::drop(view.some, taken);
  }
  static void free(Heap heap, const View& view) noexcept {
    if (view.is_some == 1) Inner::free(heap, view.some);
  }
  template <class U>
  static bool lower(Heap heap, U&& value, View& view) {
    if constexpr (!std::same_as<std::remove_cvref_t<U>, std::nullopt_t>) {
      if (!value.has_value()) return true;
      view.is_some = 1;
      return Inner::lower(heap, *std::forward<U>(value), view.some);
    } else {
      return true;
    }
  }
  template <class U>
  static void lend(Scratch& scratch, const U& value, View& view) {
    view.is_some = value.has_value();
    if (value.has_value()) Inner::lend(scratch, *value, view.some);
  }
  static void disown(std::optional<T>& value) noexcept {
    if constexpr (kObjects)
      if (value) Inner::disown(*value);
  }
};

}  // namespace tenon
