// SPDX-License-Identifier: MIT
#include "wit/type_scope.hpp"

#include "wit/hints.hpp"

namespace tenon::wit {
namespace {

constexpr const char* kFirst = "first defined here";

/// Calls `f(name, span)` with every name of a type that `expr` mentions.
template <class F>
void for_each_name(const ast::TypeExpr& expr, F& f) {
  using Kind = ast::TypeExpr::Kind;
  if (expr.kind == Kind::name || expr.kind == Kind::own || expr.kind == Kind::borrow) f(expr.name, expr.span);
  for (const ast::TypeExpr& arg : expr.args) for_each_name(arg, f);
  if (expr.ok) for_each_name(*expr.ok, f);
  if (expr.err) for_each_name(*expr.err, f);
}

template <class F>
void for_each_name(const ast::TypeDef& definition, F f) {
  if (definition.kind == ast::TypeDef::Kind::alias) return for_each_name(definition.alias, f);
  for (const ast::Member& member : definition.members) {
    if (member.type) for_each_name(*member.type, f);
  }
}

}  // namespace

bool TypeScope::declare(const ast::Name& name, ScopeEntry entry) {
  const auto [found, is_new] = names_.emplace(name.text, entry);
  if (is_new) return true;
  std::string message = "name `" + std::string(name.text) + "` is defined more than once";
  Diagnostic& diagnostic = state_.report.error("T0112", name.span, std::move(message));
  diagnostic.label = "defined again";
  add_note(diagnostic, found->second.span, kFirst);
  if (found->first != name.text) diagnostic.help = "upper and lower case are the same in names";
  return false;
}

void TypeScope::declare_function(const ast::Name& name) { declare(name, {std::nullopt, name.span}); }

void TypeScope::define(const std::vector<Imported>& imported,
                       const std::vector<const ast::TypeDef*>& definitions) {
  for (const Imported& one : imported) define_imported(one);
  define_types(definitions);
}

void TypeScope::define_imported(const Imported& imported) {
  const ast::Name& local = imported.name->local();
  if (!imported.target && !imported.excluded) {
    declare(local, {kPoison, local.span});
    return;
  }
  const Type target = imported.target.value_or(kPoison);
  TypeDef alias{std::string(local.text), Alias{target}, owner_, imported.stability, "", local.span};
  const TypeId id = state_.add_type(std::move(alias), imported.excluded, imported.name->name.span);
  if (!imported.target) {
    state_.types[id.index].poisoned = false;
    state_.types[id.index].unknown = true;
  }
  if (declare(local, {id, local.span})) defined_.push_back(id);
}

void TypeScope::define_types(const std::vector<const ast::TypeDef*>& definitions) {
  NameMap<std::size_t> indices;
  std::vector<const ast::TypeDef*> nodes;
  for (const ast::TypeDef* definition : definitions) {
    // Until it is defined, a type stands for something broken; so it stays if it is on a cycle.
    if (!declare(definition->name, {kPoison, definition->name.span})) continue;
    indices.emplace(definition->name.text, nodes.size());
    nodes.push_back(definition);
  }
  Graph graph;
  for (const ast::TypeDef* node : nodes) graph.push_back(dependencies(*node, indices));
  const Order order = toposort(graph);
  if (order.cycle) {
    const std::string name(nodes[order.cycle->edge.target]->name.text);
    state_.report.error("T0113", order.cycle->edge.span, "type `" + name + "` depends on itself").help =
        "types can't contain themselves, not even behind `list` or `option`; refer to a resource or an index";
  }
  in_definition_ = true;
  for (const std::size_t index : order.nodes) define_type(*nodes[index]);
  in_definition_ = false;
}

std::vector<Edge> TypeScope::dependencies(const ast::TypeDef& definition,
                                          const NameMap<std::size_t>& indices) {
  std::vector<Edge> edges;
  for_each_name(definition, [&](std::string_view name, Span span) {
    if (const auto* index = find_exact(indices, name)) {
      edges.push_back({*index, span, span});
    } else if (find(name) == nullptr) {
      report_missing(name, span, "type");
    }
  });
  return edges;
}

void TypeScope::define_type(const ast::TypeDef& definition) {
  const Stability stability = state_.stability_of(definition.prefix.attributes);
  const Span span = definition.name.span;
  const bool excluded = !state_.is_included(stability, package_, span);
  TypeKind kind = definition_kind(definition, stability);
  TypeDef type{
      std::string(definition.name.text), std::move(kind), owner_, stability, definition.prefix.docs, span};
  const TypeId id = state_.add_type(std::move(type), excluded, span);
  names_[definition.name.text].type = id;
  defined_.push_back(id);
}

void TypeScope::report_missing(std::string_view name, Span span, const char* what) {
  std::string message = std::string(what) + " `" + std::string(name) + "` does not exist";
  Diagnostic& diagnostic = state_.report.error("T0107", span, std::move(message));
  diagnostic.help = hint_for_type_name(name);
  if (!diagnostic.help.empty() || !state_.report.keeps()) return;
  std::vector<std::string_view> candidates = keys_of(names_);
  for (int i = 0; i <= static_cast<int>(Primitive::error_context); ++i) {
    candidates.push_back(name_of(static_cast<Primitive>(i)));
  }
  diagnostic.help = did_you_mean(name, candidates);
}

}  // namespace tenon::wit
