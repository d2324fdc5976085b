// SPDX-License-Identifier: MIT
//
// How values travel, and what their receiver has to do with them.
#include <algorithm>

#include "abi/layout.hpp"
#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

template <class... Kinds>
bool is_any(const wit::TypeKind& kind) {
  return (std::holds_alternative<Kinds>(kind) || ...);
}

}  // namespace

Passing passing_of(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target)) {
    return *primitive == wit::Primitive::string ? Passing::pointer_and_length : Passing::value;
  }
  const wit::TypeKind& kind = model[std::get<wit::TypeId>(target)].kind;
  if (is_any<wit::List, wit::Map>(kind)) return Passing::pointer_and_length;
  return is_any<wit::Enum, wit::Flags, wit::Handle>(kind) ? Passing::value : Passing::pointer;
}

bool needs_free(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target)) {
    return *primitive == wit::Primitive::string || *primitive == wit::Primitive::error_context;
  }
  const wit::TypeDef& def = model[std::get<wit::TypeId>(target)];
  if (const auto* handle = std::get_if<wit::Handle>(&def.kind)) return handle->owned;
  if (is_any<wit::List, wit::Map, wit::Future, wit::Stream>(def.kind)) return true;
  return std::ranges::any_of(parts_of(def), [&](const wit::Type& part) { return needs_free(model, part); });
}

bool needs_check(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target))
    return *primitive == wit::Primitive::character;
  const wit::TypeDef& def = model[std::get<wit::TypeId>(target)];
  if (is_any<wit::Flags>(def.kind)) return false;
  if (!is_any<wit::Record, wit::Tuple>(def.kind)) return true;
  return std::ranges::any_of(parts_of(def), [&](const wit::Type& part) { return needs_check(model, part); });
}

}  // namespace tenon::abi
