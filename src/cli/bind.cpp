// SPDX-License-Identifier: MIT
//
// tenon bind: generated code for one language and one side.
#include <fmt/core.h>

#include "cli/backends.hpp"
#include "cli/write_files.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;

// What `wit` was read from. The folders too, since another file in one of them changes the package.
std::vector<fs::path> inputs_of(const LoadedWit& wit) {
  std::vector<fs::path> inputs = wit.files;
  inputs.insert(inputs.end(), wit.folders.begin(), wit.folders.end());
  return inputs;
}

struct Bindings {
  fs::path folder;
  std::vector<bind::File> files;
  std::vector<fs::path> inputs;
};

std::expected<Bindings, int> for_plugin(const BindOptions& options, Output& output) {
  const auto project = load_project(*options.project, output);
  if (!project) return std::unexpected(project.error());
  const project::TenonToml& toml = (*project)->toml;
  if (options.language != project::name_of(toml.language)) {
    output.problems(
        project::problem("E0900",
                         fmt::format("`{}` is a `{}` project, not a `{}` one", toml.source.path,
                                     project::name_of(toml.language), options.language),
                         fmt::format("say `tenon bind {} --plugin`", project::name_of(toml.language))));
    return std::unexpected(kUsage);
  }
  auto files = plugin_files(**project, options.linked, output);
  if (!files) return std::unexpected(files.error());
  if (options.linked) files->push_back(static_header_file((*project)->library));
  std::vector<fs::path> inputs = inputs_of((*project)->wit);
  inputs.emplace_back(toml.source.path);
  return Bindings{options.folder.empty() ? default_bindings_folder(toml) : fs::path(options.folder),
                  std::move(*files), std::move(inputs)};
}

std::expected<Bindings, int> for_host(const BindOptions& options, Output& output) {
  const auto wit = load_wit(options.wit, output);
  if (!wit) return std::unexpected(wit.error());
  const auto world = load_world(*wit, options.wit.world, output);
  if (!world) return std::unexpected(world.error());
  auto base = parse_since(options.since, *wit, *world, output);
  if (!base) return std::unexpected(base.error());
  const auto side = bind::make_host_side(wit->parsed.model, *world, std::move(*base), wit->name);
  if (!side) {
    output.diagnostics(side.error().diagnostics, wit->parsed.sources);
    return std::unexpected(kRefused);
  }
  auto files = host_files(options.language, *side, *wit, output);
  if (!files) return std::unexpected(files.error());
  fs::path folder = options.folder.empty() ? "." : options.folder;
  if (options.language == "rust" && folder.extension() == ".rs") {  // one file, by another name
    files->front().path = folder.filename();
    folder = folder.has_parent_path() ? folder.parent_path() : ".";
  }
  return Bindings{std::move(folder), std::move(*files), inputs_of(*wit)};
}

fs::path shown(const fs::path& folder, const std::string& file) { return (folder / file).lexically_normal(); }

int check_current(const Bindings& made, Output& output) {
  std::vector<std::string> stale;
  for (const bind::File& file : made.files)
    if (!is_current(made.folder / file.path, file.text))
      stale.push_back(shown(made.folder, file.path).string());
  output.document()["stale"] = stale;
  for (const std::string& path : stale) {
    std::error_code error;
    const bool absent = !fs::exists(path, error);
    output.problems(project::problem("E0906", fmt::format("`{}` is {}", path, absent ? "missing" : "stale"),
                                     "run the same command without `--check`"));
  }
  if (stale.empty()) output.text(fmt::format("{} generated files are current\n", made.files.size()));
  return stale.empty() ? kFine : kRefused;
}

// For build systems: files that didn't change keep their times, so something else has to be newer.
int stamp(const std::string& path, const Bindings& made, Output& output) {
  if (const auto failed = write_file(path + ".d", depfile(path, made.inputs)))
    return output.problems(*failed);
  const auto failed = write_file(path, "");
  return failed ? output.problems(*failed) : kFine;
}

int write(const BindOptions& options, const Bindings& made, Output& output) {
  const auto written = write_changed(made.folder, made.files);
  if (!written) return output.problems(written.error());
  output.document()["files"] = Json::array();
  for (const bind::File& file : made.files)
    output.document()["files"].push_back(shown(made.folder, file.path).string());
  output.document()["written"] = Json::array();
  for (const fs::path& path : *written) {
    output.document()["written"].push_back(path.lexically_normal().string());
    if (options.stamp.empty()) output.text("wrote " + path.lexically_normal().string() + "\n");
  }
  if (written->empty() && options.stamp.empty()) output.text("nothing changed\n");
  return options.stamp.empty() ? kFine : stamp(options.stamp, made, output);
}

}  // namespace

int bind(const BindOptions& options, Output& output) {
  const auto made = options.host ? for_host(options, output) : for_plugin(options, output);
  if (!made) return made.error();
  return options.check ? check_current(*made, output) : write(options, *made, output);
}

}  // namespace tenon::cli
