#pragma once
// SPDX-License-Identifier: MIT
//
// The end of a library. `dlclose` succeeds whether or not anything is unmapped, so the only honest answer
// is to look afterwards; and some that it would unmap are needed by this process still, which is looked for
// before. What holds a library may pass (a thread that is inside, a thread-local value of a thread that has
// ended since): then it is tried again with later ones.
#include <tenon/host/plugin.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/module.hpp"
#include "image/image.hpp"

namespace tenon::host {

struct Outcome {
  std::uint32_t state = TENON_UNLOAD_CLOSED;  ///< TENON_UNLOAD_...
  std::string reason;                         ///< what keeps it mapped, or empty
};

/// Whose being inside of a library nothing counts.
enum class Uncounted : bool {
  kNobody,   ///< pins, objects and instances tell of everybody
  kThreads,  ///< there may be some, so they are looked for
};

/// What is done right before a library is closed, and once it was unmapped; nothing where it is empty.
struct Ends {
  std::function<std::string()>
      release;  ///< lets go of what would call into it; or why that can't be done now
  std::function<void()> forget;
};

/// Closes what nobody uses any more, or leaves it where that would be `unsafe`: a reason, or "". While it
/// stays in the process, `owner` of `module` is kept: its code may use what it was given until the very end.
/// `facts`: of its file, if they can still be told. Tries again to close a few that were kept before. Any
/// thread.
Outcome close_module(Module& module, std::shared_ptr<void> owner, const std::optional<image::Facts>& facts,
                     const std::string& unsafe, Uncounted uncounted, Ends ends = {});

}  // namespace tenon::host
