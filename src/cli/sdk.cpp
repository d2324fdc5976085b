// SPDX-License-Identifier: MIT
//
// tenon sdk: what a host's author hands to those who write plugins for it.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "bind/common/text.hpp"
#include "cli/backends.hpp"
#include "cli/compiler.hpp"
#include "cli/new.hpp"
#include "cli/new_folder.hpp"
#include "cli/process.hpp"
#include "cli/sdk_files.hpp"
#include "cli/write_files.hpp"
#include "project/files.hpp"
#include "tenon/abi/version.h"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTest = R"sh(#!/bin/sh
# Builds the templates, and asks whether a host of this world would take them: loaded, created, destroyed and unloaded in a
# process of its own. `./test.sh LIBRARY...` asks the same of yours.
set -e
sdk=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
  for project in "$sdk"/plugin-*; do
    "$sdk/bin/tenon" build "$project" -o "$project/build/lib$(basename "$project").so"
    set -- "$@" "$project/build/lib$(basename "$project").so"
  done
fi
for library in "$@"; do
  "$sdk/bin/tenon" check --load "$library" --wit "$sdk"/@WIT@@OPTIONS@
done
)sh";

constexpr std::string_view kConfig = R"(# SPDX-License-Identifier: MIT
# find_package(tenon REQUIRED PATHS <this folder>): the function tenon_add_plugin.
if(NOT TARGET tenon::cli)
  add_executable(tenon::cli IMPORTED GLOBAL)
  set_target_properties(tenon::cli PROPERTIES IMPORTED_LOCATION ${CMAKE_CURRENT_LIST_DIR}/../bin/tenon)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/TenonPlugins.cmake)
)";

constexpr std::string_view kReadme = R"(# Plugins for `@WORLD@`

All that is needed to write one, beside a compiler. A plugin is a shared library that implements the world `@WORLD@` of `@WIT@`;
a host checks it before any of its code runs.

    bin/tenon new my-plugin --lang @LANG@ --wit @WITWORD@@OPTIONS@
    bin/tenon build my-plugin
    ./test.sh my-plugin/build/libmy-plugin.so

| here | is |
|---|---|
| `@WIT@` | the interface |
@ROWS@| `bindings/` | what is generated from it, to read: with the templates' names in it. `tenon build` makes your own |
| `include/` | headers for C and C++; `bin/tenon` finds them beside itself |
| `cmake/` | for CMake projects: `find_package(tenon REQUIRED PATHS .../cmake)`, then `tenon_add_plugin(my-plugin)` |
| `bin/tenon` | makes projects, builds and checks libraries; it needs the C library only. `bin/tenon --help` |
| `test.sh` | whether a host of this world would take a library |
| `LICENSE` | of Tenon, which generated code and headers come from |

Name, version and what hosts show of a plugin are in its `tenon.toml`. Made by tenon @VERSION@, contract @CONTRACT@: a host speaks the same
contract, or refuses the plugin with a message that says so.
)";

std::string replaced(std::string_view text,
                     std::initializer_list<std::pair<std::string_view, std::string>> words) {
  std::string out(text);
  for (const auto& [word, by] : words)
    for (std::size_t at = 0; (at = out.find(word, at)) != out.npos; at += by.size())
      out.replace(at, word.size(), by);
  return out;
}

// One word, whatever is in it, for the shells of others.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@,+";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return text;
  return "'" + replaced(text, {{"'", "'\\''"}}) + "'";
}

const char* name_of(std::string_view language) {
  return language == "c" ? "C" : language == "cpp" ? "C++" : "Rust";
}

class Sdk {
 public:
  Sdk(const SdkOptions& options, Output& output)
      : options_(options), folder_(options.folder), output_(output) {}

  int run() {
    if (const auto taken = folder_.taken()) return output_.problems(*taken);
    if (const int failed = make()) return failed;
    return finish();
  }

 private:
  int make() {
    for (const auto step :
         {&Sdk::copy_wit, &Sdk::copy_headers, &Sdk::copy_tool, &Sdk::add_projects, &Sdk::add_texts})
      if (const int failed = (this->*step)()) return failed;
    return kFine;
  }

  int write(const fs::path& path, std::string_view text) {
    const auto failed = write_file(folder_.path() / path, text);
    return failed ? output_.problems(*failed) : kFine;
  }

  int copy(const fs::path& from, const fs::path& to, std::string_view what) {
    const auto text = project::read_file(from, what);
    return text ? write(to, *text) : output_.problems(text.error());
  }

