#pragma once
// SPDX-License-Identifier: MIT
//
// A tuple as it lies in memory that crosses the boundary: the parts behind each other, each at its
// alignment, as in a C struct.
//
//   void at(const tenon::TupleView<tenon::StringView, std::uint32_t>& place) {
//     const auto& [path, line] = place;
//   }
#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <new>
#include <tuple>
#include <utility>

namespace tenon {
namespace detail {

/// Where parts of these types begin, and behind them the size of the whole.
template <class... V>
consteval std::array<std::size_t, sizeof...(V) + 1> places_of() {
  constexpr std::size_t kCount = sizeof...(V);
  const std::size_t sizes[] = {sizeof(V)..., 0}, aligns[] = {alignof(V)..., std::max({alignof(V)...})};
  std::array<std::size_t, kCount + 1> places{};
  std::size_t end = 0;
  for (std::size_t i = 0; i <= kCount; ++i) {
    places[i] = (end + aligns[i] - 1) / aligns[i] * aligns[i];
    end = places[i] + sizes[i];
  }
  return places;
}

}  // namespace detail

/// Refers to nothing by itself: `V` are the parts' values or views.
template <class... V>
struct TupleView {
  static constexpr std::array<std::size_t, sizeof...(V) + 1> kPlaces = detail::places_of<V...>();
  template <std::size_t kAt>
  using Part = std::tuple_element_t<kAt, std::tuple<V...>>;

  alignas(V...) unsigned char bytes[kPlaces[sizeof...(V)]];

  template <std::size_t kAt>
  const Part<kAt>& get() const noexcept {
    return *std::launder(reinterpret_cast<const Part<kAt>*>(bytes + kPlaces[kAt]));
  }
  template <std::size_t kAt>
  Part<kAt>& get() noexcept {
    return *std::launder(reinterpret_cast<Part<kAt>*>(bytes + kPlaces[kAt]));
  }

  /// As a std::tuple of the same parts, or of what they convert to.
  std::tuple<V...> tuple() const { return *this; }
  template <class... U>
    requires(sizeof...(U) == sizeof...(V) && (std::convertible_to<const V&, U> && ...))
  operator std::tuple<U...>() const {
    return [this]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      return std::tuple<U...>{static_cast<U>(this->template get<kAt>())...};
    }(std::index_sequence_for<V...>());
  }
};

}  // namespace tenon

/// So that `const auto& [a, b] = view` works.
template <class... V>
struct std::tuple_size<tenon::TupleView<V...>> : std::integral_constant<std::size_t, sizeof...(V)> {};
template <std::size_t kAt, class... V>
struct std::tuple_element<kAt, tenon::TupleView<V...>> {
  using type = std::tuple_element_t<kAt, std::tuple<V...>>;
};
