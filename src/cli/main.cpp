// SPDX-License-Identifier: MIT
//
// The command line of `tenon`: what is asked for, turned into the options of one command.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.hpp"
#include "project/near.hpp"
#include "tenon/abi/version.h"

namespace {

using namespace tenon::cli;

constexpr const char* kTrial = "trial";  // the child of `check --load`

/// What CLI11 fills in, and the command that was chosen.
struct CommandLine {
  std::string format = "text";
  ParseOptions parse;
  BindOptions bind;
  NewOptions make;
  BuildOptions build;
  InspectOptions inspect;
  DiffOptions diff;
  SdkOptions sdk;
  ListOptions list;
  CheckOptions check;
  TrialOptions trial;
  std::function<int(Output&)> run;
};

// Each `--features` takes one word: what is behind it may be a file.
void add_features(CLI::App& command, std::vector<std::string>& features) {
  command.add_option("--features", features, "`@unstable` features that are switched on")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_wit(CLI::App& command, WitOptions& wit, bool required) {
  auto* path = command.add_option("--wit", wit.path, "WIT file or folder")->type_name("PATH");
  if (required) path->required();
  command.add_option("--world", wit.world, "which world, where there are several")->type_name("NAME");
  add_features(command, wit.features);
}

CLI::App& add(CLI::App& app, CommandLine& line, const char* name, const char* help,
              std::initializer_list<std::string> formats = {"text", "json"}) {
  CLI::App& command = *app.add_subcommand(name, help);
  command.add_option("--format", line.format, "how to answer")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(std::vector<std::string>(formats)))
      ->capture_default_str();
  return command;
}

void add_parse(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "parse", "Is my WIT right?", {"text", "json", "wit"});
  c.add_option("PATH", line.parse.wit.path, "WIT file or folder")->required();
  c.add_option("--world", line.parse.wit.world, "only this world")->type_name("NAME");
  add_features(c, line.parse.wit.features);
  c.add_flag("--all-features", line.parse.wit.all_features, "switch all of them on");
  c.callback([&line] {
    line.parse.canonical = line.format == "wit";
    line.run = [&line](Output& output) { return parse(line.parse, output); };
  });
}

void add_bind(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "bind", "Make the bindings of a plugin project or of a host");
  c.add_option("LANG", line.bind.language, "c, cpp or rust")
      ->required()
      ->check(CLI::IsMember({"c", "cpp", "rust"}));
  auto* plugin = c.add_option("--plugin", line.bind.project, "the plugin project in DIR, or its tenon.toml")
                     ->type_name("[DIR]")
                     ->expected(0, 1)
                     ->default_str(".");
  auto* host = c.add_flag("--host", line.bind.host, "a host of the world of `--wit`");
  plugin->excludes(host);
  add_wit(c, line.bind.wit, false);
  c.add_option("--since", line.bind.since, "of a host: the oldest version it works with")
      ->type_name("VERSION");
  c.add_option("-o,--output", line.bind.folder, "where the files go")->type_name("DIR");
  c.add_option("--stamp", line.bind.stamp, "for build systems: touch FILE, list its inputs in FILE.d")
      ->type_name("FILE");
  c.add_flag("--static", line.bind.linked, "of a plugin that becomes part of a program")->needs(plugin);
  c.add_flag("--check", line.bind.check, "write nothing, say which files are stale");
  c.callback([&line, plugin] {
    if (line.bind.host == (plugin->count() > 0)) throw CLI::ValidationError("give `--plugin` or `--host`");
    if (line.bind.host && line.bind.wit.path.empty())
      throw CLI::ValidationError("`--host` needs `--wit PATH`");
    if (plugin->count() > 0 && (!line.bind.project || line.bind.project->empty())) line.bind.project = ".";
    line.run = [&line](Output& output) { return bind(line.bind, output); };
  });
}

void add_new(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "new", "Start a plugin project that builds as it is");
  c.add_option("NAME", line.make.path, "its folder; the last part is the plugin's name")->required();
  c.add_option("--lang", line.make.language, "c, cpp or rust")
      ->type_name("LANG")
      ->required()
      ->check(CLI::IsMember({"c", "cpp", "rust"}));
  c.add_flag("--freestanding", line.make.freestanding, "without libc or the standard library: C and Rust");
  add_wit(c, line.make.wit, true);
  c.callback([&line] { line.run = [&line](Output& output) { return make_project(line.make, output); }; });
}

void add_build(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "build", "Build the library of a plugin project");
  c.add_option("DIR", line.build.project, "the project's folder, or its tenon.toml")->capture_default_str();
  c.add_option("-o,--output", line.build.product, "the library; DIR/build/lib<name>.so")->type_name("FILE");
  c.add_option("--bindings", line.build.bindings, "where generated code goes; DIR/build")->type_name("DIR");
  c.add_flag("--debug", line.build.debug, "with debug information, not optimised");
  c.add_flag("--verbose", line.build.verbose, "show the compiler's command");
  auto* linked = c.add_flag("--static", line.build.linked,
                            "to be linked into a program: DIR/build/static/lib<name>.a and its header");
  c.add_option("--seal", line.build.seal,
               "for build systems: compile nothing, hide what ARCHIVE doesn't export")
      ->type_name("ARCHIVE")
      ->needs(linked);
  auto* print =
      c.add_option("--print-flags", line.build.print, "build nothing, print what a compiler must be told")
          ->type_name("[compile|link]")
          ->expected(0, 1)
          ->check(CLI::IsMember({"", "all", "compile", "link"}));
  c.callback([&line, print] {
    if (print->count() > 0 && line.build.print.empty()) line.build.print = "all";
    line.run = [&line](Output& output) { return build(line.build, output); };
  });
}

