#pragma once
// SPDX-License-Identifier: MIT
//
// A function in C, twice: raw as it stands in tables, and typed as people call and write it.
//
//   int32_t (*apply)(void *self, const char *text_ptr, size_t text_len, tenon_string *ok, tenon_string *err);
//   int32_t shout_apply(shout *self, tenon_string text, tenon_string *ok, tenon_string *err);
#include <optional>
#include <string>
#include <vector>

#include "bind/c/naming.hpp"

namespace tenon::bind::c {

struct Argument {
  std::string name;
  wit::Type type;
};

/// A place where a result goes: "ok", "err" or "out".
struct Out {
  std::string name;
  wit::Type type;
};

struct Signature {
  std::vector<Argument> arguments;  ///< without `self`
  std::optional<Out> ok, err;
  bool fails = false;  ///< the whole result is a `result<T, E>`

  /// The highest status of the function.
  std::string last() const { return fails ? "TENON_ERR" : "TENON_OK"; }
};
/// Parameters are renamed where generated code needs the name for itself.
Signature signature_of(const Naming& naming, const wit::Function& function);

/// "const T *name", "T name" ...: a parameter as people write it.
std::string typed(const Naming& naming, const Argument& argument);
/// The same as it stands in tables; one or two parameters.
std::string raw(const Naming& naming, const Argument& argument);

/// Whole parameter lists, `self` first.
std::string typed_parameters(const Naming& naming, const std::string& self, const Signature& signature);
std::string raw_parameters(const Naming& naming, const std::string& self, const Signature& signature);

/// What a typed caller hands to a raw function, and a raw one to a typed one.
std::string raw_arguments(const Naming& naming, const std::string& self, const Signature& signature);
std::string typed_arguments(const std::string& self, const Signature& signature);

/// Whether a typed parameter is a pointer to the value (records and the like).
bool by_pointer(const Naming& naming, const wit::Type& type);
bool is_handle(const Naming& naming, const wit::Type& type);

}  // namespace tenon::bind::c
