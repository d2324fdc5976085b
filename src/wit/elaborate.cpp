// SPDX-License-Identifier: MIT
//
// Worlds name the interfaces they want; elaboration adds those that the wanted ones need.
#include <algorithm>
#include <functional>
#include <set>

#include "wit/world_resolver.hpp"

namespace tenon::wit {
namespace {

/// An interface on the way into a world. `name` is empty unless it is imported under one.
struct Visit {
  InterfaceId id;
  std::string name;
  bool is_export = false;
  std::size_t next = 0;
  std::string key() const { return name.empty() ? key_of(id) : name; }
};

enum class Enter : std::uint8_t { skip, descend, fail };

/// Depth first with dependencies before what needs them, without recursion: chains of interfaces
/// can be as long as the text.
template <class OnEnter, class OnLeave>
bool walk(const State& state, Visit root, OnEnter on_enter, OnLeave on_leave) {
  std::vector<Visit> stack;
  const auto push = [&](Visit visit) {
    const Enter enter = on_enter(visit);
    if (enter == Enter::descend) stack.push_back(std::move(visit));
    return enter != Enter::fail;
  };
  if (!push(std::move(root))) return false;
  while (!stack.empty()) {
    Visit& top = stack.back();
    const auto& dependencies = state.interfaces[top.id.index].dependencies;
    if (top.next < dependencies.size()) {
      const InterfaceId next = dependencies[top.next++];
      if (!push({next, "", top.is_export})) return false;
      continue;
    }
    if (!on_leave(top)) return false;
    stack.pop_back();
  }
  return true;
}

class Elaborator {
 public:
  Elaborator(State& state, WorldId id) : state_(state), id_(id) {}

  void add_imports(std::vector<WorldItem> items);
  void add_exports(std::vector<WorldItem> items);
  void finish();

 private:
  int rank(const WorldItem& item) const;
  void add_import(InterfaceId id, const WorldItem& item);
  void add_type(const WorldItem& item);
  bool add_export(const WorldItem& item);
  void put_import(WorldItem item);
  Span world_span() const { return state_.model[id_].span; }
  std::string name_of(const WorldItem& item) const;
  Enter pay_for(InterfaceId id);

