// SPDX-License-Identifier: MIT
#include "bind/rust/surface.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "bind/common/names.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

// What each file has at its top of its own.
constexpr std::array kFileOwn = std::to_array<std::string_view>({"CallError", "Error", "IntoOwned", "List"});

// An alias from `use` belongs to the interface it comes from.
bool is_foreign(const wit::Model& model, const wit::TypeDef& def) {
  const auto* alias = std::get_if<wit::Alias>(&def.kind);
  const auto* target = alias ? std::get_if<wit::TypeId>(&alias->type) : nullptr;
  return target && !model[*target].name.empty() && model[*target].owner != def.owner;
}

class Builder {
 public:
  explicit Builder(const Library& library, bool host = false) {
    out_.library = &library;
    out_.model = library.model;
    out_.host = host;
  }

  Surface run() {
    for (const Plugin& plugin : out_.library->plugins) add(plugin);
    for (Face& face : out_.faces) {
      out_.modules.insert(face.module);
      add_resources(face, face.imports);
      if (face.exports != face.imports) add_resources(face, face.exports);
      if (face.imports) face.base_slots = base_slots(face.imports->functions);
    }
    offer();
    return std::move(out_);
  }

 private:
  const wit::Model& model() const { return *out_.model; }

  void add(const Plugin& plugin) {
    out_.concurrent |= plugin.concurrent || out_.host;  // plugins call a host from any thread
    out_.fallible |= !plugin.unwind;
    for (wit::InterfaceId id : reached_interfaces(model(), plugin.world)) add_interface(id);
    add_world(plugin.world);
    for (const abi::Interface& interface : plugin.world.imports) {
      Face& face = join(plugin, interface);
      if (!face.imports) face.imports = &interface;
      if (face.import < 0) face.import = out_.imports++;
    }
    for (const abi::Interface& interface : plugin.world.exports) {
      Face& face = join(plugin, interface);
      if (!face.exports) face.exports = &interface;
    }
  }

  Face& join(const Plugin& plugin, const abi::Interface& interface) {
    note_newer(plugin, interface, interface.functions);
    const_cast<Face&>(out_.of(plugin.world, interface)).id = interface.id;
    for (const abi::Resource& resource : interface.resources) note_newer(plugin, interface, resource.methods);
    return const_cast<Face&>(out_.of(plugin.world, interface));
  }

  static void add_resources(Face& face, const abi::Interface* contract) {
    if (!contract) return;
    for (const abi::Resource& resource : contract->resources)
      if (std::ranges::none_of(face.resources, [&](const auto* r) { return r->type == resource.type; }))
        face.resources.push_back(&resource);
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
      if (!is_foreign(model(), model()[type.id]) && has_form(face, type.id)) face.types.push_back(type);
    name(face, interface.name.empty() ? face.name : interface.name, interface.package);
    out_.interfaces[id] = out_.faces.size();
    out_.faces.push_back(std::move(face));
  }

  // Own handles beside strings and lists come as a whole, which takes an allocator.
  bool has_form(const Face& face, wit::TypeId type) const {
    const Types types(out_, face, Types::From::face);
    return !out_.bare() || !types.owns(type) || !types.grows(type);
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
    const std::vector<bool> in_profile = abi::types_in_profile(model());
    for (const wit::WorldItem& item : world.imports)
      if (const auto* type = std::get_if<wit::WorldType>(&item.item))
        if (!is_foreign(model(), model()[type->id]) && in_profile[type->id.index] && has_form(face, type->id))
          face.types.push_back({item.name, type->id});
    name(face, world.name, world.package);
    out_.worlds[described.id] = out_.faces.size();
    out_.faces.push_back(std::move(face));
  }

