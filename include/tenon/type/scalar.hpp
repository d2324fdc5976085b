#pragma once
// SPDX-License-Identifier: MIT
//
// Numbers, bool, char, enums and flags: they cross by value and own nothing.
#include <vector>

#include "../flags.hpp"
#include "../view.hpp"
#include "type.hpp"

namespace tenon {

/// How many cases an enum has. Generated code says it for each.
template <class E>
inline constexpr std::uint32_t enum_cases = 0;

template <class T>
concept WitEnum = std::is_enum_v<T> && enum_cases<T> != 0;
template <class T>
concept WitNumber = (std::integral<T> || std::floating_point<T>) && !std::same_as<T, bool> &&
                    !std::same_as<T, char> && !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                    !std::same_as<T, char16_t> && !std::same_as<T, long double>;
/// What a list of can be seen as a span of.
template <class T>
concept WitScalar = WitNumber<T> || WitEnum<T> || WitFlags<T>;

namespace detail {

/// Whether every value of `From` is one of `To`.
template <class From, class To>
concept KeepsValue = requires(From from) { To{static_cast<From&&>(from)}; };

template <class T>
constexpr bool is_valid_scalar(T value) noexcept {
  if constexpr (WitEnum<T>)
    return static_cast<std::underlying_type_t<T>>(value) < enum_cases<T>;
  else if constexpr (std::same_as<T, char32_t>)
    return value < 0xD800 || (value >= 0xE000 && value <= 0x10FFFF);
  else
    return true;
}

}  // namespace detail

template <WitScalar T>
struct Type<T> : detail::NoObjects {
  using View = T;
  using Param = T;
  using Result = T;
  static constexpr Passing kPassing = Passing::value;
  /// Whether every bit pattern is a value.
  static constexpr bool kAnyBits = !WitEnum<T> && !std::same_as<T, char32_t>;
  template <class U>
  static constexpr bool accepts = detail::KeepsValue<U, T>;

  static constexpr bool valid(T view) noexcept { return detail::is_valid_scalar(view); }
  static constexpr T param(T view) noexcept { return view; }
  static constexpr T copy(Heap, T view, std::size_t&) noexcept { return view; }
  static constexpr T result(Heap, T view) noexcept { return view; }
  static constexpr void free(Heap, T) noexcept {}
  template <class U>
  static constexpr bool lower(Heap, const U& value, T& view) noexcept {
    view = T{value};
    return true;
  }
  static constexpr void lend(Scratch&, T value, T& view) noexcept { view = value; }
};

template <>
struct Type<bool> : detail::NoObjects {
  using View = Bool;
  using Param = bool;
  using Result = bool;
  static constexpr Passing kPassing = Passing::value;
  template <class U>
  static constexpr bool accepts =
      std::same_as<std::remove_cvref_t<U>, bool> || std::same_as<std::remove_cvref_t<U>, Bool> ||
      std::same_as<std::remove_cvref_t<U>, std::vector<bool>::reference> ||
      std::same_as<std::remove_cvref_t<U>, std::vector<bool>::const_reference>;  // libc++'s is no bool

  static constexpr bool valid(Bool) noexcept { return true; }
  static constexpr bool param(Bool view) noexcept { return view; }
  static constexpr bool copy(Heap, Bool view, std::size_t&) noexcept { return view; }
  static constexpr bool result(Heap, Bool view) noexcept { return view; }
  static constexpr void free(Heap, Bool) noexcept {}
  static constexpr bool lower(Heap, bool value, Bool& view) noexcept {
    view.byte = value;
    return true;
  }
  static constexpr void lend(Scratch&, bool value, Bool& view) noexcept { view.byte = value; }
};

}  // namespace tenon
