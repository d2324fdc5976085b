#pragma once
// SPDX-License-Identifier: MIT
//
// One function in C++: its place in a table, the wrapper that calls it, and the slot that takes calls
// for an author's type.
//
// Names of the generator's own inside such functions end in `_`, which WIT names never do (but for
// keywords), so they don't meet parameters' names.
#include <string>
#include <string_view>

#include "bind/cpp/context.hpp"

namespace tenon::bind::cpp {

/// What authors call it: `apply`, `new_document`, `document_merge`.
std::string member_name(const wit::Model& model, const wit::Function& function);

/// `self_` and everything behind it, in the contract's types; names included.
std::string contract_params(const Context& c, const wit::Function& function);
/// The field of a table: `std::int32_t (*apply)(void* self_, ...) noexcept;`
std::string table_field(const Context& c, const wit::Function& function);

/// Where a wrapper finds its table: in an interface's class or in a handle's.
struct Target {
  std::string scope;          ///< class that the member belongs to: "Interface", "DocumentRef"
  std::string table;          ///< "table_", "vtable_()"
  std::string self;           ///< "self_", "pointer_"
  std::string interface;      ///< id shown in errors: "demo:text/filter"
  std::string enter = {};     ///< statement in front of all that uses `table`
  std::string open = {};      ///< in front of the definition: "template <class Reach_>"
  std::string optional = {};  ///< condition: a reload brought a build without the interface
};
/// The wrapper's declaration inside the class, with docs.
std::string wrapper_declaration(const Context& c, const abi::Interface& interface, const abi::Slot& slot);
/// Its definition, behind all types.
std::string wrapper_definition(const Context& c, const abi::Interface& interface, const abi::Slot& slot,
                               std::size_t index, const Target& target);

/// What the author of a plugin calls it: as above, and `filter_apply` where other exported interfaces
/// of the world have an `apply`, too; `text_filter_apply` if one of them is called `filter` as well.
std::string author_name(const wit::Model& model, const abi::World& world, const abi::Interface& interface,
                        const wit::Function& function);
bool is_shared(const wit::Model& model, const abi::World& world, const abi::Interface& interface,
               const wit::Function& function);

/// Who implements a slot, as the message for a wrong or missing member puts it.
struct Author {
  std::string owner;   ///< "Shout has"
  std::string member;  ///< "apply"
  std::string why;     ///< behind the message: why the member has this name
};
/// The slot as a static member of a class template over `T`, which has `Target`.
std::string slot_function(const Context& c, const wit::Function& function, const Author& author);

/// Docs as comments, line by line; of declarations with `///`.
std::string line_comment(std::string_view docs, std::string_view prefix);
std::string doc_comment(std::string_view docs);

}  // namespace tenon::bind::cpp
