// SPDX-License-Identifier: MIT
#include "cli/backends.hpp"

#include "bind/c/c.hpp"
#include "bind/c/skeleton.hpp"
#include "bind/common/static_part.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/cpp/skeleton.hpp"
#include "bind/rust/rust.hpp"
#include "bind/rust/skeleton.hpp"

namespace tenon::cli {
namespace {

using Generated = std::expected<std::vector<bind::File>, std::vector<wit::Diagnostic>>;

// Everything but the entry stays inside: templates of the standard library have default visibility
// whatever the compiler is told.
constexpr std::string_view kExports = "{\n  global: tenon_entry;\n  local: *;\n};\n";

Generated generate(project::Language language, const bind::Library& library) {
  switch (language) {
    case project::Language::c:
      return bind::c::plugin_bindings(library);
    case project::Language::cpp:
      return bind::cpp::plugin_bindings(library);
    case project::Language::rust:
      break;
  }
  return bind::rust::plugin_bindings(library);
}

bind::File skeleton(project::Language language, const bind::Library& library) {
  switch (language) {
    case project::Language::c:
      return bind::c::skeleton(library);
    case project::Language::cpp:
      return bind::cpp::skeleton(library);
    case project::Language::rust:
      break;
  }
  return bind::rust::skeleton(library);
}

Generated generate_host(std::string_view language, const bind::HostSide& host) {
  if (language == "cpp") return bind::cpp::host_bindings(host);
  if (language == "rust") return bind::rust::host_bindings(host);
  return bind::c::host_bindings(host);
}

std::expected<std::vector<bind::File>, int> shown(Generated files, const LoadedWit& wit, Output& output) {
  if (files) return std::move(*files);
  output.diagnostics(files.error(), wit.parsed.sources);
  return std::unexpected(kRefused);
}

}  // namespace

std::filesystem::path default_bindings_folder(const project::TenonToml& toml) {
  return toml.language == project::Language::rust ? toml.folder : toml.folder / "build";
}

std::expected<std::vector<bind::File>, int> plugin_files(const LoadedProject& project, bool linked,
                                                         Output& output) {
  auto files = shown(generate(project.toml.language, project.library), project.wit, output);
  if (!files || project.toml.language == project::Language::rust) return files;
  if (linked) {
    const bool c = project.toml.language == project::Language::c;
    std::erase_if(*files,
                  [&](const bind::File& f) { return f.path.starts_with(project.toml.name + ".entry."); });
    files->push_back(bind::static_part(project.library, c ? bind::Language::c : bind::Language::cpp));
  } else {
    files->push_back({.path = std::string(kExportList), .text = std::string(kExports)});
  }
  return files;
}

bind::File static_header_file(const bind::Library& library) {
  bind::File header = bind::static_header(library);
  header.path.insert(0, "static/");
  return header;
}

bind::File skeleton_file(const LoadedProject& project) {
  return skeleton(project.toml.language, project.library);
}

std::expected<std::vector<bind::File>, int> host_files(std::string_view language, const bind::HostSide& host,
                                                       const LoadedWit& wit, Output& output) {
  return shown(generate_host(language, host), wit, output);
}

}  // namespace tenon::cli
