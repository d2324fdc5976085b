#pragma once
// SPDX-License-Identifier: MIT
//
// One of many cases: what `value` of a variant with more than 32 cases is, since a std::variant takes
// compilers time and memory by the square of its cases.
//
//   if (const Key::Enter* enter = key.value.get_if<Key::Enter>()) ...
//   key.value.visit([](const Key::Letter& letter) { type(letter.value); }, [](const auto&) {});
//
// It always holds a case: nothing leaves it without, not even an exception.
//
// Threads: as std::variant.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "variant.hpp"

namespace tenon {

/// What has to be known of all cases while the variant isn't complete yet.
struct Room {
  std::size_t size;
  bool copies;
};
template <class... C>
inline constexpr Room room_for{std::max({sizeof(C)...}), !detail::any({!std::is_copy_constructible_v<C>...})};

/// A case of the variant `T`.
template <class T, Room kRoom>
class OneOf {
 public:
  /// The first case.
  OneOf() : OneOf(std::in_place_type<typename CasesOf<T>::template Nth<0>::type>, {}) {}
  template <CaseIn<T> C>
  OneOf(std::in_place_type_t<C>, C of) : index_(C::kCase.kIndex) {
    static_assert(sizeof(C) <= kRoom.size && alignof(C) <= kAlignment);
    ::new (memory_) C(std::move(of));
  }
  OneOf(const OneOf& other)
    requires(kRoom.copies)
      : index_(other.index_) {
    with_case<T>(index_, [&](auto c) { make(c, other.in(c)); });
  }
  OneOf(OneOf&& other) noexcept : index_(other.index_) {
    with_case<T>(index_, [&](auto c) { make(c, std::move(other.in(c))); });
  }
  /// What copying throws leaves this as it was.
  OneOf& operator=(const OneOf& other)
    requires(kRoom.copies)
  {
    return *this = OneOf(other);
  }
  OneOf& operator=(OneOf&& other) noexcept {
    if (this == &other) return *this;
    std::destroy_at(this);
    return *std::construct_at(this, std::move(other));
  }
  ~OneOf() {
    with_case<T>(index_, [&](auto c) { std::destroy_at(&in(c)); });
  }

  /// Which case it is, from 0.
  std::size_t index() const noexcept { return index_; }
  /// It, if it is the case `C`, else nullptr.
  template <CaseIn<T> C>
  const C* get_if() const noexcept {
    return index_ == C::kCase.kIndex ? held<C>() : nullptr;
  }
  template <CaseIn<T> C>
  C* get_if() noexcept {
    return index_ == C::kCase.kIndex ? const_cast<C*>(held<C>()) : nullptr;
  }
  /// Calls the one of `visitors` that takes the case that it is. They all return the same type.
  template <class... Visitors>
  decltype(auto) visit(Visitors&&... visitors) const {
    detail::Overloaded visitor{std::forward<Visitors>(visitors)...};
    return with_case<T>(index_, [&](auto c) -> decltype(auto) { return visitor(in(c)); });
  }

  /// The same case with an equal payload.
  friend bool operator==(const OneOf& a, const OneOf& b) {
    return a.index_ == b.index_ && with_case<T>(a.index_, [&](auto c) { return a.in(c) == b.in(c); });
  }

 private:
  static constexpr std::size_t kAlignment = 8;  // no WIT type has more

  template <class C>
  const C* held() const noexcept {
    return std::launder(reinterpret_cast<const C*>(memory_));
  }
  template <class Of>
  const typename Of::type& in(Of) const noexcept {
    return *held<typename Of::type>();
  }
  template <class Of>
  typename Of::type& in(Of) noexcept {
    return *const_cast<typename Of::type*>(held<typename Of::type>());
  }
  template <class Of, class From>
  void make(Of, From&& from) {
    ::new (memory_) typename Of::type(std::forward<From>(from));
  }

  std::uint32_t index_;
  alignas(kAlignment) std::byte memory_[kRoom.size];
};

}  // namespace tenon
