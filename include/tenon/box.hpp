#pragma once
// SPDX-License-Identifier: MIT
//
// An object of a resource that this code implements: the author's value behind the object's head. A
// drop from inside one of its own methods waits until the outermost of them has returned.
//
// Threads: of one instance at a time, unless the plugin is concurrent.
#include <atomic>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "guard.hpp"
#include "instance.hpp"

namespace tenon {
namespace detail {

/// Calls that are inside an object, and whether it has been dropped meanwhile. The first call and its end
/// store constants: what a processor has just stored it reads again five cycles later, so that adding would
/// cost more than the rest of a call, while a branch that goes as always costs nothing.
template <bool kConcurrent>
class Depth {
  static constexpr std::uint32_t kDropped = 1u << 31;

 public:
  void enter() noexcept {
    if constexpr (kConcurrent)
      count_ += 1;
    else if (count_ == 0) [[likely]]
      count_ = 1;
    else
      enter_again();
  }
  /// Whether the object ends now.
  bool leave() noexcept {
    if constexpr (kConcurrent) return (count_ -= 1) == kDropped;
    if (count_ != 1) [[unlikely]]
      return leave_again();
    count_ = 0;
    return false;
  }
  bool drop() noexcept { return (count_ |= kDropped) == kDropped; }

 private:
  // Inlined, they would be one addition with the case beside them.
  [[gnu::cold, gnu::noinline]] void enter_again() noexcept { count_ += 1; }
  [[gnu::cold, gnu::noinline]] bool leave_again() noexcept { return (count_ -= 1) == kDropped; }

  std::conditional_t<kConcurrent, std::atomic<std::uint32_t>, std::uint32_t> count_ = 0;
};

/// Its address tells the types apart that implement resources of one library.
template <class Impl>
inline constexpr char kind_of = 0;

}  // namespace detail

/// How many objects of a resource are alive.
using LiveCount = std::atomic<std::uint64_t>;

/// What all boxes start with.
struct BoxHead {
  tenon_object object;
  InstanceRecord* record;
  const void* kind;
  LiveCount* live;
};

template <class Impl, bool kConcurrent>
struct Box : BoxHead {
  /// An object of the author's `value`, owned by the caller.
  static tenon_object* make(InstanceRecord* record, const tenon_table* vtable, LiveCount& live,
                            Impl&& value) {
    auto* box = new Box{{{vtable}, record, &detail::kind_of<Impl>, &live}, {}, std::move(value)};
    record->retain();
    live.fetch_add(1, std::memory_order_relaxed);
    return &box->object;
  }
  static Box* of(void* self) noexcept { return static_cast<Box*>(reinterpret_cast<BoxHead*>(self)); }
  /// For vtables.
  static void drop(void* self) noexcept {
    Box* box = of(self);
    if (box->depth.drop()) box->end();
  }
  void enter() noexcept { depth.enter(); }
  void leave() noexcept {
    if (depth.leave()) end();
  }

  detail::Depth<kConcurrent> depth;
  Impl value;

 private:
  void end() noexcept {
    InstanceRecord* const record_of_it = record;
    LiveCount& live_of_it = *live;
    // A destructor that throws has nobody left to tell but the host.
    static_cast<void>(detail::guarded(*record_of_it, [this] { return delete this, TENON_OK; }));
    record_of_it->release();
    live_of_it.fetch_sub(1, std::memory_order_release);  // last: then the library may be closed
  }
};

namespace detail {

/// The `Impl` that an own object was made of, or nullptr if it was made of something else.
template <class Impl, bool kConcurrent>
Impl* implementation(tenon_object* object) noexcept {
  auto* head = reinterpret_cast<BoxHead*>(object);
  return head->kind == &kind_of<Impl> ? &static_cast<Box<Impl, kConcurrent>*>(head)->value : nullptr;
}

}  // namespace detail
}  // namespace tenon
