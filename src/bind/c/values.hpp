#pragma once
// SPDX-License-Identifier: MIT
//
// What generated code does to a value: check it, free it (a result), drop its objects (an argument
// that nobody took). `lvalue` is C for the value: "out->name", "*finding", "value->ptr[i]".
#include <string>

#include "bind/c/naming.hpp"

namespace tenon::bind::c {

/// Whether there is something to check. Strings count: their bounds.
bool needs_valid(const wit::Model& model, const wit::Type& type);
/// Whether the value holds own handles.
bool owns_objects(const wit::Model& model, const wit::Type& type);

/// An expression that is true for a valid value; only where `needs_valid`.
std::string valid(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// The same turned around.
std::string invalid(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// A statement; only where abi::needs_free.
std::string free_of(const Naming& naming, const wit::Type& type, const std::string& lvalue);
/// A statement; only where `owns_objects`.
std::string drop_of(const Naming& naming, const wit::Type& type, const std::string& lvalue);

/// The functions of a type that the three above call: `<type>_valid`, `<type>_free`,
/// `<type>_drop_objects` and for lists `<type>_alloc`, each only where it is needed.
std::string value_functions(const Naming& naming, wit::TypeId id);

}  // namespace tenon::bind::c