  /// As it is, `deps` included: comments and order are for people.
  int copy_wit() {
    auto wit = load_wit(options_.wit, output_);
    if (!wit) return wit.error();
    const auto world = load_world(*wit, options_.wit.world, output_);
    if (!world) return world.error();
    world_ = wit->parsed.model[*world].name;
    std::error_code error;
    const fs::path root = fs::is_directory(options_.wit.path, error)
                              ? fs::path(options_.wit.path)
                              : fs::path(options_.wit.path).parent_path();
    wit_ = fs::is_directory(options_.wit.path, error)
               ? "wit"
               : "wit/" + fs::path(options_.wit.path).filename().string();
    for (const fs::path& file : wit->files)
      if (const int failed = copy(file, "wit" / file.lexically_relative(root), "the WIT file")) return failed;
    return kFine;
  }

  /// Those of the plugin's side.
  int copy_headers() {
    const auto headers = headers_folder();
    if (!headers) return output_.problems(headers.error());
    std::error_code error;
    for (fs::recursive_directory_iterator i(*headers / "tenon", error), end; i != end && !error;
         i.increment(error)) {
      const fs::path name = i->path().lexically_relative(*headers);
      if (name == "tenon/host" && i->is_directory()) i.disable_recursion_pending();
      if (i->is_directory() || name == "tenon/host.h" || name == "tenon/host.hpp" ||
          name == "tenon/library.hpp")
        continue;
      if (const int failed = copy(i->path(), "include" / name, "the header")) return failed;
    }
    return kFine;
  }

  int copy_tool() {
    if (const int failed = copy(own_program(), "bin/tenon", "the program")) return failed;
    std::error_code error;
    fs::permissions(folder_.path() / "bin/tenon", static_cast<fs::perms>(0755), error);
    return kFine;
  }

  int add_projects() {
    for (const std::string& language : options_.languages)
      if (const int failed = add_project(language)) return failed;
    return kFine;
  }

  int add_project(const std::string& language) {
    const fs::path folder = "plugin-" + language;
    NewOptions what{.path = (folder_.path() / folder).string(),
                    .language = language,
                    .wit = options_.wit,
                    .package_place = " PATHS ../cmake"};
    what.wit.path = (folder_.path() / wit_).string();
    const auto files = project_files(what, output_);
    if (!files) return files.error();
    for (const bind::File& file : *files)
      if (const int failed = write(folder / file.path, file.text)) return failed;
    const auto project = load_project((folder_.path() / folder).string(), output_);
    if (!project) return project.error();
    const auto bindings = plugin_files(**project, false, output_);
    if (!bindings) return bindings.error();
    for (const bind::File& file : *bindings)
      if (const int failed =
              write("bindings" / fs::path(language) / fs::path(file.path).filename(), file.text))
        return failed;
    return kFine;
  }

  // What else than the WIT's place is said on each command line.
  std::string wit_options() const {
    std::string text = options_.wit.world.empty() ? "" : " --world " + shell_word(options_.wit.world);
    for (const std::string& feature : options_.wit.features) text += " --features " + shell_word(feature);
    return text;
  }

  int add_texts() {
    const std::string options = wit_options();
    std::string rows;
    for (const std::string& language : options_.languages) {
      rows +=
          fmt::format("| `plugin-{0}/` | a plugin in {1} as `tenon new` makes it: it does nothing yet |\n",
                      language, name_of(language));
    }
    const std::string readme = replaced(
        kReadme, {{"@WORLD@", world_},
                  {"@OPTIONS@", options},
                  {"@LANG@", options_.languages.front()},
                  {"@ROWS@", rows},
                  {"@VERSION@", TENON_VERSION},
                  {"@CONTRACT@", fmt::format("{}.{}", TENON_CONTRACT_VERSION, TENON_CONTRACT_REVISION)},
                  {"@WITWORD@", shell_word(wit_)},
                  {"@WIT@", wit_}});
    if (const int failed = write("README.md", readme)) return failed;
    if (const int failed = write("LICENSE", license_text())) return failed;
    if (const int failed = write("cmake/tenonConfig.cmake", kConfig)) return failed;
    if (const int failed = write("cmake/TenonPlugins.cmake", plugins_cmake())) return failed;
    const std::string test = replaced(kTest, {{"@OPTIONS@", options}, {"@WIT@", shell_word(wit_)}});
    if (const int failed = write("test.sh", test)) return failed;
    std::error_code error;
    fs::permissions(folder_.path() / "test.sh", static_cast<fs::perms>(0755), error);
    return kFine;
  }

  int finish() {
    if (const auto failed = folder_.finish()) return output_.problems(*failed);
    const std::string place = folder_.place().string();
    output_.document()["sdk"] = place;
    output_.document()["world"] = world_;
    output_.text(fmt::format("made {} for plugins of `{}`\nnext: {}/test.sh\n", place, world_, place));
    return kFine;
  }

  const SdkOptions& options_;
  NewFolder folder_;
  std::string world_, wit_;
  Output& output_;
};

}  // namespace

int sdk(const SdkOptions& options, Output& output) { return Sdk(options, output).run(); }

}  // namespace tenon::cli
