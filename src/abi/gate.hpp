#pragma once
// SPDX-License-Identifier: MIT
//
// Gates and tracks: since when an item is part of its interface.
#include <initializer_list>
#include <optional>
#include <string>

#include "abi/contract.hpp"
#include "wit/model.hpp"

namespace tenon::abi {

/// The newest of the gates of an item and of what encloses it, innermost first. If one is unstable
/// the item is; the innermost feature counts.
Since newest(std::initializer_list<const wit::Stability*> gates);

/// The first version of a track: 1.4.2 → 1.0.0, 0.2.5 → 0.2.0, 0.0.3 → 0.0.3.
wit::Version track_start(const wit::Version& version);

/// `gate` as slots are ordered by: what came with the start of the package's track has no version.
Since from_start(Since gate, const std::optional<wit::Version>& package);

/// "1.2.0" → "@since(version = 1.2.0)".
std::string since_text(const wit::Version& version);

}  // namespace tenon::abi
