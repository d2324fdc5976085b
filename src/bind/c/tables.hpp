#pragma once
// SPDX-License-Identifier: MIT
//
// The raw layer of an interface: its table, the vtables of its resources, and the calls of methods.
// Serves plugins and hosts alike.
#include <functional>
#include <string>

#include "bind/c/signature.hpp"

namespace tenon::bind::c {

/// A call of the other side, typed. `raw_call` is the call of the slot; `slots` (the other table's count)
/// and `index` make the check for functions that it may not have.
struct Call {
  std::string head;      ///< the function's first line without the brace
  std::string prepare;   ///< declarations that `raw_call` and `slots` use
  std::string raw_call;  ///< "(table->info)(import->self, text.ptr, text.len)"
  std::string slots;     ///< "import->table->slots"; empty: no check
  std::size_t index = 0;
};
std::string call(const Naming& naming, const Signature& signature, const Call& call);

/// The field of a function in its table or vtable. It is called as `(table->field)(...)`: in plain
/// `table->assert(...)` a macro would see a call of its own.
std::string slot_field(const Naming& naming, const wit::Function& function);

/// Statements that drop the objects among arguments, where nobody was reached who would. The arguments
/// may be invalid.
std::string drop_arguments(const Naming& naming, const Signature& signature);

/// "ns_pkg_iface_table" with one slot a function.
std::string table_name(const Naming& naming, const abi::Interface& interface, const abi::World& world);
std::string table(Naming& naming, const abi::Interface& interface, const abi::World& world);

/// "ns_pkg_iface_document_vtable", and a function for each method; `newer(slot)` says where callers
/// have to ask for the method first.
using Newer = std::function<bool(const abi::Interface&, const abi::Slot&)>;
std::string vtable(Naming& naming, const abi::Interface& interface, const abi::Resource& resource,
                   const Newer& newer);

}  // namespace tenon::bind::c
