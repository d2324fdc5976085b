// SPDX-License-Identifier: MIT
//
// tenon build: from a project's folder to the library.
#include "cli/build.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <system_error>

#include "bind/common/static_part.hpp"
#include "cli/backends.hpp"
#include "cli/compiler.hpp"
#include "cli/process.hpp"
#include "cli/product.hpp"
#include "cli/seal.hpp"
#include "cli/write_files.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;
using project::Language;

// One build: where things go, and how far it got. Every step shows what is wrong with it.
class Build {
 public:
  Build(const BuildOptions& options, Output& output) : options_(options), output_(output) {}

  int run() {
    auto project = load_project(options_.project, output_);
    if (!project) return project.error();
    project_ = std::move(*project);
    bindings_ = options_.bindings.empty() ? default_bindings_folder(toml()) : fs::path(options_.bindings);
    product_ = options_.product.empty() ? product_of(toml(), options_.linked) : fs::path(options_.product);
    if (!options_.print.empty()) return print_flags();
    if (!options_.seal.empty()) return seal_archive();
    if (const int failed = write_bindings()) return failed;
    const bool rust = toml().language == Language::rust;
    if (options_.linked) return rust ? static_cargo() : static_compile();
    if (const int failed = rust ? cargo() : compile()) return failed;
    return finish();
  }

 private:
  const project::TenonToml& toml() const { return project_->toml; }

  int print_flags() {
    if (toml().language == Language::rust)
      return output_.problems(project::problem("E0908", "a project in Rust has no flags to print",
                                               "run `tenon build`, or plain `cargo build --release`"));
    const auto compiler = find_compiler(toml().language);
    if (!compiler) return output_.problems(compiler.error());
    const auto flags = plugin_flags(toml(), *compiler, bindings_);
    if (!flags) return output_.problems(flags.error());
    output_.document()["compile"] = flags->compile;
    output_.document()["link"] = flags->link;
    std::string text;
    if (options_.print != "link") text += quoted(flags->compile) + "\n";
    if (options_.print != "compile") text += quoted(flags->link) + "\n";
    if (options_.product.empty()) {
      output_.text(text);
      return kFine;
    }
    if (is_current(options_.product, text)) return kFine;
    const auto failed = write_file(options_.product, text);
    return failed ? output_.problems(*failed) : kFine;
  }

  int write_bindings() {
    auto files = plugin_files(*project_, options_.linked, output_);
    if (!files) return files.error();
    files_ = std::move(*files);
    const auto written = write_changed(bindings_, files_);
    return written ? kFine : output_.problems(written.error());
  }

  int compile() {
    const auto compiler = find_compiler(toml().language);
    if (!compiler) return output_.problems(compiler.error());
    const auto flags = plugin_flags(toml(), *compiler, bindings_);
    if (!flags) return output_.problems(flags.error());
    if (const int failed = check_sources()) return failed;
    if (const int failed = make_folder()) return failed;
    std::error_code error;
    // Linked beside its place and renamed: whoever has the old library open keeps it whole.
    const fs::path fresh = product_.string() + "." + std::to_string(getpid()) + ".new";
    std::vector<std::string> words = command(*compiler, *flags);
    // A function that its author forgot is told here instead of at load. With clang a sanitizer's own symbols
    // are the program's.
    if (std::ranges::none_of(words, [](const std::string& word) { return word.starts_with("-fsanitize"); }))
      words.push_back("-Wl,-z,defs");
    for (std::string& source : sources()) words.push_back(std::move(source));
    words.insert(words.end(), flags->link.begin(), flags->link.end());
    for (const std::string& word : words_of_environment("LDFLAGS")) words.push_back(word);
    words.insert(words.end(), {"-o", fresh.string()});
    const int failed = run_compiler(words);
    if (failed == kFine) return move_product(fresh);
    fs::remove(fresh, error);
    return failed;
  }

  int static_compile() {
    const auto compiler = find_compiler(toml().language);
    if (!compiler) return output_.problems(compiler.error());
    const auto flags = plugin_flags(toml(), *compiler, bindings_);
    if (!flags) return output_.problems(flags.error());
    if (const int failed = check_sources()) return failed;
    const fs::path objects = bindings_ / ("objects." + std::to_string(getpid()));
    const int failed = compile_into(objects, *compiler, *flags);
    std::error_code error;
    fs::remove_all(objects, error);
    return failed;
  }

