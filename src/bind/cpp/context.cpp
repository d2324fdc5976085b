// SPDX-License-Identifier: MIT
#include "bind/cpp/context.hpp"

#include <algorithm>

#include "bind/common/names.hpp"

namespace tenon::bind::cpp {
namespace {

std::string word(std::string_view kebab) { return names::value(Language::cpp, kebab); }

/// The name that a world gives an interface written in place.
std::string place_in_world(const wit::Model& model, wit::InterfaceId interface) {
  for (const wit::World& world : model.worlds)
    for (const auto* items : {&world.imports, &world.exports})
      for (const wit::WorldItem& item : *items) {
        const auto* written = std::get_if<wit::WorldInterface>(&item.item);
        if (written && written->id == interface)
          return package_namespace(model, world.package) + "::" + names::snake(world.name) +
                 "_types::" + word(item.name);
      }
  return package_namespace(model, model[interface].package) + "::interface_";
}

}  // namespace

bool Context::is_newer(const abi::Interface& interface, const abi::Slot& slot) const {
  return std::ranges::any_of(
      bases, [&](const BaseVersions* base) { return newer_than_base(*base, interface, slot); });
}

std::string package_namespace(const wit::Model& model, wit::PackageId package) {
  const wit::PackageName& name = model[package].name;
  const std::string inner = word(name.name);
  return word(name.ns) + "::" + (inner == "tenon" ? "tenon_" : inner);
}

std::string interface_namespace(const wit::Model& model, wit::InterfaceId interface) {
  const wit::Interface& i = model[interface];
  if (i.name.empty()) return place_in_world(model, interface);
  const std::string inner = word(i.name);
  return package_namespace(model, i.package) + "::" + (inner == "tenon" ? "tenon_" : inner);
}

std::string world_namespace(const wit::Model& model, wit::WorldId world) {
  return package_namespace(model, model[world].package) + "::" + names::snake(model[world].name) + "_types";
}

std::string namespace_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface) {
  if (interface.interface) return interface_namespace(model, *interface.interface);
  const bool exported =
      std::ranges::any_of(world.exports, [&](const abi::Interface& e) { return &e == &interface; });
  return package_namespace(model, model[world.id].package) + "::" + names::snake(model[world.id].name) +
         (exported ? "_exports" : "_imports");
}

std::string accessor_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface) {
  if (!interface.interface) return "functions";
  const std::string space = namespace_of(model, world, interface), name = space.substr(space.rfind(':') + 1);
  // What the classes with accessors have themselves.
  for (std::string_view taken :
       {"dir", "string", "list", "record", "heap", "instance", "plugin", "load", "create", "functions"})
    if (name == taken) return name + "_";
  return name;
}

std::string opened(const std::string& full_namespace, const std::string& build) {
  const std::size_t inner = full_namespace.find("::", full_namespace.find("::") + 2);
  if (inner == std::string::npos) return full_namespace + "::inline " + build;
  return full_namespace.substr(0, inner) + "::inline " + build + full_namespace.substr(inner);
}

}  // namespace tenon::bind::cpp
