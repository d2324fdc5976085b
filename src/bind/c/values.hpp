#pragma once
// SPDX-License-Identifier: MIT
//
// What generated code does to a value: check it, free it (a result), drop its objects (an argument
// that nobody took), copy it. `lvalue` is C for the value: "out->name", "*finding", "value->ptr[i]".
//
// The functions of a type, each only where there is something to do:
//
//   <type>_valid          whether it is what the type promises; tags are checked as integers
//   <type>_drop_objects   drops own handles; of a value that isn't valid those that can be reached
//   <type>_free           memory and own handles; a cleared value has neither
//   <type>_forget         the memory only; where the type has own handles, else it is `_free`
//   <type>_copy           the memory, deeply; own handles move
//   <type>_alloc          a list's elements, cleared where that makes them safe to free
#include <string>
#include <vector>

#include "bind/c/naming.hpp"

namespace tenon::bind::c {

/// Whether there is something to check. Strings count: their bounds.
bool needs_valid(const wit::Model& model, const wit::Type& type);
/// Whether the value holds own handles.
bool owns_objects(const wit::Model& model, const wit::Type& type);
/// Whether it holds strings or lists.
bool has_memory(const wit::Model& model, const wit::Type& type);
/// Whether it holds borrowed handles, so that it is never a result.
bool is_lent(const wit::Model& model, const wit::Type& type);

/// An expression that is true for a valid value; only where `needs_valid`.
std::string valid(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// The same turned around.
std::string invalid(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// A statement; only where abi::needs_free.
std::string free_of(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// A statement; only where `has_memory`.
std::string forget_of(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// A statement; only where `owns_objects`.
std::string drop_of(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// An expression, a status; only where `has_memory`. Both are pointers.
std::string copy_of(const Naming& naming, const wit::Type& type, const std::string& to,
                    const std::string& from);

/// The functions of a type, whose names it takes.
std::string value_functions(Naming& naming, wit::TypeId id);

/// A part of a value that isn't a list, and the condition under which it is there.
struct Part {
  std::string condition;  ///< "value->tag == A_B_C_SHAPE_RECT"; empty: always
  std::string place;      ///< behind "value->": "val.rect"
  wit::Type type;
};
std::vector<Part> parts_of(const Naming& naming, wit::TypeId id);

/// "16, 8": size and alignment.
std::string layout_arguments(const Naming& naming, const wit::Type& type);
/// "&x" of "x", "x" of "*x".
std::string address(const std::string& lvalue);

/// Bodies of `_valid` and `_copy`.
std::string check_body(const Naming& naming, wit::TypeId id);
std::string copy_body(const Naming& naming, wit::TypeId id);

}  // namespace tenon::bind::c
