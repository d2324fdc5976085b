// SPDX-License-Identifier: MIT
#include "bind/rust/surface.hpp"

#include <algorithm>

#include "bind/common/names.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

// An alias from `use` belongs to the interface it comes from.
bool is_foreign(const wit::Model& model, const wit::TypeDef& def) {
  const auto* alias = std::get_if<wit::Alias>(&def.kind);
  const auto* target = alias ? std::get_if<wit::TypeId>(&alias->type) : nullptr;
  return target && !model[*target].name.empty() && model[*target].owner != def.owner;
}

class Builder {
 public:
  explicit Builder(const Library& library) {
    out_.library = &library;
    out_.model = library.model;
  }

  Surface run() {
    for (const Plugin& plugin : out_.library->plugins) add(plugin);
    for (Face& face : out_.faces) {
      if (!face.contract) continue;
      for (const abi::Resource& resource : face.contract->resources) face.resources.push_back(&resource);
      face.base_slots = base_slots(face.contract->functions);
    }
    return std::move(out_);
  }

 private:
  const wit::Model& model() const { return *out_.model; }

  void add(const Plugin& plugin) {
    out_.concurrent |= plugin.concurrent;
    out_.fallible |= !plugin.unwind;
    for (wit::InterfaceId id : reached_interfaces(model(), plugin.world)) add_interface(id);
    add_world(plugin.world);
    for (const abi::Interface& interface : plugin.world.imports) {
      Face& face = join(plugin, interface);
      if (face.import < 0) face.import = out_.imports++;
    }
    for (const abi::Interface& interface : plugin.world.exports) join(plugin, interface).exported = true;
  }

  Face& join(const Plugin& plugin, const abi::Interface& interface) {
    Face& face = const_cast<Face&>(out_.of(plugin.world, interface));
    if (!face.contract) face.contract = &interface;
    note_newer(plugin, interface, interface.functions);
    for (const abi::Resource& resource : interface.resources) note_newer(plugin, interface, resource.methods);
    return face;
  }

  void note_newer(const Plugin& plugin, const abi::Interface& interface,
                  const std::vector<abi::Slot>& slots) {
    for (const abi::Slot& slot : slots)
      if (newer_than_base(plugin.base, interface, slot)) out_.newer.insert(slot.function);
  }

  std::uint32_t base_slots(const std::vector<abi::Slot>& slots) const {
    return static_cast<std::uint32_t>(std::ranges::count_if(
        slots, [&](const abi::Slot& slot) { return !out_.newer.contains(slot.function); }));
  }

  void add_interface(wit::InterfaceId id) {
    if (out_.interfaces.contains(id)) return;
    const wit::Interface& interface = model()[id];
    Face face;
    face.name = interface.name.empty() ? place_of(id) : model().id_of(id);
    face.docs = interface.docs;
    for (const wit::NamedType& type : interface.types)
      if (!is_foreign(model(), model()[type.id])) face.types.push_back(type);
    name(face, interface.name.empty() ? face.name : interface.name, interface.package);
    out_.interfaces[id] = out_.faces.size();
    out_.faces.push_back(std::move(face));
  }

  // The name of an interface that is written in a world's import or export.
  std::string place_of(wit::InterfaceId id) const {
    for (const wit::World& world : model().worlds)
      for (const auto* items : {&world.imports, &world.exports})
        for (const wit::WorldItem& item : *items) {
          const auto* interface = std::get_if<wit::WorldInterface>(&item.item);
          if (interface && interface->id == id) return item.name;
        }
    return "interface";
  }

  void add_world(const abi::World& described) {
    if (out_.worlds.contains(described.id)) return;
    const wit::World& world = model()[described.id];
    Face face;
    face.name = described.name;
    face.docs = world.docs;
    for (const wit::WorldItem& item : world.imports)
      if (const auto* type = std::get_if<wit::WorldType>(&item.item))
        if (!is_foreign(model(), model()[type->id])) face.types.push_back({item.name, type->id});
    name(face, world.name, world.package);
    out_.worlds[described.id] = out_.faces.size();
    out_.faces.push_back(std::move(face));
  }

  // `types`; where that is taken `text_types`, then `acme_text_types`.
  void name(Face& face, std::string_view kebab, wit::PackageId package) {
    const wit::PackageName& of = model()[package].name;
    const std::string plain(kebab), longer = of.name + "-" + plain, longest = of.ns + "-" + longer;
    for (const std::string& candidate : {plain, longer, longest, longest + "-world"}) {
      face.module = module_name(candidate);
      face.trait = type_name(candidate);
      if (modules_.insert(face.module).second) break;
    }
    for (const wit::NamedType& type : face.types)
      if (type_name(type.name) == face.trait) face.trait += "Functions";
  }

  Surface out_;
  std::set<std::string> modules_;
};

}  // namespace

const Face& Surface::of(const abi::World& world, const abi::Interface& interface) const {
  return faces[interface.interface ? interfaces.at(*interface.interface) : worlds.at(world.id)];
}

const Face& Surface::of(wit::TypeId type) const {
  const wit::Owner& owner = (*model)[type].owner;
  if (const auto* world = std::get_if<wit::WorldId>(&owner)) return faces[worlds.at(*world)];
  return faces[interfaces.at(std::get<wit::InterfaceId>(owner))];
}

Surface surface_of(const Library& library) { return Builder(library).run(); }

}  // namespace tenon::bind::rust
