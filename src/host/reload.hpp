#pragma once
// SPDX-License-Identifier: MIT
//
// A reload as a transaction: everything that can fail comes before the switch, and what fails leaves the old
// build serving.
//
//   read, verify, fit, veto → BEFORE → copy, dlopen, entry → create for each instance
//     → where state moves: close the gate, wait for the calls inside, save, restore
//     → switch all handles and instances → AFTER → the old build retires
#include "host/library.hpp"

namespace tenon::host {

enum class Reloaded : std::uint8_t { replaced, unchanged };

/// Of all plugins of `old` that are reloadable. Tells the listener BEFORE and AFTER; what fails is told by
/// `tell_end`, unless the caller tries again first. Under the host's `reloading`, and not from inside of
/// another reload.
/// `again`: it was put off before, so nobody is made to wait for long.
Result<Reloaded> reload(tenon_host& host, const std::shared_ptr<Library>& old, bool again);

/// `kind`: TENON_RELOAD_FAILED or TENON_RELOAD_PUT_OFF.
void tell_end(tenon_host& host, std::uint32_t kind, const Library& old, const tenon_error& error,
              Clock::time_point begin);
/// The same where nothing was begun, which needs no turn.
void tell_failure(tenon_host& host, std::uint32_t kind, const Library& old, const tenon_error& error,
                  Clock::time_point begin);

/// Whether a reload that failed so is to be tried again: when calls and pins are gone, or when there is
/// memory.
bool is_put_off(const tenon_error& error);
/// Whether it failed because the file isn't whole, as it is while somebody writes it.
bool is_incomplete(const tenon_error& error);

/// One reload of a host at a time, and none inside of another.
class Turn {
 public:
  explicit Turn(tenon_host& host) : host_(host), lock_(host.reloading), nested_(host.is_reloading) {
    host.is_reloading = true;
  }
  ~Turn() { host_.is_reloading = nested_; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  /// Whether this thread is inside of a reload already.
  bool nested() const { return nested_; }

 private:
  tenon_host& host_;
  std::lock_guard<std::recursive_mutex> lock_;
  bool nested_;
};

}  // namespace tenon::host
