// SPDX-License-Identifier: MIT
//
// generate LIBRARY WIT OUT [PLUGIN=WORLD[,concurrent][,no-unwind][,since=VERSION]]...
//
// Writes OUT/src/bindings.rs and OUT/tenon.toml for the tests, without a tenon.toml to begin with.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

#include "abi/canonical.hpp"
#include "abi/contract.hpp"
#include "abi/manifest.hpp"
#include "bind/common/names.hpp"
#include "bind/rust/rust.hpp"
#include "tenon/abi.h"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  if (std::filesystem::exists(path) && read(path) == text) return;
  std::ofstream(path) << text;
}

[[noreturn]] void fail(const std::vector<wit::Diagnostic>& diagnostics,
                       const std::vector<wit::Source>& sources) {
  for (const wit::Diagnostic& diagnostic : diagnostics) std::cerr << wit::render(diagnostic, sources) << "\n";
  std::exit(1);
}

std::uint64_t fnv1a(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

std::optional<wit::WorldId> find_world(const wit::Model& model, const std::string& name) {
  for (const wit::NamedWorld& world : model[model.main].worlds)
    if (world.name == name) return world.id;
  return std::nullopt;
}

std::string take_word(std::string& words, char end) {
  const std::size_t at = std::min(words.find(end), words.size());
  std::string word = words.substr(0, at);
  words.erase(0, at + 1);
  return word;
}

void set_option(bind::Plugin& plugin, const wit::Model& model, const std::string& option) {
  if (option == "concurrent") plugin.concurrent = true;
  if (option == "no-unwind") plugin.unwind = false;
  if (!option.starts_with("since=")) return;
  const wit::PackageName& package = model[model.main].name;
  plugin.base.emplace_back(package.ns + ":" + package.name, *wit::Version::parse(option.substr(6)));
}

bind::Plugin plugin_of(const wit::Model& model, std::string words) {
  bind::Plugin plugin;
  plugin.name = take_word(words, '=');
  plugin.version = "1.2.0";
  plugin.type = bind::names::pascal(plugin.name);
  const std::string world = take_word(words, ',');
  const std::optional<wit::WorldId> id = find_world(model, world);
  if (!id) std::cerr << "no world `" << world << "`\n", std::exit(1);
  plugin.world = abi::describe(model, *id);
  while (!words.empty()) set_option(plugin, model, take_word(words, ','));
  return plugin;
}

std::vector<abi::ManifestInterface> listed(const std::vector<abi::Interface>& interfaces) {
  std::vector<abi::ManifestInterface> out;
  for (const abi::Interface& interface : interfaces)
    out.push_back({interface.id, interface.hash, static_cast<std::uint32_t>(interface.functions.size())});
  return out;
}

abi::Manifest manifest_of(const bind::Library& library) {
  abi::Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_RUST;
  manifest.library = library.name;
  manifest.metadata = "{}";
  std::vector<wit::WorldId> worlds;
  for (const bind::Plugin& plugin : library.plugins) {
    manifest.plugins.push_back({plugin.name, plugin.version, plugin.world.name, plugin.concurrent ? 2u : 0u,
                                listed(plugin.world.imports), listed(plugin.world.exports)});
    worlds.push_back(plugin.world.id);
  }
  manifest.wit = abi::canonical_wit(*library.model, worlds);
  return manifest;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::filesystem::path wit = words.at(1), out = words.at(2);
  wit::Input input;
  input.packages = {{{{wit.filename().string(), read(wit)}}}};
  const wit::Parsed parsed = wit::parse(input);
  if (!parsed.ok()) fail(parsed.diagnostics, parsed.sources);

  bind::Library library;
  library.model = &parsed.model;
  library.name = words[0];
  library.source = wit.filename().string();
  for (std::size_t i = 3; i < words.size(); ++i) library.plugins.push_back(plugin_of(parsed.model, words[i]));
  for (const bind::Plugin& plugin : library.plugins)
    if (auto refused = abi::check_profile(parsed.model, plugin.world); !refused.empty())
      fail(refused, parsed.sources);
  library.manifest = abi::manifest_bytes(manifest_of(library));
  const std::string toml = "# Stands for the project's.\n";
  library.toml_hash = fnv1a(toml);
  const auto files = bind::rust::plugin_bindings(library);
  if (!files) fail(files.error(), parsed.sources);
  write(out / "tenon.toml", toml);
  for (const bind::File& file : *files) write(out / file.path, file.text);
}
