// SPDX-License-Identifier: MIT
//
// The canonical WIT text (docs/abi.md, "Canonical WIT").
#include "abi/canonical.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "abi/gate.hpp"
#include "abi/scope.hpp"
#include "abi/wit_writer.hpp"

namespace tenon::abi {
namespace {

/// An interface as it is written: its table and the vtables of its resources.
std::vector<const wit::Function*> functions_of(const Interface& interface) {
  std::vector<const wit::Function*> out;
  for (const Slot& slot : interface.functions) out.push_back(slot.function);
  for (const Resource& resource : interface.resources) {
    for (const Slot& slot : resource.methods) out.push_back(slot.function);
  }
  return out;
}

void take_names(const Interface& interface, std::set<std::string>& names) {
  for (const Slot& slot : interface.functions) {
    if (slot.function->kind == wit::FunctionKind::freestanding) names.insert(slot.function->name);
  }
}

class Canonical {
 public:
  Canonical(const wit::Model& model, const std::vector<World>& worlds)
      : model_(model), worlds_(worlds), reach_(model, worlds), writer_(model) {
    for (wit::InterfaceId id : reach_.interfaces()) packages_[model_[id].package].interfaces.push_back(id);
    for (const World& world : worlds_) {
      packages_[model_[world.id].package].worlds.push_back(&world);
      for (const Interface& i : world.imports) keep(i);
      for (const Interface& i : world.exports) keep(i);
    }
  }

  std::string write() {
    const wit::PackageId main = model_[worlds_.front().id].package;
    package(main, false);
    std::map<std::string, wit::PackageId> others;
    for (const auto& [id, items] : packages_)
      if (id != main) others.emplace(model_[id].name.text(), id);
    for (const auto& [name, id] : others) package(id, true);
    return writer_.take();
  }

 private:
  void keep(const Interface& interface) {
    if (interface.interface) described_.emplace(*interface.interface, &interface);
  }
  void package(wit::PackageId id, bool nested);
  void interface(wit::InterfaceId id);
  void body(const Interface& interface, const wit::Stability& outer, wit::PackageId package);
  void world(const World& world);
  void bare(const World& world, const char* direction);
  void side(const World& world, const std::vector<Interface>& interfaces, const char* direction);

  struct Items {
    std::vector<wit::InterfaceId> interfaces;
    std::vector<const World*> worlds;
  };

