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

// How a generated text begins, up to the tool's name; empty where it doesn't say.
std::string_view generated_head(std::string_view text) {
  constexpr std::string_view kTool = "by tenon";
  const std::size_t at = text.substr(0, text.find('\n')).find(kTool);
  return text.substr(0, at == text.npos ? 0 : at + kTool.size());
}

// Whether the place of a generated text has one of somebody's own. An empty file is nobody's.
bool is_foreign(const fs::path& path, std::string_view text) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  std::string head(generated_head(text));
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  return in.gcount() > 0 && head != generated_head(text);
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
  for (const bind::File& file : files)
    if (const fs::path path = folder / file.path; is_foreign(path, file.text))
      return std::unexpected(project::problem(
          "E0904", "`" + path.lexically_normal().string() + "` is there already, and tenon didn't make it",
          "its name is that of a generated file: choose another, or move it away"));
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
