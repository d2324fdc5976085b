// SPDX-License-Identifier: MIT
#include "project/wit_files.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "project/files.hpp"

namespace tenon::project {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWellKnown = "tenon:plugin";

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The end of the comment that starts at `at`, or `at` if none does. Block comments nest.
std::size_t skip_comment(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) != "/*") return at;
  std::size_t depth = 0;
  while (at < text.size()) {
    if (text.substr(at, 2) == "/*") {
      ++depth, at += 2;
    } else if (text.substr(at, 2) == "*/") {
      at += 2;
      if (--depth == 0) break;
    } else {
      ++at;
    }
  }
  return std::min(at, text.size());
}

// The text without comments, and with one blank where any stood between two words.
std::string squeezed(std::string_view text) {
  std::string out;
  bool gap = false;
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '%' || c == '_';
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t after = skip_comment(text, i);
    if (after != i || blank(text[i])) {
      gap = true;
      i = std::max(after, i + 1);
      continue;
    }
    if (gap && !out.empty() && is_word(out.back()) && is_word(text[i])) out += ' ';
    gap = false;
    out += text[i++];
  }
  return out;
}

// "ns:name" of the text's `package` line, if it starts with one.
std::optional<std::string> declared_package(std::string_view text) {
  constexpr std::string_view kKeyword = "package ";
  const std::string words = squeezed(text);
  if (!words.starts_with(kKeyword)) return std::nullopt;
  const std::string_view rest = std::string_view(words).substr(kKeyword.size());
  return std::string(rest.substr(0, rest.find_first_of("@;{")));
}

// Whether `words`, which is squeezed, declares the well-known package anywhere, as canonical text does beside
// others.
bool declares_well_known(std::string_view words) {
  const std::string start = "package " + std::string(kWellKnown);
  for (std::size_t at = 0; (at = words.find(start, at)) != words.npos;) {
    at += start.size();
    if (at < words.size() && std::string_view("@;{").contains(words[at])) return true;
  }
  return false;
}

bool has_wit_suffix(const std::string& name) { return name.ends_with(".wit"); }

class Reader {
 public:
  explicit Reader(bool with_well_known) : is_wanted_(with_well_known) {}

  std::expected<WitFiles, Problems> read(const fs::path& path) {
    found_.name = (path.has_filename() ? path : path.parent_path()).filename().string();
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    if (!(folder ? read_folder(path) : read_single(path))) return std::unexpected(std::move(problems_));
    if (!add_well_known()) return std::unexpected(std::move(problems_));
    return std::move(found_);
  }

 private:
  bool read_single(const fs::path& path) { return add_file(path) && finish_package(); }

  bool read_folder(const fs::path& path) {
    if (!add_files_of(path)) return false;
    if (files_.empty()) {
      problems_ = problem("E0802", "the folder `" + path.string() + "` has no `.wit` file",
                          "give a WIT file, or the folder that holds the package");
      return false;
    }
    if (!finish_package()) return false;
    std::error_code error;
    return !fs::is_directory(path / "deps", error) || read_deps(path / "deps");
  }

  bool read_deps(const fs::path& deps) {
    const auto names = list(deps);
    if (!names) return fail(names.error());
    for (const std::string& name : *names) {
      std::error_code error;
      const bool folder = fs::is_directory(deps / name, error);
      if (!folder && !has_wit_suffix(name)) continue;
      if (!(folder ? add_files_of(deps / name) : add_file(deps / name))) return false;
      if (!finish_package()) return false;
    }
    return true;
  }

  bool add_files_of(const fs::path& folder) {
    const auto names = list(folder);
    if (!names) return fail(names.error());
    for (const std::string& name : *names) {
      std::error_code error;
      if (!has_wit_suffix(name) || fs::is_directory(folder / name, error)) continue;
      if (!add_file(folder / name)) return false;
    }
    return true;
  }

  std::expected<std::vector<std::string>, Problems> list(const fs::path& folder) {
    found_.folders.push_back(folder);
    return list_folder(folder);
  }

  bool add_file(const fs::path& path) {
    auto text = read_file(path, "the WIT file");
    if (!text) return fail(text.error());
    found_.files.push_back(path);
    files_.push_back({.path = path.generic_string(), .text = std::move(*text)});
    return true;
  }

  // What was read since the last call is one package. A copy of the well-known one is compared and
  // left out if it is a dependency: the built-in text serves.
  bool finish_package() {
    if (files_.empty()) return true;
    const bool copy = std::ranges::any_of(
        files_, [](const wit::Source& s) { return declared_package(s.text) == kWellKnown; });
    has_copy_ = has_copy_ || copy;
    if (copy && (files_.size() > 1 || !same_tokens(files_[0].text, well_known_wit()))) {
      problems_ =
          problem("E0803", "`" + files_[0].path + "` differs from the package `tenon:plugin` of this tool",
                  "replace it by the tool's own copy, share/tenon/wit/plugin.wit, or delete it");
      return false;
    }
    found_.input.packages.push_back({.files = std::move(files_)});
    files_.clear();
    return true;
  }

  bool add_well_known() {
    bool named = false, nested = false;
    for (const wit::PackageSources& package : found_.input.packages)
      for (const wit::Source& s : package.files) {
        if (!s.text.contains(kWellKnown)) continue;
        named = true;
        nested = nested || declares_well_known(squeezed(s.text));
      }
    if (has_copy_ || nested || !(named || is_wanted_)) return true;
    found_.input.packages.push_back(
        {.files = {{.path = "<tenon>/plugin.wit", .text = std::string(well_known_wit())}}});
    return true;
  }

  bool fail(Problems problems) {
    problems_ = std::move(problems);
    return false;
  }

  WitFiles found_;
  std::vector<wit::Source> files_;
  Problems problems_;
  bool has_copy_ = false;
  bool is_wanted_;
};

}  // namespace

std::expected<WitFiles, Problems> read_wit(const fs::path& path, bool with_well_known) {
  return Reader(with_well_known).read(path);
}

bool same_tokens(std::string_view a, std::string_view b) { return squeezed(a) == squeezed(b); }

}  // namespace tenon::project
