// SPDX-License-Identifier: MIT
#include "wit/package_resolver.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "wit/world_resolver.hpp"

namespace tenon::wit {

bool PackageResolver::resolve() {
  id_ = {static_cast<std::uint32_t>(state_.model.packages.size())};
  state_.model.packages.push_back({unit_.name, {}, {}, unit_.docs});
  state_.packages.emplace_back();
  state_.package_by_name.emplace(unit_.name.text(), id_);

  std::vector<std::size_t> order;
  note_foreign_paths();
  declare_items();
  declare_file_names();
  if (!order_items(order)) return false;
  allocate_items(order);
  fill_file_scopes();
  const auto ref_of = [&](const Node& node) {
    return state_.packages[id_.index].items.find(node.name().text)->second;
  };
  for (const std::size_t index : order) {
    const Node& node = nodes_[index];
    if (node.interface == nullptr) continue;
    resolve_interface(*ref_of(node).interface, node.list, node.interface->prefix, node.interface->items);
  }
  for (const std::size_t index : order) {
    const Node& node = nodes_[index];
    if (node.world != nullptr)
      WorldResolver(state_, *this, *ref_of(node).world, node.list, *node.world).resolve();
  }
  Package& package = state_.model.packages[id_.index];
  for (const Node& node : nodes_) {
    const ItemRef ref = ref_of(node);
    const std::string name(node.name().text);
    if (ref.interface && !state_.is_excluded(*ref.interface))
      package.interfaces.push_back({name, *ref.interface});
    if (ref.world && !state_.is_excluded(*ref.world)) package.worlds.push_back({name, *ref.world});
  }
  return true;
}

ItemRef PackageResolver::resolve_path(std::size_t list, const ast::Path& path, PathRole role) {
  const ItemRef ref = path.package ? find_foreign(path, role) : find_local(list, path.name);
  const std::string name(path.name.text);
  const auto wrong = [&](const char* what, const char* help) {
    Diagnostic& diagnostic =
        state_.report.error("T0110", path.name.span, "name `" + name + "` is defined as " + what);
    add_note(diagnostic, ref.span, "it is defined here");
    diagnostic.help = help;
    return ItemRef{};
  };
  if (role == PathRole::interface && ref.world)
    return wrong("a world, not an interface", "worlds are taken in by `include`");
  if (role == PathRole::world && ref.interface)
    return wrong("an interface, not a world", "`include` takes worlds; interfaces are imported or exported");
  return ref;
}

ItemRef PackageResolver::find_foreign(const ast::Path& path, PathRole role) {
  const std::string package_name = path.package->package_name().text();
  Foreign& foreign = foreign_.at(package_name + '/' + std::string(path.name.text));
  const auto package = state_.package_by_name.find(package_name);
  if (foreign.failed || package == state_.package_by_name.end()) return {};
  const PackageInfo& info = state_.packages[package->second.index];
  const ItemRef* found = find_exact(info.items, path.name.text);
  const bool fits = found != nullptr &&
                    (role == PathRole::world ? found->world && !state_.is_excluded(*found->world)
                                             : found->interface && !state_.is_excluded(*found->interface));
  if (fits) return *found;
  report_not_found(foreign, path, role, info);
  return {};
}

void PackageResolver::report_not_found(Foreign& foreign, const ast::Path& path, PathRole role,
                                       const PackageInfo& package) {
  foreign.failed = true;
  const std::string name(path.name.text);
  const bool wants_world = role == PathRole::world;
  Diagnostic& diagnostic =
      state_.report.error("T0111", foreign.first,
                          std::string(wants_world ? "world `" : "interface `") + name +
                              "` not found in package `" + path.package->package_name().text() + "`");
  const ItemRef* found = find_exact(package.items, name);
  if (found == nullptr) {
    if (state_.report.keeps()) diagnostic.help = did_you_mean(name, keys_of(package.items));
  } else if (wants_world ? found->interface.has_value() : found->world.has_value()) {
    add_note(diagnostic, found->span,
             wants_world ? "there is an interface of this name" : "there is a world of this name");
  } else {
    add_note(diagnostic, found->span, "it is behind a feature that is not active");
  }
}

ItemRef PackageResolver::find_local(std::size_t list, const ast::Name& name) {
  if (list < file_scopes_.size()) {
    if (const ItemRef* found = find_exact(file_scopes_[list], name.text)) return *found;
  }
  const auto& items = state_.packages[id_.index].items;
  if (const ItemRef* found = find_exact(items, name.text)) return *found;
  Diagnostic& diagnostic = state_.report.error(
      "T0109", name.span, "interface or world `" + std::string(name.text) + "` does not exist");
  if (state_.report.keeps()) diagnostic.help = did_you_mean(name.text, keys_of(items));
  return {};
}

std::vector<Imported> PackageResolver::resolve_use(std::size_t list, const ast::Use& use) {
  const Stability stability = state_.stability_of(use.prefix.attributes);
  const bool is_active = state_.is_active(stability);
  const ItemRef* alias = use.from.package ? nullptr : find_exact(file_scopes_[list], use.from.name.text);
  const FileName* file_name = find_exact(file_names_[list], use.from.name.text);
  const bool is_aliased = alias != nullptr && file_name != nullptr && file_name->use != nullptr;
  const bool is_foreign = use.from.package || (is_aliased && file_name->use->path.package);

  ItemRef from;
  if (is_active || !is_foreign) from = resolve_path(list, use.from, PathRole::interface);
  std::vector<Imported> imported;
  for (const ast::UseName& name : use.names) {
    const bool excluded = !state_.is_included(stability, id_, name.name.span);
    std::optional<TypeId> target;
    if (from.interface) target = find_imported(*from.interface, name.name, is_foreign);
    imported.push_back({&name, target, stability, excluded});
  }
  return imported;
}

std::optional<TypeId> PackageResolver::find_imported(InterfaceId from, const ast::Name& name,
                                                     bool is_foreign) {
  const auto& names = state_.interfaces[from.index].names;
  const ScopeEntry* entry = find_exact(names, name.text);
  const bool is_function = entry != nullptr && !entry->type;
  const bool is_hidden = entry != nullptr && entry->type && is_foreign && state_.is_excluded(*entry->type);
  if (entry != nullptr && !is_function && !is_hidden) return entry->type;

  const std::string text(name.text);
  const std::string interface = state_.model.id_of(from);
  Report& report = state_.report;
  Diagnostic& diagnostic =
      is_function  ? report.error("T0115", name.span, "cannot import function `" + text + "`")
      : is_foreign ? report.error("T0111", name.span,
                                  "type `" + text + "` not defined in interface `" + interface + "`")
                   : report.error("T0107", name.span, "name `" + text + "` does not exist");
  if (is_function) {
    add_note(diagnostic, entry->span, "the function is here");
    diagnostic.help = "`use` brings in types; functions are reached by importing the interface";
  } else if (is_hidden) {
    add_note(diagnostic, entry->span, "it is behind a feature that is not active");
  } else {
    diagnostic.label = "not in interface `" + interface + "`";
    if (report.keeps()) diagnostic.help = did_you_mean(text, keys_of(names));
  }
  return std::nullopt;
}

void PackageResolver::resolve_interface(InterfaceId id, std::size_t list, const ast::Prefix& prefix,
                                        const std::vector<ast::InterfaceItem>& items) {
  Stability stability = state_.stability_of(prefix.attributes);
  state_.interfaces[id.index].excluded = !state_.is_included(stability, id_, state_.model[id].span);
  state_.model.interfaces[id.index].docs = prefix.docs;
  state_.model.interfaces[id.index].stability = std::move(stability);

  std::vector<Imported> imported;
  std::vector<const ast::TypeDef*> definitions;
  for (const ast::InterfaceItem& item : items) {
    if (const auto* use = std::get_if<ast::Use>(&item))
      std::ranges::move(resolve_use(list, *use), std::back_inserter(imported));
    if (const auto* definition = std::get_if<ast::TypeDef>(&item)) definitions.push_back(definition);
  }
  TypeScope scope(state_, anonymous_, state_.interfaces[id.index].names, id, id_);
  scope.define(imported, definitions);
  resolve_functions(scope, id, items);
  finish_interface(id, items);
}

void PackageResolver::resolve_functions(TypeScope& scope, InterfaceId id,
                                        const std::vector<ast::InterfaceItem>& items) {
  for (const ast::InterfaceItem& item : items) {
    if (const auto* function = std::get_if<ast::Function>(&item)) scope.declare_function(function->name);
  }
  const bool check = !state_.is_excluded(id);
  auto& functions = state_.model.interfaces[id.index].functions;
  const auto add = [&](const ast::Function& node, const ast::Name* resource) {
    if (auto function = scope.resolve_function(node, resource, check))
      functions.push_back(std::move(*function));
  };
  for (const ast::InterfaceItem& item : items) {
    if (const auto* function = std::get_if<ast::Function>(&item)) add(*function, nullptr);
    if (const auto* definition = std::get_if<ast::TypeDef>(&item)) {
      for (const ast::Function& function : definition->functions) add(function, &definition->name);
    }
  }
}

/// Types are listed as they are written; `Model::types` has them in the order of definition.
void PackageResolver::finish_interface(InterfaceId id, const std::vector<ast::InterfaceItem>& items) {
  const auto& names = state_.interfaces[id.index].names;
  auto& types = state_.model.interfaces[id.index].types;
  const auto add = [&](const ast::Name& name) {
    const ScopeEntry* entry = find_exact(names, name.text);
    if (entry == nullptr || !entry->type || state_.is_excluded(*entry->type)) return;
    types.push_back({std::string(name.text), *entry->type});
  };
  for (const ast::InterfaceItem& item : items) {
    if (const auto* definition = std::get_if<ast::TypeDef>(&item)) add(definition->name);
    if (const auto* use = std::get_if<ast::Use>(&item)) {
      for (const ast::UseName& name : use->names) add(name.local());
    }
  }
  state_.interfaces[id.index].dependencies = dependencies_of(state_.model, id);
}

std::vector<InterfaceId> dependencies_of(const Model& model, InterfaceId id) {
  std::vector<InterfaceId> found;
  std::set<InterfaceId> seen;
  for (const NamedType& type : model[id].types) {
    const auto* alias = std::get_if<Alias>(&model[type.id].kind);
    const auto* target = alias == nullptr ? nullptr : std::get_if<TypeId>(&alias->type);
    const auto* owner = target == nullptr ? nullptr : std::get_if<InterfaceId>(&model[*target].owner);
    if (owner != nullptr && *owner != id && seen.insert(*owner).second) found.push_back(*owner);
  }
  return found;
}

}  // namespace tenon::wit