  // Compiled one by one: options of the link would disturb the compiler.
  int compile_into(const fs::path& folder, const Compiler& compiler, const Flags& flags) {
    std::error_code error;
    fs::create_directories(folder, error);
    std::vector<std::string> link = compiler.words;
    // Nothing else: a sanitizer's runtime is the program's to link.
    for (const std::string& word :
         words_of_environment(toml().language == Language::c ? "CFLAGS" : "CXXFLAGS"))
      if (word.starts_with("-flto")) link.push_back(word);
    for (const std::string& source : sources()) {
      const std::string object = folder / (std::to_string(link.size()) + ".o");
      std::vector<std::string> words = command(compiler, flags);
      words.insert(words.end(), {"-c", source, "-o", object});
      if (const int failed = run_compiler(words)) return failed;
      link.push_back(object);
    }
    return finish_static(sealing(std::move(link), compiler.clang));
  }

  // What another build system compiled.
  int seal_archive() {
    const auto compiler = find_compiler(toml().language == Language::cpp ? Language::cpp : Language::c);
    if (!compiler) return output_.problems(compiler.error());
    std::vector<std::string> words = compiler->words;
    words.insert(words.end(), {"-Wl,--whole-archive", options_.seal, "-Wl,--no-whole-archive"});
    Sealing what = sealing(std::move(words), compiler->clang);
    what.archive = options_.seal;
    return seal(what, output_);
  }

  Sealing sealing(std::vector<std::string> words, bool clang) const {
    return {.library = toml().name,
            .command = std::move(words),
            .symbols = bind::static_symbols(project_->library),
            .clang = clang,
            .only_needed = false,
            .strip = false,
            .archive = product_,
            .verbose = options_.verbose};
  }

  int finish_static(const Sealing& what) {
    if (const int failed = make_folder()) return failed;
    std::error_code error;
    if (const int failed = seal(what, output_)) return failed;
    const bind::File header = bind::static_header(project_->library);
    const auto written = write_changed(product_.parent_path(), {header});
    if (!written) return output_.problems(written.error());
    output_.document()["product"] = product_.string();
    output_.document()["header"] = (product_.parent_path() / header.path).string();
    std::string plugins;
    for (const bind::Plugin& p : project_->library.plugins)
      plugins += fmt::format("{} {}, ", p.name, p.version);
    output_.text(fmt::format("built {}: {}{}\n", product_.lexically_normal().string(), plugins,
                             size_text(fs::file_size(product_, error))));
    output_.text(fmt::format("next: link it, and call {} of {}\n",
                             "tenon_register_" + bind::names::snake(toml().name),
                             (product_.parent_path() / header.path).lexically_normal().string()));
    return kFine;
  }

  // The compiler's own words for a missing file don't say where its name comes from.
  int check_sources() {
    for (const std::string& source : toml().sources) {
      std::error_code error;
      if (fs::is_regular_file(toml().folder / source, error)) continue;
      project::Problems problems = project::problem(
          "E0801",
          fmt::format("the source `{}` does not exist", (toml().folder / source).lexically_normal().string()),
          fmt::format("`sources` in {} names it", toml().source.path));
      problems.system = true;
      return output_.problems(problems);
    }
    if (!toml().sources.empty() || toml().language == Language::cpp) return kFine;
    return output_.problems(project::problem("E0807",
                                             fmt::format("`{}` has no `.c` file", toml().folder.string()),
                                             "write one beside tenon.toml, or list `sources`"));
  }

  // The compiler with what each of the sources is compiled with.
  std::vector<std::string> command(const Compiler& compiler, const Flags& flags) const {
    const bool c = toml().language == Language::c;
    std::vector<std::string> words = compiler.words;
    const auto add = [&](const std::vector<std::string>& more) {
      words.insert(words.end(), more.begin(), more.end());
    };
    add({c ? "-std=c11" : "-std=c++20"});
    add(options_.debug ? std::vector<std::string>{"-O0", "-g"} : std::vector<std::string>{"-O2"});
    add(flags.compile);
    add(words_of_environment(c ? "CFLAGS" : "CXXFLAGS"));
    return words;
  }

