// SPDX-License-Identifier: MIT
//
// Both ends of `check --load`. The child (`tenon trial`, not for people) writes one line before each
// step and, if one fails, the error as a line of JSON; whatever else is on its stdout is the plugin's.
#include "cli/trial.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "cli/host_world.hpp"
#include "cli/inputs.hpp"
#include "cli/process.hpp"
#include "cli/runtime_error.hpp"

namespace tenon::cli {
namespace {

constexpr std::string_view kStep = "tenon-trial-step ";
constexpr std::string_view kErrorLine = "tenon-trial-error ";
constexpr std::string_view kMapped = "mapped ";
constexpr std::string_view kText = "tenon-trial-text ";
constexpr std::chrono::seconds kLimit{10};

void say(std::string_view what, std::string_view text) {
  fmt::print("\n{}{}\n", what, text);
  std::fflush(stdout);
}

int report(const tenon_error& error) {
  say(kText, Json(tenon_error_text(&error)).dump());
  say(kErrorLine, to_json(error).dump());
  return kRefused;
}

// The plugin's life, one step after the other; each runs the plugin's code.
int live(tenon_host* host, const std::string& place, const bind::HostSide& side) {
  const HostWorld world(side);
  const TrialImports imports(side.world);
  say(kStep, "load");
  tenon_plugin* plugin = nullptr;
  RuntimeError error(tenon_plugin_load(host, place.c_str(), world.get(), &plugin));
  if (error) return report(*error);
  say(kStep, "create");
  tenon_instance* instance = nullptr;
  error.reset(tenon_instance_create(plugin, imports.get(), &instance));
  if (error) return report(*error);
  say(kStep, "destroy");
  tenon_instance_destroy(instance);
  say(kStep, "unload");
  std::uint32_t outcome = 0;
  char* reason = nullptr;
  error.reset(tenon_plugin_unload(plugin, &outcome, &reason));
  if (error) return report(*error);
  say(kStep, outcome == TENON_UNLOAD_CLOSED ? "closed" : fmt::format("mapped {}", reason ? reason : ""));
  tenon_text_delete(reason);
  return kFine;
}

/// What the child said.
struct Heard {
  std::string step = "start";
  std::string text;
  Json error;
  std::string plugins_own;
};

Heard understand(const std::string& out) {
  Heard heard;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kStep))
      heard.step = line.substr(kStep.size());
    else if (line.starts_with(kErrorLine))
      heard.error = Json::parse(line.substr(kErrorLine.size()), nullptr, false);
    else if (line.starts_with(kText))
      heard.text = Json::parse(line.substr(kText.size()), nullptr, false).get<std::string>();
    else if (!line.empty())
      heard.plugins_own += line + "\n";
  }
  return heard;
}

int died(const std::string& place, std::vector<std::string> words, const Heard& heard, const Outcome& outcome,
         Output& output) {
  const std::string what =
      outcome.error  ? fmt::format("the tool can't start itself: {}", std::strerror(outcome.error))
      : outcome.late ? fmt::format("`{}` hangs in {}: killed after {} s", place, heard.step, kLimit.count())
      : outcome.signal
          ? fmt::format("`{}` crashes in {}: signal {} ({})", place, heard.step, outcome.signal,
                        strsignal(outcome.signal))
          : fmt::format("`{}` ends the process in {}, with exit code {}", place, heard.step, outcome.code);
  words[0] = "tenon";
  output.problems(project::problem(
      "E0910", what,
      "a host that loads it goes down with it; to debug it: `gdb --args " + quoted(words) + "`"));
  return outcome.error ? kFailed : kRefused;
}

int went_well(const std::string& place, const Heard& heard, Output& output) {
  output.text(fmt::format("{}: loaded, created, destroyed, unloaded\n", place));
  if (heard.step.starts_with(kMapped))
    output.text(fmt::format("{}: still in the process: {}\n", place, heard.step.substr(kMapped.size())));
  return kFine;
}

/// `step`: the last that was begun, "unloaded" if all went well.
Json result_json(const Heard& heard) {
  const bool is_mapped = heard.step.starts_with(kMapped);
  return {{"step", is_mapped || heard.step == "closed" ? "unloaded" : heard.step},
          {"still_mapped", is_mapped ? Json(heard.step.substr(kMapped.size())) : Json(nullptr)},
          {"output", heard.plugins_own}};
}

std::vector<std::string> command_line(const std::string& place, const WitOptions& wit,
                                      const std::string& world) {
  std::vector<std::string> words = {
      own_program().string(), "trial", place, "--wit", wit.path, "--world", world};
  for (const std::string& feature : wit.features) words.insert(words.end(), {"--features", feature});
  return words;
}

}  // namespace

int load_in_child(const std::string& place, const WitOptions& wit, const std::string& world, Output& output,
                  Json& result) {
  const std::vector<std::string> words = command_line(place, wit, world);
  const Outcome outcome =
      run({.words = words, .folder = {}, .capture = true, .errors_too = output.json(), .limit = kLimit});
  const Heard heard = understand(outcome.out);
  result = result_json(heard);
  output.progress(heard.plugins_own);
  if (outcome.ok() && (heard.step == "closed" || heard.step.starts_with(kMapped)))
    return went_well(place, heard, output);
  if (outcome.code == kRefused && heard.error.is_object()) {
    output.error(heard.text, heard.error);
    return kRefused;
  }
  return died(place, words, heard, outcome, output);
}

int trial(const TrialOptions& options, Output& output) {
  const auto wit = load_wit(options.wit, output);
  if (!wit) return wit.error();
  const auto world = load_world(*wit, options.wit.world, output);
  if (!world) return world.error();
  const auto side = bind::make_host_side(wit->parsed.model, *world, {}, wit->name);
  if (!side) return kFailed;
  tenon_host* host = nullptr;
  RuntimeError error(tenon_host_create(nullptr, &host));
  if (error) return report(*error);
  const int code = live(host, options.file, *side);
  if (code == kFine) error.reset(tenon_host_destroy(host));
  return error ? report(*error) : code;
}

}  // namespace tenon::cli
