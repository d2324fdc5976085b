// SPDX-License-Identifier: MIT
#include "bind/cpp/context.hpp"

#include <algorithm>

#include "abi/walk.hpp"
#include "bind/common/names.hpp"
#include "bind/cpp/globals.hpp"

namespace tenon::bind::cpp {
namespace {

/// A word that can't be hidden by, or hide, the library's own namespace.
std::string inner_word(std::string_view kebab) {
  const std::string name = word(kebab);
  return name == "tenon" ? name + "_" : name;
}

/// The name that a world gives an interface written in place.
std::string place_in_world(const wit::Model& model, wit::InterfaceId interface) {
  for (const wit::World& world : model.worlds)
    for (const auto* items : {&world.imports, &world.exports})
      for (const wit::WorldItem& item : *items) {
        const auto* written = std::get_if<wit::WorldInterface>(&item.item);
        if (written && written->id == interface)
          return package_namespace(model, world.package) + "::" + names::snake(world.name) +
                 (items == &world.imports ? "_imports::" : "_exports::") + inner_word(item.name);
      }
  return package_namespace(model, model[interface].package) + "::interface_";
}

/// The outermost namespace: shared with all headers that a program includes, and with the library.
std::string top_word(const wit::PackageName& name) {
  if (name.ns == "tenon") return name.name == "plugin" ? "tenon" : "tenon_";
  const std::string top = word(name.ns);
  return is_global(top) ? top + "_" : top;
}

/// "_v0_2" where the WIT has other versions of the package.
std::string version_word(const wit::Model& model, const wit::PackageName& name) {
  const auto other = [&](const wit::Package& p) {
    return p.name.ns == name.ns && p.name.name == name.name && !(p.name == name);
  };
  if (std::ranges::none_of(model.packages, other)) return {};
  if (!name.version) return "_unversioned";
  std::string track = name.version->track();
  std::ranges::replace_if(track, [](char c) { return c == '.' || c == '-' || c == '+'; }, '_');
  return "_v" + track;
}

/// What the classes with accessors have themselves.
bool is_taken(std::string_view accessor) {
  for (std::string_view taken : {"dir", "string", "list", "record", "heap", "instance", "plugin", "load",
                                 "create", "functions", "pin", "generation"})
    if (accessor == taken) return true;
  return false;
}

/// The last `parts` of an interface's namespace, as one word.
std::string accessor_word(const wit::Model& model, const abi::World& world, const abi::Interface& interface,
                          int parts) {
  if (!interface.interface) return "functions";
  const std::string& own = model[*interface.interface].name;
  // Nearly always enough, and all interfaces of a world are asked for it, for each of them.
  const bool alone = parts == 1 && !own.empty();
  std::string rest = alone ? inner_word(own) : namespace_of(model, world, interface), name;
  for (; parts > 0 && !rest.empty(); --parts) {
    const std::size_t at = rest.rfind("::");
    const std::string part = at == std::string::npos ? rest : rest.substr(at + 2);
    name = name.empty() ? part : part + "_" + name;
    rest.erase(at == std::string::npos ? 0 : at);
  }
  return is_taken(name) ? name + "_" : names::escape(Language::cpp, name);
}

/// For each type, how many records are inside of each other there, itself among them; 0 if it is none.
std::vector<std::size_t> nested_records(const wit::Model& model) {
  std::vector<std::size_t> nested(model.types.size());
  abi::TypeWalk walk(model);
  for (std::uint32_t i = 0; i < model.types.size(); ++i)
    for (const wit::TypeId id : walk.enter(wit::TypeId{i})) {
      if (const auto* alias = std::get_if<wit::Alias>(&model[id].kind)) {
        if (const auto* end = std::get_if<wit::TypeId>(&alias->end)) nested[id.index] = nested[end->index];
      } else if (const auto* record = std::get_if<wit::Record>(&model[id].kind)) {
        std::size_t most = 0;
        for (const wit::Field& field : record->fields)
          if (const auto* part = std::get_if<wit::TypeId>(&field.type))
            most = std::max(most, nested[part->index]);
        nested[id.index] = most + 1;
      }
    }
  return nested;
}

}  // namespace

std::string word(std::string_view kebab) { return names::value(Language::cpp, kebab); }

std::string type_word(std::string_view kebab) {
  const std::string name = names::pascal(kebab);
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  // EOF and the like, the I of <complex.h>, and the B0 and B9600 of <termios.h>.
  const bool macro = std::ranges::none_of(name, is_lower) &&
                     (std::ranges::count_if(name, is_upper) > 1 || (name.front() == 'B' && name.size() > 1));
  for (std::string_view taken : {"I", "T", "Following", "Impl", "Import", "Interface", "InterfaceOf", "Owned",
                                 "Payload", "Results", "Slots", "Table", "Target"})
    if (name == taken) return name + "_";
  return macro ? name + "_" : name;
}

Context::Context(const wit::Model& the_model)
    : model(&the_model),
      in_profile(std::make_shared<std::vector<bool>>(abi::types_in_profile(the_model))),
      nested(std::make_shared<std::vector<std::size_t>>(nested_records(the_model))) {}

bool Context::is_newer(const abi::Interface& interface, const abi::Slot& slot) const {
  return std::ranges::any_of(
      bases, [&](const BaseVersions* base) { return newer_than_base(*base, interface, slot); });
}

std::string package_namespace(const wit::Model& model, wit::PackageId package) {
  const wit::PackageName& name = model[package].name;
  return top_word(name) + "::" + inner_word(name.name) + version_word(model, name);
}

std::string interface_namespace(const wit::Model& model, wit::InterfaceId interface) {
  const wit::Interface& i = model[interface];
  if (i.name.empty()) return place_in_world(model, interface);
  return package_namespace(model, i.package) + "::" + inner_word(i.name);
}

std::string world_namespace(const wit::Model& model, wit::WorldId world) {
  return package_namespace(model, model[world].package) + "::" + names::snake(model[world].name) + "_types";
}

std::string resource_namespace(const wit::Model& model, wit::TypeId resource) {
  const wit::Owner& owner = model[resource].owner;
  if (const auto* world = std::get_if<wit::WorldId>(&owner)) return world_namespace(model, *world);
  return interface_namespace(model, std::get<wit::InterfaceId>(owner));
}

std::string spoken(const abi::Interface& interface) { return interface.id.substr(0, interface.id.find('@')); }

std::string namespace_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface) {
  if (interface.interface) return interface_namespace(model, *interface.interface);
  const bool exported =
      std::ranges::any_of(world.exports, [&](const abi::Interface& e) { return &e == &interface; });
  return package_namespace(model, model[world.id].package) + "::" + names::snake(model[world.id].name) +
         (exported ? "_exports" : "_imports");
}

std::string accessor_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface) {
  const auto is_this = [&](const abi::Interface& other) { return &other == &interface; };
  const auto& side = std::ranges::any_of(world.exports, is_this) ? world.exports : world.imports;
  for (int parts = 1;; ++parts) {
    std::string name = accessor_word(model, world, interface, parts);
    const auto same = [&](const abi::Interface& other) {
      return &other != &interface && accessor_word(model, world, other, parts) == name;
    };
    if (parts == 4 || std::ranges::none_of(side, same)) return name;
  }
}

namespace {

/// `word` behind the package's part.
std::string with_build(std::string full_namespace, const std::string& word) {
  const std::size_t inner = full_namespace.find("::", full_namespace.find("::") + 2);
  return full_namespace.insert(std::min(inner, full_namespace.size()), "::" + word);
}

}  // namespace

std::string full_name(const Context& c, const std::string& full_namespace) {
  return "::" + (c.build.empty() ? full_namespace : with_build(full_namespace, c.build));
}

std::string opened(const std::string& full_namespace, const std::string& build) {
  return with_build(full_namespace, "inline " + build);
}

}  // namespace tenon::bind::cpp
