// SPDX-License-Identifier: MIT
#include "cli/seal.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <system_error>

#include "cli/process.hpp"

namespace tenon::cli {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// Three programs, one behind the other, in a folder beside the archive.
class Sealer {
 public:
  Sealer(const Sealing& sealing, Output& output)
      : sealing_(sealing),
        output_(output),
        folder_(sealing.archive.string() + "." + std::to_string(getpid()) + ".new"),
        object_(folder_ / (sealing.library + ".o")),
        fresh_(folder_ / sealing.archive.filename()) {}

  ~Sealer() {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  int run() {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (const int failed = combine()) return failed;
    if (const int failed = hide()) return failed;
    if (const int failed = pack()) return failed;
    fs::rename(fresh_, sealing_.archive, error);
    if (!error) return kFine;
    return output_.problems(project::system_problem(
        "E0901", fmt::format("`{}` can't be written", sealing_.archive.string()), error.value()));
  }

 private:
  // One object; groups that several objects share (inline functions, templates) become ordinary
  // sections, or the program's linker would still keep only one plugin's.
  int combine() {
    Words words = sealing_.command;
    for (const char* word : {"-r", "-nostdlib", "-fuse-ld=bfd", "-Wl,--force-group-allocation", "-Wl,-d"})
      words.emplace_back(word);
    if (!sealing_.clang) words.emplace_back("-flinker-output=nolto-rel");
    if (sealing_.only_needed) words.emplace_back("-Wl,--gc-sections");
    for (const std::string& symbol : sealing_.symbols) words.push_back("-Wl,--require-defined=" + symbol);
    words.insert(words.end(), {"-o", object_.string()});
    return call(words, "the compiler");
  }

  // The sections are notes of LLVM for itself; old linkers choke on those of a newer one.
  int hide() {
    Words words = tool("OBJCOPY", "objcopy");
    for (const char* section : {".llvmbc", ".llvmcmd", ".llvm_addrsig"})
      words.insert(words.end(), {"-R", section});
    if (sealing_.strip) words.emplace_back("--strip-unneeded");
    for (const std::string& symbol : sealing_.symbols) words.push_back("--keep-global-symbol=" + symbol);
    words.push_back(object_.string());
    return call(words, "`" + words.front() + "`");
  }

  int pack() {
    Words words = tool("AR", "ar");
    words.insert(words.end(), {"rcsD", fresh_.string(), object_.string()});
    return call(words, "`" + words.front() + "`");
  }

  static Words tool(const char* variable, const char* name) {
    Words words = words_of_environment(variable);
    return words.empty() ? Words{name} : words;
  }

  int call(const Words& words, const std::string& who) {
    if (sealing_.verbose) output_.progress(quoted(words) + "\n");
    const Outcome outcome =
        cli::run({.words = words, .folder = {}, .capture = output_.json(), .errors_too = true, .limit = {}});
    if (outcome.ok()) return kFine;
    if (outcome.error != 0)
      return output_.problems(missing_program({words[0]}, outcome.error,
                                              "it is part of GNU binutils (Debian: apt install binutils)"));
    if (output_.json()) output_.document()["compiler"] = outcome.out;
    project::Problems problems =
        project::problem("E0903", fmt::format("{} refused `{}`", who, sealing_.library),
                         sealing_.verbose ? "" : "`--verbose` shows the command");
    problems.system = true;
    return output_.problems(problems);
  }

  const Sealing& sealing_;
  Output& output_;
  fs::path folder_, object_, fresh_;
};

}  // namespace

int seal(const Sealing& sealing, Output& output) { return Sealer(sealing, output).run(); }

}  // namespace tenon::cli
