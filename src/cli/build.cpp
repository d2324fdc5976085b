// SPDX-License-Identifier: MIT
//
// tenon build: from a project's folder to the library.
#include "cli/build.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <system_error>

#include "cli/backends.hpp"
#include "cli/compiler.hpp"
#include "cli/process.hpp"
#include "cli/product.hpp"
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
    product_ = options_.product.empty() ? product_of(toml()) : fs::path(options_.product);
    if (!options_.print.empty()) return print_flags();
    if (const int failed = write_bindings()) return failed;
    if (const int failed = toml().language == Language::rust ? cargo() : compile()) return failed;
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
    auto files = plugin_files(*project_, output_);
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
    std::error_code error;
    if (product_.has_parent_path()) fs::create_directories(product_.parent_path(), error);
    // Linked beside its place and renamed: whoever has the old library open keeps it whole.
    const fs::path fresh = product_.string() + "." + std::to_string(getpid()) + ".new";
    const int failed = run_compiler(command(*compiler, *flags, fresh));
    if (failed == kFine) return move_product(fresh);
    fs::remove(fresh, error);
    return failed;
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

  std::vector<std::string> command(const Compiler& compiler, const Flags& flags, const fs::path& out) const {
    const bool c = toml().language == Language::c;
    std::vector<std::string> words = compiler.words;
    const auto add = [&](const std::vector<std::string>& more) {
      words.insert(words.end(), more.begin(), more.end());
    };
    add({c ? "-std=c11" : "-std=c++20"});
    add(options_.debug ? std::vector<std::string>{"-O0", "-g"} : std::vector<std::string>{"-O2"});
    add(flags.compile);
    add(words_of_environment(c ? "CFLAGS" : "CXXFLAGS"));
    for (const std::string& source : toml().sources)
      words.push_back((toml().folder / source).lexically_normal());
    for (const bind::File& file : files_)
      if (file.path.ends_with(c ? ".c" : ".cpp")) words.push_back((bindings_ / file.path).lexically_normal());
    add(flags.link);
    add(words_of_environment("LDFLAGS"));
    add({"-o", out.string()});
    return words;
  }

  int run_compiler(const std::vector<std::string>& words) {
    if (options_.verbose) output_.progress(quoted(words) + "\n");
    const Outcome outcome =
        cli::run({.words = words, .folder = {}, .capture = output_.json(), .errors_too = true, .limit = {}});
    if (outcome.ok()) return kFine;
    if (outcome.error != 0)
      return output_.problems(missing_program({words[0]}, outcome.error, "is it in PATH?"));
    if (output_.json()) output_.document()["compiler"] = outcome.out;
    project::Problems problems =
        project::problem("E0903", fmt::format("the compiler refused `{}`", toml().name),
                         options_.verbose ? "" : "`--verbose` shows the command");
    problems.system = true;
    return output_.problems(problems);
  }

  int move_product(const fs::path& fresh) {
    std::error_code error;
    fs::rename(fresh, product_, error);
    if (!error) return kFine;
    return output_.problems(project::system_problem(
        "E0901", fmt::format("`{}` can't be written", product_.string()), error.value()));
  }

  int cargo();

  int finish() {
    const auto report = inspect_product(product_, output_);
    if (!report) return report.error();
    output_.document()["product"] = product_.string();
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
};

// The library among what cargo says it made, one JSON object a line.
fs::path made_library(const std::string& messages) {
  fs::path found;
  std::size_t at = 0;
  while (at < messages.size()) {
    const std::size_t end = std::min(messages.find('\n', at), messages.size());
    const Json message = Json::parse(messages.begin() + static_cast<std::ptrdiff_t>(at),
                                     messages.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    at = end + 1;
    if (!message.is_object() || message.value("reason", "") != "compiler-artifact") continue;
    for (const Json& file : message.value("filenames", Json::array()))
      if (file.is_string() && file.get<std::string>().ends_with(".so")) found = file.get<std::string>();
  }
  return found;
}

int Build::cargo() {
  std::vector<std::string> words = words_of_environment("CARGO");
  if (words.empty()) words = {"cargo"};
  for (const char* word : {"build", "--lib", "--message-format=json-render-diagnostics"})
    words.emplace_back(word);
  if (!options_.debug) words.emplace_back("--release");
  if (options_.verbose) output_.progress(quoted(words) + "\n");
  const Outcome outcome =
      cli::run({.words = words, .folder = toml().folder, .capture = true, .errors_too = false, .limit = {}});
  if (outcome.error != 0)
    return output_.problems(missing_program(
        {words[0]}, outcome.error, "install Rust (Debian: apt install cargo; else https://rustup.rs)"));
  project::Problems failed = project::problem("E0903", fmt::format("cargo refused `{}`", toml().name));
  failed.system = true;
  if (!outcome.ok()) return output_.problems(failed);
  const fs::path made = made_library(outcome.out);
  if (made.empty())
    return output_.problems(project::problem("E0905", "cargo made no shared library",
                                             "Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\"]`"));
  std::error_code error;
  if (product_.has_parent_path()) fs::create_directories(product_.parent_path(), error);
  const fs::path fresh = product_.string() + "." + std::to_string(getpid()) + ".new";
  fs::copy_file(made, fresh, fs::copy_options::overwrite_existing, error);
  if (!error) return move_product(fresh);
  return output_.problems(project::system_problem(
      "E0901", fmt::format("`{}` can't be written", product_.string()), error.value()));
}

}  // namespace

fs::path product_of(const project::TenonToml& toml) {
  return toml.folder / "build" / ("lib" + toml.name + ".so");
}

int build(const BuildOptions& options, Output& output) { return Build(options, output).run(); }

}  // namespace tenon::cli
