#pragma once
// SPDX-License-Identifier: MIT
//
// Walks over type definitions that are safe on any nesting: iterative, and each definition once.
//
//   TypeWalk walk(model);
//   for (wit::TypeId id : walk.enter(function.result)) ...   // parts before wholes
#include <vector>

#include "wit/model.hpp"

namespace tenon::abi {

/// The types that a definition is made of, in order: fields, cases, elements, what is at the end of an
/// alias's chain, a handle's resource.
std::vector<wit::Type> parts_of(const wit::TypeDef& def);

/// Parameters first, then the result.
std::vector<wit::Type> types_of(const wit::Function& function);

/// Remembers what it has returned, so that several roots can be entered one after another.
class TypeWalk {
 public:
  explicit TypeWalk(const wit::Model& model) : model_(model), seen_(model.types.size()) {}

  /// The definitions at and below `root` that weren't returned before; parts before wholes.
  std::vector<wit::TypeId> enter(const wit::Type& root);

 private:
  struct Frame {
    wit::TypeId id;
    std::vector<wit::Type> parts;
    std::size_t next = 0;
  };
  void push(const wit::Type& type, std::vector<Frame>& stack);

  const wit::Model& model_;
  std::vector<bool> seen_;
};

}  // namespace tenon::abi
