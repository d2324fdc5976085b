#pragma once
// SPDX-License-Identifier: MIT
//
// What generated headers of plugins and hosts have in common: their first lines, and the types and tables of
// the worlds that they know.
#include <functional>
#include <string>
#include <vector>

#include "bind/c/tables.hpp"
#include "bind/c/types.hpp"
#include "bind/common/bindings.hpp"

namespace tenon::bind::c {

/// The first line of a generated file; `source` is the WIT's file.
std::string banner(const std::string& source);
/// A compile-time check that tool and headers are of one contract.
std::string contract_check();

/// Everything that the worlds' functions mention, and what the worlds declare themselves.
std::string world_types(Types& types, const wit::Model& model, const std::vector<const abi::World*>& worlds);
/// Their interface tables and vtables, with the calls of methods.
std::string world_tables(Naming& naming, const std::vector<const abi::World*>& worlds, const Newer& newer);

}  // namespace tenon::bind::c
