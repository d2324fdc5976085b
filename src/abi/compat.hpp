#pragma once
// SPDX-License-Identifier: MIT
//
// Whether two sides fit, by the rules of docs/evolution.md. One rule set for the load check, `tenon
// check` and `tenon diff`. What the rules don't list is refused.
#include <string>
#include <string_view>
#include <vector>

#include "abi/contract.hpp"

namespace tenon::abi {

struct Finding {
  std::string rule;       ///< stable id: FUNCTION_REMOVED, PARAMETER_RETYPED, SLOT_MOVED ...
  std::string interface;  ///< "ns:pkg/name@track"
  std::string function;   ///< "apply", "document.feed", or empty
  std::string message;    ///< lower case, no full stop
  std::string host;       ///< what the host has: a signature or a type, or empty
  std::string plugin;     ///< what the plugin has
  std::string help;       ///< what to do, may be empty
};

/// One side of the comparison: a world in its own model.
struct Side {
  const wit::Model* model = nullptr;
  const World* world = nullptr;
  /// Base versions raised by `since`, by package "ns:name"; empty: the start of each track.
  std::vector<std::pair<std::string, wit::Version>> since;
};

/// Why this host can't take this plugin; empty if it can. Imports of the plugin must be provided,
/// exports that the host wants must be there, and each common interface must fit.
std::vector<Finding> check(const Side& host, const Side& plugin);

/// The error code a finding is refused with: "E04..".
std::string_view code_of(const Finding& finding);

}  // namespace tenon::abi
