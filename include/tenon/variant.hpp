#pragma once
// SPDX-License-Identifier: MIT
//
// Variants. A variant `shape` is a struct that holds a std::variant of its cases (a tenon::OneOf, if
// they are many); an implementer's parameter is a ShapeView, the value in the caller's memory:
//
//   double area(const ShapeView& shape) {
//     if (const double* radius = shape.get_if<Shape::Circle>()) return 3.14 * *radius * *radius;
//     return shape.visit([](tenon::CaseView<Shape::Rect> r) { return r.value.width * r.value.height; },
//                        [](auto) { return 0.0; });
//   }
//
// Generated code says, for each variant, what its view is and which cases it has; `kCase` in each case
// says which it is. Any template can use that as well: `tenon::with_case<Shape>(index, body)` and
// `tenon::Variant<Shape>::cases.apply(body)` tell `body` the `type`, `payload` (void if there is none) and
// `kPayload` of a case or of all.
//
//   template <> struct tenon::Variant<Shape> {
//     using Owned = Shape;
//     using View = ShapeView;
//     static constexpr tenon::Cases<
//         tenon::Case<Owned::Circle, &View::Payload::circle>,
//         tenon::Case<Owned::Nothing>>
//         cases{};
//   };
//
// A variant may have hundreds of cases, so nothing here goes through all of them for each of them, and
// no name of a function that is made for each case has the names of all cases in it.
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "type/type.hpp"

namespace tenon {

template <class T>
struct Variant;
template <class T>
concept WitVariant = requires { typename Variant<T>::View; };

/// The place of a case in the variant `T`, from 0.
template <class T, std::size_t kAt>
struct CaseOf {
  using Variant = T;
  static constexpr std::size_t kIndex = kAt;
};
/// What a generated variant can be made of.
template <class C, class T>
concept CaseIn = std::is_same_v<typename decltype(C::kCase)::Variant, T>;

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
template <class C, auto kPlace = nullptr>
struct Case {
  using type = C;
  using payload = typename detail::PayloadOf<C>::type;
  static constexpr bool kPayload = !std::is_void_v<payload>;

  /// The payload in a view of the variant, or in the variant itself, which must be of this case.
  template <class V>
  static constexpr decltype(auto) of(V&& value) noexcept {
    if constexpr (requires { value.payload.*kPlace; })
      return (value.payload.*kPlace);
    else if constexpr (requires { value.value.template get_if<C>(); })
      return (value.value.template get_if<C>()->value);
    else
      return (std::get_if<C>(&value.value)->value);
  }
};

template <class... C>
struct Cases;

namespace detail {

/// One of many, so that it can be picked out without going through all of them.
template <std::size_t kAt, class C>
struct NthCase {};
template <class Indices, class... C>
struct CaseList;
template <std::size_t... kAt, class... C>
struct CaseList<std::index_sequence<kAt...>, C...> : NthCase<kAt, C>... {};
template <std::size_t kAt, class C>
C nth_case(const NthCase<kAt, C>&);

/// `body(case)`, by halves: what optimises best while there are few.
template <class List, std::size_t kBegin, std::size_t kEnd, class Body>
constexpr decltype(auto) among_few(std::size_t index, Body& body) {
  if constexpr (kEnd - kBegin == 1) {
    return body(typename List::template Nth<kBegin>());
  } else {
    constexpr std::size_t kMiddle = kBegin + (kEnd - kBegin) / 2;
    if (index < kMiddle) return among_few<List, kBegin, kMiddle>(index, body);
    return among_few<List, kMiddle, kEnd>(index, body);
  }
}

template <class Result, class Body, class C>
Result in_case(Body& body) {
  return body(C());
}
/// `body(case)`, by a table: what compiles in linear time while there are many.
template <class Body, class First, class... Rest>
decltype(auto) among_many(std::size_t index, Body& body, Cases<First, Rest...>) {
  using Result = decltype(body(First()));
  static constexpr Result (*kEach[])(Body&) = {in_case<Result, Body, First>, in_case<Result, Body, Rest>...};
  return kEach[index](body);
}

}  // namespace detail

template <class... C>
struct Cases {
  static constexpr std::size_t kCount = sizeof...(C);
  template <std::size_t kAt>
  using Nth = decltype(detail::nth_case<kAt>(detail::CaseList<std::index_sequence_for<C...>, C...>()));
  /// `body(case...)` with all of them, each a tenon::Case.
  template <class Body>
  static constexpr decltype(auto) apply(Body&& body) {
    return body(C()...);
  }
};
template <class T>
using CasesOf = std::remove_const_t<decltype(Variant<T>::cases)>;

/// `body(case)` for the tenon::Case at `index`, which must be one, of the variant `T`. What `body` returns
/// has the same type for all cases.
template <class T, class Body>
constexpr decltype(auto) with_case(std::size_t index, Body&& body) {
  using List = CasesOf<T>;
  if constexpr (List::kCount <= 32)
    return detail::among_few<List, 0, List::kCount>(index, body);
  else
    return detail::among_many(index, body, List());
}

/// A case of a variant in the caller's memory, as visitors get it: `value` is the view of its payload.
template <class C>
struct CaseView {};
template <class C>
  requires(!std::is_void_v<typename detail::PayloadOf<C>::type>)
struct CaseView<C> {
  const View<typename detail::PayloadOf<C>::type>& value;
};

namespace detail {

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
  template <CaseIn<T> C>
  bool is() const noexcept {
    return self().tag == C::kCase.kIndex;
  }
  /// Its payload, if it is the case `C`, else nullptr.
  template <CaseIn<T> C>
  auto get_if() const noexcept {
    using Case = typename CasesOf<T>::template Nth<C::kCase.kIndex>;
    return is<C>() ? &Case::of(self()) : nullptr;
  }
  /// Calls the one of `visitors` that takes the tenon::CaseView of the case that it is.
  template <class... Visitors>
  decltype(auto) visit(Visitors&&... visitors) const {
    detail::Overloaded visitor{std::forward<Visitors>(visitors)...};
    return with_case<T>(self().tag, [&](auto c) -> decltype(auto) {
      using C = decltype(c);
      if constexpr (C::kPayload)
        return visitor(CaseView<typename C::type>{c.of(self())});
      else
        return visitor(CaseView<typename C::type>{});
    });
  }

 private:
  const Self& self() const noexcept { return static_cast<const Self&>(*this); }
};

}  // namespace tenon
