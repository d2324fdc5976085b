#pragma once
// SPDX-License-Identifier: MIT
//
// tenon.toml: what a plugin project is called, where its WIT is, and which plugins it has. The keys
// are listed in docs/project.md; a key that isn't known is an error with its place.
//
//   auto toml = project::read_tenon_toml("plugins/shout");
//   if (toml) build(toml->folder, toml->sources);
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project/problems.hpp"

namespace tenon::project {

/// The values of TENON_LANGUAGE_... in abi/note.h.
enum class Language : std::uint32_t { c = 1, cpp = 2, rust = 3 };
/// `c`, `cpp`, `rust`.
std::string_view name_of(Language language);

/// One `[[plugin]]`.
struct PluginEntry {
  std::string name;
  std::string version;
  std::string header;  ///< C++ only
  std::string world;   ///< empty: the only one
  std::string type;    ///< empty: the name in PascalCase
  std::string description, license, homepage;
  std::vector<std::string> authors;
  /// Base versions by package "ns:name"; the package "" stands for the one of the world.
  std::vector<std::pair<std::string, wit::Version>> since;
  bool concurrent = false;
  bool unwind = true;
  bool state = false;       ///< exports `tenon:plugin/state`, whatever its world says
  std::string meta = "{}";  ///< `[plugin.meta]` as JSON
  wit::Span name_span, world_span, since_span, state_span;
};

struct TenonToml {
  wit::Source source;            ///< the text, under the name it is shown by
  std::filesystem::path folder;  ///< what paths in it are relative to
  std::string name;              ///< of the library
  std::string wit;               ///< file or folder, as written
  Language language = Language::c;
  std::vector<std::string> sources;  ///< as written, or the names of those beside tenon.toml
  std::vector<std::string> features;
  bool freestanding = false;
  std::vector<PluginEntry> plugins;  ///< one at least
};

/// Whether any plugin has `state = true`, so that the WIT needs the package `tenon:plugin`.
bool keeps_state(const TenonToml& toml);

/// What the defaults depend on.
struct Surroundings {
  std::filesystem::path folder;
  std::string folder_name;
  std::vector<std::string> files;  ///< names beside tenon.toml, sorted
};

/// `path` is a project's folder or its tenon.toml.
std::expected<TenonToml, Problems> read_tenon_toml(const std::filesystem::path& path);

/// The same without files.
std::expected<TenonToml, Problems> parse_tenon_toml(wit::Source source, const Surroundings& around);

/// Whether `name` is a word as WIT has them: `shout`, `set-gain2`.
bool is_kebab(std::string_view name);

}  // namespace tenon::project
