// SPDX-License-Identifier: MIT
//
// Which items a package has, what each file calls them, and in which order they can be resolved.
#include "wit/package_resolver.hpp"

namespace tenon::wit {
namespace {

std::string foreign_key(const ast::Path& path) {
  return path.package->package_name().text() + '/' + std::string(path.name.text);
}

}  // namespace

/// Whether a foreign name is an interface or a world is decided by its first mention: a second one
/// that disagrees is wrong whatever the other package says.
void PackageResolver::note_foreign_paths() {
  const auto note = [&](const PathUse& use) {
    if (!use.path.package) return;
    const PathRole role = use.role == PathRole::world ? PathRole::world : PathRole::interface;
    const auto [found, is_new] = foreign_.emplace(foreign_key(use.path), Foreign{role, use.path.name.span});
    if (is_new || use.role == PathRole::unknown || found->second.role == role) return;
    found->second.failed = true;
    const std::string name(use.path.name.text);
    const bool wants_world = role == PathRole::world;
    Diagnostic& diagnostic =
        state_.report.error("T0110", use.path.name.span,
                            "name `" + name +
                                (wants_world ? "` is defined as an interface, not a world"
                                             : "` is defined as a world, not an interface"));
    add_note(diagnostic, found->second.first,
             wants_world ? "used as an interface here" : "used as a world here");
  };
  for (const DeclList& list : unit_.lists) for_each_path(*list.items, note);
}

void PackageResolver::declare_items() {
  for (std::size_t list = 0; list < unit_.lists.size(); ++list) {
    for (const ast::Item& item : *unit_.lists[list].items) {
      if (const auto* interface = std::get_if<ast::Interface>(&item))
        declare_item({interface, nullptr, list});
      if (const auto* world = std::get_if<ast::World>(&item)) declare_item({nullptr, world, list});
    }
  }
}

void PackageResolver::declare_item(Node node) {
  const ast::Name& name = node.name();
  const auto [found, is_new] = node_by_name_.emplace(name.text, nodes_.size());
  if (is_new) {
    nodes_.push_back(node);
    return;
  }
  Diagnostic& diagnostic =
      state_.report.error("T0112", name.span, "duplicate item named `" + std::string(name.text) + "`");
  diagnostic.label = "defined again";
  add_note(diagnostic, nodes_[found->second].name().span, "first defined here");
}

void PackageResolver::declare_file_names() {
  file_names_.resize(unit_.lists.size());
  const auto declare = [&](std::size_t list, const ast::Name& name, const ast::TopUse* use) {
    const auto [found, is_new] = file_names_[list].emplace(name.text, FileName{name.span, use});
    const bool is_item_twice = use == nullptr && !is_new && found->second.use == nullptr;
    if (is_new || is_item_twice) return;  // items twice are reported already
    Diagnostic& diagnostic = state_.report.error(
        "T0112", name.span, "duplicate name `" + std::string(name.text) + "` in this file");
    diagnostic.label = "defined again";
    add_note(diagnostic, found->second.span, "first defined here");
  };
  for (std::size_t list = 0; list < unit_.lists.size(); ++list) {
    for (const ast::Item& item : *unit_.lists[list].items) {
      if (const auto* use = std::get_if<ast::TopUse>(&item))
        declare(list, use->as ? *use->as : use->path.name, use);
      if (const auto* interface = std::get_if<ast::Interface>(&item)) declare(list, interface->name, nullptr);
      if (const auto* world = std::get_if<ast::World>(&item)) declare(list, world->name, nullptr);
    }
  }
}

bool PackageResolver::order_items(std::vector<std::size_t>& order) {
  Graph graph(nodes_.size());
  for (std::size_t list = 0; list < unit_.lists.size(); ++list) {
    for_each_path(*unit_.lists[list].items, [&](const PathUse& use) { add_edge(list, use, graph); });
  }
  Order sorted = toposort(graph);
  order = std::move(sorted.nodes);
  if (!sorted.cycle) return true;
  const Edge& edge = sorted.cycle->edge;
  const std::string name(nodes_[edge.target].name().text);
  Diagnostic& diagnostic =
      state_.report.error("T0114", edge.span, "interface or world `" + name + "` depends on itself");
  add_note(diagnostic, edge.use, "by way of this");
  diagnostic.help = "move what they share into an interface of its own";
  return false;
}

void PackageResolver::add_edge(std::size_t list, const PathUse& use, Graph& graph) {
  if (use.owner == nullptr || use.path.package) return;
  const ast::Name& used = use.path.name;
  const FileName* file_name = find_exact(file_names_[list], used.text);
  if (file_name != nullptr && file_name->use != nullptr && file_name->use->path.package) return;

  const bool is_alias = file_name != nullptr && file_name->use != nullptr;
  const ast::Name& target = is_alias ? file_name->use->path.name : used;
  const auto* from = find_exact(node_by_name_, use.owner->text);
  const auto* to = find_exact(node_by_name_, target.text);
  if (from == nullptr || to == nullptr) return;  // reported when the path is resolved
  const Span span = is_alias ? target.span : file_name != nullptr ? file_name->span : used.span;
  graph[*from].push_back({*to, span, used.span});
}

void PackageResolver::allocate_items(const std::vector<std::size_t>& order) {
  auto& items = state_.packages[id_.index].items;
  for (const std::size_t index : order) {
    const Node& node = nodes_[index];
    const ast::Name& name = node.name();
    ItemRef ref{{}, {}, name.span};
    if (node.interface != nullptr) {
      ref.interface = state_.add_interface(std::string(name.text), id_, name.span);
    } else {
      ref.world = state_.add_world(std::string(name.text), id_, name.span);
    }
    items.emplace(name.text, ref);
  }
}

void PackageResolver::fill_file_scopes() {
  const auto& items = state_.packages[id_.index].items;
  file_scopes_.resize(unit_.lists.size());
  for (std::size_t list = 0; list < unit_.lists.size(); ++list) {
    for (const auto& [name, entry] : file_names_[list]) {
      ItemRef ref;
      if (entry.use == nullptr) {
        if (const ItemRef* item = find_exact(items, name)) ref = *item;
      } else if (entry.use->path.package) {
        ref = find_foreign(entry.use->path, PathRole::interface);
      } else if (const ItemRef* item = find_exact(items, entry.use->path.name.text)) {
        ref = *item;
      } else {
        find_local(list, entry.use->path.name);  // reports: other files' names for things don't count
      }
      file_scopes_[list].emplace(name, ref);
    }
  }
}

}  // namespace tenon::wit
