// SPDX-License-Identifier: MIT
#include "cli/compiler.hpp"

#include <cstdlib>
#include <cstring>

#include "cli/backends.hpp"
#include "cli/process.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;
using project::Language;

// What a compiler defines tells who it is, whatever it is called.
std::expected<bool, project::Problems> is_clang(const std::vector<std::string>& words, Language language) {
  std::vector<std::string> asked = words;
  for (const char* word : {"-dM", "-E", "-x", language == Language::c ? "c" : "c++", "/dev/null"})
    asked.emplace_back(word);
  const Outcome outcome =
      run({.words = asked, .folder = {}, .capture = true, .errors_too = false, .limit = {}});
  if (outcome.error != 0 || !outcome.ok())
    return std::unexpected(missing_program(words, outcome.error,
                                           language == Language::c
                                               ? "install one (Debian: apt install gcc), or set CC"
                                               : "install one (Debian: apt install g++), or set CXX"));
  return outcome.out.contains("__clang__");
}

bool never_unwinds(const project::TenonToml& toml) {
  for (const project::PluginEntry& p : toml.plugins)
    if (p.unwind) return false;
  return true;
}

void append(std::vector<std::string>& words, std::initializer_list<const char*> more) {
  words.insert(words.end(), more.begin(), more.end());
}

}  // namespace

project::Problems missing_program(const std::vector<std::string>& words, int error, std::string_view help) {
  const std::string what = "`" + quoted(words) + "` " + (error == 0 ? "doesn't work" : "can't be run");
  project::Problems problems =
      project::problem("E0902", error == 0 ? what : what + ": " + std::strerror(error), std::string(help));
  problems.system = true;
  return problems;
}

std::expected<Compiler, project::Problems> find_compiler(Language language) {
  const bool c = language == Language::c;
  Compiler compiler{.words = words_of_environment(c ? "CC" : "CXX")};
  if (compiler.words.empty()) compiler.words = {c ? "cc" : "c++"};
  const auto clang = is_clang(compiler.words, language);
  if (!clang) return std::unexpected(clang.error());
  compiler.clang = *clang;
  return compiler;
}

std::expected<fs::path, project::Problems> headers_folder() {
  const char* told = std::getenv("TENON_INCLUDE_DIR");
  const fs::path folder =
      told && *told ? fs::path(told) : own_program().parent_path().parent_path() / "include";
  std::error_code error;
  if (fs::exists(folder / "tenon" / "abi.h", error)) return folder;
  project::Problems problems =
      project::problem("E0907", "tenon's headers are not in `" + folder.string() + "`",
                       "set TENON_INCLUDE_DIR to the folder that holds tenon/abi.h");
  problems.system = true;
  return std::unexpected(std::move(problems));
}

std::expected<Flags, project::Problems> plugin_flags(const project::TenonToml& toml, const Compiler& compiler,
                                                     const fs::path& bindings) {
  const auto headers = headers_folder();
  if (!headers) return std::unexpected(headers.error());
  Flags flags;
  append(flags.compile, {"-fPIC", "-fvisibility=hidden"});
  if (toml.language == Language::cpp) append(flags.compile, {"-fvisibility-inlines-hidden"});
  // g++ makes inline and template statics unique in the process, which keeps libraries mapped; clang
  // doesn't, and refuses the flag.
  if (toml.language == Language::cpp && !compiler.clang) append(flags.compile, {"-fno-gnu-unique"});
  if (toml.language == Language::cpp && never_unwinds(toml)) append(flags.compile, {"-fno-exceptions"});
  if (toml.freestanding) append(flags.compile, {"-ffreestanding"});
  for (const fs::path& folder : {bindings, toml.folder, *headers})
    flags.compile.push_back("-I" + folder.string());
  // `__FILE__` names files as the project knows them, so that builds in two places are equal.
  flags.compile.push_back("-fmacro-prefix-map=" + (toml.folder / "").string() + "=");
  append(flags.link, {"-shared", "-Wl,-Bsymbolic", "-Wl,-z,now"});
  flags.link.push_back("-Wl,--version-script=" + (bindings / kExportList).string());
  if (toml.freestanding) append(flags.link, {"-nostdlib"});
  return flags;
}

}  // namespace tenon::cli
