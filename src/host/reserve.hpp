#pragma once
// SPDX-License-Identifier: MIT
//
// Addresses that nothing shall be mapped at.
#include <cstdint>

#include "host/range.hpp"

namespace tenon::host {

/// Whether TENON_RESERVE_... asks for it.
bool wants_reserve(std::uint32_t mode);

/// False if something else is there already. Takes addresses, no memory.
bool reserve(AddressRange range);
void release(AddressRange range);

}  // namespace tenon::host