  const wit::Model& model_;
  const std::vector<World>& worlds_;
  Reach reach_;
  WitWriter writer_;
  std::map<wit::InterfaceId, const Interface*> described_;
  std::map<wit::PackageId, Items> packages_;
};

void Canonical::package(wit::PackageId id, bool nested) {
  writer_.docs(model_[id].docs);
  if (nested) {
    writer_.open("package " + escaped(model_[id].name));
  } else {
    writer_.line("package " + escaped(model_[id].name) + ";");
    writer_.gap();
  }
  for (wit::InterfaceId i : packages_[id].interfaces) interface(i);
  for (const World* w : packages_[id].worlds) world(*w);
  if (nested) writer_.close();
}

/// Types and functions of one interface, between its braces.
void Canonical::body(const Interface& interface, const wit::Stability& outer, wit::PackageId package) {
  std::set<std::string> taken;
  take_names(interface, taken);
  const Scope scope = reach_.scope_of(*interface.interface, functions_of(interface), taken);
  writer_.enter(scope, package);
  writer_.uses();
  const Members members = members_of(model_, interface);
  for (wit::TypeId id : scope.own) writer_.type(id, members, outer);
  for (const Slot& slot : interface.functions) {
    if (slot.function->kind != wit::FunctionKind::freestanding) continue;
    writer_.function(*slot.function, newest({&slot.function->stability, &outer}), "");
  }
}

void Canonical::interface(wit::InterfaceId id) {
  const wit::Interface& i = model_[id];
  writer_.docs(i.docs);
  writer_.gate(newest({&i.stability}), i.stability);
  writer_.open("interface " + escaped(i.name));
  const auto described = described_.find(id);
  Interface only_types;
  only_types.interface = id;
  body(described == described_.end() ? only_types : *described->second, i.stability, i.package);
  writer_.close();
}

std::map<wit::InterfaceId, const wit::WorldItem*> interfaces_among(const std::vector<wit::WorldItem>& items) {
  std::map<wit::InterfaceId, const wit::WorldItem*> out;
  for (const wit::WorldItem& item : items)
    if (const auto* interface = std::get_if<wit::WorldInterface>(&item.item))
      out.emplace(interface->id, &item);
  return out;
}

/// The functions written in the world itself.
void Canonical::bare(const World& world, const char* direction) {
  const wit::World& w = model_[world.id];
  const bool imported = std::string_view(direction) == "import ";
  const auto& side = imported ? world.imports : world.exports;
  const auto table = std::ranges::find_if(side, [](const Interface& i) { return i.id == "$world"; });
  if (table == side.end()) return;
  std::map<const wit::Function*, const wit::Stability*> gates;
  for (const wit::WorldItem& item : imported ? w.imports : w.exports)
    if (const auto* function = std::get_if<wit::Function>(&item.item)) gates[function] = &item.stability;
  for (const Slot& slot : table->functions) {
    if (slot.function->kind != wit::FunctionKind::freestanding) continue;
    const wit::Stability* item = gates.at(slot.function);
    writer_.function(*slot.function, newest({&slot.function->stability, item, &w.stability}), direction);
  }
}

void Canonical::side(const World& world, const std::vector<Interface>& interfaces, const char* direction) {
  const wit::World& w = model_[world.id];
  const bool imported = std::string_view(direction) == "import ";
  const auto items = interfaces_among(imported ? w.imports : w.exports);
  for (const Interface& i : interfaces) {
    if (!i.interface) continue;
    // What a project adds to its world is no item of it.
    if (const auto found = items.find(*i.interface); found != items.end()) {
      const wit::WorldItem& item = *found->second;
      writer_.docs(item.docs);
      writer_.gate(newest({&item.stability}), item.stability);
    }
    if (!model_[*i.interface].name.empty()) {
      writer_.line(direction + writer_.path(*i.interface, w.package) + ";");
      continue;
    }
    writer_.open(direction + escaped(i.name) + ": interface");
    body(i, model_[*i.interface].stability, w.package);
    writer_.close();
  }
}

void Canonical::world(const World& world) {
  const wit::World& w = model_[world.id];
  writer_.docs(w.docs);
  writer_.gate(newest({&w.stability}), w.stability);
  writer_.open("world " + escaped(w.name));
  Interface bare_items;
  std::set<std::string> taken;
  for (const auto* items : {&w.imports, &w.exports}) {
    for (const wit::WorldItem& item : *items) {
      if (!std::holds_alternative<wit::WorldType>(item.item)) taken.insert(item.name);
    }
  }
  for (const auto* interfaces : {&world.imports, &world.exports}) {
    for (const Interface& i : *interfaces) {
      if (i.interface) continue;
      std::ranges::copy(i.functions, std::back_inserter(bare_items.functions));
      std::ranges::copy(i.resources, std::back_inserter(bare_items.resources));
    }
  }
  const Scope scope = reach_.scope_of(world.id, functions_of(bare_items), taken);
  writer_.enter(scope, w.package);
  writer_.uses();
  const Members members = members_of(model_, bare_items);
  for (wit::TypeId id : scope.own) writer_.type(id, members, w.stability);
  bare(world, "import ");
  side(world, world.imports, "import ");
  writer_.enter(scope, w.package);
  bare(world, "export ");
  side(world, world.exports, "export ");
  writer_.close();
}

/// Adds the exports of `other`, a description of the same world, that `world` hasn't got.
void add_exports(World& world, World& other) {
  for (Interface& i : other.exports)
    if (std::ranges::find(world.exports, i.id, &Interface::id) == world.exports.end())
      world.exports.push_back(std::move(i));
  std::ranges::stable_sort(world.exports, [](const Interface& a, const Interface& b) {
    return std::tie(a.id, a.name) < std::tie(b.id, b.name);
  });
}

}  // namespace

std::string canonical_wit(const wit::Model& model, const std::vector<wit::WorldId>& ids) {
  std::vector<World> worlds;
  for (wit::WorldId id : ids) worlds.push_back(describe(model, id));
  return canonical_wit_of(model, std::move(worlds));
}

std::string canonical_wit_of(const wit::Model& model, std::vector<World> worlds) {
  std::ranges::stable_sort(worlds, {}, &World::name);
  std::vector<World> each;
  for (World& world : worlds) {
    if (each.empty() || each.back().name != world.name)
      each.push_back(std::move(world));
    else
      add_exports(each.back(), world);
  }
  return each.empty() ? std::string() : Canonical(model, each).write();
}

}  // namespace tenon::abi
