// SPDX-License-Identifier: MIT
#include "abi/scope.hpp"

#include <algorithm>
#include <tuple>

#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

std::vector<wit::Type> roots_of(const Interface& interface) {
  std::vector<wit::Type> roots;
  const auto add = [&](const std::vector<Slot>& slots) {
    for (const Slot& slot : slots) std::ranges::copy(types_of(*slot.function), std::back_inserter(roots));
  };
  add(interface.functions);
  for (const Resource& resource : interface.resources) {
    roots.emplace_back(resource.type);
    add(resource.methods);
  }
  return roots;
}

std::string free_name(const Use& use, const wit::Model& model, const std::set<std::string>& taken) {
  std::string name = use.name;
  if (taken.contains(name)) name += "-" + model[use.from].name;
  while (taken.contains(name)) name += "-x";
  return name;
}

}  // namespace

bool is_named(const wit::TypeDef& def) {
  return std::visit(
      []<class Kind>(const Kind&) {
        return std::is_same_v<Kind, wit::Record> || std::is_same_v<Kind, wit::Variant> ||
               std::is_same_v<Kind, wit::Enum> || std::is_same_v<Kind, wit::Flags> ||
               std::is_same_v<Kind, wit::Resource>;
      },
      def.kind);
}

Reach::Reach(const wit::Model& model, const std::vector<World>& worlds) : model_(model) {
  std::set<wit::InterfaceId> interfaces;
  TypeWalk walk(model);
  for (const World& world : worlds) {
    for (const auto* side : {&world.imports, &world.exports}) {
      for (const Interface& interface : *side) {
        if (interface.interface) interfaces.insert(*interface.interface);
        for (const wit::Type& root : roots_of(interface)) {
          for (wit::TypeId id : walk.enter(root)) {
            if (is_named(model[id])) types_[model[id].owner].push_back(id);
          }
        }
      }
    }
  }
  for (auto& [owner, types] : types_) {
    std::ranges::sort(types, {}, [&](wit::TypeId id) -> const std::string& { return model[id].name; });
    if (const auto* interface = std::get_if<wit::InterfaceId>(&owner)) interfaces.insert(*interface);
  }
  interfaces_.assign(interfaces.begin(), interfaces.end());
  std::erase_if(interfaces_, [&](wit::InterfaceId id) { return model[id].name.empty(); });
  std::ranges::sort(interfaces_, {}, [&](wit::InterfaceId id) { return model.id_of(id); });
}

void Reach::mention(const wit::Type& type, std::set<wit::TypeId>& out) const {
  // Through anonymous types down to the next name, past aliases; each definition once.
  std::set<wit::TypeId> seen;
  std::vector<wit::Type> open{type};
  while (!open.empty()) {
    const wit::Type next = model_.resolve(open.back());
    open.pop_back();
    const auto* id = std::get_if<wit::TypeId>(&next);
    if (!id || !seen.insert(*id).second) continue;
    if (is_named(model_[*id])) {
      out.insert(*id);
    } else {
      std::ranges::copy(parts_of(model_[*id]), std::back_inserter(open));
    }
  }
}

std::vector<wit::TypeId> Reach::mentioned(const std::vector<wit::TypeId>& own,
                                          const std::vector<const wit::Function*>& functions) const {
  std::set<wit::TypeId> out;
  for (const wit::Function* function : functions) {
    for (const wit::Type& type : types_of(*function)) mention(type, out);
  }
  for (wit::TypeId id : own) {
    for (const wit::Type& part : parts_of(model_[id])) mention(part, out);
  }
  return {out.begin(), out.end()};
}

Scope Reach::scope_of(const wit::Owner& owner, const std::vector<const wit::Function*>& functions,
                      std::set<std::string> taken) const {
  Scope scope;
  if (const auto own = types_.find(owner); own != types_.end()) scope.own = own->second;
  for (wit::TypeId id : scope.own) {
    scope.names[id] = model_[id].name;
    taken.insert(model_[id].name);
  }
  for (wit::TypeId id : mentioned(scope.own, functions)) {
    const auto* from = std::get_if<wit::InterfaceId>(&model_[id].owner);
    if (!from || scope.names.contains(id)) continue;
    scope.uses.push_back({*from, model_.id_of(*from), model_[id].name, {}, id});
  }
  std::ranges::sort(scope.uses, [](const Use& a, const Use& b) {
    return std::tie(a.from_id, a.name) < std::tie(b.from_id, b.name);
  });
  for (Use& use : scope.uses) {
    use.local = free_name(use, model_, taken);
    taken.insert(use.local);
    scope.names[use.type] = use.local;
  }
  return scope;
}

}  // namespace tenon::abi
