#pragma once
// SPDX-License-Identifier: MIT
//
// Memory for the arguments of one call: the arrays of views that lists of strings and records need.
//
// Threads: one.
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "bad_access.hpp"

namespace tenon {

class Scratch {
 public:
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    while (last_) ::operator delete(std::exchange(last_, last_->before));
  }

  /// Room for `count` views, zeroed. Throws std::bad_alloc.
  template <class View>
  View* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<View> && alignof(View) <= alignof(Block));
    if (count == 0) return nullptr;
    void* memory = ::operator new(sizeof(Block) + count * sizeof(View), std::nothrow);
    if (memory == nullptr) detail::raise(std::bad_alloc());
    last_ = new (memory) Block{last_};
    auto* views = reinterpret_cast<View*>(last_ + 1);
    for (std::size_t i = 0; i < count; ++i) new (views + i) View{};
    return views;
  }

 private:
  struct alignas(16) Block {
    Block* before;
  };
  Block* last_ = nullptr;
};

}  // namespace tenon
