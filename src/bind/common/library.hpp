#pragma once
// SPDX-License-Identifier: MIT
//
// From tenon.toml and its WIT to what a language backend is handed, the manifest's bytes included.
//
//   auto library = bind::make_library(toml, parsed.model, "text.wit");
//   if (library) files = bind::cpp::plugin_bindings(*library);
#include <expected>
#include <string_view>

#include "bind/common/bindings.hpp"
#include "project/problems.hpp"
#include "project/tenon_toml.hpp"

namespace tenon::bind {

/// `model` must outlive the result; `wit_name` is how generated files call the WIT. Problems without
/// a text of their own have spans into `toml.source` (index 0 of Problems::sources) or, from the
/// profile, into the model's sources: then Problems::sources is empty and the caller has them.
std::expected<Library, project::Problems> make_library(const project::TenonToml& toml,
                                                       const wit::Model& model, std::string_view wit_name);

/// The same for a host of one world.
std::expected<HostSide, project::Problems> make_host_side(const wit::Model& model, wit::WorldId world,
                                                          BaseVersions base, std::string_view wit_name);

}  // namespace tenon::bind
