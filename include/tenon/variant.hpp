#pragma once
// SPDX-License-Identifier: MIT
//
// Variants. A variant `shape` is a struct that holds a std::variant of its cases; an implementer's
// parameter is a ShapeView, the value in the caller's memory:
//
//   double area(const ShapeView& shape) {
//     if (const double* radius = shape.get_if<Shape::Circle>()) return 3.14 * *radius * *radius;
//     return shape.visit([](tenon::CaseView<Shape::Rect> r) { return r.value.width * r.value.height; },
//                        [](auto) { return 0.0; });
//   }
//
// Generated code says, for each variant, what its view is and which cases it has. Any template can use
// that as well: `Variant<T>::cases.all` is a std::tuple whose elements say `type`, `payload` (void if
// there is none) and `kPayload`.
//
//   template <> struct tenon::Variant<Shape> {
//     using Owned = Shape;
//     using View = ShapeView;
//     static constexpr tenon::Cases cases{
//         tenon::case_of<Owned::Circle>(&View::Payload::circle),
//         tenon::case_of<Owned::Nothing>(),
//     };
//   };
#include <cstddef>
#include <tuple>
#include <utility>
#include <variant>

#include "type/type.hpp"

namespace tenon {

template <class T>
struct Variant;
template <class T>
concept WitVariant = requires { typename Variant<T>::View; };

/// What a generated variant can be made of.
template <class C, class... Cases>
concept AnyOf = detail::any({std::same_as<C, Cases>...});

namespace detail {

template <class C>
struct PayloadOf {
  using type = void;
};
template <class C>
  requires requires(C& c) { c.value; }
struct PayloadOf<C> {
  using type = decltype(C::value);
};

}  // namespace detail

/// One case: its struct, and where its payload is in the view's union.
template <class C, class Place>
struct Case {
  using type = C;
  using payload = typename detail::PayloadOf<C>::type;
  static constexpr bool kPayload = !std::is_void_v<payload>;
  Place place;

  /// The payload in a view of the variant, or in the variant itself, which must be of this case.
  template <class V>
  static constexpr decltype(auto) of(const Case& c, V&& value) noexcept {
    if constexpr (requires { value.payload.*c.place; })
      return (value.payload.*c.place);
    else
      return (std::get_if<C>(&value.value)->value);
  }
};
template <class C, class Union, class V>
constexpr auto case_of(V Union::* place) {
  return Case<C, V Union::*>{place};
}
template <class C>
constexpr auto case_of() {
  return Case<C, std::nullptr_t>{};
}

namespace detail {

/// One of many, so that it can be picked out without going through all of them.
template <std::size_t kAt, class C>
struct NthCase {
  C value;
};
template <std::size_t kAt, class C>
constexpr C nth_case(const NthCase<kAt, C>& c) noexcept {
  return c.value;
}
template <class Indices, class... C>
struct CaseList;
template <std::size_t... kAt, class... C>
struct CaseList<std::index_sequence<kAt...>, C...> : NthCase<kAt, C>... {
  constexpr explicit CaseList(C... each) : NthCase<kAt, C>{each}... {}
};

/// `body(std::integral_constant<std::size_t, index>)`, by halves: a variant may have hundreds of cases.
template <std::size_t kBegin, std::size_t kEnd, class Body>
constexpr decltype(auto) at_index(std::size_t index, Body&& body) {
  if constexpr (kEnd - kBegin == 1) {
    return body(std::integral_constant<std::size_t, kBegin>());
  } else {
    constexpr std::size_t kMiddle = kBegin + (kEnd - kBegin) / 2;
    if (index < kMiddle) return at_index<kBegin, kMiddle>(index, body);
    return at_index<kMiddle, kEnd>(index, body);
  }
}

}  // namespace detail

template <class... C>
struct Cases {
  constexpr explicit Cases(C... each) : all(each...), list(each...) {}
  static constexpr std::size_t kCount = sizeof...(C);
  std::tuple<C...> all;
  detail::CaseList<std::index_sequence_for<C...>, C...> list;
};

/// A case of a variant in the caller's memory, as visitors get it: `value` is the view of its payload.
template <class C>
struct CaseView {};
template <class C>
  requires(!std::is_void_v<typename detail::PayloadOf<C>::type>)
struct CaseView<C> {
  const View<typename detail::PayloadOf<C>::type>& value;
};

namespace detail {

/// `body(case)` for the case of the variant `T` that is at `index`, which must be one.
template <class T, class Body>
constexpr decltype(auto) with_case(std::size_t index, Body&& body) {
  return at_index<0, Variant<T>::cases.kCount>(index, [&](auto i) -> decltype(auto) {
    constexpr auto c = nth_case<decltype(i)::value>(Variant<T>::cases.list);  // a copy, as in record.hpp
    return body(c);
  });
}

/// Where `C` is among the cases of `T`.
template <class T, class C, class... Each>
consteval std::size_t index_of(const Cases<Each...>&) {
  const bool same[] = {std::is_same_v<C, typename Each::type>...};
  std::size_t index = 0;
  while (!same[index]) ++index;
  return index;
}

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace detail

/// What views of variants have beside `tag` (which case it is, from 0) and `payload`.
template <class Self, class T>
struct VariantView {
  /// Whether it is the case `C`.
  template <class C>
  bool is() const noexcept {
    return self().tag == detail::index_of<T, C>(Variant<T>::cases);
  }
  /// Its payload, if it is the case `C`, else nullptr.
  template <class C>
  auto get_if() const noexcept {
    constexpr auto c = detail::nth_case<detail::index_of<T, C>(Variant<T>::cases)>(Variant<T>::cases.list);
    return is<C>() ? &c.of(c, self()) : nullptr;
  }
  /// Calls the one of `visitors` that takes the tenon::CaseView of the case that it is.
  template <class... Visitors>
  decltype(auto) visit(Visitors&&... visitors) const {
    detail::Overloaded visitor{std::forward<Visitors>(visitors)...};
    return detail::with_case<T>(self().tag, [&](auto c) -> decltype(auto) {
      using C = decltype(c);
      if constexpr (C::kPayload)
        return visitor(CaseView<typename C::type>{c.of(c, self())});
      else
        return visitor(CaseView<typename C::type>{});
    });
  }

 private:
  const Self& self() const noexcept { return static_cast<const Self&>(*this); }
};

}  // namespace tenon
