#pragma once
// SPDX-License-Identifier: MIT
//
// Where libraries lie and lay, for tenon_describe_address; and the addresses of unloaded ones, kept
// empty so that nothing else gets them and a stale call faults there.
#include <cstddef>
#include <cstdint>
#include <string>

#include "host/range.hpp"

namespace tenon::host {

inline constexpr std::size_t kNoAddress = SIZE_MAX;

/// `what` as "plugin `shout` of /opt/libshout.so". Its number, for note_unloaded; kNoAddress if a
/// thousand libraries are loaded already. Any thread.
std::size_t note_loaded(AddressRange where, const std::string& what, std::uint64_t generation);

/// `reserve`: nothing else shall be mapped there, for as long as it is among the last thousand that were
/// unloaded. Any thread.
void note_unloaded(std::size_t number, bool reserve);

}  // namespace tenon::host
