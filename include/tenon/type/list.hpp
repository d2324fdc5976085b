#pragma once
// SPDX-License-Identifier: MIT
//
// list<T>. Of numbers, char, enums and flags: parameters are std::span<const T>, whole results
// tenon::List<T>. Of anything else: parameters are spans of views, results std::vector. Lists with objects
// inside are std::vector both ways.
#include <cstring>
#include <ranges>
#include <span>
#include <vector>

#include "../buffer.hpp"
#include "../view.hpp"
#include "scalar.hpp"
#include "string.hpp"
#include "type.hpp"

namespace tenon {
namespace detail {

/// Ranges whose values lie in memory just as they cross.
template <class Range, class Value>
concept LiesAs = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
                 std::same_as<std::ranges::range_value_t<Range>, Value>;

/// What is read of a range: elements are moved out of a container that is given away, but not out of what a
/// view shows.
template <class Range>
using ElementOf =
    std::conditional_t<std::is_lvalue_reference_v<Range> || std::ranges::view<std::remove_cvref_t<Range>>,
                       std::ranges::range_reference_t<Range>, std::ranges::range_rvalue_reference_t<Range>>;

/// Whether an element of a `T` may be lent when it is read: it goes on to be there, is copied, or is lent
/// itself.
template <class Element, class T>
concept Lasts =
    std::is_lvalue_reference_v<Element> || std::is_scalar_v<Element> ||
    (!Type<T>::kObjects && (Type<T>::kPassing == Passing::value || std::ranges::borrowed_range<Element> ||
                            std::same_as<Element, std::remove_cvref_t<typename Type<T>::Param>>));

template <class U, class T>
inline constexpr bool is_list_of = false;
template <class U, class T>
  requires std::ranges::input_range<U> && std::ranges::sized_range<U>
inline constexpr bool is_list_of<U, T> = Type<T>::template accepts<ElementOf<U>>;

}  // namespace detail

/// What callers may hand over as a list<T>: any sized range whose elements stand for a `T`.
template <class U, class T>
concept ListOf = detail::is_list_of<const U&, T>;

template <class T>
struct Type<std::vector<T>> {
  using Inner = Type<T>;
  using InnerView = typename Inner::View;
  using View = ListView<InnerView>;
  static constexpr bool kObjects = Inner::kObjects;
  static constexpr bool kScalars = WitScalar<T>;
  using Param = std::conditional_t<kObjects, std::vector<T>, std::span<const InnerView>>;
  using Result = typename std::conditional_t<kScalars, std::type_identity<List<T>>,
                                             std::type_identity<std::vector<T>>>::type;
  static constexpr Passing kPassing = Passing::pointer_and_length;
  template <class U>
  static constexpr bool accepts = detail::is_list_of<U, T>;

  static bool valid(const View& view) noexcept {
    if (!detail::is_list(view.ptr, view.len)) return false;
    if constexpr (kScalars)
      if constexpr (Inner::kAnyBits) return true;
    for (const InnerView& element : view)
      if (!Inner::valid(element)) return false;
    return true;
  }
  static std::span<const InnerView> param(const View& view) noexcept { return view; }
  static std::vector<T> copy(Heap heap, const View& view, std::size_t& taken) {
    std::vector<T> values;
    values.reserve(view.len);
    for (const InnerView& element : view) values.push_back(Inner::copy(heap, element, taken));
    return values;
  }
  static Result result(Heap heap, View& view) {
    if constexpr (kScalars)
      return Buffer<T>::adopt(heap, const_cast<T*>(view.ptr), view.len);
    else
      return detail::take<std::vector<T>>(heap, view);
  }
  static void drop(const View& view, std::size_t& taken) noexcept {
    if constexpr (kObjects)
      if (detail::is_list(view.ptr, view.len))
        for (const InnerView& element : view) Inner::drop(element, taken);
  }
  static void free(Heap heap, const View& view) noexcept {
    if (!detail::is_list(view.ptr, view.len)) return;
    for (const InnerView& element : view) Inner::free(heap, element);
    detail::release(heap, view.ptr, view.len);
  }
  template <class U>
  static bool lower(Heap heap, U&& values, View& view) {
    if constexpr (std::same_as<U, List<T>>) {
      view.len = values.size();
      view.ptr = values.release();
      return true;
    } else {
      const auto size = static_cast<std::size_t>(std::ranges::size(values));
      auto* elements = detail::allocate<InnerView>(heap, size);
      if (elements == nullptr) return size == 0;
      view = {elements, size};
      return fill(heap, std::forward<U>(values), elements, size);
    }
  }
  template <class U>
  static void lend(Scratch& scratch, const U& values, View& view) {
    if constexpr (detail::LiesAs<const U&, InnerView>) {
      view = {std::ranges::data(values), std::ranges::size(values)};
    } else {
      static_assert(detail::Lasts<std::ranges::range_reference_t<const U&>, T>,
                    "tenon: this range makes its elements as it is read; put them into a vector first");
      auto* elements = scratch.array<InnerView>(static_cast<std::size_t>(std::ranges::size(values)));
      view = {elements, static_cast<std::size_t>(std::ranges::size(values))};
      for (auto&& value : values) Inner::lend(scratch, value, *elements++);
    }
  }
  static void disown(std::vector<T>& values) noexcept {
    if constexpr (kObjects)
      for (T& value : values) Inner::disown(value);
  }

 private:
  template <class U>
  static bool fill(Heap heap, U&& values, InnerView* elements, std::size_t size) {
    if constexpr (kScalars && detail::LiesAs<U, T>) {
      std::memcpy(elements, std::ranges::data(values), size * sizeof(T));
      return true;
    } else {
      for (std::size_t i = 0; i < size; ++i) new (elements + i) InnerView{};
      for (auto&& value : values)
        if (!Inner::lower(heap, static_cast<detail::ElementOf<U>&&>(value), *elements++)) return false;
      return true;
    }
  }
};

}  // namespace tenon
