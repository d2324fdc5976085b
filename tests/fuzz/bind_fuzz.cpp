// SPDX-License-Identifier: MIT
//
// The backends: whatever WIT passes the profile gets bindings in every language, or a diagnostic.
#include <algorithm>

#include "bind/c/c.hpp"
#include "bind/c/skeleton.hpp"
#include "bind/common/library.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/cpp/skeleton.hpp"
#include "bind/rust/rust.hpp"
#include "bind/rust/skeleton.hpp"
#include "wit_text.hpp"

namespace {

using namespace tenon;
using Generated = std::expected<std::vector<bind::File>, std::vector<wit::Diagnostic>>;

void require_files(const Generated& files, const std::vector<wit::Source>& sources) {
  if (!files) {
    fuzz::require(!files.error().empty(), "bindings that can't be made are explained");
    return fuzz::require_shown(files.error(), sources);
  }
  fuzz::require(!files->empty(), "bindings are files");
  for (const bind::File& file : *files)
    fuzz::require(!file.path.empty() && !file.text.empty(), "a file has text");
}

/// As a tenon.toml with one plugin would have it.
project::TenonToml toml_of(project::Language language, const std::string& world) {
  project::TenonToml toml;
  toml.source = {"tenon.toml", ""};
  toml.name = "shout";
  toml.language = language;
  project::PluginEntry& plugin = toml.plugins.emplace_back();
  plugin.name = "shout";
  plugin.version = "1.2.0";
  plugin.world = world;
  if (language == project::Language::cpp) plugin.header = "shout.hpp";
  return toml;
}

void bind_plugin(project::Language language, const wit::Parsed& parsed, const std::string& world) {
  const project::TenonToml toml = toml_of(language, world);
  const auto library = bind::make_library(toml, parsed.model, "a.wit");
  if (!library) return fuzz::require_shown(library.error().diagnostics, parsed.sources);
  switch (language) {
    case project::Language::c:
      require_files(bind::c::plugin_bindings(*library), parsed.sources);
      return fuzz::require(!bind::c::skeleton(*library).text.empty(), "a skeleton has text");
    case project::Language::cpp:
      require_files(bind::cpp::plugin_bindings(*library), parsed.sources);
      return fuzz::require(!bind::cpp::skeleton(*library).text.empty(), "a skeleton has text");
    case project::Language::rust:
      require_files(bind::rust::plugin_bindings(*library), parsed.sources);
      return fuzz::require(!bind::rust::skeleton(*library).text.empty(), "a skeleton has text");
  }
}

void bind_host(const wit::Parsed& parsed, wit::WorldId world) {
  const auto side = bind::make_host_side(parsed.model, world, {}, "a.wit");
  if (side) require_files(bind::cpp::host_bindings(*side), parsed.sources);
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return fuzz::mutate_wit(data, size, most, seed);
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wit::Input input = fuzz::wit_input({reinterpret_cast<const char*>(data), size});
  input.all_features = true;
  const wit::Parsed parsed = wit::parse(input);
  if (!parsed.ok()) return 0;
  const auto& worlds = parsed.model[parsed.model.main].worlds;
  for (std::size_t i = 0; i < std::min<std::size_t>(worlds.size(), 2); i++) {
    if (!abi::check_profile(parsed.model, abi::describe(parsed.model, worlds[i].id)).empty()) continue;
    for (const auto language : {project::Language::c, project::Language::cpp, project::Language::rust})
      bind_plugin(language, parsed, worlds[i].name);
    bind_host(parsed, worlds[i].id);
  }
  return 0;
}
