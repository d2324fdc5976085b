#pragma once
// SPDX-License-Identifier: MIT
//
// Calls out of this code, as generated wrappers make them: what becomes of a status and of results.
//
// There are three manners. `Throwing` (imports of a plugin): the value, or tenon::Trap. `Returning` (a
// plugin with `unwind = false`, and functions newer than the base version): expected<T, Error>.
// `Hosting` (host.hpp): the same with what the runtime knows about the error.
#include <cstdint>
#include <type_traits>

#include "error.hpp"
#include "expected.hpp"
#include "object.hpp"
#include "type/list.hpp"
#include "type/option.hpp"
#include "type/record.hpp"
#include "type/result.hpp"
#include "type/scalar.hpp"
#include "type/string.hpp"
#include "type/tuple.hpp"
#include "type/variant.hpp"

namespace tenon {

/// An argument that has to be laid out first: its view refers to the value given and to scratch.
template <class T>
class Lent {
 public:
  template <class U>
  explicit Lent(const U& value) {
    Type<T>::lend(scratch_, value, view_);
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

  const View<T>* pointer() const noexcept { return &view_; }
  auto data() const noexcept { return view_.ptr; }
  std::size_t size() const noexcept { return view_.len; }

 private:
  Scratch scratch_;
  View<T> view_{};
};

namespace detail {

/// A status that a callee may not return counts as its trap.
constexpr std::int32_t failure(std::int32_t status) noexcept {
  return status > 0 || status < TENON_GONE ? TENON_TRAP : status;
}

template <class T, class Wanted>
Wanted convert(Heap heap, View<T>& view) {
  if constexpr (std::is_void_v<T>)
    return Wanted();
  else
    return Wanted(Type<T>::result(heap, view));
}

/// The error of a result<T, E> in its own type: texts as std::string, not as buffers.
template <class E>
E own_error(Heap heap, View<E>& view) {
  return take<E>(heap, view);
}

}  // namespace detail

/// The value itself; a failed call is a trap of the function that called.
struct Throwing {
  template <class T>
  using Value = typename Type<T>::Result;
  template <class T, class E>
  using Either = expected<typename Type<T>::Result, E>;

  /// After a function whose whole result is a `T`.
  template <class T>
  static Value<T> value(Heap heap, std::int32_t status, View<T>& out, const char* function) {
    if (status != TENON_OK) [[unlikely]]
      fail(status, function);
    if (!Type<T>::valid(out)) [[unlikely]]
      bad<T>(heap, out, function);
    return Type<T>::result(heap, out);
  }
  /// After one without a result.
  static void nothing(std::int32_t status, const char* function) {
    if (status != TENON_OK) [[unlikely]]
      fail(status, function);
  }
  /// After one whose whole result is a result<T, E>.
  template <class T, class E>
  static Either<T, E> either(Heap heap, std::int32_t status, View<T>& ok, View<E>& err,
                             const char* function) {
    if (status == TENON_OK) [[likely]] {
      if (!Type<T>::valid(ok)) [[unlikely]]
        bad<T>(heap, ok, function);
      return detail::convert<T, Either<T, E>>(heap, ok);
    }
    if (status != TENON_ERR) [[unlikely]]
      fail(status, function);
    if (!Type<E>::valid(err)) [[unlikely]]
      bad<E>(heap, err, function);
    return unexpected<E>(detail::own_error<E>(heap, err));
  }

 private:
  [[noreturn, gnu::cold, gnu::noinline]] static void fail(std::int32_t status, const char* function) {
    detail::raise(Trap(detail::failure(status), function));
  }
  template <class T>
  [[noreturn, gnu::cold]] static void bad(Heap heap, const View<T>& view, const char* function) {
    if constexpr (!std::is_void_v<T>) detail::discard<T>(heap, view);
    fail(TENON_BAD_RESULT, function);
  }
};

/// An expected, whose error `Maker::error(status, function)` makes.
template <class Maker>
struct ReturningBy {
  template <class T>
  using Value = expected<typename Type<T>::Result, Error>;
  template <class T, class E>
  using Either = expected<typename Type<T>::Result, CallError<E>>;

  template <class T>
  static Value<T> value(Heap heap, std::int32_t status, View<T>& out, const char* function) {
    if (status != TENON_OK) [[unlikely]]
      return fail(status, function);
    if (!Type<T>::valid(out)) [[unlikely]]
      return bad<T>(heap, out, function);
    return Value<T>(Type<T>::result(heap, out));
  }
  static Value<void> nothing(std::int32_t status, const char* function) {
    if (status != TENON_OK) [[unlikely]]
      return fail(status, function);
    return {};
  }
  template <class T, class E>
  static Either<T, E> either(Heap heap, std::int32_t status, View<T>& ok, View<E>& err,
                             const char* function) {
    if (status == TENON_OK) [[likely]] {
      if (!Type<T>::valid(ok)) [[unlikely]]
        return bad<T>(heap, ok, function);
      return detail::convert<T, Either<T, E>>(heap, ok);
    }
    if (status != TENON_ERR) [[unlikely]]
      return fail(status, function);
    if (!Type<E>::valid(err)) [[unlikely]]
      return bad<E>(heap, err, function);
    return unexpected<CallError<E>>(detail::own_error<E>(heap, err));
  }
  /// Instead of a call of a function that the other side hasn't got.
  [[gnu::cold, gnu::noinline]] static unexpected<Error> missing(const char* function) {
    return fail(TENON_MISSING, function);
  }

 private:
  [[gnu::cold, gnu::noinline]] static unexpected<Error> fail(std::int32_t status, const char* function) {
    return unexpected<Error>(Maker::error(detail::failure(status), function));
  }
  template <class T>
  [[gnu::cold]] static unexpected<Error> bad(Heap heap, const View<T>& view, const char* function) {
    if constexpr (!std::is_void_v<T>) detail::discard<T>(heap, view);
    return fail(TENON_BAD_RESULT, function);
  }
};

namespace detail {
struct PlainErrors {
  static Error error(std::int32_t status, const char* function) { return Error(status, function); }
};
}  // namespace detail
using Returning = ReturningBy<detail::PlainErrors>;

}  // namespace tenon
