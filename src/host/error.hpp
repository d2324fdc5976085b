#pragma once
// SPDX-License-Identifier: MIT
//
// What went wrong, as it leaves the library. Inside, functions return Result<T>; at the border
// guard() turns that, and everything that was thrown, into the C API's pointer.
//
//   return fail(TENON_STAGE_LOAD, "E0504", "it exports no `tenon_entry`").at(file).help("...");
#include <tenon/host/error.h>

#include <expected>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "abi/manifest.hpp"
#include "host/fork.hpp"
#include "image/bytes.hpp"

/// Immutable once it is given out.
struct tenon_error {
  std::uint32_t stage = TENON_STAGE_USAGE;
  std::string code;
  std::string message;
  std::string file;
  std::string help;
  std::vector<std::string> notes;
  std::unique_ptr<tenon_error> cause;
  std::int32_t status = 0;
  std::string text;  ///< rendered when it is given out
};

namespace tenon::host {

using Error = std::unique_ptr<tenon_error>;
template <class Value>
using Result = std::expected<Value, Error>;

/// Builds an error; converts to the failure of any Result.
class Failure {
 public:
  Failure(std::uint32_t stage, std::string code, std::string message);
  Failure(Failure&&) = default;

  Failure& at(std::string file) &;
  Failure& help(std::string text) &;
  Failure& note(std::string text) &;
  Failure& cause(Error error) &;
  Failure& status(std::int32_t status) &;
  Failure&& at(std::string file) && { return std::move(at(std::move(file))); }
  Failure&& help(std::string text) && { return std::move(help(std::move(text))); }
  Failure&& note(std::string text) && { return std::move(note(std::move(text))); }
  Failure&& cause(Error error) && { return std::move(cause(std::move(error))); }
  Failure&& status(std::int32_t status) && { return std::move(this->status(status)); }

  Error take() { return std::move(error_); }
  template <class Value>
  operator Result<Value>() {  // NOLINT(google-explicit-constructor): that is its purpose
    return std::unexpected(take());
  }

 private:
  Error error_;
};

Failure fail(std::uint32_t stage, std::string code, std::string message);
/// The host called wrongly.
Failure usage(std::string message);
Failure fail(const image::Error& error, const std::string& file);
Failure fail(const abi::ManifestError& error, const std::string& file);
/// `number` as in errno.
std::string system_text(int number);

/// For people, several lines.
std::string render(const tenon_error& error);
/// Renders it and hands it to the caller of the C API.
tenon_error* give(Error error);
/// There from the start, so that it can be given when nothing else can. Never deleted.
tenon_error* out_of_memory();
/// Something was thrown that nobody expected.
tenon_error* unexpected(const char* what);

/// E0112.
tenon_error* forked_at_work();

/// Runs the inside of a C function: no exception leaves it.
template <class Body>
tenon_error* guard(Body&& body) noexcept {
  const AtWork at_work;
  try {
    if (was_forked_at_work()) return forked_at_work();
    Result<void> result = body();
    return result ? nullptr : give(std::move(result.error()));
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::exception& e) {
    return unexpected(e.what());
  } catch (...) {
    return unexpected("unknown exception");
  }
}

}  // namespace tenon::host
