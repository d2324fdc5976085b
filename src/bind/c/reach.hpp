#pragma once
// SPDX-License-Identifier: MIT
//
// How a host reaches an interface that a plugin exports: a reference with typed calls, and the same with a
// pin around each call, so that it follows reloads.
//
//   demo_text_filter_apply(plugin.filter, text, &ok, &err);
//   demo_text_filter_following_apply(live.filter, text, &ok, &err);
#include <string>

#include "bind/c/tables.hpp"
#include "bind/common/bindings.hpp"

namespace tenon::bind::c {

/// What it is called.
struct Reach {
  std::string type;       ///< "demo_text_filter": {table, self}
  std::string of;         ///< the function that makes one of a tenon_reference
  std::string following;  ///< "demo_text_filter_following": {instance, index}
};

/// Adds the definitions to `text`.
Reach reach(Naming& naming, const abi::Interface& interface, const abi::World& world,
            const BaseVersions& base, std::string& text);

}  // namespace tenon::bind::c
