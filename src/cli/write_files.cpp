// SPDX-License-Identifier: MIT
#include "cli/write_files.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;

project::Problems cannot_write(const fs::path& path, int error_number) {
  return project::system_problem("E0901", "`" + path.string() + "` can't be written", error_number);
}

bool write_all(const fs::path& path, std::string_view text) {
  FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written;
}

std::string escaped_for_make(const fs::path& path) {
  std::string out;
  for (const char c : path.generic_string()) {
    if (c == ' ' || c == '#' || c == '\\') out += '\\';
    out += c;
    if (c == '$') out += '$';
  }
  return out;
}

}  // namespace

bool is_current(const fs::path& path, std::string_view text) {
  std::error_code error;
  if (fs::file_size(path, error) != text.size() || error) return false;
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {}) == text && !in.bad();
}

std::optional<project::Problems> write_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) return cannot_write(path.parent_path(), error.value());
  const fs::path fresh = path.string() + "." + std::to_string(getpid()) + ".new";
  if (!write_all(fresh, text)) {
    const int reason = errno;
    fs::remove(fresh, error);
    return cannot_write(path, reason);
  }
  fs::rename(fresh, path, error);
  if (!error) return std::nullopt;
  const int reason = error.value();
  fs::remove(fresh, error);
  return cannot_write(path, reason);
}

std::expected<std::vector<fs::path>, project::Problems> write_changed(const fs::path& folder,
                                                                      const std::vector<bind::File>& files) {
  std::vector<fs::path> written;
  for (const bind::File& file : files) {
    const fs::path path = folder / file.path;
    if (is_current(path, file.text)) continue;
    if (auto failed = write_file(path, file.text)) return std::unexpected(std::move(*failed));
    written.push_back(path);
  }
  return written;
}

std::string depfile(const fs::path& target, const std::vector<fs::path>& inputs) {
  std::string text = escaped_for_make(target) + ":";
  for (const fs::path& input : inputs) {
    std::error_code error;
    text += " \\\n  " + escaped_for_make(fs::absolute(input, error));
  }
  return text + "\n";
}

}  // namespace tenon::cli