  // The author's and the generated ones.
  std::vector<std::string> sources() const {
    const std::string_view suffix = toml().language == Language::c ? ".c" : ".cpp";
    std::vector<std::string> out;
    for (const std::string& source : toml().sources)
      out.push_back((toml().folder / source).lexically_normal());
    for (const bind::File& file : files_)
      if (file.path.ends_with(suffix)) out.push_back((bindings_ / file.path).lexically_normal());
    return out;
  }

  int run_compiler(const std::vector<std::string>& words) {
    if (options_.verbose) output_.progress(quoted(words) + "\n");
    const Outcome outcome =
        cli::run({.words = words, .folder = {}, .capture = output_.json(), .errors_too = true, .limit = {}});
    note_compiler(outcome.out);
    if (outcome.ok()) return kFine;
    if (outcome.error != 0)
      return output_.problems(missing_program({words[0]}, outcome.error, "is it in PATH?"));
    project::Problems problems =
        project::problem("E0903", fmt::format("the compiler refused `{}`", toml().name),
                         options_.verbose ? "" : "`--verbose` shows the command");
    problems.system = true;
    return output_.problems(problems);
  }

  // What it said; for people it has gone to the terminal already.
  void note_compiler(const std::string& said) {
    if (!output_.json()) return;
    said_ += said;
    output_.document()["compiler"] = said_;
  }

  // The product's; a linker's own words would not say what is wrong with it.
  int make_folder() {
    std::error_code error;
    if (product_.has_parent_path()) fs::create_directories(product_.parent_path(), error);
    if (!error) return kFine;
    return output_.problems(project::system_problem(
        "E0901", fmt::format("`{}` can't be made", product_.parent_path().string()), error.value()));
  }

  int move_product(const fs::path& fresh) {
    std::error_code error;
    fs::rename(fresh, product_, error);
    return error ? drop(fresh, error.value()) : kFine;
  }

  int drop(const fs::path& fresh, int reason) {
    std::error_code error;
    fs::remove(fresh, error);
    return output_.problems(
        project::system_problem("E0901", fmt::format("`{}` can't be written", product_.string()), reason));
  }

  std::expected<std::string, int> run_cargo(const std::vector<std::string>& command,
                                            const std::vector<std::string>& for_rustc);
  int cargo();
  int static_cargo();

  int finish() {
    const auto report = inspect_product(product_, output_, toml().freestanding);
    if (!report) return report.error();
    output_.document()["product"] = product_.lexically_normal().string();
    output_.document()["summary"] = *report;
    output_.text(fmt::format("built {}: {}\n", product_.lexically_normal().string(), *report));
    const std::string folder =
        options_.project == "." ? "." : fs::path(options_.project).lexically_normal().string();
    output_.text(fmt::format("next: tenon check {} --load\n", folder));
    return kFine;
  }

  const BuildOptions& options_;
  Output& output_;
  std::unique_ptr<LoadedProject> project_;
  fs::path bindings_, product_;
  std::vector<bind::File> files_;
  std::string said_;  ///< by the compiler
};

// The library among what cargo says it made, one JSON object a line.
fs::path made_library(const std::string& messages, std::string_view suffix) {
  fs::path found;
  std::size_t at = 0;
  while (at < messages.size()) {
    const std::size_t end = std::min(messages.find('\n', at), messages.size());
    const Json message = Json::parse(messages.begin() + static_cast<std::ptrdiff_t>(at),
                                     messages.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    at = end + 1;
    if (!message.is_object() || message.value("reason", "") != "compiler-artifact") continue;
    for (const Json& file : message.value("filenames", Json::array()))
      if (file.is_string() && file.get<std::string>().ends_with(suffix)) found = file.get<std::string>();
  }
  return found;
}

// What it says to people, with `--format json`: the lines between.
std::string without_json(const std::string& messages) {
  std::string text;
  std::istringstream lines(messages);
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with('{')) text += line + "\n";
  return text;
}

