// SPDX-License-Identifier: MIT
#include "bind/c/header.hpp"

#include <set>
#include <variant>

#include "bind/common/text.hpp"
#include "tenon/abi/version.h"

namespace tenon::bind::c {
namespace {

std::string of_functions(Types& types, const abi::World& world) {
  std::string out;
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) {
      for (const abi::Slot& slot : interface.functions) out += types.define(*slot.function);
      for (const abi::Resource& resource : interface.resources)
        for (const abi::Slot& slot : resource.methods) out += types.define(*slot.function);
    }
  return out;
}

// What a world declares itself, whether its functions mention it or not.
std::string own(Types& types, const wit::Model& model, wit::WorldId world) {
  const std::vector<bool> in_profile = abi::types_in_profile(model);
  std::string out;
  for (const auto* side : {&model[world].imports, &model[world].exports})
    for (const wit::WorldItem& entry : *side)
      if (const auto* type = std::get_if<wit::WorldType>(&entry.item))
        if (in_profile[type->id.index]) out += types.define(wit::Type(type->id));
  return out;
}

}  // namespace

std::string banner(const std::string& source) {
  return fill(
      "/* Made by tenon for contract {{version}}.{{revision}} from {{source}}. Do not edit: it is made anew "
      "with every build. */\n",
      {{"version", std::to_string(TENON_CONTRACT_VERSION)},
       {"revision", std::to_string(TENON_CONTRACT_REVISION)},
       {"source", source}});
}

std::string contract_check() {
  return fill(R"(

    #if TENON_CONTRACT_VERSION != {{version}} || TENON_CONTRACT_REVISION != {{revision}}
    #error "tenon: this file and the headers are of different versions; run `tenon bind c` of the version with the headers"
    #endif
  )",
              {{"version", std::to_string(TENON_CONTRACT_VERSION)},
               {"revision", std::to_string(TENON_CONTRACT_REVISION)}});
}

std::string world_types(Types& types, const wit::Model& model, const std::vector<const abi::World*>& worlds) {
  std::string out;
  const std::vector<bool> in_profile = abi::types_in_profile(model);
  for (const abi::World* world : worlds) {
    for (wit::InterfaceId id : reached_interfaces(model, *world)) {
      std::string its;
      for (wit::TypeId type : own_types(model, id, in_profile)) its += types.define(type);
      for (const wit::Function& f : model[id].functions) its += types.define(f);
      if (!its.empty()) out += "\n/* --- Types of " + model.id_of(id) + " --- */\n" + its;
    }
    out += of_functions(types, *world);
    out += own(types, model, world->id);
  }
  return out;
}

std::string world_tables(Naming& naming, const std::vector<const abi::World*>& worlds, const Newer& newer) {
  std::set<std::string> done;
  std::string out;
  for (const abi::World* world : worlds)
    for (const auto* side : {&world->imports, &world->exports})
      for (const abi::Interface& interface : *side) {
        if (!done.insert(naming.prefix(interface, *world)).second) continue;
        out += table(naming, interface, *world);
        for (const abi::Resource& resource : interface.resources)
          out += vtable(naming, interface, resource, newer);
      }
  return out;
}

}  // namespace tenon::bind::c
