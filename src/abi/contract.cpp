// SPDX-License-Identifier: MIT
#include "abi/contract.hpp"

#include <algorithm>
#include <map>

#include "abi/canonical.hpp"
#include "abi/gate.hpp"

namespace tenon::abi {
namespace {

constexpr const char* kWorldInterface = "$world";

std::string on_track(const wit::PackageName& package, const std::string& name) {
  std::string id = package.ns + ":" + package.name + "/" + name;
  if (package.version) id += "@" + package.version->track();
  return id;
}

std::string interface_id(const wit::Model& model, wit::InterfaceId id) {
  const wit::Interface& interface = model[id];
  if (interface.name.empty()) return interface.label;
  return on_track(model[interface.package].name, interface.name);
}

/// A function with the gates around it that are not the resource's.
struct Member {
  const wit::Function* function;
  const wit::Stability* item;   ///< of the world item that it is, else the function's own again
  const wit::Stability* outer;  ///< of the interface or world
};

/// What a table is made from, wherever it is written.
struct Content {
  std::vector<Member> members;
  std::vector<wit::TypeId> resources;
  std::optional<wit::Version> package;
};

bool is_resource(const wit::Model& model, wit::TypeId id) {
  return std::holds_alternative<wit::Resource>(model[id].kind);
}

Slot slot_of(const wit::Model& model, const Member& member, const Content& content) {
  const wit::Function& function = *member.function;
  static const wit::Stability kNone;
  const bool free = function.kind == wit::FunctionKind::freestanding;
  const wit::Stability& resource = free ? kNone : model[model.resolve_resource(function.resource)].stability;
  return {&function,
          from_start(newest({&function.stability, member.item, &resource, member.outer}), content.package)};
}

void sort_slots(std::vector<Slot>& slots) {
  std::ranges::sort(slots, [](const Slot& a, const Slot& b) {
    if (a.since < b.since || b.since < a.since) return a.since < b.since;
    return a.function->name < b.function->name;
  });
}

void fill(const wit::Model& model, const Content& content, Interface& out) {
  std::map<wit::TypeId, std::size_t> places;
  for (wit::TypeId id : content.resources) {
    places[id] = out.resources.size();
    out.resources.push_back({id, out.id + "#" + model[id].name, {}, {}});
  }
  for (const Member& member : content.members) {
    const Slot slot = slot_of(model, member, content);
    const bool method = member.function->kind == wit::FunctionKind::method;
    const auto place = method ? places.find(model.resolve_resource(member.function->resource)) : places.end();
    (place == places.end() ? out.functions : out.resources[place->second].methods).push_back(slot);
  }
  sort_slots(out.functions);
  for (Resource& resource : out.resources) sort_slots(resource.methods);
  std::ranges::sort(out.resources, {}, &Resource::id);
}

void hash(const wit::Model& model, Interface& interface) {
  interface.hash = hash_of(hash_text(model, interface));
  for (Resource& resource : interface.resources) resource.hash = hash_of(hash_text(model, resource));
}

Interface describe_interface(const wit::Model& model, wit::InterfaceId id, const std::string& name) {
  const wit::Interface& interface = model[id];
  const wit::PackageName& package = model[interface.package].name;
  Interface out;
  out.interface = id;
  out.id = interface.name.empty() ? name : on_track(package, interface.name);
  out.name = interface.name.empty() ? name : model.id_of(id);
  Content content{{}, {}, package.version};
  for (const wit::Function& f : interface.functions) {
    content.members.push_back({&f, &f.stability, &interface.stability});
  }
  for (const wit::NamedType& type : interface.types) {
    if (is_resource(model, type.id)) content.resources.push_back(type.id);
  }
  fill(model, content, out);
  return out;
}

Interface describe_bare(const wit::Model& model, const wit::World& world,
                        const std::vector<wit::WorldItem>& items) {
  Interface out;
  out.id = out.name = kWorldInterface;
  Content content{{}, {}, model[world.package].name.version};
  for (const wit::WorldItem& item : items) {
    if (const auto* function = std::get_if<wit::Function>(&item.item)) {
      content.members.push_back({function, &item.stability, &world.stability});
    } else if (const auto* type = std::get_if<wit::WorldType>(&item.item)) {
      if (is_resource(model, type->id)) content.resources.push_back(type->id);
    }
  }
  fill(model, content, out);
  return out;
}

std::vector<Interface> describe_side(const wit::Model& model, const wit::World& world,
                                     const std::vector<wit::WorldItem>& items,
                                     std::optional<wit::InterfaceId> more = {}) {
  std::vector<Interface> out{describe_bare(model, world, items)};
  for (const wit::WorldItem& item : items) {
    const auto* interface = std::get_if<wit::WorldInterface>(&item.item);
    if (interface) out.push_back(describe_interface(model, interface->id, item.name));
  }
  const auto is_there = [&](const Interface& i) { return i.interface == more; };
  if (more && std::ranges::none_of(out, is_there)) out.push_back(describe_interface(model, *more, ""));
  std::erase_if(out, [](const Interface& i) { return i.functions.empty() && i.resources.empty(); });
  std::ranges::stable_sort(out, [](const Interface& a, const Interface& b) {
    return std::tie(a.id, a.name) < std::tie(b.id, b.name);
  });
  for (Interface& interface : out) hash(model, interface);
  return out;
}

}  // namespace

World describe(const wit::Model& model, wit::WorldId id, std::optional<wit::InterfaceId> state) {
  const wit::World& world = model[id];
  return {id, model.id_of(id), describe_side(model, world, world.imports),
          describe_side(model, world, world.exports, state)};
}

std::string resource_id(const wit::Model& model, wit::TypeId type) {
  const wit::TypeDef& def = model[model.resolve_resource(type)];
  const auto* owner = std::get_if<wit::InterfaceId>(&def.owner);
  return (owner ? interface_id(model, *owner) : kWorldInterface) + "#" + def.name;
}

}  // namespace tenon::abi
