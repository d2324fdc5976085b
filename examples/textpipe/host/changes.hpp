#pragma once
// SPDX-License-Identifier: MIT
//
// What textpipe does with filters that are built anew while it runs.
#include <tenon/host.hpp>

namespace textpipe {

class Changes {
 public:
  /// For the host; `this` hears of reloads from now on.
  tenon::ReloadOptions options(bool watch);
  /// Until a filter was replaced: true; or until the input ends: false. Says what goes on.
  bool wait(tenon::Host& host);

 private:
  void hear(const tenon_reload_event& event);

  bool replaced_ = false;
};

}  // namespace textpipe