  State& state_;
  WorldId id_;
  WorldItems imports_, exports_;
  std::set<InterfaceId> exported_;  ///< by path
  std::set<InterfaceId> required_imports_;
};

/// Interfaces, then types from interfaces, then own types, then functions: each class can refer to
/// those before it.
int Elaborator::rank(const WorldItem& item) const {
  if (std::holds_alternative<WorldInterface>(item.item)) return 0;
  if (const auto* function = std::get_if<Function>(&item.item)) {
    return function->kind == FunctionKind::freestanding ? 3 : 4;
  }
  const TypeDef& type = state_.model[std::get<WorldType>(item.item).id];
  const auto* alias = std::get_if<Alias>(&type.kind);
  const auto* target = alias == nullptr ? nullptr : std::get_if<TypeId>(&alias->type);
  return target != nullptr && state_.model[*target].owner != type.owner ? 1 : 2;
}

void Elaborator::add_imports(std::vector<WorldItem> items) {
  std::ranges::stable_sort(items, {}, [&](const WorldItem& item) { return rank(item); });
  for (WorldItem& item : items) {
    if (const auto* interface = std::get_if<WorldInterface>(&item.item)) {
      add_import(interface->id, item);
    } else if (std::holds_alternative<WorldType>(item.item)) {
      add_type(item);
    } else {
      imports_.add(std::move(item));
    }
  }
}

/// `item` gives what is imported its gate, its place, and perhaps a name.
void Elaborator::add_import(InterfaceId id, const WorldItem& item) {
  const bool is_itself = std::holds_alternative<WorldInterface>(item.item);
  const Visit root{id, is_itself ? item.name : ""};
  const auto enter = [&](const Visit& visit) {
    return imports_.contains(visit.key()) ? Enter::skip : pay_for(visit.id);
  };
  const auto leave = [&](const Visit& visit) {
    const bool is_root = is_itself && visit.id == id;
    imports_.add({visit.name, WorldInterface{visit.id}, item.stability, is_root ? item.docs : "", item.span});
    return true;
  };
  walk(state_, root, enter, leave);
}

void Elaborator::add_type(const WorldItem& item) {
  const TypeId id = std::get<WorldType>(item.item).id;
  const auto* alias = std::get_if<Alias>(&state_.model[id].kind);
  const auto* target = alias == nullptr ? nullptr : std::get_if<TypeId>(&alias->type);
  const auto* owner = target == nullptr ? nullptr : std::get_if<InterfaceId>(&state_.model[*target].owner);
  if (owner != nullptr) add_import(*owner, item);
  imports_.add(item);
}

void Elaborator::add_exports(std::vector<WorldItem> items) {
  for (const WorldItem& item : items) {
    const auto* interface = std::get_if<WorldInterface>(&item.item);
    if (interface != nullptr && item.name.empty()) exported_.insert(interface->id);
    if (interface == nullptr) exports_.add(item);
  }
  for (const WorldItem& item : items) {
    if (!std::holds_alternative<WorldInterface>(item.item) || add_export(item)) continue;
    Diagnostic& diagnostic = state_.report.error(
        "T0126", world_span(),
        "interface `" + name_of(item) + "` transitively depends on an interface in incompatible ways");
    add_note(diagnostic, item.span, "it is exported here");
    diagnostic.help =
        "one of the interfaces it uses is exported as well, and also needed as an import; export all of them";
    return;
  }
}

/// What an exported interface uses comes from another export if the world has one, else from an
/// import; one interface can't be both for the same export, or its types would be two.
bool Elaborator::add_export(const WorldItem& item) {
  const auto is_exported = [&](const Visit& visit) {
    return visit.is_export && (!visit.name.empty() || exported_.contains(visit.id));
  };
  const auto enter = [&](Visit& visit) {
    visit.is_export = is_exported(visit);
    if (exports_.contains(visit.key())) return visit.is_export ? Enter::skip : Enter::fail;
    const bool is_known_import = !visit.is_export && required_imports_.contains(visit.id);
    return is_known_import ? Enter::skip : pay_for(visit.id);
  };
  const auto leave = [&](const Visit& visit) {
    const bool is_root = visit.key() == key_of(item);
    WorldItem made{visit.name, WorldInterface{visit.id}, item.stability, is_root ? item.docs : "", item.span};
    if (!visit.is_export) {
      required_imports_.insert(visit.id);
      put_import(std::move(made));
    } else if (visit.name.empty() && required_imports_.contains(visit.id)) {
      return false;
    } else {
      exports_.add(std::move(made));
    }
    return true;
  };
  return walk(state_, {std::get<WorldInterface>(item.item).id, item.name, true}, enter, leave);
}

void Elaborator::put_import(WorldItem item) {
  if (WorldItem* found = imports_.find(key_of(item))) {
    found->stability = item.stability;
  } else {
    imports_.add(std::move(item));
  }
}

/// Paid on entering, so that nothing more is walked when it is enough. What uses many others costs more:
/// each of them is looked at.
Enter Elaborator::pay_for(InterfaceId id) {
  const std::size_t dependencies = state_.interfaces[id.index].dependencies.size();
  return state_.spend(1 + dependencies / 8, world_span()) ? Enter::descend : Enter::skip;
}

std::string Elaborator::name_of(const WorldItem& item) const {
  return item.name.empty() ? state_.model.id_of(std::get<WorldInterface>(item.item).id) : item.name;
}

void Elaborator::finish() {
  World& world = state_.model.worlds[id_.index];
  world.imports = imports_.take();
  world.exports = exports_.take();
  std::ranges::stable_sort(world.imports, {}, [&](const WorldItem& item) { return rank(item); });
}

}  // namespace

void elaborate(State& state, WorldId id, std::vector<WorldItem> imports, std::vector<WorldItem> exports) {
  Elaborator elaborator(state, id);
  elaborator.add_imports(std::move(imports));
  elaborator.add_exports(std::move(exports));
  elaborator.finish();
}

}  // namespace tenon::wit
