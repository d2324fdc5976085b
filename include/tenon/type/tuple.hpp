#pragma once
// SPDX-License-Identifier: MIT
//
// tuple<...>: std::tuple. Callers and implementers may give anything that std::get works on (a pair, an
// array); an implementer's parameter is a TupleView.
#include <cstddef>
#include <tuple>
#include <utility>

#include "../tuple_view.hpp"
#include "type.hpp"

namespace tenon {
namespace detail {

/// The part `kAt` of a TupleView, a std::tuple or the like.
template <std::size_t kAt, class U>
constexpr decltype(auto) part(U&& tuple) noexcept {
  if constexpr (requires { tuple.template get<kAt>(); })
    return (tuple.template get<kAt>());
  else
    return std::get<kAt>(std::forward<U>(tuple));
}

template <class U, class... T>
inline constexpr bool is_tuple_of = false;
template <class U, class... T>
  requires(std::tuple_size<std::remove_cvref_t<U>>::value == sizeof...(T))
inline constexpr bool is_tuple_of<U, T...> = []<std::size_t... kAt>(std::index_sequence<kAt...>) {
  return !any({!Type<T>::template accepts<decltype(part<kAt>(std::declval<U>()))>...});
}(std::index_sequence_for<T...>());

}  // namespace detail

template <class... T>
struct Type<std::tuple<T...>> {
  using View = TupleView<typename Type<T>::View...>;
  static constexpr bool kObjects = detail::any({Type<T>::kObjects...});
  using Param = std::conditional_t<kObjects, std::tuple<T...>, const View&>;
  using Result = std::tuple<T...>;
  static constexpr Passing kPassing = Passing::pointer;
  template <class U>
  static constexpr bool accepts = detail::is_tuple_of<U, T...>;

  static bool valid(const View& view) noexcept {
    return each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      bool good = true;
      detail::steps({(good = good && Type<T>::valid(view.template get<kAt>()))...});
      return good;
    });
  }
  static const View& param(const View& view) noexcept { return view; }
  static std::tuple<T...> copy(Heap heap, const View& view, std::size_t& taken) {
    return each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      return std::tuple<T...>{Type<T>::copy(heap, view.template get<kAt>(), taken)...};  // in this order
    });
  }
  static Result result(Heap heap, View& view) { return detail::take<std::tuple<T...>>(heap, view); }
  static void drop(const View& view, std::size_t& taken) noexcept {
    each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      detail::steps({(Type<T>::drop(view.template get<kAt>(), taken), 0)...});
    });
  }
  static void free(Heap heap, const View& view) noexcept {
    each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      detail::steps({(Type<T>::free(heap, view.template get<kAt>()), 0)...});
    });
  }
  template <class U>
  static bool lower(Heap heap, U&& value, View& view) {
    return each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      bool good = true;
      detail::steps({(good = good && Type<T>::lower(heap, detail::part<kAt>(std::forward<U>(value)),
                                                    view.template get<kAt>()))...});
      return good;
    });
  }
  template <class U>
  static void lend(Scratch& scratch, const U& value, View& view) {
    each([&]<std::size_t... kAt>(std::index_sequence<kAt...>) {
      detail::steps({(Type<T>::lend(scratch, detail::part<kAt>(value), view.template get<kAt>()), 0)...});
    });
  }
  static void disown(std::tuple<T...>& value) noexcept {
    std::apply([](T&... part) { detail::steps({(Type<T>::disown(part), 0)...}); }, value);
  }

 private:
  template <class Body>
  static constexpr decltype(auto) each(Body body) {
    return body(std::index_sequence_for<T...>());
  }
};

}  // namespace tenon
