#pragma once
// SPDX-License-Identifier: MIT
//
// WIT text to model. Pure: no file is opened here (src/project finds and reads them).
//
//   wit::Input input{.packages = {{{{"demo.wit", text}}}}};
//   wit::Parsed parsed = wit::parse(input);
//   if (!parsed.ok()) show(parsed.diagnostics);
//
// Safe on hostile text: bounded in depth and in time. May be called from several threads.
#include <string>
#include <vector>

#include "wit/diagnostic.hpp"
#include "wit/model.hpp"

namespace tenon::wit {

/// The files of one package (a folder of .wit files), or one file that may hold several packages.
struct PackageSources {
  std::vector<Source> files;
};

struct Input {
  std::vector<PackageSources> packages;  ///< the first is the one asked for, then its `deps/`
  std::vector<std::string> features;     ///< of `@unstable` that are switched on
  bool all_features = false;             ///< keep every gated item, whatever its feature
};

struct Parsed {
  Model model;                          ///< meaningful only if `ok()`
  std::vector<Diagnostic> diagnostics;  ///< in the order of their places, a hundred at most
  std::size_t left_out = 0;             ///< further errors, counted only
  std::vector<Source> sources;          ///< what `Span::file` counts
  bool ok() const;
};

Parsed parse(const Input& input);

}  // namespace tenon::wit