  // `types`; where that is taken `text_types`, then `acme_text_types`. A second version of the same
  // package's: `types_v2`.
  void name(Face& face, std::string_view kebab, wit::PackageId package) {
    const wit::PackageName& of = model()[package].name;
    const std::string plain(kebab), home = of.ns + ":" + of.name;
    std::vector<std::string> candidates{plain, of.name + "-" + plain, of.ns + "-" + of.name + "-" + plain};
    const auto holder = modules_.find(module_name(plain));
    if (holder != modules_.end() && holder->second == home && of.version) {
      std::string track = of.version->track();
      std::ranges::replace_if(
          track, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '-');
      for (std::string& candidate : candidates) candidate += "-v" + track;
    }
    for (int next = 2; next < 100; ++next) candidates.push_back(candidates[2] + "-" + std::to_string(next));
    for (const std::string& candidate : candidates) {
      face.module = module_name(candidate);
      face.trait = type_name(candidate);
      if (!modules_.emplace(face.module, home).second) continue;
      return name_parts(face, candidate);
    }
  }

  // Names of the file's own that a type of the interface may have already.
  void name_parts(Face& face, const std::string& kebab) const {
    face.functions = out_.host ? "Exported" : "Imported";
    const Types types(out_, face, Types::From::face);
    std::set<std::string> taken;
    for (const wit::NamedType& type : face.types)
      for (const std::string& name : types.names_of(type)) taken.insert(name);
    while (taken.contains(face.functions)) face.functions += "Functions";
    taken.insert(face.functions);
    for (std::string suffix = "Functions"; taken.contains(face.trait); suffix += "Functions")
      face.trait = type_name(kebab, suffix);
    face.accessor = face.module + (is_taken(face.module) ? "_" : "");
  }

  // What the type has that accessors belong to: a plugin's `Host`, or a host's type of the world.
  bool is_taken(const std::string& accessor) const {
    constexpr std::array kOfHost = std::to_array<std::string_view>(
        {"clone", "clone_from", "dir", "drop", "fmt", "into", "record", "to_owned", "try_into"});
    constexpr std::array kOfWorld =
        std::to_array<std::string_view>({"borrow", "create", "generation", "instance", "into", "load", "pin",
                                         "plugin", "recreate", "to_owned", "try_into", "unload", "world"});
    return out_.host ? std::ranges::count(kOfWorld, accessor) : std::ranges::count(kOfHost, accessor);
  }

  // Names that only one face has are offered at the file's top as well, beside the file's own.
  void offer() {
    std::map<std::string, int> count;
    std::vector<std::string> owns{"Create", "Host"};
    owns.insert(owns.end(), kFileOwn.begin(), kFileOwn.end());
    if (out_.host) {
      const HostNames host = host_names(out_);
      owns.insert(owns.end(), {host.world, host.imports, host.reloadable, host.pinned});
    }
    for (const std::string& own : owns) ++count[own];
    for (const Face& face : out_.faces)
      for (const std::string& name : names_of(out_, face)) ++count[name];
    for (const auto& [name, times] : count)
      if (times == 1) out_.offered.insert(name);
    for (const std::string& own : owns) out_.offered.erase(own);
  }

  Surface out_;
  std::map<std::string, std::string> modules_;  ///< with the package that each comes from
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

std::vector<std::string> names_of(const Surface& surface, const Face& face) {
  const Types types(surface, face, Types::From::face);
  std::vector<std::string> out;
  for (const wit::NamedType& type : face.types)
    for (std::string& name : types.names_of(type)) out.push_back(std::move(name));
  if (face.has_exports()) out.push_back(face.trait);
  return out;
}

Surface surface_of(const Library& library) { return Builder(library).run(); }

Surface surface_of(const HostSide& host, Library& turned) {
  Plugin plugin;
  plugin.world = host.world;
  std::swap(plugin.world.imports, plugin.world.exports);
  plugin.base = host.base;
  plugin.unwind = false;  // calls give errors
  turned = Library();
  turned.model = host.model;
  turned.source = host.source;
  turned.plugins.push_back(std::move(plugin));
  return Builder(turned, true).run();
}

HostNames host_names(const Surface& surface) {
  const std::string& world = (*surface.model)[surface.library->plugins.front().world.id].name;
  std::string type = type_name(world);
  if (std::ranges::count(kFileOwn, type)) type += '_';
  return {std::move(type), type_name(world, "Imports"), type_name(world, "Reloadable"),
          type_name(world, "Pinned")};
}

}  // namespace tenon::bind::rust
