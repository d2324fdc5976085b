#pragma once
// SPDX-License-Identifier: MIT
//
// The runtime's errors as tenon::Error, and wrappers whose errors come from the runtime.
#include <memory>
#include <string>

#include "../call.hpp"
#include "../error.hpp"
#include "../host.h"

namespace tenon {
namespace detail {

struct ErrorDeleter {
  void operator()(tenon_error* error) const noexcept { tenon_error_delete(error); }
};
using OwnedError = std::unique_ptr<tenon_error, ErrorDeleter>;

/// Takes over an error of the runtime.
inline Error adopt_error(tenon_error* raw) {
  const OwnedError error(raw);
  return Error(tenon_error_status(raw), tenon_error_code(raw), tenon_error_message(raw),
               tenon_error_text(raw));
}

/// Takes over a text that is freed with tenon_text_delete; none is empty.
inline std::string adopt_text(char* raw) {
  const std::unique_ptr<char, void (*)(char*)> text(raw, tenon_text_delete);
  return raw != nullptr ? std::string(raw) : std::string();
}

/// An expected<void, Error> of what a function of the runtime returned.
inline expected<void, Error> outcome(tenon_error* error) {
  if (error != nullptr) return unexpected<Error>(adopt_error(error));
  return {};
}

struct RuntimeErrors {
  static Error error(std::int32_t status, const char* function) {
    return adopt_error(tenon_call_error(status, function));
  }
};

}  // namespace detail

/// How wrappers of a plugin's functions end: a value, or an error with what the plugin said.
using Hosting = ReturningBy<detail::RuntimeErrors>;

}  // namespace tenon
