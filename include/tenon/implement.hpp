#pragma once
// SPDX-License-Identifier: MIT
//
// Calls into this code, as generated slots take them: check, call the author's function, lower its
// result. Nothing foreign gets out: an exception becomes a trap.
//
//   static std::int32_t apply(void* self, const char* text, std::size_t text_len, StringView* ok, ...) {
//     return implement<InstanceOf<Shout>>(self, [](Shout& s, auto&&... args) {...}, Outs<...>(ok, err),
//                                         Argument<std::string>(text, text_len));
//   }
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "box.hpp"
#include "guard.hpp"
#include "instance.hpp"
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

/// A parameter as it arrived. Objects in it are dropped with it unless `get` moved them out.
template <class T>
class Argument {
  static constexpr bool kPointer = Type<T>::kPassing == Passing::pointer;
  using Held = std::conditional_t<kPointer, const View<T>*, View<T>>;

 public:
  explicit Argument(Held held) noexcept : held_(held) {}
  template <class Ptr>
    requires(Type<T>::kPassing == Passing::pointer_and_length)
  Argument(const Ptr* ptr, std::size_t len) noexcept : held_{ptr, len} {}
  Argument(const Argument&) = delete;
  Argument& operator=(const Argument&) = delete;
  ~Argument()
    requires(!Type<T>::kObjects)
  = default;
  ~Argument() {
    if (!kPointer || exists()) Type<T>::drop(view(), taken_);
  }

  bool valid() const noexcept { return exists() && Type<T>::valid(view()); }
  /// What the author's function gets.
  decltype(auto) get([[maybe_unused]] Heap heap) {
    if constexpr (Type<T>::kObjects)
      return Type<T>::copy(heap, view(), taken_);
    else
      return Type<T>::param(view());
  }

 private:
  bool exists() const noexcept {
    if constexpr (kPointer)
      return held_ != nullptr;
    else
      return true;
  }
  const View<T>& view() const noexcept {
    if constexpr (kPointer)
      return *held_;
    else
      return held_;
  }

  Held held_;
  [[no_unique_address]] std::conditional_t<Type<T>::kObjects, std::size_t, Unit> taken_{};
};

/// Where the whole result `T` goes.
template <class T>
class Out {
 public:
  explicit Out(View<T>* out) noexcept : out_(out) {}
  template <class R>
  static constexpr bool accepts = Type<T>::template accepts<R>;

  template <class Call>
  std::int32_t store(Heap heap, Call&& call) const {
    return lower(heap, call(), *out_, TENON_OK);
  }
  /// Lowers to a local first: on a negative status nothing is written.
  /// A range may throw while it is read.
  template <class R>
  static std::int32_t lower(Heap heap, R&& value, View<T>& out, std::int32_t status) {
    Begun begun{heap};
    if (!Type<T>::lower(heap, std::forward<R>(value), begun.view)) [[unlikely]]
      return TENON_OUT_OF_MEMORY;
    begun.done = true;
    out = begun.view;
    return status;
  }

 private:
  /// Discarded, unless it is done.
  struct Begun {
    Heap heap;
    View<T> view{};
    bool done = false;
    ~Begun() {
      if (!done) detail::discard<T>(heap, view);
    }
  };
  View<T>* out_;
};
/// No result.
template <>
class Out<void> {
 public:
  template <class R>
  static constexpr bool accepts = true;
  template <class Call>
  std::int32_t store(Heap, Call&& call) const {
    static_cast<void>(call());
    return TENON_OK;
  }
};

/// Where the whole result result<T, E> goes; absent payloads are void and Unit.
template <class T, class E>
class Outs {
 public:
  Outs(View<T>* ok, View<E>* err) noexcept : ok_(ok), err_(err) {}
  template <class R>
  static constexpr bool accepts = detail::is_result_of<R, T, E>;

  template <class Call>
  std::int32_t store(Heap heap, Call&& call) const {
    auto&& result = call();
    using Result = decltype(result);
    if (!result.has_value()) return put<E>(heap, std::forward<Result>(result).error(), err_, TENON_ERR);
    if constexpr (std::is_void_v<T>)
      return TENON_OK;
    else
      return put<T>(heap, *std::forward<Result>(result), ok_, TENON_OK);
  }

 private:
  template <class P, class R>
  static std::int32_t put(Heap heap, R&& value, View<P>* out, std::int32_t status) {
    if constexpr (std::is_same_v<P, Unit>)
      return status;
    else
      return Out<P>::lower(heap, std::forward<R>(value), *out, status);
  }

  View<T>* ok_;
  View<E>* err_;
};

namespace detail {

/// A number that converts to its own type and wider ones only, so that a parameter of the author's
/// that would cut it off doesn't fit.
template <class T>
struct Uncut {
  template <class U>
    requires KeepsValue<T, U>
  operator U() const;
};
template <class T>
struct ParamOf {
  using type = typename Type<T>::Param;
};
template <WitNumber T>
struct ParamOf<T> {
  using type = Uncut<T>;
};

}  // namespace detail

/// Whether `Member` can be called on a `T` with arguments for `Params` and gives what `Out` takes.
template <class T, class Member, class Out, class... Params>
consteval bool fits() {
  if constexpr (std::is_invocable_v<Member, T&, typename detail::ParamOf<Params>::type...>)
    return Out::template accepts<std::invoke_result_t<Member, T&, typename Type<Params>::Param...>>;
  else
    return false;
}
/// False, but only once a template is used: for static_assert in a branch not taken.
template <class T>
inline constexpr bool never = false;

/// `self` is an instance of a plugin, whose state is a `T`.
template <class T>
class InstanceOf {
 public:
  explicit InstanceOf(void* self) noexcept
      : instance_(*static_cast<InstanceState<T>*>(static_cast<InstanceRecord*>(self))) {}
  InstanceRecord& record() const noexcept { return instance_; }
  T& value() const noexcept { return instance_.state; }

 private:
  InstanceState<T>& instance_;
};

/// `self` is an object made of an `Impl`. While this lives, a drop of the object waits.
template <class Impl, bool kConcurrent>
class ObjectOf {
 public:
  explicit ObjectOf(void* self) noexcept : box_(*Box<Impl, kConcurrent>::of(self)) { box_.enter(); }
  ObjectOf(const ObjectOf&) = delete;
  ObjectOf& operator=(const ObjectOf&) = delete;
  ~ObjectOf() { box_.leave(); }
  InstanceRecord& record() const noexcept { return *box_.record; }
  Impl& value() const noexcept { return box_.value; }

 private:
  Box<Impl, kConcurrent>& box_;
};

/// One call: poison, arguments, the author's function, its result.
template <class Target, class Member, class Out, class... Params>
std::int32_t implement(void* self, Member member, Out out, Argument<Params>&&... arguments) noexcept {
  const Target target(self);
  InstanceRecord& record = target.record();
  if (record.poisoned.load(std::memory_order_relaxed)) [[unlikely]]
    return TENON_POISONED;
  if (!(arguments.valid() && ...)) [[unlikely]]
    return TENON_BAD_ARGUMENT;
  return detail::guarded(record, [&] {
    return out.store(record.host, [&]() -> decltype(auto) {
      return member(target.value(), arguments.get(record.host)...);
    });
  });
}

}  // namespace tenon
