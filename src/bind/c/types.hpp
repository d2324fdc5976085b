#pragma once
// SPDX-License-Identifier: MIT
//
// Definitions of types: structs, enum constants, objects. Each stands in a guard of its own, so that
// two generated headers that share types can be included in one file.
#include <set>
#include <string>

#include "abi/walk.hpp"
#include "bind/c/naming.hpp"

namespace tenon::bind::c {

/// `text` behind an include guard for what is called `name`.
std::string guarded(const std::string& name, const std::string& text);

class Types {
 public:
  explicit Types(Naming& naming) : naming_(naming), walk_(naming.model()) {}

  /// What `type` needs and hasn't been defined yet, parts before wholes.
  std::string define(const wit::Type& type);
  std::string define(const wit::Function& function);

  /// _Static_asserts over all that was defined; C11 only.
  const std::string& asserts() const { return asserts_; }

 private:
  std::string definition(wit::TypeId id);
  std::string body(wit::TypeId id, const std::string& name);
  std::string record(const wit::Record& record, const std::string& name);
  std::string enumeration(const wit::Enum& e, const std::string& name, wit::TypeId id);
  std::string list(const wit::List& list, const std::string& name) const;
  std::string option(const wit::Option& option, const std::string& name) const;
  std::string result(const wit::Result& result, const std::string& name) const;
  std::string resource(const std::string& name) const;
  std::string alias(wit::TypeId id, const wit::Type& type);
  std::string second_name(wit::TypeId id, const wit::Type& type);
  std::string member(const wit::Type& type, const std::string& name) const;
  std::string origin(wit::TypeId id) const;
  std::string named_origin(wit::TypeId id) const;
  void assert_layout(wit::TypeId id, const std::string& name);

  Naming& naming_;
  abi::TypeWalk walk_;
  std::set<std::string> defined_;
  std::string asserts_;
};

}  // namespace tenon::bind::c
