#pragma once
// SPDX-License-Identifier: MIT
//
// The named types of one interface: enums, records with their views, and the handles of resources.
#include <string>
#include <vector>

#include "bind/cpp/context.hpp"

namespace tenon::bind::cpp {

/// Inside the namespace. `resources` are those of the contract that the interface defines; `defined`
/// are all its types, dependencies first.
std::string type_definitions(const Context& c, const std::vector<wit::TypeId>& defined,
                             const abi::Interface* interface);
/// What the library's templates are told about them; outside of all namespaces.
std::string type_specialisations(const Context& c, const std::vector<wit::TypeId>& defined);

}  // namespace tenon::bind::cpp
