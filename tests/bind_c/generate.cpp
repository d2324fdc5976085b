// SPDX-License-Identifier: MIT
//
// bind_c_generate FOLDER OUT: what `tenon bind c` does for a plugin project, without the tool.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "bind/c/c.hpp"
#include "bind/common/library.hpp"
#include "project/tenon_toml.hpp"
#include "project/wit_files.hpp"

namespace {

using namespace tenon;

int show(const project::Problems& problems) {
  for (const wit::Diagnostic& d : problems.diagnostics)
    std::fputs(project::render(d, problems.sources).c_str(), stderr);
  return 1;
}

int write(const std::vector<bind::File>& files, const std::filesystem::path& out) {
  std::filesystem::create_directories(out);
  for (const bind::File& file : files) std::ofstream(out / file.path) << file.text;
  return 0;
}

int generate(const std::filesystem::path& folder, const std::filesystem::path& out) {
  const auto toml = project::read_tenon_toml(folder);
  if (!toml) return show(toml.error());
  const auto wit = project::read_wit(folder / toml->wit, keeps_state(*toml));
  if (!wit) return show(wit.error());
  const wit::Parsed parsed = wit::parse(wit->input);
  if (!parsed.ok()) return show({parsed.diagnostics, parsed.sources});
  const auto library = bind::make_library(*toml, parsed.model, wit->name);
  if (!library) return show({library.error().diagnostics, parsed.sources});
  const auto files = bind::c::plugin_bindings(*library);
  return files ? write(*files, out) : show({files.error(), parsed.sources});
}

}  // namespace

int main(int count, char** arguments) { return count == 3 ? generate(arguments[1], arguments[2]) : 2; }
