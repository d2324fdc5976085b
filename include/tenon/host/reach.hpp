#pragma once
// SPDX-License-Identifier: MIT
//
// How generated classes reach an export of an instance: `Fixed` knows its table, so a call is one through a
// table; `Following` looks it up under a pin at each call, so that calls follow reloads. See host/pin.h.
//
//   const tenon::Pin pin(instance);            // over many calls
//   filter::Interface filter(pin.reference(0), tenon::host_heap());
#include <cstdint>
#include <utility>

#include "../host.h"

namespace tenon {

/// Good until the instance is recreated or destroyed; of one that a reload may replace, for as long as a pin
/// is held.
class Fixed {
 public:
  static constexpr bool kFollows = false;
  class Call {
   public:
    Call(const tenon_table* table, void* self) noexcept : table_(table), self_(self) {}
    const tenon_table* table() const noexcept { return table_; }
    void* self() const noexcept { return self_; }

   private:
    const tenon_table* table_;
    void* self_;
  };

  Fixed(const tenon_table* table, void* self) noexcept : call_(table, self) {}
  Fixed(const tenon_reference& reference) noexcept : call_(reference.table, reference.self) {}
  Call begin() const noexcept { return call_; }

 private:
  Call call_;
};

/// Good for as long as the instance lives, whatever build it is in. Threads: as the instance's.
class Following {
 public:
  static constexpr bool kFollows = true;  ///< so that a build may come that hasn't got the interface
  /// A pin of its own, on the calling thread.
  class Call {
   public:
    Call(tenon_instance* instance, std::uint32_t index) noexcept
        : call_(tenon_call_begin(instance)), to_(&call_.target->exports[index]) {}
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() { tenon_call_end(call_); }
    const tenon_table* table() const noexcept { return to_->table; }
    void* self() const noexcept { return to_->self; }

   private:
    tenon_call call_;
    const tenon_reference* to_;
  };

  Following(tenon_instance* instance, std::uint32_t index) noexcept : instance_(instance), index_(index) {}
  Call begin() const noexcept { return {instance_, index_}; }

 private:
  tenon_instance* instance_;
  std::uint32_t index_;
};

/// Keeps an instance in the build that it is in now: calls are bare, and a reload that has to move its state
/// is put off. Threads: may be released on another one.
class Pin {
 public:
  explicit Pin(tenon_instance* instance) noexcept : pin_(tenon_pin_take(instance)) {}
  Pin(Pin&& other) noexcept : pin_(std::exchange(other.pin_, {nullptr, nullptr})) {}
  Pin& operator=(Pin&& other) noexcept {
    std::swap(pin_, other.pin_);
    return *this;
  }
  ~Pin() {
    if (pin_.target != nullptr) tenon_pin_release(pin_);
  }

  const tenon_reference& reference(std::uint32_t index) const noexcept { return pin_.target->exports[index]; }
  /// Of the library: greater than that of every earlier build.
  std::uint64_t generation() const noexcept { return pin_.target->generation; }

 private:
  tenon_pin pin_;
};

}  // namespace tenon
