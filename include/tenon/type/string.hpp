#pragma once
// SPDX-License-Identifier: MIT
//
// string: parameters are std::string_view, whole results tenon::String, parts std::string.
#include <cstring>
#include <string>
#include <string_view>

#include "../buffer.hpp"
#include "../view.hpp"
#include "type.hpp"

namespace tenon {

template <>
struct Type<std::string> : detail::NoObjects {
  using View = StringView;
  using Param = std::string_view;
  using Result = String;
  static constexpr Passing kPassing = Passing::pointer_and_length;
  template <class U>
  static constexpr bool accepts = std::is_convertible_v<U, std::string_view>;

  static bool valid(StringView view) noexcept { return detail::is_list(view.ptr, view.len); }
  static std::string_view param(StringView view) noexcept { return view; }
  static std::string copy(Heap, StringView view, std::size_t&) { return view.str(); }
  static String result(Heap heap, StringView view) noexcept {
    return Buffer<char>::adopt(heap, const_cast<char*>(view.ptr), view.len);
  }
  static void free(Heap heap, StringView view) noexcept {
    if (valid(view)) detail::release(heap, view.ptr, view.len);
  }
  static bool lower(Heap heap, std::string_view value, StringView& view) noexcept {
    char* copy = detail::allocate<char>(heap, value.size());
    if (copy == nullptr) return value.empty();
    std::memcpy(copy, value.data(), value.size());
    view = {copy, value.size()};
    return true;
  }
  /// The buffer itself crosses.
  static bool lower(Heap, String&& value, StringView& view) noexcept {
    view.len = value.size();
    view.ptr = value.release();
    return true;
  }
  static void lend(Scratch&, std::string_view value, StringView& view) noexcept {
    view = {value.data(), value.size()};
  }
};

}  // namespace tenon
