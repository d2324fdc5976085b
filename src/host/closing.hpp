#pragma once
// SPDX-License-Identifier: MIT
//
// The end of a library. `dlclose` succeeds whether or not anything is unmapped, so the only honest answer
// is to look afterwards.
#include <tenon/host/plugin.h>

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

/// Closes what nobody uses any more, or leaves it where that would be `unsafe`: a reason, or "". If it stays
/// in the process, `owner` is kept for ever: its code may use what it was given until the very end. `facts`:
/// of its file, if they can still be told.
Outcome close_module(Module& module, std::shared_ptr<void> owner, const std::optional<image::Facts>& facts,
                     const std::string& unsafe);

}  // namespace tenon::host
