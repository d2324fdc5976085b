// SPDX-License-Identifier: MIT
//
// tenon.toml: a project, or diagnostics that point into the text.
#include <nlohmann/json.hpp>

#include "fuzz.hpp"
#include "project/tenon_toml.hpp"

namespace {

using namespace tenon;

void require_project(const project::TenonToml& toml) {
  fuzz::require(project::is_kebab(toml.name), "a library's name is a word");
  fuzz::require(!toml.wit.empty(), "a project has WIT");
  fuzz::require(!toml.plugins.empty(), "a project has a plugin");
  for (const project::PluginEntry& p : toml.plugins) {
    fuzz::require(project::is_kebab(p.name), "a plugin's name is a word");
    fuzz::require(wit::Version::parse(p.version).has_value(), "a plugin's version is one");
    fuzz::require(nlohmann::json::accept(p.meta), "what a plugin says of itself is JSON");
    fuzz::require((toml.language == project::Language::cpp) == !p.header.empty(), "C++ has headers");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  project::Surroundings around{"shout", "shout", {"a.c", "b.cpp", "shout.hpp", "tenon.toml"}};
  if (text.contains("rust")) around.files.emplace_back("Cargo.toml");
  const auto toml = project::parse_tenon_toml({"tenon.toml", text}, around);
  if (toml) {
    require_project(*toml);
  } else {
    fuzz::require(!toml.error().diagnostics.empty(), "a refused project is explained");
    fuzz::require_shown(toml.error().diagnostics, toml.error().sources);
  }
  return 0;
}
