#pragma once
// SPDX-License-Identifier: MIT
//
// Names that are different in WIT and the same in C++: refused, since nobody could say which is meant.
#include <string>
#include <vector>

#include "bind/common/names.hpp"
#include "bind/cpp/context.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::cpp {

class Collisions {
 public:
  explicit Collisions(const Context& context) : context_(context) {}
  void add(const abi::World& world);
  const std::vector<wit::Diagnostic>& found() const { return found_; }

 private:
  void namespaces(const abi::World& world);
  void types(wit::InterfaceId interface);
  void functions(const abi::World& world);
  void members(wit::TypeId id);
  void members(const abi::Interface& interface, const std::vector<abi::Slot>& slots);
  void own(Scope& spaces, const std::string& package, const abi::World& world);
  void take(Scope& scope, const std::string& name, const std::string& origin, wit::Span span);

  const Context& context_;
  std::vector<wit::Diagnostic> found_;
};

}  // namespace tenon::bind::cpp
