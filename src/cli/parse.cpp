// SPDX-License-Identifier: MIT
//
// tenon parse: is my WIT right?
#include <fmt/core.h>

#include "abi/canonical.hpp"
#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "wit/json.hpp"

namespace tenon::cli {
namespace {

std::string count(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string summary(const wit::Model& model) {
  const wit::Package& main = model[model.main];
  std::string text = "package " + main.name.text() + "\n";
  for (const wit::NamedInterface& i : main.interfaces)
    text += fmt::format("  interface {}: {}, {}\n", i.name, count(model[i.id].types.size(), "type"),
                        count(model[i.id].functions.size(), "function"));
  for (const wit::NamedWorld& w : main.worlds)
    text += fmt::format("  world {}: {}, {}\n", w.name, count(model[w.id].imports.size(), "import"),
                        count(model[w.id].exports.size(), "export"));
  for (std::uint32_t i = 0; i < model.packages.size(); ++i)
    if (i != model.main.index) text += "with package " + model.packages[i].name.text() + "\n";
  return text;
}

// One world, or all of the package.
std::expected<std::vector<wit::WorldId>, int> worlds_of(const LoadedWit& wit, const std::string& name,
                                                        Output& output) {
  const wit::Model& model = wit.parsed.model;
  std::vector<wit::WorldId> worlds;
  if (name.empty())
    for (const wit::NamedWorld& w : model[model.main].worlds) worlds.push_back(w.id);
  if (!worlds.empty()) return worlds;
  const auto world = load_world(wit, name, output);
  if (!world) return std::unexpected(world.error());
  return std::vector{*world};
}

}  // namespace

int parse(const ParseOptions& options, Output& output) {
  if (output.json()) output.document()["model"] = nullptr;
  const auto wit = load_wit(options.wit, output);
  if (!wit) return wit.error();
  const wit::Model& model = wit->parsed.model;
  if (output.json()) output.document()["model"] = wit::to_json(model);
  if (!options.canonical && options.wit.world.empty()) {
    output.text(summary(model));
    return kFine;
  }
  const auto worlds = worlds_of(*wit, options.wit.world, output);
  if (!worlds) {
    if (output.json()) output.document()["model"] = nullptr;
    return worlds.error();
  }
  output.text(options.canonical ? abi::canonical_wit(model, *worlds) : summary(model));
  return kFine;
}

}  // namespace tenon::cli
