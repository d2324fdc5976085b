#pragma once
// SPDX-License-Identifier: MIT
//
// What the host is told about reloads.
#include <tenon/host/reload.h>

#include "host/library.hpp"

namespace tenon::host {

/// An event about a library: its names and old generation, and the time since `begin`; the rest is 0.
tenon_reload_event event_of(std::uint32_t kind, const Library& library, Clock::time_point begin);
void emit(tenon_host& host, const tenon_reload_event& event);

std::uint64_t nanoseconds(Clock::duration time);

}  // namespace tenon::host
