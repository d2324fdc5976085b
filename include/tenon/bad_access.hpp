#pragma once
// SPDX-License-Identifier: MIT
//
// What `.value()` of an expected without a value does: it throws tenon::BadExpectedAccess with the
// error's own words, or, where exceptions are off, prints them and ends the program.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

class BadExpectedAccess : public std::exception {
 public:
  explicit BadExpectedAccess(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

namespace detail {

/// An error in words: its `text()`, its `message()`, or itself if it is text.
template <class E>
std::string words_of(const E& error) {
  if constexpr (requires { std::string(error.text()); })
    return std::string(error.text());
  else if constexpr (requires { std::string(error.message()); })
    return std::string(error.message());
  else if constexpr (std::is_convertible_v<const E&, std::string_view>)
    return std::string(std::string_view(error));
  else
    return "there is an error instead of a value";
}

#if defined(__cpp_exceptions)
template <class Exception>
[[noreturn]] void raise(Exception exception) {
  throw std::move(exception);
}
#else
template <class Exception>
[[noreturn]] void raise(const Exception& exception) {
  std::fprintf(stderr, "tenon: %s\n", exception.what());
  std::abort();
}
#endif

template <class E>
[[noreturn, gnu::cold, gnu::noinline]] void bad_expected_access(const E& error) {
  raise(BadExpectedAccess(words_of(error)));
}

}  // namespace detail
}  // namespace tenon
