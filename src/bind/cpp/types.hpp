#pragma once
// SPDX-License-Identifier: MIT
//
// How C++ spells a WIT type in each place where one can stand.
#include <string>
#include <utility>

#include "bind/cpp/context.hpp"

namespace tenon::bind::cpp {

/// What a program keeps: `std::string`, `std::vector<Finding>`, `Document`.
std::string owned_type(const Context& c, const wit::Type& type);
/// The value in memory that crosses: `tenon::StringView`, `FindingView`, `tenon_object*`.
std::string view_type(const Context& c, const wit::Type& type);
/// What a caller gets as the whole result: `tenon::String`, else as owned.
std::string result_type(const Context& c, const wit::Type& type);
/// What a caller's wrapper takes: `std::string_view`, `const Finding&`.
std::string param_type(const Context& c, const wit::Type& type);
/// What the contract passes by value: `std::uint8_t` for bool, `tenon_object*` for handles.
std::string value_type(const Context& c, const wit::Type& type);

/// Whether objects may be inside; `owning_only`: objects that move.
bool has_objects(const wit::Model& model, const wit::Type& type, bool owning_only);
/// Numbers, char, enums and flags.
bool is_scalar(const wit::Model& model, const wit::Type& type);
/// Whether a value can be made of nothing. One that has an object in it can't.
bool has_zero(const wit::Model& model, const wit::Type& type);
/// Records and variants: what has a view of its own beside the struct.
bool has_view(const wit::Model& model, const wit::Type& type);

/// The struct of a variant's case, inside the variant's own: "Circle".
std::string case_name(const wit::Model& model, wit::TypeId variant, std::string_view of);
/// "Finding", with its namespace where it isn't the open one. `suffix` is "", "View" or "Ref".
std::string type_name(const Context& c, wit::TypeId id, std::string_view suffix = "");

/// The payloads of a function's result, if that is a `result<T, E>` as a whole.
const wit::Result* whole_result(const wit::Model& model, const wit::Function& function);
/// Names of absent payloads: `void` and `tenon::Unit`.
std::string ok_type(const Context& c, const wit::Result& result);
std::string err_type(const Context& c, const wit::Result& result);

}  // namespace tenon::bind::cpp
