// SPDX-License-Identifier: MIT
//
// textpipe: runs texts through a chain of filters that it finds as plugins.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "changes.hpp"
#include "filter.hpp"

namespace textpipe {
namespace {

using Filters = std::vector<std::unique_ptr<Filter>>;

void print_entry(const tenon_catalog_entry& entry) {
  static constexpr const char* kLanguages[] = {"?", "C", "C++", "Rust"};
  if (entry.state == TENON_ENTRY_FOUND)
    std::cout << "  " << entry.name << ' ' << entry.version << "  " << kLanguages[entry.language & 3] << "  "
              << entry.file << '\n';
  else if (entry.state != TENON_ENTRY_OTHER)
    std::cout << tenon_error_text(entry.why);
}

/// The chain as given, else everything that is found, in the catalog's order.
std::vector<std::string> chain_of(const Arguments& arguments, const tenon::Catalog& catalog) {
  if (!arguments.chain.empty()) return arguments.chain;
  std::vector<std::string> names;
  for (const tenon_catalog_entry& entry : catalog)
    if (entry.state == TENON_ENTRY_FOUND) names.push_back(entry.name);
  return names;
}

/// Filters that could not be loaded are said and left out.
Filters load_all(const tenon::Host& host, const Arguments& arguments, const tenon::Catalog& catalog,
                 std::list<Services>& services, bool& failed) {
  Filters filters;
  for (const std::string& name : chain_of(arguments, catalog)) {
    auto filter = Filter::load(host, name, arguments, services);
    if (filter)
      filters.push_back(*std::move(filter));
    else
      std::cout << filter.error().text(), failed = true;
  }
  return filters;
}

std::vector<std::string> texts_of(const Arguments& arguments) {
  std::vector<std::string> paths;
  for (const std::string& path : arguments.files) {
    if (!std::filesystem::is_directory(path))
      paths.push_back(path);
    else
      for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
        if (entry.path().extension() == ".md") paths.push_back(entry.path());
  }
  return paths;
}

bool run_file(const std::string& path, const Filters& filters, const Arguments& arguments) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::cout << path << ": can't be read\n", false;
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::size_t before = text.size();
  const auto report = types::Report::make(Report(path));
  for (const auto& filter : filters) text = filter->apply(std::move(text), report);
  std::cout << "  " << path << ": " << before << " -> " << text.size() << " bytes, "
            << report.count().value_or(0) << " findings\n";
  if (arguments.outline)
    for (const auto& filter : filters) filter->print_outline(text);
  if (arguments.write) std::cout << text;
  return true;
}

bool run_texts(const Filters& filters, const Arguments& arguments) {
  bool well = true;
  for (const std::string& path : texts_of(arguments)) well &= run_file(path, filters, arguments);
  return well;
}

int unload(const Filters& filters) {
  bool failed = false;
  for (const auto& filter : filters) {
    const std::uint64_t texts = filter->texts();
    failed |= filter->failed();
    std::cout << "  " << filter->name() << ": " << texts << " texts, " << filter->unload() << '\n';
  }
  return failed;
}

int run(const Arguments& arguments) {
  Changes changes;
  std::list<Services> services;
  tenon::Host host({.reload = changes.options(arguments.watch)});
  for (const std::string& path : arguments.plugins) host.add_path(path);
  const auto catalog = tenon::Catalog::scan(host);
  if (!catalog) return std::cout << catalog.error().text(), 1;
  if (arguments.list) {
    for (const tenon_catalog_entry& entry : *catalog) print_entry(entry);
    return 0;
  }
  bool failed = false;
  const Filters filters = load_all(host, arguments, *catalog, services, failed);
  failed |= !run_texts(filters, arguments);
  while (arguments.watch && changes.wait(host)) failed |= !run_texts(filters, arguments);
  return unload(filters) != 0 || failed;
}

}  // namespace
}  // namespace textpipe

int main(int argc, char** argv) {
  const auto arguments = textpipe::read_arguments({argv + 1, argv + argc});
  if (!arguments) {
    std::cerr << "textpipe: " << arguments.error() << '\n' << textpipe::kUsage;
    return 2;
  }
  return textpipe::run(*arguments);
}
