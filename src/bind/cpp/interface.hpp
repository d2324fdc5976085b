#pragma once
// SPDX-License-Identifier: MIT
//
// All of one interface in a generated header: types, tables, what calls it, what implements it.
#include <string>

#include "bind/cpp/context.hpp"

namespace tenon::bind::cpp {

/// Which halves of an interface's functions are wanted.
struct Halves {
  bool called = false;       ///< class `Interface`
  bool implemented = false;  ///< class `Import`, made of any type with the functions (hosts)
};

/// The part of the header that goes into the namespace `space`. `contract` is NULL for one that has value
/// types only.
std::string interface_text(const Context& c, wit::Owner owner, const std::string& space,
                           const abi::Interface* contract, Halves halves);

/// "{0x01, ...}"
std::string hash_literal(const abi::Hash& hash);
/// "{{2, 0, {0x..}, \"id\", owner, drop}, &Slots::a, ...}": what a table or vtable is made of.
std::string table_value(const Context& c, const std::vector<abi::Slot>& slots, const abi::Hash& hash,
                        const std::string& id, const std::string& drop, const std::string& scope,
                        const std::string& indent);

}  // namespace tenon::bind::cpp
