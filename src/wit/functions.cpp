// SPDX-License-Identifier: MIT
#include "wit/type_scope.hpp"

namespace tenon::wit {
namespace {

std::string full_name(const ast::Function& node, const ast::Name* resource) {
  const std::string name(node.name.text);
  switch (node.kind) {
    case FunctionKind::method:
      return "[method]" + std::string(resource->text) + '.' + name;
    case FunctionKind::static_:
      return "[static]" + std::string(resource->text) + '.' + name;
    case FunctionKind::constructor:
      return "[constructor]" + std::string(resource->text);
    case FunctionKind::freestanding:
      break;
  }
  return name;
}

}  // namespace

std::optional<Function> TypeScope::resolve_function(const ast::Function& node, const ast::Name* resource,
                                                    bool check) {
  Function function;
  function.name = full_name(node, resource);
  function.kind = node.kind;
  function.async = node.async;
  function.docs = node.prefix.docs;
  function.span = node.name.span;
  function.stability = state_.stability_of(node.prefix.attributes);
  if (resource != nullptr) {
    const ScopeEntry* entry = find(resource->text);
    function.resource = entry != nullptr && entry->type ? *entry->type : kPoison;
  }
  add_params(node, function);
  add_result(node, function);
  if (!state_.is_included(function.stability, package_, node.name.span)) return std::nullopt;
  if (check) check_function(node, function);
  return function;
}

void TypeScope::add_params(const ast::Function& node, Function& function) {
  NameMap<Span> seen;
  if (node.kind == FunctionKind::method) {
    const TypeId self = intern(Handle{false, function.resource}, {}, node.name.span);
    function.params.push_back({"self", self, node.name.span});
    seen.emplace("self", node.name.span);
  }
  for (const ast::Param& param : node.params) {
    const auto [found, is_new] = seen.emplace(param.name.text, param.name.span);
    if (!is_new) {
      Diagnostic& diagnostic = state_.report.error(
          "T0112", param.name.span, "param `" + std::string(param.name.text) + "` is defined more than once");
      diagnostic.label = "defined again";
      add_note(diagnostic, found->second, "first defined here");
    }
    function.params.push_back({std::string(param.name.text), resolve(param.type, {}), param.name.span});
  }
}

void TypeScope::add_result(const ast::Function& node, Function& function) {
  if (node.result) function.result = resolve(*node.result, {});
  if (node.kind != FunctionKind::constructor) return;
  if (node.result) {
    check_constructor_result(node, function);
  } else {
    function.result = owned(function.resource);
  }
}

/// Constructors return the resource, or `result<resource, E>`.
void TypeScope::check_constructor_result(const ast::Function& node, const Function& function) {
  const auto* id = std::get_if<TypeId>(&*function.result);
  if (id != nullptr && state_.types[id->index].poisoned) return;
  const Type own = owned(function.resource);  // may add a type: before any is looked at
  const auto* result = id == nullptr ? nullptr : std::get_if<Result>(&state_.model[*id].kind);
  if (result == nullptr) {
    state_.report
        .error("T0119", node.result->span, "if a constructor return type is declared it must be a `result`")
        .help = "leave it out, or if it can fail write `-> result<r, string>` with the resource as `r`";
    return;
  }
  if (result->ok == std::optional(own)) return;
  const Span span = node.result->ok ? node.result->ok->span : node.result->span;
  state_.report.error("T0119", span, "the `ok` type must be the resource being constructed");
}

void TypeScope::check_function(const ast::Function& node, const Function& function) {
  for_each_type_of_function(function, [&](const TypeId& id) { state_.check_reference(id, node.name.span); });
  const auto* result = function.result ? std::get_if<TypeId>(&*function.result) : nullptr;
  if (result == nullptr || !state_.types[result->index].has_borrow) return;
  const std::string name(node.name.text);
  state_.report.error("T0121", node.name.span, "function `" + name + "` returns a type that holds a `borrow`")
      .help = "a borrow ends with the call; return an owned handle";
}

}  // namespace tenon::wit
