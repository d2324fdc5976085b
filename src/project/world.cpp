// SPDX-License-Identifier: MIT
#include "project/world.hpp"

#include <string>
#include <vector>

#include "project/near.hpp"

namespace tenon::project {
namespace {

std::vector<std::string> own_worlds(const wit::Model& model) {
  std::vector<std::string> names;
  for (const wit::NamedWorld& w : model[model.main].worlds) names.push_back(w.name);
  return names;
}

std::expected<wit::WorldId, Problems> only_world(const wit::Model& model) {
  const wit::Package& package = model[model.main];
  if (package.worlds.size() == 1) return package.worlds[0].id;
  if (package.worlds.empty())
    return std::unexpected(problem("E0809", "the package `" + package.name.text() + "` has no world",
                                   "a plugin implements a world: write `world NAME { ... }`"));
  return std::unexpected(problem(
      "E0809",
      "the package `" + package.name.text() + "` has " + std::to_string(package.worlds.size()) + " worlds",
      "choose one of " + listed(own_worlds(model)) + " with `--world` or, in tenon.toml, `world`"));
}

// "ns:pkg/world", with or without a version.
std::optional<wit::WorldId> by_id(const wit::Model& model, std::string_view name) {
  for (std::uint32_t i = 0; i < model.worlds.size(); ++i) {
    const std::string id = model.id_of(wit::WorldId{i});
    if (id == name || std::string_view(id).substr(0, id.find('@')) == name) return wit::WorldId{i};
  }
  return std::nullopt;
}

}  // namespace

std::expected<wit::WorldId, Problems> pick_world(const wit::Model& model, std::string_view name) {
  if (name.empty()) return only_world(model);
  for (const wit::NamedWorld& w : model[model.main].worlds)
    if (w.name == name) return w.id;
  if (name.find('/') != std::string_view::npos)
    if (const auto id = by_id(model, name)) return *id;
  const std::vector<std::string> names = own_worlds(model);
  const auto near = nearest(name, names);
  return std::unexpected(problem(
      "E0809", "there is no world `" + std::string(name) + "` in `" + model[model.main].name.text() + "`",
      near            ? "did you mean `" + *near + "`?"
      : names.empty() ? "it has no worlds at all"
                      : "it has " + listed(names)));
}

}  // namespace tenon::project
