#pragma once
// SPDX-License-Identifier: MIT
//
// From what a parameter arrives as to a value that may be kept:
//
//   void index(std::span<const FindingView> findings) { all_ = tenon::to_owned(findings); }
//
//   std::string_view, StringView           std::string
//   std::span<const V>, ListView<V>        std::vector of V's owned type
//   std::optional<V>, OptionView<V>        std::optional
//   tenon::expected<V, W>, ResultView      tenon::expected; a handle beside a view needs std::move
//   TupleView<V...>                        std::tuple
//   FindingView, ShapeView                 Finding, Shape
//   anything else                          the value itself: numbers, enums, flags, handles; values with
//                                          objects inside arrive owned
//
// Threads: any.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "expected.hpp"
#include "tuple_view.hpp"
#include "type/type.hpp"
#include "view.hpp"

namespace tenon {

/// What `to_owned` makes of a `P`.
template <class P>
struct OwnedOf {
  using type = P;
  static P of(P value) { return value; }
};
template <class P>
using Owned = typename OwnedOf<std::remove_cvref_t<P>>::type;

/// A value of one's own, equal to `value`. Throws what copying throws.
template <class P>
Owned<P> to_owned(P&& value) {
  return OwnedOf<std::remove_cvref_t<P>>::of(std::forward<P>(value));
}

namespace detail {

template <class V>
concept GeneratedView = requires { typename V::Owned; };

template <class V>
struct OwnedList {
  using type = std::vector<Owned<V>>;
  static type of(std::span<const V> values) {
    type all;
    all.reserve(values.size());
    for (const V& value : values) all.push_back(to_owned(value));
    return all;
  }
};

template <class V>
struct OwnedOption {
  using type = std::optional<Owned<V>>;
  template <class Option>
  static type of(Option&& value) {
    if (!value.has_value()) return std::nullopt;
    return type(std::in_place, to_owned(*std::forward<Option>(value)));
  }
};

/// An absent payload: `void` as the value, Unit as the error.
template <class V>
using OwnedOk = typename std::conditional_t<std::is_void_v<V> || std::is_same_v<V, NoView>,
                                            std::type_identity<void>, OwnedOf<V>>::type;
template <class W>
using OwnedErr =
    typename std::conditional_t<std::is_same_v<W, NoView>, std::type_identity<Unit>, OwnedOf<W>>::type;

/// One side may arrive as a view and the other as an owning handle, which is moved out of an rvalue.
template <class V, class W>
struct OwnedResult {
  using type = expected<OwnedOk<V>, OwnedErr<W>>;
  template <class Result>
  static type of(Result&& value) {
    if constexpr (std::is_same_v<OwnedErr<W>, Unit>) {
      if (!value.has_value()) return unexpected<Unit>();
    } else {
      if (!value.has_value()) return unexpected<OwnedErr<W>>(to_owned(std::forward<Result>(value).error()));
    }
    if constexpr (std::is_void_v<OwnedOk<V>>)
      return type();
    else
      return type(to_owned(*std::forward<Result>(value)));
  }
};

}  // namespace detail

template <>
struct OwnedOf<Bool> {
  using type = bool;
  static bool of(Bool value) noexcept { return value; }
};
template <>
struct OwnedOf<StringView> {
  using type = std::string;
  static std::string of(StringView value) { return value.str(); }
};
template <>
struct OwnedOf<std::string_view> {
  using type = std::string;
  static std::string of(std::string_view value) { return std::string(value); }
};
template <class V>
struct OwnedOf<ListView<V>> : detail::OwnedList<V> {};
template <class V>
struct OwnedOf<std::span<const V>> : detail::OwnedList<V> {};
template <class V>
struct OwnedOf<OptionView<V>> : detail::OwnedOption<V> {};
template <class V>
  requires(!std::is_same_v<Owned<V>, V>)
struct OwnedOf<std::optional<V>> : detail::OwnedOption<V> {};
template <class V, class W>
struct OwnedOf<ResultView<V, W>> : detail::OwnedResult<V, W> {};
template <class V, class W>
  requires(!std::is_same_v<detail::OwnedOk<V>, V> || !std::is_same_v<Owned<W>, W>)
struct OwnedOf<expected<V, W>> : detail::OwnedResult<V, W> {};
template <class... V>
struct OwnedOf<TupleView<V...>> {
  using type = std::tuple<Owned<V>...>;
  static type of(const TupleView<V...>& value) {
    return [&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      return type{to_owned(value.template get<kAt>())...};
    }(std::index_sequence_for<V...>());
  }
};
template <detail::GeneratedView V>
struct OwnedOf<V> {
  using type = typename V::Owned;
  static type of(const V& value) {
    static_assert(!Type<type>::kObjects, "objects arrive in values of one's own; there is nothing to copy");
    std::size_t none = 0;
    return Type<type>::copy(nullptr, value, none);
  }
};

}  // namespace tenon
