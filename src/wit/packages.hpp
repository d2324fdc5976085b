#pragma once
// SPDX-License-Identifier: MIT
//
// From files to packages: which declarations belong together, under which name, and in which order
// packages can be resolved.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wit/ast.hpp"
#include "wit/parse.hpp"
#include "wit/report.hpp"

namespace tenon::wit {

/// The declarations of one file (or one nested package): they share what the file `use`s.
struct DeclList {
  std::uint32_t file = 0;
  const std::vector<ast::Item>* items = nullptr;
};

struct Dependency {
  PackageName name;
  Span span;
};

struct PackageUnit {
  PackageName name;
  Span span;
  std::string docs;
  bool is_main = false;
  std::vector<DeclList> lists;
  std::vector<Dependency> dependencies;  ///< each once, in the order of first mention
};

/// A parsed file, and which of the input's packages it belongs to.
struct ParsedFile {
  std::uint32_t file = 0;
  std::size_t package = 0;
  std::string_view path;
  ast::File ast;
};

/// The packages, each after those it depends on. Null after errors.
std::optional<std::vector<PackageUnit>> gather_packages(std::span<const ParsedFile> files,
                                                        std::size_t package_count, Report& report);

}  // namespace tenon::wit
