#pragma once
// SPDX-License-Identifier: MIT
//
// Handles to objects. Generated code derives two classes for a resource `document`: DocumentRef
// (borrowed, copied freely, has the methods) and Document (owning, move-only, drops the object).
//
// A handle must not outlive the instance (and its objects) or the host that it was given to.
// Threads: an object belongs to its instance; see there.
#include <cstddef>
#include <cstring>
#include <utility>

#include "heap.hpp"
#include "type/type.hpp"

namespace tenon {

/// Any borrowed object. Never empty unless moved from.
class ObjectRef {
 public:
  ObjectRef(tenon_object* object, Heap heap) noexcept : pointer_(object), memory_(heap) {}

  /// The object as it crosses the boundary.
  tenon_object* object() const noexcept { return pointer_; }
  /// Where results of its methods are freed.
  Heap heap() const noexcept { return memory_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }
  friend bool operator==(ObjectRef a, ObjectRef b) noexcept { return a.pointer_ == b.pointer_; }

 protected:
  tenon_object* pointer_;
  Heap memory_;
};

/// The owning handle beside the borrowed handle `Ref`.
template <class Ref>
class Own : public Ref {
 public:
  /// Takes over an object.
  Own(tenon_object* object, Heap heap) noexcept : Ref(object, heap) {}
  Own(Own&& other) noexcept : Ref(other.release(), other.memory_) {}
  Own& operator=(Own&& other) noexcept {
    std::swap(this->pointer_, other.pointer_), std::swap(this->memory_, other.memory_);
    return *this;
  }
  ~Own() {
    if (this->pointer_ != nullptr) this->pointer_->vtable->drop(this->pointer_);
  }

  /// The object, which is the caller's from now on.
  tenon_object* release() noexcept { return std::exchange(this->pointer_, nullptr); }
};

namespace detail {

template <class T>
concept Handle = std::derived_from<T, ObjectRef>;
template <class T>
concept OwningHandle = Handle<T> && requires(T& t) { t.release(); };

/// Whether `object` was made by the library (or host) that `owner` describes, for the resource `type`.
inline bool is_own_object(const tenon_object* object, const void* owner, const char* type) noexcept {
  const tenon_table& vtable = *object->vtable;
  return vtable.owner == owner && (vtable.type == type || std::strcmp(vtable.type, type) == 0);
}

}  // namespace detail

template <detail::Handle T>
struct Type<T> {
  using View = tenon_object*;
  using Param = T;
  using Result = T;
  static constexpr Passing kPassing = Passing::value;
  static constexpr bool kObjects = true;
  static constexpr bool kOwning = detail::OwningHandle<T>;
  template <class U>
  static constexpr bool accepts =
      kOwning ? std::same_as<U, T> || std::same_as<U, T&&> : std::derived_from<std::remove_cvref_t<U>, T>;

  static bool valid(tenon_object* view) noexcept { return view != nullptr; }
  static T copy(Heap heap, tenon_object* view, std::size_t& taken) noexcept {
    if constexpr (kOwning) ++taken;
    return T(view, heap);
  }
  static T result(Heap heap, tenon_object* view) noexcept { return T(view, heap); }
  static void drop(tenon_object* view, std::size_t& taken) noexcept {
    if constexpr (kOwning) {
      if (taken > 0)
        --taken;
      else if (view != nullptr)
        view->vtable->drop(view);
    }
  }
  static void free(Heap, tenon_object*) noexcept {}
  static bool lower(Heap, T&& value, tenon_object*& view) noexcept {
    view = value.release();
    return true;
  }
  static void lend(Scratch&, const ObjectRef& value, tenon_object*& view) noexcept { view = value.object(); }
  static void disown(T& value) noexcept {
    if constexpr (kOwning) value.release();
  }
};

}  // namespace tenon
