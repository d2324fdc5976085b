#pragma once
// SPDX-License-Identifier: MIT
//
// What a reload left behind: kept until nobody is inside of it and no object of it is alive, then ended, and
// its library closed.
#include <list>
#include <optional>

#include "host/closing.hpp"
#include "host/library.hpp"

namespace tenon::host {

/// `targets` and what is below change under the library's `creating`; the rest is constant once the host has
/// it.
struct Retiring {
  std::shared_ptr<Library> library;
  bool close = false;  ///< nothing else needs the library
  bool waits_for_objects = true;
  Clock::time_point since = Clock::now();
  std::uint64_t successor = 0;  ///< generation; 0 where only an instance was made anew, or a reload failed

  std::vector<std::shared_ptr<Target>> targets;  ///< not yet ended
  bool had_objects = false;
  std::optional<Clock::time_point> objects_gone;
  std::optional<Outcome> outcome;  ///< once it is over
};

/// One more, made beforehand, so that handing it to the host takes no memory.
using Leaving = std::list<std::shared_ptr<Retiring>>;
Leaving make_leaving();

/// Ends the target now, or, while somebody is inside of it, later. Under the library's `creating`.
void retire_target(tenon_host& host, std::shared_ptr<Target> target, Leaving leaving) noexcept;
/// Ends and closes what is no longer used; whether something is left. Under the host's `reloading`, and no
/// other lock. `calls_objects`: whether some thread may be in the last steps of dropping an object.
bool retire_some(tenon_host& host, bool calls_objects = true);

/// Before a library is closed by others: what it left must have nobody inside (E0706 with `what`), and is
/// ended. Under the library's `creating` and the host's lock.
Result<void> refuse_while_left_is_used(const tenon_host& host, const Library& library,
                                       const std::string& what);
void end_what_is_left(const tenon_host& host, const Library& library) noexcept;

}  // namespace tenon::host
