#pragma once
// SPDX-License-Identifier: MIT
//
// Slots: what stands in tables and vtables, between the caller and the author's functions.
#include <string>

#include "bind/c/plugin.hpp"

namespace tenon::bind::c {

/// The first lines of a slot: poison, then the arguments; objects that came as arguments are dropped
/// where the author's function isn't reached. `record` is an expression; "" where nothing is poisoned.
std::string slot_entry(const Naming& naming, const Signature& signature, const std::string& record);

/// What a trap says when the author's function returned something it hasn't got; a C literal.
std::string failure_text(const wit::Model& model, const wit::Function& function);

/// The head of a table: "{2, 0, {0x..}, "ns:pkg/name@1", &tenon_plugin_shout, NULL}".
std::string table_head(std::size_t slots, const abi::Hash& hash, const std::string& type,
                       const std::string& owner, const std::string& drop);

/// The definition of an interface's descriptor, called `name`; `table` is an expression.
std::string interface_descriptor(const abi::Interface& interface, const std::string& name,
                                 const std::string& table);

/// An initializer of bytes: "{0x00, 0x01}".
std::string bytes(const std::vector<std::uint8_t>& values);

/// Slots, tables and descriptors of one plugin; the last is called `<plugin>__descriptor`. `descriptor` is
/// the library's. Names with `__` are of this file: no WIT name has it.
std::string plugin_tables(const Naming& naming, const std::string& descriptor, const PluginPart& part);

}  // namespace tenon::bind::c
