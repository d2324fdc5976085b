#pragma once
// SPDX-License-Identifier: MIT
//
// Records: generated code says, for each, what its view is and which members belong together:
//
//   template <> struct tenon::Record<Finding> {
//     using View = FindingView;
//     static constexpr tenon::Fields fields{
//         tenon::Field(&Finding::path, &FindingView::path),
//         tenon::Field(&Finding::line, &FindingView::line),
//     };
//   };
#include <tuple>
#include <utility>

#include "../view.hpp"
#include "type.hpp"

namespace tenon {

template <class T>
struct Record;
template <class T>
concept WitRecord = requires { typename Record<T>::View; };

/// One field: its place in the record and in the record's view.
template <class T, class R, class V>
struct Field {
  using type = T;
  constexpr Field(T R::* in_record, typename Type<T>::View V::* in_view) : member(in_record), view(in_view) {}
  T R::* member;
  typename Type<T>::View V::* view;

  /// The field in a record or in a view of one.
  constexpr T& of(R& record) const noexcept { return record.*member; }
  constexpr const T& of(const R& record) const noexcept { return record.*member; }
  constexpr T&& of(R&& record) const noexcept { return std::move(record.*member); }
  constexpr const auto& of(const V& record) const noexcept { return record.*view; }
};
template <class T, class R, class X, class V>
Field(T R::*, X V::*) -> Field<T, R, V>;

template <class... F>
struct Fields {
  constexpr explicit Fields(F... each) : all(each...) {}
  std::tuple<F...> all;
};

namespace detail {

/// Type<T> of a record with the fields `F`.
template <class T, class... F>
struct RecordType {
  using View = typename Record<T>::View;
  static constexpr bool kObjects = any({Type<typename F::type>::kObjects...});
  using Param = std::conditional_t<kObjects, T, const View&>;
  using Result = T;
  static constexpr Passing kPassing = Passing::pointer;
  template <class U>
  static constexpr bool accepts =
      std::same_as<std::remove_cvref_t<U>, T> || std::same_as<std::remove_cvref_t<U>, View>;

  static bool valid(const View& view) noexcept {
    return each([&](const F&... f) {
      bool good = true;
      steps({(good = good && Type<typename F::type>::valid(view.*f.view))...});
      return good;
    });
  }
  static const View& param(const View& view) noexcept { return view; }
  static T copy(Heap heap, const View& view, std::size_t& taken) {
    return each([&](const F&... f) { return T{Type<typename F::type>::copy(heap, view.*f.view, taken)...}; });
  }
  static T result(Heap heap, View& view) { return take<T>(heap, view); }
  static void drop(const View& view, std::size_t& taken) noexcept {
    each([&](const F&... f) { steps({(Type<typename F::type>::drop(view.*f.view, taken), 0)...}); });
  }
  static void free(Heap heap, const View& view) noexcept {
    each([&](const F&... f) { steps({(Type<typename F::type>::free(heap, view.*f.view), 0)...}); });
  }
  template <class U>
  static bool lower(Heap heap, U&& value, View& view) {
    return each([&](const F&... f) {
      bool good = true;
      steps({(good = good &&
                     Type<typename F::type>::lower(heap, f.of(std::forward<U>(value)), view.*f.view))...});
      return good;
    });
  }
  template <class U>
  static void lend(Scratch& scratch, const U& value, View& view) {
    each([&](const F&... f) {
      steps({(Type<typename F::type>::lend(scratch, f.of(value), view.*f.view), 0)...});
    });
  }
  static void disown(T& value) noexcept {
    each([&](const F&... f) { steps({(Type<typename F::type>::disown(f.of(value)), 0)...}); });
  }

 private:
  template <class Body>
  static constexpr decltype(auto) each(Body body) {
    // A copy: g++ 12 lays a static member of deduced class type out as data that may change, and would
    // read every field's offset from memory.
    constexpr auto fields = Record<T>::fields.all;
    return std::apply(body, fields);
  }
};

template <class T, class... F>
RecordType<T, F...> record_type(const Fields<F...>&);

}  // namespace detail

template <WitRecord T>
struct Type<T> : decltype(detail::record_type<T>(Record<T>::fields)) {};

}  // namespace tenon
