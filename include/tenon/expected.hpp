#pragma once
// SPDX-License-Identifier: MIT
//
// A value, or why there is none. One class under every standard (std::expected begins with C++23, and
// files of one program may be compiled differently); converts from and to std::expected where there
// is one.
//
//   tenon::expected<int, std::string> half(int n) {
//     if (n % 2) return tenon::unexpected("odd");
//     return n / 2;
//   }
//
// Threads: as std::optional.
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <version>
#ifdef __cpp_lib_expected
#include <expected>
#endif

#include "bad_access.hpp"

namespace tenon {

/// A value without content: the error type of `result<T>`, the value type of `result<_, E>` inside.
struct Unit {
  friend constexpr bool operator==(Unit, Unit) = default;
};

/// Makes an `expected` that holds an error: `return tenon::unexpected("why");`
template <class E>
class unexpected {
 public:
  constexpr unexpected()
    requires std::default_initializable<E>
  = default;
  template <class G = E>
    requires(!std::same_as<std::remove_cvref_t<G>, unexpected> && std::constructible_from<E, G>)
  constexpr explicit unexpected(G&& error) : error_(std::forward<G>(error)) {}

  constexpr const E& error() const& { return error_; }
  constexpr E&& error() && { return std::move(error_); }

 private:
  E error_{};
};
template <class E>
unexpected(E) -> unexpected<E>;
unexpected() -> unexpected<Unit>;

template <class T, class E>
class expected;
namespace detail {
template <class T>
inline constexpr bool is_expected = false;
template <class T, class E>
inline constexpr bool is_expected<expected<T, E>> = true;
template <class T>
inline constexpr bool is_unexpected = false;
template <class E>
inline constexpr bool is_unexpected<unexpected<E>> = true;
#ifdef __cpp_lib_expected
template <class T, class E>
inline constexpr bool is_expected<std::expected<T, E>> = true;
template <class E>
inline constexpr bool is_unexpected<std::unexpected<E>> = true;
#endif

/// Whether `X` is some other `expected`, ours or the standard's.
template <class X, class Self>
concept OtherExpected = is_expected<std::remove_cvref_t<X>> && !std::same_as<std::remove_cvref_t<X>, Self>;
}  // namespace detail

/// Holds a `T` (nothing, if `T` is void) or an `E`.
template <class T, class E>
class [[nodiscard]] expected {
  using Held = std::conditional_t<std::is_void_v<T>, Unit, T>;
  static constexpr bool kVoid = std::is_void_v<T>;

 public:
  using value_type = T;
  using error_type = E;

  constexpr expected()
    requires std::default_initializable<Held>
      : has_value_(true), value_() {}

  template <class U = Held>
    requires(!kVoid && std::constructible_from<Held, U> && !std::same_as<std::remove_cvref_t<U>, expected> &&
             !detail::is_unexpected<std::remove_cvref_t<U>> &&
             (!detail::is_expected<std::remove_cvref_t<U>> || detail::is_expected<Held>))
  constexpr explicit(!std::convertible_to<U, Held>) expected(U&& value)
      : has_value_(true), value_(std::forward<U>(value)) {}

  template <class G>
    requires std::constructible_from<E, const G&>
  constexpr expected(const unexpected<G>& error) : has_value_(false), error_(error.error()) {}
  template <class G>
    requires std::constructible_from<E, G>
  constexpr expected(unexpected<G>&& error) : has_value_(false), error_(std::move(error).error()) {}
#ifdef __cpp_lib_expected
  template <class G>
    requires std::constructible_from<E, G>
  constexpr expected(std::unexpected<G> error) : has_value_(false), error_(std::move(error).error()) {}

  template <class U, class G>
    requires((kVoid || std::constructible_from<U, const Held&>) && std::constructible_from<G, const E&>)
  constexpr operator std::expected<U, G>() const& {
    return convert<std::expected<U, G>>(*this);
  }
  template <class U, class G>
    requires((kVoid || std::constructible_from<U, Held>) && std::constructible_from<G, E>)
  constexpr operator std::expected<U, G>() && {
    return convert<std::expected<U, G>>(std::move(*this));
  }
#endif

  template <detail::OtherExpected<expected> X>
    requires(!std::same_as<std::remove_cvref_t<X>, Held> &&
             kVoid == std::is_void_v<typename std::remove_cvref_t<X>::value_type> &&
             std::constructible_from<E, typename std::remove_cvref_t<X>::error_type> &&
             (kVoid || std::constructible_from<T, typename std::remove_cvref_t<X>::value_type>))
  constexpr expected(X&& other) : has_value_(other.has_value()) {
    if (!has_value_)
      std::construct_at(&error_, std::forward<X>(other).error());
    else if constexpr (kVoid)
      std::construct_at(&value_);
    else
      std::construct_at(&value_, *std::forward<X>(other));
  }

  constexpr expected(const expected& other)
    requires(std::copy_constructible<Held> && std::copy_constructible<E>)
      : has_value_(other.has_value_) {
    if (has_value_)
      std::construct_at(&value_, other.value_);
    else
      std::construct_at(&error_, other.error_);
  }
  constexpr expected(expected&& other) noexcept(std::is_nothrow_move_constructible_v<Held> &&
                                                std::is_nothrow_move_constructible_v<E>)
      : has_value_(other.has_value_) {
    if (has_value_)
      std::construct_at(&value_, std::move(other.value_));
    else
      std::construct_at(&error_, std::move(other.error_));
  }
  /// If copying throws, this is left holding what it held.
  constexpr expected& operator=(const expected& other)
    requires(std::copy_constructible<Held> && std::copy_constructible<E>)
  {
    return *this = expected(other);
  }
  constexpr expected& operator=(expected&& other) noexcept {
    if (this == &other) return *this;
    std::destroy_at(this);
    std::construct_at(this, std::move(other));
    return *this;
  }

