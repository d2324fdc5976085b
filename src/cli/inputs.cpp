// SPDX-License-Identifier: MIT
#include "cli/inputs.hpp"

#include <sstream>

#include "project/since.hpp"
#include "project/wit_files.hpp"
#include "project/world.hpp"

namespace tenon::cli {
namespace {

// Problems that have no sources of their own point into the WIT's.
int show(project::Problems problems, const LoadedWit& wit, Output& output) {
  if (problems.sources.empty()) problems.sources = wit.parsed.sources;
  return output.problems(problems);
}

int bad_since(const std::string& part, const std::string& lacks, Output& output) {
  output.problems(project::problem("E0900", "`--since` has no " + lacks + " in `" + part + "`",
                                   "write `--since 1.1.0` or `--since ns:pkg=1.1.0`"));
  return kUsage;
}

}  // namespace

std::expected<LoadedWit, int> load_wit(const WitOptions& options, Output& output) {
  auto files = project::read_wit(options.path, options.with_state);
  if (!files) return std::unexpected(output.problems(files.error()));
  files->input.features = options.features;
  files->input.all_features = options.all_features;
  LoadedWit wit{wit::parse(files->input), files->name, std::move(files->files), std::move(files->folders)};
  output.diagnostics(wit.parsed.diagnostics, wit.parsed.sources);
  output.left_out(wit.parsed.left_out);
  if (!wit.parsed.ok()) return std::unexpected(kRefused);
  return wit;
}

std::expected<wit::WorldId, int> load_world(const LoadedWit& wit, const std::string& name, Output& output) {
  const auto world = project::pick_world(wit.parsed.model, name);
  if (!world) return std::unexpected(output.problems(world.error()));
  return *world;
}

WitOptions wit_of(const project::TenonToml& toml) {
  const std::filesystem::path path = toml.folder / toml.wit;
  return {.path = path.lexically_normal().string(),
          .world = "",
          .features = toml.features,
          .with_state = keeps_state(toml)};
}

std::expected<std::unique_ptr<LoadedProject>, int> load_project(const std::string& path, Output& output) {
  auto toml = project::read_tenon_toml(path);
  if (!toml) return std::unexpected(output.problems(toml.error()));
  auto wit = load_wit(wit_of(*toml), output);
  if (!wit) return std::unexpected(wit.error());
  auto project = std::make_unique<LoadedProject>();
  project->toml = std::move(*toml);
  project->wit = std::move(*wit);
  auto library = bind::make_library(project->toml, project->wit.parsed.model, project->wit.name);
  if (!library) return std::unexpected(show(library.error(), project->wit, output));
  project->library = std::move(*library);
  return project;
}

std::expected<bind::BaseVersions, int> parse_since(const std::string& text, const LoadedWit& wit,
                                                   wit::WorldId world, Output& output) {
  bind::BaseVersions base;
  const wit::Model& model = wit.parsed.model;
  const wit::PackageName& own = model[model[world].package].name;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t sign = part.find('=');
    const std::string package = sign == part.npos ? own.ns + ":" + own.name : part.substr(0, sign);
    const auto version = wit::Version::parse(sign == part.npos ? part : part.substr(sign + 1));
    if (!version || package.empty())
      return std::unexpected(bad_since(part, version ? "package" : "version", output));
    if (const auto refused = project::refuse_since(model, "--since", package, *version))
      return std::unexpected(output.problems(*refused));
    base.emplace_back(package, *version);
  }
  return base;
}

}  // namespace tenon::cli
