// SPDX-License-Identifier: MIT
#include "wit/parse.hpp"

#include <algorithm>

#include "wit/compact.hpp"
#include "wit/package_resolver.hpp"
#include "wit/packages.hpp"
#include "wit/parser.hpp"

namespace tenon::wit {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;  // spans count in 32 bits

std::vector<ParsedFile> parse_files(const Input& input, Parsed& parsed, Report& report) {
  for (const PackageSources& package : input.packages) {
    parsed.sources.insert(parsed.sources.end(), package.files.begin(), package.files.end());
  }
  std::vector<ParsedFile> files;
  for (std::size_t package = 0; package < input.packages.size(); ++package) {
    for (std::size_t i = 0; i < input.packages[package].files.size(); ++i) {
      const auto file = static_cast<std::uint32_t>(files.size());
      const Source& source = parsed.sources[file];
      ParsedFile& made = files.emplace_back(ParsedFile{file, package, source.path, {}});
      if (source.text.size() > kMostBytes) {
        report.error("T0014", {file, 0, 0}, "the file is larger than a gigabyte");
        continue;
      }
      const Tokens tokens = lex(source.text, file, report);
      made.ast = Parser(tokens, report).parse_file();
    }
  }
  return files;
}

void resolve(const Input& input, const std::vector<PackageUnit>& units, Model& model, Report& report) {
  State state(model, report, input.features, input.all_features);
  for (const PackageUnit& unit : units) {
    PackageResolver package(state, unit);
    if (!package.resolve()) return;
    if (unit.is_main) model.main = package.id();
  }
  if (!report.has_errors()) compact(state);
}

void fill(const Input& input, Parsed& parsed, Report& report) {
  if (input.packages.empty()) {
    report.error("T0101", {}, "there is no WIT to parse");
    return;
  }
  const std::vector<ParsedFile> files = parse_files(input, parsed, report);
  if (report.has_errors()) return;
  if (const auto units = gather_packages(files, input.packages.size(), report)) {
    resolve(input, *units, parsed.model, report);
  }
}

}  // namespace

bool Parsed::ok() const {
  return std::ranges::none_of(diagnostics, [](const Diagnostic& d) { return d.severity == Severity::error; });
}

Parsed parse(const Input& input) {
  Parsed parsed;
  Report report;
  fill(input, parsed, report);
  // A model with errors in it may refer to nothing; better none at all.
  if (report.has_errors()) parsed.model = {};
  parsed.left_out = report.left_out();
  parsed.diagnostics = report.take();
  return parsed;
}

}  // namespace tenon::wit
