#pragma once
// SPDX-License-Identifier: MIT
//
// What a reload left behind: kept until nobody is inside of it and no object of it is alive, then ended, and
// its library closed.
#include "host/library.hpp"

namespace tenon::host {

struct Retiring {
  std::shared_ptr<Library> library;
  std::vector<std::shared_ptr<Target>> targets;  ///< not yet ended
  bool close = false;          ///< nothing else needs the library
  bool waits_for_objects = true;
  Clock::time_point since = Clock::now();
  std::uint64_t successor = 0;  ///< generation; 0 where only an instance was made anew
};

/// Ends the target now, or, while somebody is inside of it, later. Under the library's `creating`.
void retire_target(tenon_host& host, std::shared_ptr<Target> target);
/// Ends and closes what is no longer used; whether something is left. Under the host's `reloading`.
bool retire_some(tenon_host& host);

}  // namespace tenon::host
