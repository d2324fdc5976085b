#pragma once
// SPDX-License-Identifier: MIT
//
// The last step: what gates leave out goes, and the ids of the rest close ranks.
#include "wit/state.hpp"

namespace tenon::wit {

void compact(State& state);

}  // namespace tenon::wit
