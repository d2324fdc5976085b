#pragma once
// SPDX-License-Identifier: MIT
//
// The words of this module's tests: WIT texts, and what is in them.
#include <stdexcept>
#include <string>
#include <string_view>

#include "abi/contract.hpp"
#include "wit/parse.hpp"

namespace tenon::abi::testing {

/// `features`: of `@unstable` that are switched on; "*" for all.
inline wit::Model model_of(const std::string& text, const std::vector<std::string>& features = {}) {
  wit::Input input;
  input.packages.push_back({{{"test.wit", text}}});
  input.features = features;
  input.all_features = features == std::vector<std::string>{"*"};
  wit::Parsed parsed = wit::parse(input);
  std::string errors;
  for (const auto& diagnostic : parsed.diagnostics) errors += wit::render(diagnostic, parsed.sources);
  if (!parsed.ok()) throw std::runtime_error(errors + "\nin\n" + text);
  return std::move(parsed.model);
}

inline wit::WorldId world_id(const wit::Model& model, std::string_view name = "tool") {
  for (std::uint32_t i = 0; i < model.worlds.size(); ++i) {
    if (model.worlds[i].name == name) return {i};
  }
  throw std::runtime_error("no world " + std::string(name));
}

inline World world_of(const wit::Model& model, std::string_view name = "tool") {
  return describe(model, world_id(model, name));
}

inline const Interface& interface_of(const std::vector<Interface>& interfaces, std::string_view id) {
  for (const Interface& interface : interfaces) {
    if (interface.id == id) return interface;
  }
  throw std::runtime_error("no interface " + std::string(id));
}

/// A named type of any interface or world.
inline wit::Type type_of(const wit::Model& model, std::string_view name) {
  for (std::uint32_t i = 0; i < model.types.size(); ++i) {
    if (model.types[i].name == name) return wit::TypeId{i};
  }
  throw std::runtime_error("no type " + std::string(name));
}

/// "apply count" in slot order.
inline std::string names_of(const std::vector<Slot>& slots) {
  std::string out;
  for (const Slot& slot : slots) out += (out.empty() ? "" : " ") + slot.function->name;
  return out;
}

/// An exported interface `api` of package text:api@1.4.0 with these items, in world `tool`.
inline std::string exported(const std::string& items, const std::string& version = "@1.4.0") {
  return "package text:api" + version + ";\ninterface api {\n" + items + "\n}\nworld tool { export api; }\n";
}

}  // namespace tenon::abi::testing
