#pragma once
// SPDX-License-Identifier: MIT
//
// An object that is never destroyed: because threads and destructors of static objects use it until the very
// end, or because its destructor would be wrong. Takes no memory.
//
//   static const Undying<Plain> all;
//   return *all;
#include <cstddef>
#include <new>

namespace tenon::host {

template <class T>
class Undying {
 public:
  Undying() : object_(*new(bytes_) T) {}
  Undying(const Undying&) = delete;
  Undying& operator=(const Undying&) = delete;
  T& operator*() const { return object_; }
  T* operator->() const { return &object_; }

 private:
  alignas(T) std::byte bytes_[sizeof(T)];
  T& object_;
};

}  // namespace tenon::host
