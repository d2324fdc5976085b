// SPDX-License-Identifier: MIT
#include "wit/world_resolver.hpp"

#include <algorithm>
#include <iterator>

namespace tenon::wit {
namespace {

const char* kind_name(const WorldItem& item) {
  if (std::holds_alternative<Function>(item.item)) return "func";
  return std::holds_alternative<WorldType>(item.item) ? "type" : "interface";
}

}  // namespace

void WorldResolver::resolve() {
  Stability stability = state_.stability_of(node_.prefix.attributes);
  state_.worlds[id_.index].excluded = !state_.is_included(stability, package_.id(), node_.name.span);
  state_.model.worlds[id_.index].docs = node_.prefix.docs;
  state_.model.worlds[id_.index].stability = std::move(stability);

  define_types();
  for (const ast::WorldItem& item : node_.items) {
    if (const auto* definition = std::get_if<ast::TypeDef>(&item)) add_resource_functions(*definition);
    if (const auto* external = std::get_if<ast::Extern>(&item)) add_extern(*external);
  }
  for (const ast::WorldItem& item : node_.items) {
    if (const auto* one = std::get_if<ast::Include>(&item)) include(*one);
  }
  if (!is_excluded()) elaborate(state_, id_, imports_.take(), exports_.take());
}

void WorldResolver::define_types() {
  std::vector<Imported> imported;
  std::vector<const ast::TypeDef*> definitions;
  for (const ast::WorldItem& item : node_.items) {
    if (const auto* use = std::get_if<ast::Use>(&item)) {
      std::ranges::move(package_.resolve_use(list_, *use), std::back_inserter(imported));
    }
    if (const auto* definition = std::get_if<ast::TypeDef>(&item)) definitions.push_back(definition);
  }
  scope_.define(imported, definitions);
  for (const TypeId id : scope_.defined()) {
    const TypeDef& type = state_.model[id];
    imports_.add({type.name, WorldType{id}, type.stability, type.docs, type.span}, state_.is_excluded(id));
  }
}

void WorldResolver::add_resource_functions(const ast::TypeDef& definition) {
  for (const ast::Function& node : definition.functions) {
    auto function = scope_.resolve_function(node, &definition.name, !is_excluded());
    if (!function) continue;
    WorldItem item{function->name, {}, function->stability, function->docs, function->span};
    item.item = std::move(*function);
    imports_.add(std::move(item));
  }
}

void WorldResolver::add_extern(const ast::Extern& node) {
  WorldItem item;
  if (node.label) item.name = node.label->text;
  item.docs = node.prefix.docs;
  item.span = node.place().span;
  bool excluded = false;
  const bool is_filled =
      std::visit([&](const auto& kind) { return fill(node, kind, item, excluded); }, node.item);
  if (!is_filled) return;
  WorldItems& items = node.is_import ? imports_ : exports_;
  if (const WorldItem* previous = items.add(item, excluded)) report_conflict(node, item, *previous);
}

bool WorldResolver::fill(const ast::Extern& node, const ast::Function& function, WorldItem& item,
                         bool& excluded) {
  item.stability = state_.stability_of(node.prefix.attributes);
  excluded = !state_.is_included(item.stability, package_.id(), item.span);
  auto resolved = scope_.resolve_function(function, nullptr, !excluded && !is_excluded());
  if (!resolved) return false;
  resolved->stability = item.stability;
  resolved->docs = item.docs;
  item.item = std::move(*resolved);
  return true;
}

bool WorldResolver::fill(const ast::Extern& node, const ast::InlineInterface& interface, WorldItem& item,
                         bool& excluded) {
  const InterfaceId id = state_.add_interface("", package_.id(), item.span);
  package_.resolve_interface(id, list_, node.prefix, interface.items);
  item.item = WorldInterface{id};
  item.stability = state_.model[id].stability;
  excluded = state_.is_excluded(id);
  return true;
}

bool WorldResolver::fill(const ast::Extern& node, const ast::Path& path, WorldItem& item, bool& excluded) {
  item.stability = state_.stability_of(node.prefix.attributes);
  excluded = !state_.is_included(item.stability, package_.id(), item.span);
  if (excluded && path.package) return false;
  const ItemRef ref = package_.resolve_path(list_, path, PathRole::interface);
  if (!ref.interface) return false;
  item.item = WorldInterface{*ref.interface};
  if (!excluded && !is_excluded() && state_.is_excluded(*ref.interface)) {
    const Interface& interface = state_.model[*ref.interface];
    state_.report_excluded("interface", interface.name, interface.stability, item.span);
  }
  return true;
}

void WorldResolver::report_conflict(const ast::Extern& node, const WorldItem& item,
                                    const WorldItem& previous) {
  const std::string direction = node.is_import ? "import" : "export";
  if (item.name.empty()) {
    Diagnostic& diagnostic =
        state_.report.error("T0123", item.span, "interface cannot be " + direction + "ed more than once");
    add_note(diagnostic, previous.span, "first " + direction + "ed here");
    diagnostic.help = "remove one, or give each a name: `" + direction + " name: ...`";
    return;
  }
  Diagnostic& diagnostic =
      state_.report.error("T0122", item.span,
                          direction + " `" + item.name + "` conflicts with prior " + kind_name(previous) +
                              (previous.name == item.name ? " of same name" : " `" + previous.name + "`"));
  add_note(diagnostic, previous.span, "the prior one is here");
  diagnostic.help = previous.name == item.name ? "give one of them another name"
                                               : "upper and lower case are the same in names";
}

}  // namespace tenon::wit
