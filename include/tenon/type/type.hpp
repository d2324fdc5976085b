#pragma once
// SPDX-License-Identifier: MIT
//
// How a C++ type stands for a WIT type. `Type<T>` is specialised for every kind of type, one header
// each; `T` is what a program keeps (std::string, a generated record, an owning handle). All of them
// have:
//
//   View             the value in memory that crosses the boundary
//   Param            what an implementer's function gets for a parameter
//   Result           what a caller gets for a whole result
//   kPassing         how a parameter travels
//   kObjects         whether objects may be inside
//   valid(view)      whether the bytes are what the type promises
//   param(view)      view → Param, without a copy
//   copy(heap, view, taken)     view → T; text is copied, objects move out (counted in `taken`)
//   result(heap, view)          view → Result; what it doesn't need any more is freed
//   lower(heap, value, view)    a result on its way out; false: no memory. What was made so far is in
//                               `view`, which starts as zeros
//   drop(view, taken)           drops the objects in it, but for the first `taken`
//   free(heap, view)            frees the memory in it
//   lend(scratch, value, view)  an argument on its way out: refers to `value` where it can
//   disown(value)               lets go of the objects in an argument, just before the call
//   accepts<U>                  whether an implementer may return a `U`
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <type_traits>

#include "../heap.hpp"
#include "../scratch.hpp"

namespace tenon {

template <class T>
struct Type;
template <class T>
using View = typename Type<T>::View;

/// How a parameter travels (abi.h, convention 3).
enum class Passing : std::uint8_t { value, pointer_and_length, pointer };

namespace detail {

/// Whether `len` values may lie at `ptr`.
template <class T>
constexpr bool is_list(const T* ptr, std::size_t len) noexcept {
  if (len == 0) return true;
  constexpr std::size_t kMost =
      static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / sizeof(T);
  return ptr != nullptr && len <= kMost && reinterpret_cast<std::uintptr_t>(ptr) % alignof(T) == 0;
}

/// What happens for each of several parts, in their order. Instead of a fold, which compilers allow for
/// 256 parts only.
constexpr void steps(std::initializer_list<int>) noexcept {}
constexpr bool any(std::initializer_list<bool> each) noexcept {
  for (bool one : each)
    if (one) return true;
  return false;
}

/// What types without objects have in common.
struct NoObjects {
  static constexpr bool kObjects = false;
  template <class View>
  static constexpr void drop(const View&, std::size_t&) noexcept {}
  template <class T>
  static constexpr void disown(T&) noexcept {}
};

/// A whole result: `view` is ours, and in the end nothing of it is left, whatever happens.
template <class T>
T take(Heap heap, View<T>& view) {
  struct Rest {
    Heap heap;
    View<T>& view;
    std::size_t taken = 0;
    ~Rest() {
      Type<T>::drop(view, taken);
      Type<T>::free(heap, view);
    }
  } rest{heap, view};
  return Type<T>::copy(heap, view, rest.taken);
}

/// Ends what a caller was given and can't use, or what could not be finished.
template <class T>
void discard(Heap heap, const View<T>& view) noexcept {
  std::size_t none = 0;
  Type<T>::drop(view, none);
  Type<T>::free(heap, view);
}

}  // namespace detail
}  // namespace tenon
