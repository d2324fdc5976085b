#pragma once
// SPDX-License-Identifier: MIT
//
// A stand-in for libtenon that counts blocks and can run out of memory on purpose, so that bindings
// are tested alone.
#include <cstddef>
#include <string>

#include "tenon/abi.h"

namespace runtime {

/// Blocks that are out, of host and plugins together.
extern long live_blocks;
/// The allocation that fails, counted from 0 from now on; -1: none.
extern long fail_at;
/// What the last trap said.
extern std::string trap_text;

/// The table that instances are created with.
extern const tenon_host_table host_table;

}  // namespace runtime