void add_inspect(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "inspect", "What is in this library? Nothing of it runs");
  c.add_option("FILE", line.inspect.file, "a library")->required();
  c.add_flag("--product", line.inspect.product,
             "for build systems: one line, and nothing but the entry may be exported");
  c.callback([&line] { line.run = [&line](Output& output) { return inspect(line.inspect, output); }; });
}

void add_diff(CLI::App& app, CommandLine& line) {
  CLI::App& c =
      add(app, line, "diff", "Can one of these libraries stand in for the other? Nothing of them runs");
  c.add_option("A", line.diff.left, "a library")->required();
  c.add_option("B", line.diff.right, "another build of it")->required();
  c.callback([&line] { line.run = [&line](Output& output) { return diff(line.diff, output); }; });
}

void add_sdk(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "sdk", "Make a folder with all that plugin authors of a world need");
  add_wit(c, line.sdk.wit, true);
  c.add_option("-o,--output", line.sdk.folder, "the folder to make")->type_name("DIR")->required();
  c.add_option("--lang", line.sdk.languages, "the languages it is for; c,cpp,rust")
      ->type_name("A,B")
      ->delimiter(',')
      ->check(CLI::IsMember({"c", "cpp", "rust"}));
  c.callback([&line] { line.run = [&line](Output& output) { return sdk(line.sdk, output); }; });
}

void add_list(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "list", "Which plugins are here?");
  c.add_option("DIR", line.list.folders, "folders of plugins")->required();
  c.add_flag("--all", line.list.all, "other files too");
  c.callback([&line] { line.run = [&line](Output& output) { return list(line.list, output); }; });
}

void add_check(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, "check", "Would a host of this world accept the plugin?");
  c.add_option("FILE", line.check.targets, "a library, a folder of them, or a project's folder")->required();
  add_wit(c, line.check.wit, false);
  c.add_flag("--load", line.check.load, "also load, create, destroy and unload it, in a child process");
  c.callback([&line] { line.run = [&line](Output& output) { return check(line.check, output); }; });
}

// Not for people, and not in the help.
void add_trial(CLI::App& app, CommandLine& line) {
  CLI::App& c = add(app, line, kTrial, "");
  c.group("");
  c.add_option("FILE", line.trial.file)->required();
  add_wit(c, line.trial.wit, true);
  c.callback([&line] { line.run = [&line](Output& output) { return trial(line.trial, output); }; });
}

// What CLI11 is given, last word first. It would make a list of `[a,b]`; such a word is a path, if anything.
std::vector<std::string> words_of(int argc, char** argv) {
  std::vector<std::string> words;
  for (int i = argc - 1; i > 0; --i) {
    const std::string_view word = argv[i];
    const bool list = word.starts_with('[') && word.ends_with(']');
    words.push_back((list ? "./" : "") + std::string(word));
  }
  return words;
}

// Errors of the command line are JSON too where that is asked for, whatever else is wrong with it.
bool wants_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--format=json" ||
        (word == "--format" && i + 1 < argc && std::string_view(argv[i + 1]) == "json"))
      return true;
  }
  return false;
}

int usage_error(Output& output, std::string message, std::string help) {
  output.problems(tenon::project::problem("E0900", std::move(message), std::move(help)));
  return output.finish(kUsage);
}

int usage(const CLI::App& app, const CLI::ParseError& error, Output& output) {
  if (error.get_exit_code() == 0) return output.written(app.exit(error));  // --help, --version
  std::string command = "tenon";
  for (const CLI::App* c : app.get_subcommands()) command += " " + c->get_name();
  return usage_error(output, error.what(), "`" + command + " --help` says how it is used");
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* c : app.get_subcommands({})) names.push_back(c->get_name());
  return names;
}

// CLI11 would call a wrong command an unexpected argument.
bool is_known_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return true;
  const auto names = commands_of(app);
  return std::ranges::find(names, argv[1]) != names.end();
}

int unknown_command(const CLI::App& app, const std::string& name, Output& output) {
  auto names = commands_of(app);
  std::erase(names, kTrial);
  const auto near = tenon::project::nearest(name, names);
  return usage_error(output, "there is no command `" + name + "`",
                     near ? "did you mean `tenon " + *near + "`?" : "`tenon --help` lists the commands");
}

int run(const CommandLine& line, Output& output) {
  try {
    return output.finish(line.run(output));
  } catch (const std::exception& error) {
    tenon::project::Problems problems = tenon::project::problem(
        "E0103", fmt::format("a mistake inside tenon: {}", error.what()), "please report it");
    output.problems(problems);
    return output.finish(kFailed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line;
  CLI::App app("Plugins for native programs: one WIT text for every language.", "tenon");
  app.require_subcommand(1);
  app.set_version_flag("--version", fmt::format("tenon {} (contract {}.{})", TENON_VERSION,
                                                TENON_CONTRACT_VERSION, TENON_CONTRACT_REVISION));
  add_new(app, line);
  add_bind(app, line);
  add_parse(app, line);
  add_build(app, line);
  add_inspect(app, line);
  add_diff(app, line);
  add_sdk(app, line);
  add_list(app, line);
  add_check(app, line);
  add_trial(app, line);
  Output output(wants_json(argc, argv));
  if (!is_known_command(app, argc, argv)) return unknown_command(app, argv[1], output);
  try {
    app.parse(words_of(argc, argv));
  } catch (const CLI::ParseError& error) {
    return usage(app, error, output);
  }
  return run(line, output);
}
