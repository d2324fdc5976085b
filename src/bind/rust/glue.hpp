#pragma once
// SPDX-License-Identifier: MIT
//
// The machinery behind a face: its types in memory, its tables, how slots are called and served.
#include <string>

#include "bind/rust/surface.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {

/// `pub mod filter { ... }` inside of `mod glue`; empty if there is nothing.
std::string glue_module(const Surface& surface, const Face& face);

/// The types of a face in memory, and how they come and go (glue_values.cpp).
std::string glue_values(const Surface& surface, const Face& face);

/// The same for one enum, flags or variant; empty for other types (glue_cases.cpp).
std::string glue_cases(const Surface& surface, const Face& face, const wit::NamedType& type);
/// `runtime::laid_out::<FindingRaw>(80, 8)`.
std::string layout_assert(const wit::Model& model, const Types& types, const wit::Type& type);
/// A plain type is its own owned form.
std::string plain_as_owned(const Types& types, const wit::NamedType& type);
/// How what has a borrowed handle in it goes along with own handles.
std::string view_as_value(const Types& types, const wit::NamedType& type);

/// Functions in a table or vtable (glue_calls.cpp).
struct SlotGroup {
  std::vector<const wit::Function*> functions;
  const abi::Resource* resource = nullptr;  ///< none: an interface's own
  std::string table;                        ///< the struct's name: "Table"
};
/// `pub struct Table { ... }`.
std::string glue_table(const Surface& surface, const Face& face, const SlotGroup& group);
/// A function for each slot of the other side: `pub fn info(host: &Host, text: &str) -> ...`.
std::string glue_callers(const Surface& surface, const Face& face, const SlotGroup& group);
/// `pub mod slots { ... }`: what the other side calls.
std::string glue_slots(const Surface& surface, const Face& face, const SlotGroup& group);

/// The struct of the table that the library has for an export: "Table".
std::string export_table(const Face& face);

/// The field of a table: the function's name, unless it is the head's.
std::string slot_field(const Surface& surface, const wit::Function& function);

}  // namespace tenon::bind::rust
