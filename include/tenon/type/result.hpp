#pragma once
// SPDX-License-Identifier: MIT
//
// result<T, E> as a value (a field, an element, a parameter): tenon::expected. An absent `T` is void,
// an absent `E` is Unit. Where it is a function's whole result, see call.hpp and implement.hpp.
#include <utility>

#include "../expected.hpp"
#include "../view.hpp"
#include "type.hpp"

namespace tenon {

/// A payload that isn't there.
template <>
struct Type<void> : detail::NoObjects {
  using View = NoView;
  using Param = Unit;
  using Result = void;
  template <class U>
  static constexpr bool accepts = std::is_void_v<U>;
  static constexpr bool valid(NoView) noexcept { return true; }
  static constexpr void free(Heap, NoView) noexcept {}
};
template <>
struct Type<Unit> : detail::NoObjects {
  using View = NoView;
  using Param = Unit;
  using Result = Unit;
  template <class U>
  static constexpr bool accepts = true;
  static constexpr bool valid(NoView) noexcept { return true; }
  static constexpr Unit param(NoView) noexcept { return {}; }
  static constexpr Unit copy(Heap, NoView, std::size_t&) noexcept { return {}; }
  static constexpr Unit result(Heap, NoView) noexcept { return {}; }
  static constexpr void free(Heap, NoView) noexcept {}
  template <class U>
  static constexpr bool lower(Heap, const U&, NoView&) noexcept {
    return true;
  }
  template <class U>
  static constexpr void lend(Scratch&, const U&, NoView&) noexcept {}
};

namespace detail {

template <class U, class T, class E>
inline constexpr bool is_result_of = false;
template <class U, class T, class E>
  requires is_expected<std::remove_cvref_t<U>>
inline constexpr bool is_result_of<U, T, E> = Type<T>::template accepts<decltype(*std::declval<U>())> &&
                                              Type<E>::template accepts<decltype(std::declval<U>().error())>;
template <class U, class T, class E>
  requires requires(U& u) { u.is_err; }
inline constexpr bool is_result_of<U, T, E> = true;

}  // namespace detail

template <class T, class E>
struct Type<expected<T, E>> {
  using Ok = Type<T>;
  using Err = Type<E>;
  using View = ResultView<typename Ok::View, typename Err::View>;
  static constexpr bool kObjects = Ok::kObjects || Err::kObjects;
  static constexpr bool kVoid = std::is_void_v<T>;
  using Param = expected<std::conditional_t<kVoid, void, std::remove_cvref_t<typename Ok::Param>>,
                         std::remove_cvref_t<typename Err::Param>>;
  using Result = expected<T, E>;
  static constexpr Passing kPassing = Passing::pointer;
  template <class U>
  static constexpr bool accepts = detail::is_result_of<U, T, E>;

  static bool valid(const View& view) noexcept {
    if (view.is_err == 0) return Ok::valid(ok(view));
    return view.is_err == 1 && Err::valid(err(view));
  }
  static Param param(const View& view) noexcept {
    using Bad = unexpected<typename Param::error_type>;
    if (view.is_err) return Bad(Err::param(err(view)));
    if constexpr (kVoid)
      return {};
    else
      return Param(Ok::param(ok(view)));
  }
  static expected<T, E> copy(Heap heap, const View& view, std::size_t& taken) {
    if (view.is_err) return unexpected<E>(Err::copy(heap, err(view), taken));
    if constexpr (kVoid)
      return {};
    else
      return Ok::copy(heap, ok(view), taken);
  }
  static expected<T, E> result(Heap heap, View& view) { return detail::take<expected<T, E>>(heap, view); }
  static void drop(const View& view, std::size_t& taken) noexcept {
    if (view.is_err == 0) Ok::drop(ok(view), taken);
    if (view.is_err == 1) Err::drop(err(view), taken);
  }
  static void free(Heap heap, const View& view) noexcept {
    if (view.is_err == 0) Ok::free(heap, ok(view));
    if (view.is_err == 1) Err::free(heap, err(view));
  }
  template <class U>
  static bool lower(Heap heap, U&& value, View& view) {
    if (!value.has_value()) {
      view.is_err = 1;
      if constexpr (requires { view.err; }) view.err = {};
      return Err::lower(heap, std::forward<U>(value).error(), err(view));
    }
    if constexpr (kVoid)
      return true;
    else
      return Ok::lower(heap, *std::forward<U>(value), ok(view));
  }
  template <class U>
  static void lend(Scratch& scratch, const U& value, View& view) {
    view.is_err = !value.has_value();
    if (view.is_err)
      Err::lend(scratch, value.error(), err(view));
    else if constexpr (!kVoid)
      Ok::lend(scratch, *value, ok(view));
  }
  static void disown(expected<T, E>& value) noexcept {
    if constexpr (Ok::kObjects)
      if (value) Ok::disown(*value);
    if constexpr (Err::kObjects)
      if (!value) Err::disown(value.error());
  }

 private:
  // Views without any payload have no union to look into.
  static constexpr bool kEmpty = std::same_as<View, ResultView<NoView, NoView>>;
  static decltype(auto) ok(auto& view) noexcept {
    if constexpr (kEmpty)
      return (nothing());
    else
      return (view.ok);
  }
  static decltype(auto) err(auto& view) noexcept {
    if constexpr (kEmpty)
      return (nothing());
    else
      return (view.err);
  }
  static NoView& nothing() noexcept {
    static constinit NoView view;
    return view;
  }
};

}  // namespace tenon
