// SPDX-License-Identifier: MIT
#include "wit/packages.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "wit/names.hpp"
#include "wit/paths.hpp"

namespace tenon::wit {
namespace {

struct NameLess {
  bool operator()(const PackageName& a, const PackageName& b) const {
    if (a.ns != b.ns) return a.ns < b.ns;
    if (a.name != b.name) return a.name < b.name;
    if (!a.version || !b.version) return !a.version && b.version;
    if (*a.version != *b.version) return *a.version < *b.version;
    return a.version->build < b.version->build;
  }
};

class Gatherer {
 public:
  explicit Gatherer(Report& report) : report_(report) {}

  /// The files of one of the input's packages, in the order of their paths.
  void add(std::vector<const ParsedFile*> files, bool is_main);
  std::optional<std::vector<PackageUnit>> sort();

 private:
  struct Visit {
    std::size_t unit;
    std::size_t next = 0;
  };

  void add_header(PackageUnit& unit, const ast::Header& header, bool first);
  void add_nested(const ParsedFile& file);
  void add_unit(PackageUnit unit);
  void find_dependencies(PackageUnit& unit);
  void check_known(const PackageUnit& unit);
  void visit(std::size_t start, std::vector<bool>& done, std::vector<std::size_t>& order);
  void report_cycle(const Dependency& dependency);

  Report& report_;
  std::vector<PackageUnit> units_;
  std::map<PackageName, std::size_t, NameLess> by_name_;
  std::vector<std::string> known_;  ///< to choose suggestions from
};

void Gatherer::add(std::vector<const ParsedFile*> files, bool is_main) {
  std::ranges::stable_sort(files, {}, &ParsedFile::path);
  PackageUnit unit;
  unit.is_main = is_main;
  bool has_header = false;
  for (const ParsedFile* file : files) {
    add_nested(*file);
    unit.lists.push_back({file->file, &file->ast.items});
    if (!file->ast.header) continue;
    add_header(unit, *file->ast.header, !has_header);
    has_header = true;
  }
  if (has_header) return add_unit(std::move(unit));
  const Span start{files.empty() ? 0 : files[0]->file, 0, 0};
  report_.error("T0101", start, "no `package` header was found in any WIT file of this package").help =
      "begin a file with its name: `package my:plugins@1.0.0;`";
}

void Gatherer::add_header(PackageUnit& unit, const ast::Header& header, bool first) {
  const PackageName name = header.id.package_name();
  if (!first && !(name == unit.name)) {
    auto& diagnostic =
        report_.error("T0102", header.id.span,
                      "package identifier `" + name.text() + "` does not match previous package name of `" +
                          unit.name.text() + "`");
    add_note(diagnostic, unit.span, "the other name is here");
    diagnostic.help = "a folder holds one package; put others into `deps/`";
    return;
  }
  unit.name = name;
  unit.span = header.id.span;
  if (header.docs.empty()) return;
  if (!unit.docs.empty()) {
    report_.error("T0103", header.docs_span, "found doc comments on multiple `package` items").help =
        "keep them in one file";
    return;
  }
  unit.docs = header.docs;
}

void Gatherer::add_nested(const ParsedFile& file) {
  for (const ast::Item& item : file.ast.items) {
    const auto* nested = std::get_if<std::unique_ptr<ast::NestedPackage>>(&item);
    if (nested == nullptr) continue;
    const ast::Header& header = (*nested)->header;
    add_unit(
        {header.id.package_name(), header.id.span, header.docs, false, {{file.file, &(*nested)->items}}, {}});
  }
}

void Gatherer::add_unit(PackageUnit unit) {
  const auto [found, is_new] = by_name_.emplace(unit.name, units_.size());
  if (!is_new) {
    auto& diagnostic =
        report_.error("T0104", unit.span, "package `" + unit.name.text() + "` is defined in two places");
    add_note(diagnostic, units_[found->second].span, "first defined here");
    diagnostic.help = "remove one, or give them different versions";
    return;
  }
  find_dependencies(unit);
  units_.push_back(std::move(unit));
}

void Gatherer::find_dependencies(PackageUnit& unit) {
  std::set<PackageName, NameLess> seen;
  const auto note = [&](const PathUse& use) {
    if (!use.path.package) return;
    PackageName name = use.path.package->package_name();
    if (!seen.insert(name).second) return;
    unit.dependencies.push_back({std::move(name), use.path.package->without_version});
  };
  for (const DeclList& list : unit.lists) for_each_path(*list.items, note);
}

void Gatherer::check_known(const PackageUnit& unit) {
  for (const Dependency& dependency : unit.dependencies) {
    if (by_name_.contains(dependency.name)) continue;
    if (known_.empty()) {
      for (const auto& [name, index] : by_name_)
        if (known_.size() < kMostCandidates) known_.push_back(name.text());
    }
    auto& diagnostic =
        report_.error("T0105", dependency.span, "package `" + dependency.name.text() + "` not found");
    if (report_.keeps())
      diagnostic.help = did_you_mean(dependency.name.text(), {known_.begin(), known_.end()});
    if (diagnostic.help.empty()) diagnostic.help = "put it into `deps/` beside the WIT files that use it";
  }
}

std::optional<std::vector<PackageUnit>> Gatherer::sort() {
  if (report_.has_errors()) return std::nullopt;
  std::vector<bool> done(units_.size());
  std::vector<std::size_t> order;
  for (const auto& [name, index] : by_name_) visit(index, done, order);
  if (report_.has_errors()) return std::nullopt;
  // What is used from a package that isn't there is poisoned; the rest can still be judged.
  for (const PackageUnit& unit : units_) check_known(unit);

  std::vector<PackageUnit> sorted;
  for (const std::size_t index : order) sorted.push_back(std::move(units_[index]));
  return sorted;
}

/// Depth first, without recursion: the depth is the author's to choose. As in the reference, the
/// package we start from counts as being visited only once something depends on it, which decides
/// the place where a cycle is reported.
void Gatherer::visit(std::size_t start, std::vector<bool>& done, std::vector<std::size_t>& order) {
  std::set<std::size_t> visiting;
  std::vector<Visit> stack = {{start}};
  while (!stack.empty()) {
    Visit& top = stack.back();
    const auto& dependencies = units_[top.unit].dependencies;
    if (done[top.unit] || top.next == dependencies.size()) {
      if (!done[top.unit]) order.push_back(top.unit);
      done[top.unit] = true;
      visiting.erase(top.unit);
      stack.pop_back();
      continue;
    }
    const Dependency& dependency = dependencies[top.next++];
    const auto found = by_name_.find(dependency.name);
    if (found == by_name_.end() || done[found->second]) continue;
    if (!visiting.insert(found->second).second) return report_cycle(dependency);
    stack.push_back({found->second});
  }
}

void Gatherer::report_cycle(const Dependency& dependency) {
  if (report_.has_errors()) return;
  report_
      .error("T0106", dependency.span, "package `" + dependency.name.text() + "` creates a dependency cycle")
      .help = "packages can't need each other: move what both use into a third one";
}

}  // namespace

std::optional<std::vector<PackageUnit>> gather_packages(std::span<const ParsedFile> files,
                                                        std::size_t package_count, Report& report) {
  std::vector<std::vector<const ParsedFile*>> by_package(package_count);
  for (const ParsedFile& file : files) by_package[file.package].push_back(&file);
  Gatherer gatherer(report);
  for (std::size_t i = 0; i < package_count; ++i) gatherer.add(std::move(by_package[i]), i == 0);
  return gatherer.sort();
}

}  // namespace tenon::wit
