// SPDX-License-Identifier: MIT
#include "project/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "project/near.hpp"

namespace tenon::project {
namespace fs = std::filesystem;

Problems missing(const fs::path& path, std::string_view what) {
  Problems problems = problem("E0801", std::string(what) + " `" + path.string() + "` does not exist");
  problems.system = true;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const auto names = list_folder(folder);
  const auto near = names ? nearest(path.filename().string(), *names) : std::nullopt;
  if (near) problems.diagnostics[0].help = "did you mean `" + (path.parent_path() / *near).string() + "`?";
  return problems;
}

namespace {

constexpr std::uintmax_t kLargestText = 64u << 20;  // bytes; nobody writes such a text by hand

Problems not_a_file(const fs::path& path, std::string_view what, fs::file_type type) {
  const bool folder = type == fs::file_type::directory;
  Problems problems = problem("E0801", std::string(what) + " `" + path.string() +
                                           (folder ? "` is a folder" : "` is no regular file"));
  problems.system = true;
  return problems;
}

}  // namespace

std::expected<std::string, Problems> read_file(const fs::path& path, std::string_view what) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return std::unexpected(missing(path, what));
  const std::string name = std::string(what) + " `" + path.string() + "` can't be read";
  if (status.type() == fs::file_type::none)
    return std::unexpected(system_problem("E0801", name, error.value()));
  if (!fs::is_regular_file(status)) return std::unexpected(not_a_file(path, what, status.type()));
  if (fs::file_size(path, error) > kLargestText && !error)
    return std::unexpected(
        problem("E0801", std::string(what) + " `" + path.string() + "` is larger than 64 MiB"));

  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return std::unexpected(system_problem("E0801", name, errno));
  std::string text;
  char part[65536];
  for (std::size_t n = 0; (n = std::fread(part, 1, sizeof part, file.get())) > 0;) text.append(part, n);
  if (std::ferror(file.get())) return std::unexpected(system_problem("E0801", name, errno));
  return text;
}

std::expected<std::vector<std::string>, Problems> list_folder(const fs::path& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
    names.push_back(it->path().filename().string());
  if (error)
    return std::unexpected(
        system_problem("E0801", "the folder `" + path.string() + "` can't be read", error.value()));
  std::ranges::sort(names);
  return names;
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace tenon::project