std::vector<std::string> cargo_words() {
  std::vector<std::string> words = words_of_environment("CARGO");
  return words.empty() ? std::vector<std::string>{"cargo"} : words;
}

// Whether `cargo rustc` takes `--crate-type`: since 1.64.
bool takes_crate_type() {
  std::vector<std::string> words = cargo_words();
  words.emplace_back("--version");
  const Outcome asked =
      cli::run({.words = words, .folder = {}, .capture = true, .errors_too = false, .limit = {}});
  unsigned minor = 0;
  return std::sscanf(asked.out.c_str(), "cargo 1.%u", &minor) != 1 || minor >= 64;
}

// cargo with its command and flags, in the project; what it says it made.
std::expected<std::string, int> Build::run_cargo(const std::vector<std::string>& command,
                                                 const std::vector<std::string>& for_rustc) {
  std::vector<std::string> words = cargo_words();
  words.insert(words.end(), command.begin(), command.end());
  for (const char* word : {"--lib", "--message-format=json-render-diagnostics"}) words.emplace_back(word);
  if (!options_.debug) words.emplace_back("--release");
  words.insert(words.end(), for_rustc.begin(), for_rustc.end());
  if (options_.verbose) output_.progress(quoted(words) + "\n");
  Outcome outcome = cli::run(
      {.words = words, .folder = toml().folder, .capture = true, .errors_too = output_.json(), .limit = {}});
  if (outcome.error != 0)
    return std::unexpected(output_.problems(missing_program(
        {words[0]}, outcome.error, "install Rust (Debian: apt install cargo; else https://rustup.rs)")));
  note_compiler(without_json(outcome.out));
  if (outcome.ok()) return std::move(outcome.out);
  project::Problems failed = project::problem("E0903", fmt::format("cargo refused `{}`", toml().name));
  failed.system = true;
  return std::unexpected(output_.problems(failed));
}

int Build::cargo() {
  // Without start files, which are libc's.
  const auto said = toml().freestanding ? run_cargo({"rustc"}, {"--", "-C", "link-arg=-nostartfiles"})
                                        : run_cargo({"build"}, {});
  if (!said) return said.error();
  const fs::path made = made_library(*said, ".so");
  if (made.empty())
    return output_.problems(project::problem("E0905", "cargo made no shared library",
                                             "Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\"]`"));
  if (const int failed = make_folder()) return failed;
  std::error_code error;
  const fs::path fresh = product_.string() + "." + std::to_string(getpid()) + ".new";
  fs::copy_file(made, fresh, fs::copy_options::overwrite_existing, error);
  return error ? drop(fresh, error.value()) : move_product(fresh);
}

// A `staticlib` brings the standard library with it. Sealed, that is the plugin's own, so that plugins
// of several compilers fit into one program and the panic hook is the plugin's (`tenon_sealed`).
int Build::static_cargo() {
  const bool asked = takes_crate_type();
  std::vector<std::string> flags = {"--", "--cfg", "tenon_static", "--cfg", "tenon_sealed"};
  if (asked) flags.insert(flags.begin(), {"--crate-type", "staticlib"});
  if (!asked) flags.insert(flags.end(), {"--crate-type", "staticlib"});
  const auto said = run_cargo({"rustc"}, flags);
  if (!said) return said.error();
  fs::path made = made_library(*said, ".a");
  if (made.empty()) {  // an old cargo doesn't know of it
    made = made_library(*said, ".so");
    made = made.parent_path() / "deps" / made.filename().replace_extension(".a");
  }
  const auto compiler = find_compiler(Language::c);
  if (!compiler) return output_.problems(compiler.error());
  std::vector<std::string> words = compiler->words;
  words.push_back(made.string());
  Sealing what = sealing(std::move(words), compiler->clang);
  what.only_needed = true;
  what.strip = !options_.debug;
  return finish_static(what);
}

}  // namespace

fs::path product_of(const project::TenonToml& toml, bool linked) {
  const fs::path folder = toml.folder / "build";
  return linked ? folder / "static" / ("lib" + toml.name + ".a") : folder / ("lib" + toml.name + ".so");
}

int build(const BuildOptions& options, Output& output) { return Build(options, output).run(); }

}  // namespace tenon::cli
