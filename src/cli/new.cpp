// SPDX-License-Identifier: MIT
//
// tenon new: a plugin project that builds, loads and answers as it is.
#include <fmt/core.h>

#include <filesystem>

#include "bind/common/text.hpp"
#include "cli/backends.hpp"
#include "cli/new.hpp"
#include "cli/new_folder.hpp"
#include "cli/write_files.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;

// Without the standard library nothing unwinds; what isn't used of `core` stays out of the file.
constexpr std::string_view kBareProfiles =
    "\n[profile.release]\npanic = \"abort\"\nlto = \"fat\"\n\n[profile.dev]\npanic = \"abort\"\n";

// The project in memory, then on the disk.
class NewProject {
 public:
  NewProject(const NewOptions& options, Output& output)
      : options_(options),
        folder_(options.path),
        name_(folder_.place().filename().string()),
        output_(output) {}

  int run() {
    if (const int failed = prepare()) return failed;
    return write();
  }

  /// Its files, or the exit code.
  std::expected<std::vector<bind::File>, int> files() {
    if (const int failed = prepare()) return std::unexpected(failed);
    return std::move(files_);
  }

 private:
  int prepare() {
    if (!project::is_kebab(name_))
      return output_.problems(
          project::problem("E0811", fmt::format("`{}` is no kebab-case word", name_),
                           "use lower-case letters, digits and `-`, such as `loud-shout`"));
    if (const auto taken = folder_.taken()) return output_.problems(*taken);
    return make();
  }

  // Goes the way of every other command: the text of tenon.toml is what everything else follows from.
  int make() {
    auto wit = load_wit(options_.wit, output_);
    if (!wit) return wit.error();
    const auto world = load_world(*wit, options_.wit.world, output_);
    if (!world) return world.error();
    files_.push_back({.path = "tenon.toml", .text = tenon_toml()});
    project::Surroundings around{.folder = folder_.place(), .folder_name = name_, .files = {}};
    if (options_.language == "rust") around.files = {"Cargo.toml"};
    auto toml = project::parse_tenon_toml({.path = "tenon.toml", .text = files_[0].text}, around);
    if (!toml) return output_.problems(toml.error());
    LoadedProject project{.toml = std::move(*toml), .wit = std::move(*wit), .library = {}};
    auto library = bind::make_library(project.toml, project.wit.parsed.model, project.wit.name);
    if (!library) {
      output_.diagnostics(library.error().diagnostics, project.wit.parsed.sources);
      return kRefused;
    }
    project.library = std::move(*library);
    return add_sources(project);
  }

  int add_sources(const LoadedProject& project) {
    auto bindings = plugin_files(project, false, output_);  // also: does the WIT fit this language at all?
    if (!bindings) return bindings.error();
    files_.push_back(skeleton_file(project));
    if (options_.language == "rust") std::ranges::move(*bindings, std::back_inserter(files_));
    files_.push_back(options_.language == "rust" ? cargo_toml() : cmake_lists());
    return kFine;
  }

  std::string tenon_toml() const {
    std::error_code error;
    const fs::path from = fs::weakly_canonical(fs::absolute(folder_.place(), error), error);
    const fs::path wit = fs::weakly_canonical(fs::absolute(options_.wit.path, error), error);
    std::string text =
        fmt::format("[library]\nwit = {}\n", quoted_toml(wit.lexically_relative(from).generic_string()));
    if (!options_.wit.features.empty()) {
      text += "features = [";
      for (const std::string& feature : options_.wit.features)
        text += (feature == options_.wit.features[0] ? "" : ", ") + quoted_toml(feature);
      text += "]\n";
    }
    if (options_.freestanding) text += "freestanding = true\n";
    text += fmt::format("\n[[plugin]]\nname = \"{}\"\nversion = \"0.1.0\"\n", name_);
    if (!options_.wit.world.empty()) text += fmt::format("world = {}\n", quoted_toml(options_.wit.world));
    if (options_.language == "cpp") text += fmt::format("header = \"{}.hpp\"\n", name_);
    return text;
  }

  static std::string quoted_toml(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + "\"";
  }

  bind::File cmake_lists() const {
    return {.path = "CMakeLists.txt",
            .text = fmt::format("cmake_minimum_required(VERSION 3.25)\n"
                                "project({0} LANGUAGES {1})\n"
                                "find_package(tenon REQUIRED{2})\n"
                                "tenon_add_plugin({0})\n",
                                name_, options_.language == "c" ? "C" : "CXX", options_.package_place)};
  }

  bind::File cargo_toml() const {
    return {.path = "Cargo.toml",
            .text = fmt::format("[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n"
                                "[lib]\ncrate-type = [\"cdylib\"]\n{}",
                                name_, options_.freestanding ? kBareProfiles : "")};
  }

  int write() {
    for (const bind::File& file : files_)
      if (const auto failed = write_file(folder_.path() / file.path, file.text))
        return output_.problems(*failed);
    if (const auto failed = folder_.finish()) return output_.problems(*failed);
    output_.document()["project"] = folder_.place().string();
    output_.document()["files"] = Json::array();
    for (const bind::File& file : files_) {
      const std::string path = (folder_.place() / file.path).string();
      output_.document()["files"].push_back(path);
      output_.text("wrote " + path + "\n");
    }
    output_.text(fmt::format("next: tenon build {}\n", folder_.place().string()));
    return kFine;
  }

  const NewOptions& options_;
  NewFolder folder_;
  std::string name_;
  Output& output_;
  std::vector<bind::File> files_;
};

}  // namespace

std::expected<std::vector<bind::File>, int> project_files(const NewOptions& options, Output& output) {
  return NewProject(options, output).files();
}

int make_project(const NewOptions& options, Output& output) { return NewProject(options, output).run(); }

}  // namespace tenon::cli
