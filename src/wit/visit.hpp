#pragma once
// SPDX-License-Identifier: MIT
//
// Calls `f` with every type that a definition mentions itself, in source order: `f(TypeId&)`, or
// `f(const TypeId&)` if `kind` is const. Handles mention their resource.
#include <type_traits>
#include <utility>

#include "wit/model.hpp"

namespace tenon::wit {

namespace detail {

template <class F>
struct IdVisitor {
  F& f;

  void type(auto& type) const {
    if (auto* id = std::get_if<TypeId>(&type)) f(*id);
  }
  void optional(auto& optional) const {
    if (optional) type(*optional);
  }
  template <class Kind>
  void operator()(Kind& kind) const {
    using Plain = std::remove_const_t<Kind>;
    if constexpr (std::is_same_v<Plain, Record>) {
      for (auto& field : kind.fields) type(field.type);
    } else if constexpr (std::is_same_v<Plain, Variant>) {
      for (auto& one : kind.cases) optional(one.type);
    } else if constexpr (std::is_same_v<Plain, Tuple>) {
      for (auto& element : kind.types) type(element);
    } else if constexpr (std::is_same_v<Plain, Result>) {
      optional(kind.ok);
      optional(kind.err);
    } else if constexpr (std::is_same_v<Plain, Map>) {
      type(kind.key);
      type(kind.value);
    } else if constexpr (std::is_same_v<Plain, Future> || std::is_same_v<Plain, Stream>) {
      optional(kind.type);
    } else if constexpr (std::is_same_v<Plain, Handle>) {
      f(kind.resource);
    } else if constexpr (requires { kind.type; }) {
      type(kind.type);
    }
  }
};

}  // namespace detail

template <class Kind, class F>
void for_each_type(Kind& kind, F f) {
  std::visit(detail::IdVisitor<F>{f}, kind);
}

template <class AnyFunction, class F>
void for_each_type_of_function(AnyFunction& function, F f) {
  if (function.kind != FunctionKind::freestanding) f(function.resource);
  const detail::IdVisitor<F> visitor{f};
  for (auto& param : function.params) visitor.type(param.type);
  visitor.optional(function.result);
}

}  // namespace tenon::wit
