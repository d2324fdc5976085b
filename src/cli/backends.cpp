// SPDX-License-Identifier: MIT
#include "cli/backends.hpp"

#if __has_include("bind/c/c.hpp")
#include "bind/c/c.hpp"
#include "bind/c/skeleton.hpp"
#endif
#if __has_include("bind/cpp/cpp.hpp")
#include "bind/cpp/cpp.hpp"
#endif
#if __has_include("bind/rust/rust.hpp")
#include "bind/rust/rust.hpp"
#endif

namespace tenon::cli {
namespace {

using Generated = std::expected<std::vector<bind::File>, std::vector<wit::Diagnostic>>;

// Everything but the entry stays inside: templates of the standard library have default visibility
// whatever the compiler is told.
constexpr std::string_view kExports = "{\n  global: tenon_entry;\n  local: *;\n};\n";

Generated not_yet(std::string_view what) {
  return std::unexpected(project::problem("E0810", std::string(what) + " are not supported yet").diagnostics);
}

Generated generate(project::Language language, [[maybe_unused]] const bind::Library& library) {
  switch (language) {
#if __has_include("bind/c/c.hpp")
    case project::Language::c:
      return bind::c::plugin_bindings(library);
#endif
#if __has_include("bind/cpp/cpp.hpp")
    case project::Language::cpp:
      return bind::cpp::plugin_bindings(library);
#endif
#if __has_include("bind/rust/rust.hpp")
    case project::Language::rust:
      return bind::rust::plugin_bindings(library);
#endif
    default:
      return not_yet("plugins in this language");
  }
}

Generated generate_host(std::string_view language, [[maybe_unused]] const bind::HostSide& host) {
#if __has_include("bind/cpp/cpp.hpp")
  if (language == "cpp") return bind::cpp::host_bindings(host);
#endif
  return not_yet(language == "c" ? "hosts in C" : language == "rust" ? "hosts in Rust" : "hosts in C++");
}

std::expected<std::vector<bind::File>, int> shown(Generated files, const LoadedWit& wit, Output& output) {
  if (files) return std::move(*files);
  output.diagnostics(files.error(), wit.parsed.sources);
  return std::unexpected(kRefused);
}

Generated skeleton(project::Language language, const bind::Library& library) {
  switch (language) {
    case project::Language::c:
      return std::vector{bind::c::skeleton(library)};
    default:
      return not_yet("projects in this language");
  }
}

}  // namespace

std::filesystem::path default_bindings_folder(const project::TenonToml& toml) {
  return toml.language == project::Language::rust ? toml.folder : toml.folder / "build";
}

std::expected<std::vector<bind::File>, int> plugin_files(const LoadedProject& project, Output& output) {
  auto files = shown(generate(project.toml.language, project.library), project.wit, output);
  if (files && project.toml.language != project::Language::rust)
    files->push_back({.path = std::string(kExportList), .text = std::string(kExports)});
  return files;
}

std::expected<std::vector<bind::File>, int> skeleton_files(const LoadedProject& project, Output& output) {
  return shown(skeleton(project.toml.language, project.library), project.wit, output);
}

std::expected<std::vector<bind::File>, int> host_files(std::string_view language, const bind::HostSide& host,
                                                       const LoadedWit& wit, Output& output) {
  return shown(generate_host(language, host), wit, output);
}

}  // namespace tenon::cli
