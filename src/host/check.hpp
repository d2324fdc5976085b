#pragma once
// SPDX-License-Identifier: MIT
//
// Whether a plugin fits a host's world, before any of its code runs.
#include <tenon/host/world.h>

#include "abi/manifest.hpp"
#include "host/error.hpp"

namespace tenon::host {

/// The host's own data, as generated code hands it over: is it a world of this contract at all?
Result<void> check_world(const tenon_world* world);

/// Equal ids and hashes fit without a look at the texts; else both texts are compared by the rules of
/// evolution (abi/compat.hpp).
Result<void> check_fit(const tenon_world& world, const abi::Manifest& manifest,
                       const abi::ManifestPlugin& plugin, const std::string& file);

}  // namespace tenon::host
