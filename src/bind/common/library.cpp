// SPDX-License-Identifier: MIT
#include "bind/common/library.hpp"

#include <nlohmann/json.hpp>

#include "abi/canonical.hpp"
#include "abi/manifest.hpp"
#include "bind/common/names.hpp"
#include "project/files.hpp"
#include "project/since.hpp"
#include "project/world.hpp"
#include "tenon/abi/library.h"
#include "tenon/abi/version.h"

namespace tenon::bind {
namespace {

constexpr std::string_view kStateName = "tenon:plugin/state@0.1.0";

using Json = nlohmann::ordered_json;
using project::Problems;

Problems at(Problems problems, const project::TenonToml& toml, wit::Span span) {
  problems.diagnostics[0].span = span;
  problems.sources = {toml.source};
  return problems;
}

class Maker {
 public:
  Maker(const project::TenonToml& toml, const wit::Model& model) : toml_(toml), model_(model) {}

  std::expected<Library, Problems> make(std::string_view wit_name) {
    Library library;
    library.model = &model_;
    library.name = toml_.name;
    library.source = wit_name;
    library.toml_hash = project::fnv1a(toml_.source.text);
    library.freestanding = toml_.freestanding;
    for (const project::PluginEntry& entry : toml_.plugins) {
      auto plugin = make_plugin(entry);
      if (!plugin) return std::unexpected(std::move(plugin.error()));
      library.plugins.push_back(std::move(*plugin));
    }
    library.manifest = manifest(library);
    return library;
  }

 private:
  std::expected<Plugin, Problems> make_plugin(const project::PluginEntry& entry) {
    const auto world = project::pick_world(model_, entry.world);
    if (!world)
      return std::unexpected(
          at(world.error(), toml_, entry.world.empty() ? entry.name_span : entry.world_span));
    Plugin plugin;
    plugin.name = entry.name;
    plugin.version = entry.version;
    const Language language = toml_.language == project::Language::rust ? Language::rust : Language::cpp;
    plugin.type = entry.type.empty() ? names::type(language, entry.name) : entry.type;
    if (language == Language::cpp && plugin.type == "Host")
      plugin.type += '_';  // generated code has a `Host`
    plugin.header = entry.header;
    const auto state = state_of(entry);
    if (!state) return std::unexpected(state.error());
    plugin.world = abi::describe(model_, *world, *state);
    plugin.concurrent = entry.concurrent;
    plugin.unwind = entry.unwind;
    if (auto refused = abi::check_profile(model_, plugin.world); !refused.empty())
      return std::unexpected(Problems{std::move(refused), {}, false});
    auto base = base_versions(entry, *world);
    if (!base) return std::unexpected(std::move(base.error()));
    plugin.base = std::move(*base);
    return plugin;
  }

  // The interface that `state = true` adds to the plugin's exports.
  std::expected<std::optional<wit::InterfaceId>, Problems> state_of(const project::PluginEntry& entry) const {
    if (!entry.state) return std::nullopt;
    for (std::uint32_t i = 0; i < model_.interfaces.size(); ++i)
      if (model_.id_of(wit::InterfaceId{i}) == kStateName) return wit::InterfaceId{i};
    return std::unexpected(
        at(project::problem("E0813", "the WIT has a `tenon:plugin` of its own, without `state@0.1.0`",
                            "leave the package out of the WIT: it is built into the tool"),
           toml_, entry.state_span));
  }

  std::expected<BaseVersions, Problems> base_versions(const project::PluginEntry& entry, wit::WorldId world) {
    const wit::PackageName& own = model_[model_[world].package].name;
    BaseVersions base;
    for (const auto& [package, version] : entry.since) {
      const std::string name = package.empty() ? own.ns + ":" + own.name : package;
      if (auto refused = project::refuse_since(model_, "since", name, version))
        return std::unexpected(at(std::move(*refused), toml_, entry.since_span));
      base.emplace_back(name, version);
    }
    return base;
  }

  std::vector<std::uint8_t> manifest(const Library& library) const {
    abi::Manifest m;
    m.contract = TENON_CONTRACT;
    m.language = static_cast<std::uint32_t>(toml_.language);
    m.library = library.name;
    std::vector<abi::World> worlds;
    for (const Plugin& p : library.plugins) {
      m.plugins.push_back({.name = p.name,
                           .version = p.version,
                           .world = p.world.name,
                           .flags = p.concurrent ? std::uint32_t{TENON_PLUGIN_CONCURRENT} : 0u,
                           .imports = interfaces(p.world.imports),
                           .exports = interfaces(p.world.exports)});
      worlds.push_back(p.world);
    }
    m.metadata = metadata(library);
    m.wit = abi::canonical_wit_of(model_, std::move(worlds));
    return abi::manifest_bytes(m);
  }

  static std::vector<abi::ManifestInterface> interfaces(const std::vector<abi::Interface>& side) {
    std::vector<abi::ManifestInterface> out;
    for (const abi::Interface& i : side)
      out.push_back({.id = i.id, .hash = i.hash, .slots = static_cast<std::uint32_t>(i.functions.size())});
    return out;
  }

  std::string metadata(const Library& library) const {
    Json out;
    out["plugins"] = Json::array();
    for (std::size_t i = 0; i < library.plugins.size(); ++i)
      out["plugins"].push_back(entry_json(toml_.plugins[i], library.plugins[i]));
    if (!toml_.features.empty()) out["features"] = toml_.features;
    return out.dump();
  }

  static Json entry_json(const project::PluginEntry& entry, const Plugin& plugin) {
    Json out = {{"name", plugin.name}, {"version", plugin.version}};
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty()) out[key] = value;
    };
    add("description", entry.description);
    if (!entry.authors.empty()) out["authors"] = entry.authors;
    add("license", entry.license);
    add("homepage", entry.homepage);
    for (const auto& [package, version] : plugin.base) out["since"][package] = version.text();
    out["meta"] = Json::parse(entry.meta);
    return out;
  }

  const project::TenonToml& toml_;
  const wit::Model& model_;
};

}  // namespace

std::expected<Library, Problems> make_library(const project::TenonToml& toml, const wit::Model& model,
                                              std::string_view wit_name) {
  return Maker(toml, model).make(wit_name);
}

std::expected<HostSide, Problems> make_host_side(const wit::Model& model, wit::WorldId world,
                                                 BaseVersions base, std::string_view wit_name) {
  HostSide side;
  side.model = &model;
  side.source = wit_name;
  side.world = abi::describe(model, world);
  side.base = std::move(base);
  if (auto refused = abi::check_profile(model, side.world); !refused.empty())
    return std::unexpected(Problems{std::move(refused), {}, false});
  side.canonical_wit = abi::canonical_wit(model, {world});
  return side;
}

}  // namespace tenon::bind
