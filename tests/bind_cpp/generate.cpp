// SPDX-License-Identifier: MIT
//
// Writes C++ bindings for the tests beside it:
//
//   bind_cpp_generate plugin FOLDER OUT       FOLDER has a tenon.toml
//   bind_cpp_generate host WIT WORLD OUT
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bind/common/library.hpp"
#include "bind/cpp/cpp.hpp"
#include "project/tenon_toml.hpp"
#include "project/wit_files.hpp"
#include "project/world.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

int fail(const std::vector<wit::Diagnostic>& diagnostics, const std::vector<wit::Source>& sources) {
  for (const wit::Diagnostic& d : diagnostics) std::fputs(project::render(d, sources).c_str(), stderr);
  return 1;
}
int fail(const project::Problems& problems) { return fail(problems.diagnostics, problems.sources); }

int write(const bind::cpp::Files& files, const std::vector<wit::Source>& sources,
          const std::filesystem::path& out) {
  if (!files) return fail(files.error(), sources);
  std::filesystem::create_directories(out);
  for (const bind::File& file : *files) std::ofstream(out / file.path) << file.text;
  return 0;
}

int plugin(const std::string& folder, const std::string& out) {
  const auto toml = project::read_tenon_toml(folder);
  if (!toml) return fail(toml.error());
  const auto files = project::read_wit(toml->folder / toml->wit, keeps_state(*toml));
  if (!files) return fail(files.error());
  wit::Input input = files->input;
  input.features = toml->features;
  const wit::Parsed parsed = wit::parse(input);
  if (!parsed.ok()) return fail(parsed.diagnostics, parsed.sources);
  const auto library = bind::make_library(*toml, parsed.model, files->name);
  if (!library) return fail(library.error());
  return write(bind::cpp::plugin_bindings(*library), parsed.sources, out);
}

int host(const std::string& path, const std::string& world, const std::string& out) {
  const auto files = project::read_wit(path);
  if (!files) return fail(files.error());
  const wit::Parsed parsed = wit::parse(files->input);
  if (!parsed.ok()) return fail(parsed.diagnostics, parsed.sources);
  const auto id = project::pick_world(parsed.model, world);
  if (!id) return fail(id.error());
  const auto side = bind::make_host_side(parsed.model, *id, {}, files->name);
  if (!side) return fail(side.error());
  return write(bind::cpp::host_bindings(*side), parsed.sources, out);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 3 && args[0] == "plugin") return plugin(args[1], args[2]);
  if (args.size() == 4 && args[0] == "host") return host(args[1], args[2], args[3]);
  std::fputs("usage: bind_cpp_generate plugin FOLDER OUT | host WIT WORLD OUT\n", stderr);
  return 2;
}
