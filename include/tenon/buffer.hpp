#pragma once
// SPDX-License-Identifier: MIT
//
// Owning buffers on the host's heap. A result that is one of these crosses without being copied.
//
//   tenon::String out = host.string(text.size());          // in a plugin; uninitialised
//   std::ranges::transform(text, out.begin(), to_upper);
//   return out;
//
// A buffer must not outlive the instance (and its objects) or the host that it came from.
// Threads: as std::string.
#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <new>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bad_access.hpp"
#include "heap.hpp"

namespace tenon {

/// `size` values of a type that is the same on both sides of the boundary. The size is fixed: a block
/// goes back with exactly the size that it came with.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  Buffer() = default;
  /// Uninitialised. Throws std::bad_alloc if the host has no memory left.
  Buffer(Heap heap, std::size_t size) : data_(detail::allocate<T>(heap, size)), size_(size), heap_(heap) {
    if (size != 0 && data_ == nullptr) detail::raise(std::bad_alloc());
  }
  /// Takes over a block that came from `heap`.
  static Buffer adopt(Heap heap, T* data, std::size_t size) noexcept {
    Buffer buffer;
    buffer.data_ = size == 0 ? nullptr : data, buffer.size_ = size, buffer.heap_ = heap;
    return buffer;
  }
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        heap_(other.heap_) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_), std::swap(size_, other.size_), std::swap(heap_, other.heap_);
    return *this;
  }
  ~Buffer() { detail::release(heap_, data_, size_); }

  /// The block, which is the caller's from now on.
  T* release() noexcept { return size_ = 0, std::exchange(data_, nullptr); }

  T* data() noexcept { return data_; }
  const T* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  T* begin() noexcept { return data_; }
  T* end() noexcept { return data_ + size_; }
  const T* begin() const noexcept { return data_; }
  const T* end() const noexcept { return data_ + size_; }
  T& operator[](std::size_t index) noexcept { return data_[index]; }
  const T& operator[](std::size_t index) const noexcept { return data_[index]; }
  /// Whose memory it is; nullptr while empty.
  Heap heap() const noexcept { return heap_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
  Heap heap_ = nullptr;
};

/// A list of numbers, enums or flags on the host's heap.
template <class T>
class List : public Buffer<T> {
 public:
  using Buffer<T>::Buffer;
  List(Buffer<T>&& buffer) noexcept : Buffer<T>(std::move(buffer)) {}
  operator std::span<const T>() const noexcept { return {this->data(), this->size()}; }
  std::vector<T> vector() const { return {this->begin(), this->end()}; }
  friend bool operator==(const List& a, std::span<const T> b) { return std::ranges::equal(a, b); }
};

/// UTF-8 on the host's heap.
class String : public Buffer<char> {
 public:
  using Buffer<char>::Buffer;
  String(Buffer<char>&& buffer) noexcept : Buffer<char>(std::move(buffer)) {}
  /// A copy of `text`.
  String(Heap heap, std::string_view text) : Buffer<char>(heap, text.size()) {
    std::copy(text.begin(), text.end(), begin());
  }

  std::string_view view() const noexcept { return {data(), size()}; }
  operator std::string_view() const noexcept { return view(); }
  operator std::string() const { return std::string(view()); }
  std::string str() const { return std::string(view()); }

  friend bool operator==(const String& a, std::string_view b) noexcept { return a.view() == b; }
  friend bool operator==(const String& a, const String& b) noexcept { return a.view() == b.view(); }
  friend auto operator<=>(const String& a, std::string_view b) noexcept { return a.view() <=> b; }
  friend std::ostream& operator<<(std::ostream& out, const String& text) { return out << text.view(); }
};

}  // namespace tenon
