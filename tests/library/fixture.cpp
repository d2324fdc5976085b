// SPDX-License-Identifier: MIT
#include "fixture.hpp"

#include <link.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tenon::test {

namespace fs = std::filesystem;

std::string said(const Error& error) { return error.code() + " " + error.message(); }

LibraryTest::LibraryTest() {
  folder_ = (fs::temp_directory_path() / "tenon_library_test_XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}

LibraryTest::~LibraryTest() { fs::remove_all(folder_); }

std::string LibraryTest::built(const std::string& name) {
  return std::string(LIBRARY_TEST_LIBRARIES) + "/lib" + name + ".so";
}

std::string LibraryTest::read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string LibraryTest::write(const std::string& name, const std::string& bytes) {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << bytes;
  return path(name);
}

std::string LibraryTest::replace(const std::string& name, const std::string& bytes) {
  write(name + ".new", bytes);
  fs::rename(path(name + ".new"), path(name));
  return path(name);
}

std::string LibraryTest::install(const std::string& name, const std::string& as) {
  return write(as.empty() ? "lib" + name + ".so" : as, read(built(name)));
}

Library LibraryTest::open(const std::string& name, const LibraryOptions& options) {
  return Library::open(install(name), options).value();
}

std::string LibraryTest::refused(const std::string& name, const LibraryOptions& options) {
  const auto library = Library::open(name, options);
  return library ? "" : said(library.error());
}

std::string LibraryTest::text(const std::string& name, const LibraryOptions& options) {
  const auto library = Library::open(name, options);
  return library ? "" : library.error().text();
}

std::vector<std::string> LibraryTest::in_process(const std::string& part) {
  std::pair<std::string, std::vector<std::string>> search{part, {}};
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        auto* s = static_cast<decltype(search)*>(data);
        if (std::string(info->dlpi_name).find(s->first) != std::string::npos)
          s->second.emplace_back(info->dlpi_name);
        return 0;
      },
      &search);
  return search.second;
}

}  // namespace tenon::test
