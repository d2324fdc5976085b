#pragma once
// SPDX-License-Identifier: MIT
//
// Values as they lie in memory that crosses the boundary (abi/value.h). A plugin's author meets them
// inside records and lists: they refer to the caller's memory, without a copy, and are valid until
// the call returns.
//
//   void index(std::span<const FindingView> findings) {
//     for (const FindingView& f : findings) log(f.path, f.note.value_or(""));
//   }
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace tenon {

/// A bool: any byte but zero is true.
struct Bool {
  std::uint8_t byte;

  constexpr operator bool() const noexcept { return byte != 0; }
};

/// A string. Not terminated by a zero.
struct StringView {
  const char* ptr;
  std::size_t len;

  constexpr operator std::string_view() const noexcept { return view(); }
  constexpr std::string_view view() const noexcept {
    return len == 0 ? std::string_view() : std::string_view(ptr, len);
  }
  std::string str() const { return std::string(view()); }
  constexpr std::size_t size() const noexcept { return len; }
  constexpr bool empty() const noexcept { return len == 0; }

  friend constexpr bool operator==(StringView a, std::string_view b) noexcept { return a.view() == b; }
  friend constexpr bool operator==(StringView a, StringView b) noexcept { return a.view() == b.view(); }
  friend constexpr auto operator<=>(StringView a, std::string_view b) noexcept { return a.view() <=> b; }
  friend std::ostream& operator<<(std::ostream& out, StringView text) { return out << text.view(); }
};

/// A list of `T`, itself a value or a view.
template <class T>
struct ListView {
  const T* ptr;
  std::size_t len;

  constexpr operator std::span<const T>() const noexcept { return span(); }
  constexpr std::span<const T> span() const noexcept { return {len == 0 ? nullptr : ptr, len}; }
  constexpr std::size_t size() const noexcept { return len; }
  constexpr bool empty() const noexcept { return len == 0; }
  constexpr const T* data() const noexcept { return span().data(); }
  constexpr const T* begin() const noexcept { return data(); }
  constexpr const T* end() const noexcept { return data() + len; }
  constexpr const T& operator[](std::size_t index) const noexcept { return ptr[index]; }
};

/// An option.
template <class T>
struct OptionView {
  std::uint8_t is_some;
  T some;

  constexpr bool has_value() const noexcept { return is_some != 0; }
  constexpr explicit operator bool() const noexcept { return has_value(); }
  constexpr const T& operator*() const noexcept { return some; }
  constexpr const T* operator->() const noexcept { return &some; }
  template <class U>
  constexpr U value_or(U other) const {
    return has_value() ? U(some) : other;
  }
  constexpr std::string_view value_or(const char* other) const
    requires std::is_convertible_v<T, std::string_view>
  {
    return has_value() ? std::string_view(some) : std::string_view(other);
  }
};

/// A result inside a value. A payload that isn't there is `NoView`.
struct NoView {};
template <class T, class E>
struct ResultView {
  std::uint8_t is_err;
  union {
    T ok;
    E err;
  };

  constexpr bool has_value() const noexcept { return is_err == 0; }
  constexpr explicit operator bool() const noexcept { return has_value(); }
  constexpr const T& operator*() const noexcept { return ok; }
  constexpr const E& error() const noexcept { return err; }
};
/// Without any payload it is one byte.
template <>
struct ResultView<NoView, NoView> {
  std::uint8_t is_err;

  constexpr bool has_value() const noexcept { return is_err == 0; }
  constexpr explicit operator bool() const noexcept { return has_value(); }
  constexpr NoView operator*() const noexcept { return {}; }
  constexpr NoView error() const noexcept { return {}; }
};

}  // namespace tenon
