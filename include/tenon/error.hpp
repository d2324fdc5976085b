#pragma once
// SPDX-License-Identifier: MIT
//
// Why a call failed for a reason that its interface doesn't name: the other side trapped, is too old,
// broke a rule. And CallError, for functions whose interface has errors of its own as well.
//
//   auto result = filter.apply("hello");          // expected<String, CallError<std::string>>
//   if (!result) std::cerr << result.error().message() << '\n';
//
// Threads: immutable once made.
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "abi/status.h"
#include "bad_access.hpp"

namespace tenon {

/// A status in words: "trap", "out of memory".
constexpr std::string_view status_name(std::int32_t status) noexcept {
  switch (status) {
    case TENON_OK:
      return "ok";
    case TENON_ERR:
      return "the interface's own error";
    case TENON_MISSING:
      return "missing: the other side is older and hasn't got this function";
    case TENON_TRAP:
      return "trap";
    case TENON_POISONED:
      return "poisoned: an earlier call trapped";
    case TENON_OUT_OF_MEMORY:
      return "out of memory";
    case TENON_BAD_ARGUMENT:
      return "bad argument";
    case TENON_BAD_RESULT:
      return "bad result";
    case TENON_GONE:
      return "gone";
    default:
      return "trap: a status that isn't defined";
  }
}

/// An error of the framework. Cheap to move; a copy shares the texts.
class Error {
 public:
  /// A call of `function` ("ns:pkg/name#function") that returned the negative `status`.
  Error(std::int32_t status, std::string_view function)
      : Error(status, {}, std::string(function).append(": ").append(status_name(status)), {}) {}
  /// `code` as in docs/errors.md, a line for people, and all of it in several lines.
  Error(std::int32_t status, std::string code, std::string message, std::string text)
      : parts_(std::make_shared<const Parts>(
            Parts{status, std::move(code), std::move(message), std::move(text)})) {}

  /// TENON_TRAP and the like; 0 if no call was made.
  std::int32_t status() const noexcept { return parts_->status; }
  /// "E0302"; empty if the error was made inside a plugin.
  const std::string& code() const noexcept { return parts_->code; }
  /// One line.
  const std::string& message() const noexcept { return parts_->message; }
  /// Everything known, several lines; the message if there is no more.
  const std::string& text() const noexcept { return parts_->text.empty() ? parts_->message : parts_->text; }

 private:
  struct Parts {
    std::int32_t status;
    std::string code, message, text;
  };
  std::shared_ptr<const Parts> parts_;
};

/// Either the interface's own error `E` or the framework's.
template <class E>
class CallError {
 public:
  CallError(E own) : error_(std::in_place_index<0>, std::move(own)) {}
  CallError(Error framework) : error_(std::in_place_index<1>, std::move(framework)) {}

  /// The interface's own error, or nullptr.
  const E* own() const noexcept { return std::get_if<0>(&error_); }
  E* own() noexcept { return std::get_if<0>(&error_); }
  /// The framework's, or nullptr.
  const Error* framework() const noexcept { return std::get_if<1>(&error_); }

  /// TENON_ERR for the interface's own error, else the framework's status.
  std::int32_t status() const noexcept { return own() ? TENON_ERR : framework()->status(); }
  /// One line: the interface's own error if it is text or has a message, else the framework's.
  std::string message() const {
    if (const Error* error = framework()) return error->message();
    return detail::words_of(*own());
  }

 private:
  std::variant<E, Error> error_;
};

/// What a call out of a plugin throws when it returns a negative status: a trap of the calling
/// function too, unless its author catches it.
class Trap : public std::exception {
 public:
  Trap(std::int32_t status, std::string_view function)
      : status_(status), message_(std::string(function).append(": ").append(status_name(status))) {}
  std::int32_t status() const noexcept { return status_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::int32_t status_;
  std::string message_;
};

}  // namespace tenon
