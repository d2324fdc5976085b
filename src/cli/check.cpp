// SPDX-License-Identifier: MIT
//
// tenon check: would a host of this world accept the plugin? With --load also: does it live through
// being loaded, created, destroyed and unloaded?
#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <memory>

#include "cli/build.hpp"
#include "cli/host_world.hpp"
#include "cli/inputs.hpp"
#include "cli/process.hpp"
#include "cli/product.hpp"
#include "cli/runtime_error.hpp"
#include "cli/trial.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;

/// What is checked against one WIT.
struct Targets {
  std::vector<std::string> files;
  WitOptions wit;
  std::map<std::string, std::string> worlds;  ///< of a project's plugins, where tenon.toml names them
};

int add_product(const std::string& folder, const project::TenonToml& toml, Targets& targets, Output& output) {
  const fs::path product = product_of(toml);
  std::error_code error;
  if (!fs::exists(product, error)) {
    project::Problems problems = project::problem("E0909", fmt::format("`{}` is not built yet", toml.name),
                                                  fmt::format("run `tenon build {}`", folder));
    problems.system = true;
    return output.problems(problems);
  }
  targets.files.push_back(product.lexically_normal().string());
  return kFine;
}

// A project's WIT, and the world of each of its plugins, unless `world` is meant for all.
Targets targets_of(const project::TenonToml& toml, const std::string& world) {
  Targets targets{.files = {}, .wit = wit_of(toml), .worlds = {}};
  targets.wit.world = world;
  if (world.empty())
    for (const project::PluginEntry& p : toml.plugins) targets.worlds[p.name] = p.world;
  return targets;
}

bool looks_like_library(const fs::path& path) { return path.filename().string().ends_with(".so"); }

int add_folder(const std::string& folder, Targets& targets, Output& output) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (looks_like_library(it->path())) found.push_back(it->path().lexically_normal().string());
  if (error)
    return output.problems(project::system_problem(
        "E0801", fmt::format("the folder `{}` can't be read", folder), error.value()));
  std::ranges::sort(found);
  targets.files.insert(targets.files.end(), found.begin(), found.end());
  if (!found.empty()) return kFine;
  project::Problems problems =
      project::problem("E0909", fmt::format("the folder `{}` has no library", folder),
                       "give a plugin's file, a folder of them, or a project's folder");
  problems.system = true;
  return output.problems(problems);
}

bool is_project(const std::string& target) {
  std::error_code error;
  return fs::is_directory(target, error) && fs::exists(fs::path(target) / "tenon.toml", error);
}

int add(const std::string& target, Targets& targets, Output& output) {
  std::error_code error;
  if (is_project(target)) {
    const auto toml = project::read_tenon_toml(target);
    return toml ? add_product(target, *toml, targets, output) : output.problems(toml.error());
  }
  if (fs::is_directory(target, error)) return add_folder(target, targets, output);
  targets.files.push_back(target);
  return kFine;
}

// A project whose WIT is its own.
std::expected<Targets, int> own_targets(const std::string& target, const std::string& world, Output& output) {
  if (!is_project(target)) {
    output.problems(project::problem("E0900", fmt::format("no world to check `{}` against", target),
                                     "say which: `--wit PATH`"));
    return std::unexpected(kUsage);
  }
  const auto toml = project::read_tenon_toml(target);
  if (!toml) return std::unexpected(output.problems(toml.error()));
  Targets targets = targets_of(*toml, world);
  if (const int failed = add_product(target, *toml, targets, output)) return std::unexpected(failed);
  return targets;
}

std::expected<std::vector<Targets>, int> find_targets(const CheckOptions& options, Output& output) {
  std::vector<Targets> all;
  if (options.wit.path.empty()) {
    for (const std::string& target : options.targets) {
      auto own = own_targets(target, options.wit.world, output);
      if (!own) return std::unexpected(own.error());
      all.push_back(std::move(*own));
    }
    return all;
  }
  all.push_back({.files = {}, .wit = options.wit, .worlds = {}});
  for (const std::string& target : options.targets)
    if (const int failed = add(target, all[0], output)) return std::unexpected(failed);
  return all;
}