  constexpr ~expected()
    requires(std::is_trivially_destructible_v<Held> && std::is_trivially_destructible_v<E>)
  = default;
  constexpr ~expected() {
    if (has_value_)
      std::destroy_at(&value_);
    else
      std::destroy_at(&error_);
  }

  constexpr bool has_value() const noexcept { return has_value_; }
  constexpr explicit operator bool() const noexcept { return has_value_; }

  /// The value; throws BadExpectedAccess with the error's words if there is none (without exceptions:
  /// ends the program).
  constexpr std::add_lvalue_reference_t<const T> value() const& {
    if (!has_value_) detail::bad_expected_access(error_);
    return **this;
  }
  constexpr std::add_lvalue_reference_t<T> value() & {
    if (!has_value_) detail::bad_expected_access(error_);
    return **this;
  }
  /// By value, so that `for (auto& x : f().value())` and `auto&& x = f().value()` are safe.
  constexpr T value() && {
    if (!has_value_) detail::bad_expected_access(error_);
    return *std::move(*this);
  }

  /// Unchecked: there must be a value.
  constexpr std::add_lvalue_reference_t<const T> operator*() const& noexcept {
    if constexpr (!kVoid) return value_;
  }
  constexpr std::add_lvalue_reference_t<T> operator*() & noexcept {
    if constexpr (!kVoid) return value_;
  }
  constexpr std::add_rvalue_reference_t<T> operator*() && noexcept {
    if constexpr (!kVoid) return std::move(value_);
  }
  constexpr const Held* operator->() const noexcept { return &value_; }
  constexpr Held* operator->() noexcept { return &value_; }

  /// Unchecked: there must be no value.
  constexpr const E& error() const& noexcept { return error_; }
  constexpr E& error() & noexcept { return error_; }
  constexpr E&& error() && noexcept { return std::move(error_); }

  template <class U>
  constexpr Held value_or(U&& other) const& {
    return has_value_ ? value_ : static_cast<Held>(std::forward<U>(other));
  }
  template <class U>
  constexpr Held value_or(U&& other) && {
    return has_value_ ? std::move(value_) : static_cast<Held>(std::forward<U>(other));
  }

  /// `next(value)`, which returns an expected with the same error type; or this error.
  template <class Next>
  constexpr auto and_then(Next&& next) const& {
    return chain(*this, next);
  }
  template <class Next>
  constexpr auto and_then(Next&& next) && {
    return chain(std::move(*this), next);
  }
  /// This value, or `other(error)`, which returns an expected with the same value type.
  template <class Other>
  constexpr auto or_else(Other&& other) const& {
    using Result = std::remove_cvref_t<std::invoke_result_t<Other, const E&>>;
    return has_value_ ? kept<Result>(*this) : std::invoke(other, error_);
  }
  template <class Other>
  constexpr auto or_else(Other&& other) && {
    using Result = std::remove_cvref_t<std::invoke_result_t<Other, E>>;
    return has_value_ ? kept<Result>(std::move(*this)) : std::invoke(other, std::move(error_));
  }
  /// An expected with `function(value)`, or this error.
  template <class Function>
  constexpr auto transform(Function&& function) const& {
    return map(*this, function);
  }
  template <class Function>
  constexpr auto transform(Function&& function) && {
    return map(std::move(*this), function);
  }

  friend constexpr bool operator==(const expected& a, const expected& b) {
    if (a.has_value_ != b.has_value_) return false;
    return a.has_value_ ? a.value_ == b.value_ : a.error_ == b.error_;
  }
  template <class U>
    requires(!kVoid && !detail::is_expected<U> && !detail::is_unexpected<U>)
  friend constexpr bool operator==(const expected& a, const U& b) {
    return a.has_value_ && a.value_ == b;
  }

 private:
  /// `function(value)`, or `function()` where there is no value to hand over.
  template <class Self, class Function>
  static constexpr decltype(auto) invoke(Self&& self, Function& function) {
    if constexpr (kVoid)
      return std::invoke(function);
    else
      return std::invoke(function, *std::forward<Self>(self));
  }
  template <class Self, class Next>
  static constexpr auto chain(Self&& self, Next& next) {
    using Result = std::remove_cvref_t<decltype(invoke(std::forward<Self>(self), next))>;
    return self.has_value_ ? invoke(std::forward<Self>(self), next)
                           : Result(unexpected<E>(std::forward<Self>(self).error()));
  }
  template <class Self, class Function>
  static constexpr auto map(Self&& self, Function& function) {
    using U = std::remove_cvref_t<decltype(invoke(std::forward<Self>(self), function))>;
    if (!self.has_value_) return expected<U, E>(unexpected<E>(std::forward<Self>(self).error()));
    if constexpr (std::is_void_v<U>) {
      invoke(std::forward<Self>(self), function);
      return expected<U, E>();
    } else {
      return expected<U, E>(invoke(std::forward<Self>(self), function));
    }
  }
  template <class Result, class Self>
  static constexpr Result kept([[maybe_unused]] Self&& self) {
    if constexpr (kVoid)
      return Result();
    else
      return Result(*std::forward<Self>(self));
  }
#ifdef __cpp_lib_expected
  template <class Result, class Self>
  static constexpr Result convert(Self&& self) {
    if (!self.has_value_) return Result(std::unexpect, std::forward<Self>(self).error());
    if constexpr (kVoid)
      return Result();
    else
      return Result(std::in_place, *std::forward<Self>(self));
  }
#endif

  bool has_value_;
  union {
    Held value_;
    E error_;
  };
};

}  // namespace tenon
