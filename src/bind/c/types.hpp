#pragma once
// SPDX-License-Identifier: MIT
//
// Definitions of types: structs, enum constants, objects. Each stands in a guard of its own, so that
// two generated headers that share types can be included in one file.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

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
  /// A case or a flag.
  struct Constant {
    std::string name, docs;
    wit::Span span;
  };

  std::string definition(wit::TypeId id);
  std::string body(wit::TypeId id, const std::string& name);
  std::string record(const wit::Record& record, const std::string& name);
  std::string tuple(const wit::Tuple& tuple, const std::string& name);
  std::string enumeration(const wit::Enum& e, const std::string& name, wit::TypeId id);
  std::string flags(const wit::Flags& flags, const std::string& name, wit::TypeId id);
  std::string variant(const wit::Variant& variant, const std::string& name, wit::TypeId id);
  std::string list(const wit::List& list, const std::string& name) const;
  std::string option(const wit::Option& option, wit::TypeId id, const std::string& name);
  std::string result(const wit::Result& result, wit::TypeId id, const std::string& name);
  std::string resource(const std::string& name, wit::TypeId id);
  std::string alias(wit::TypeId id, const wit::Type& type);
  std::string second_name(wit::TypeId id, const wit::Type& type);
  std::string member(const wit::Type& type, const std::string& name) const;
  std::string constants(const std::vector<Constant>& constants, wit::TypeId id, const std::string& kind);
  static std::string number(const std::string& name, std::uint32_t bytes);
  std::string origin(wit::TypeId id) const;
  std::string named_origin(wit::TypeId id) const;
  void assert_layout(wit::TypeId id, const std::string& name);
  void assert_offset(const std::string& type, const std::string& field, std::uint32_t offset);

  Naming& naming_;
  abi::TypeWalk walk_;
  std::set<std::string> defined_;
  std::string asserts_;
};

}  // namespace tenon::bind::c