// The file's name as a path that is no word of a command line: the child gets it too.
std::string as_path(const std::string& file) {
  return file.contains('/') && !file.starts_with('-') ? file : "./" + file;
}

/// A host of one world.
struct Host {
  explicit Host(bind::HostSide made) : side(std::move(made)), world(side) {}
  bind::HostSide side;
  HostWorld world;
};

// The command for one WIT.
class Check {
 public:
  Check(const CheckOptions& options, const Targets& targets, const LoadedWit& wit, Output& output)
      : options_(options), targets_(targets), wit_(wit), output_(output) {}

  int run() {
    output_.document().emplace("checked", Json::array());
    RuntimeError error(tenon_host_create(nullptr, &host_));
    if (error) return show(*error, output_);
    int worst = kFine;
    for (const std::string& file : targets_.files) worst = std::max(worst, check_file(file));
    error.reset(tenon_host_destroy(host_));
    return error ? show(*error, output_) : worst;
  }

 private:
  int check_file(const std::string& file) {
    const auto product = read_product(file, output_);
    if (!product) {
      add_result(file, nullptr, false);
      return product.error();
    }
    int worst = kFine;
    for (const abi::ManifestPlugin& plugin : product->manifest.plugins)
      worst = std::max(worst, check_plugin(file, plugin.name));
    return worst;
  }

  std::expected<const tenon_world*, int> world_for(const std::string& plugin) {
    const auto own = targets_.worlds.find(plugin);
    const std::string name = own == targets_.worlds.end() ? targets_.wit.world : own->second;
    if (const auto made = hosts_.find(name); made != hosts_.end()) return made->second->world.get();
    const auto world = load_world(wit_, name, output_);
    if (!world) return std::unexpected(world.error());
    auto side = bind::make_host_side(wit_.parsed.model, *world, {}, wit_.name);
    if (side) return (hosts_[name] = std::make_unique<Host>(std::move(*side)))->world.get();
    output_.diagnostics(side.error().diagnostics, wit_.parsed.sources);
    return std::unexpected(kRefused);
  }

  int check_plugin(const std::string& file, const std::string& name) {
    const auto world = world_for(name);
    if (!world) return world.error();
    const std::string place = as_path(file) + "#" + name;
    const RuntimeError error(tenon_plugin_check(host_, place.c_str(), *world));
    int code = error ? show(*error, output_) : kFine;
    if (!error) output_.text(fmt::format("{}: `{}` fits {}\n", file, name, (*world)->name));
    Json trial;
    if (!error && options_.load) code = load_in_child(place, targets_.wit, (*world)->name, output_, trial);
    Json& result = add_result(file, name, code == kFine);
    result["world"] = (*world)->name;
    if (!trial.is_null()) result["load"] = std::move(trial);
    return code;
  }

  Json& add_result(const std::string& file, const Json& plugin, bool ok) {
    Json& results = output_.document()["checked"];
    results.push_back({{"file", file}, {"plugin", plugin}, {"ok", ok}});
    return results.back();
  }

  const CheckOptions& options_;
  const Targets& targets_;
  const LoadedWit& wit_;
  Output& output_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;  ///< by the world's name
  tenon_host* host_ = nullptr;
};

}  // namespace

int check(const CheckOptions& options, Output& output) {
  const auto all = find_targets(options, output);
  if (!all) return all.error();
  int worst = kFine;
  for (const Targets& targets : *all) {
    const auto wit = load_wit(targets.wit, output);
    worst = std::max(worst, wit ? Check(options, targets, *wit, output).run() : wit.error());
  }
  return worst;
}

}  // namespace tenon::cli
