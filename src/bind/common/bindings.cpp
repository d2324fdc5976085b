// SPDX-License-Identifier: MIT
#include "bind/common/bindings.hpp"

#include <algorithm>
#include <set>

namespace tenon::bind {
namespace {

// Depth first over everything a type mentions; WIT has no recursive types, and the parser bounds the
// nesting, so this ends.
class Reach {
 public:
  explicit Reach(const wit::Model& model) : model_(model) {}

  void function(const wit::Function& f) {
    for (const wit::Param& p : f.params) type(p.type);
    if (f.result) type(*f.result);
  }

  void interface(wit::InterfaceId id) {
    if (!begun_.insert(id).second) return;
    for (const wit::NamedType& t : model_[id].types) definition(t.id);
    for (const wit::Function& f : model_[id].functions) function(f);
    order.push_back(id);
  }

  void type(const wit::Type& t) {
    if (const auto* id = std::get_if<wit::TypeId>(&t)) definition(*id);
  }

  std::vector<wit::InterfaceId> order;
  std::vector<wit::TypeId> types;  ///< dependencies first

 private:
  void maybe(const std::optional<wit::Type>& t) {
    if (t) type(*t);
  }

  void definition(wit::TypeId id) {
    if (!seen_.insert(id).second) return;
    const wit::TypeDef& def = model_[id];
    if (const auto* owner = std::get_if<wit::InterfaceId>(&def.owner)) interface(*owner);
    std::visit([&](const auto& kind) { parts(kind); }, def.kind);
    types.push_back(id);
  }

  void parts(const wit::Record& k) {
    for (const auto& f : k.fields) type(f.type);
  }
  void parts(const wit::Variant& k) {
    for (const auto& c : k.cases) maybe(c.type);
  }
  void parts(const wit::Tuple& k) {
    for (const auto& t : k.types) type(t);
  }
  void parts(const wit::Option& k) { type(k.type); }
  void parts(const wit::Result& k) { maybe(k.ok), maybe(k.err); }
  void parts(const wit::List& k) { type(k.type); }
  void parts(const wit::FixedList& k) { type(k.type); }
  void parts(const wit::Map& k) { type(k.key), type(k.value); }
  void parts(const wit::Future& k) { maybe(k.type); }
  void parts(const wit::Stream& k) { maybe(k.type); }
  void parts(const wit::Handle& k) { definition(k.resource); }
  void parts(const wit::Alias& k) { type(k.type); }
  void parts(const wit::Enum&) {}
  void parts(const wit::Flags&) {}
  void parts(const wit::Resource&) {}

  const wit::Model& model_;
  std::set<wit::InterfaceId> begun_;
  std::set<wit::TypeId> seen_;
};

}  // namespace

bool newer_than_base(const BaseVersions& base, const abi::Interface& interface, const abi::Slot& slot) {
  if (!slot.since.version) return false;
  const std::string package = interface.name.substr(0, interface.name.find('/'));
  const auto raised = std::ranges::find(base, package, &std::pair<std::string, wit::Version>::first);
  if (raised != base.end()) return *slot.since.version > raised->second;
  // The start of the track: 1.0.0 of 1.x, 0.2.0 of 0.2.x, 0.0.3 of 0.0.3.
  wit::Version start = *slot.since.version;
  if (start.major > 0) start.minor = 0;
  if (start.major > 0 || start.minor > 0) start.patch = 0;
  if (start.pre.empty()) return *slot.since.version > start;
  return false;
}

std::vector<wit::InterfaceId> reached_interfaces(const wit::Model& model, const abi::World& world) {
  Reach reach(model);
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) {
      for (const abi::Slot& slot : interface.functions) reach.function(*slot.function);
      if (interface.interface) reach.interface(*interface.interface);
    }
  return reach.order;
}

std::vector<wit::TypeId> own_types(const wit::Model& model, wit::InterfaceId interface) {
  Reach reach(model);
  reach.interface(interface);
  std::erase_if(reach.types, [&](wit::TypeId id) {
    const wit::TypeDef& def = model[id];
    const auto* owner = std::get_if<wit::InterfaceId>(&def.owner);
    if (!owner || *owner != interface || def.name.empty()) return true;
    if (!abi::is_in_profile(model, id)) return true;
    const auto* alias = std::get_if<wit::Alias>(&def.kind);
    const auto* target = alias ? std::get_if<wit::TypeId>(&alias->type) : nullptr;
    return target && !model[*target].name.empty() && model[*target].owner != def.owner;
  });
  return std::move(reach.types);
}

}  // namespace tenon::bind
