// SPDX-License-Identifier: MIT
//
// Both ends of `check --load`. The child (`tenon trial`, not for people) says what it is at, in lines of
// JSON through a pipe of its own: `{"step": "load"}` before each step, and in the end `"unloaded"` with
// `"mapped"`, the reason if the library is still there; or `{"error", "text"}`. Its stdout is the plugin's.
#include "cli/trial.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstring>
#include <optional>
#include <sstream>

#include "cli/host_world.hpp"
#include "cli/inputs.hpp"
#include "cli/process.hpp"
#include "cli/runtime_error.hpp"

namespace tenon::cli {
namespace {

constexpr std::string_view kUnloaded = "unloaded";
constexpr std::chrono::seconds kLimit{10};
constexpr std::size_t kMostOutput = 1 << 20;  // bytes

// Words of plugins and paths may be any bytes.
void say(const Reporter& parent, const Json& what) {
  parent.say(what.dump(-1, ' ', false, Json::error_handler_t::replace));
}

int report(const Reporter& parent, const tenon_error& error) {
  say(parent, {{"error", to_json(error)}, {"text", tenon_error_text(&error)}});
  return kRefused;
}

// The plugin's life, one step after the other; each runs the plugin's code.
int live(const Reporter& parent, tenon_host* host, const std::string& place, const bind::HostSide& side) {
  const HostWorld world(side);
  const TrialImports imports(side.world);
  say(parent, {{"step", "load"}});
  tenon_plugin* plugin = nullptr;
  RuntimeError error(tenon_plugin_load(host, place.c_str(), world.get(), &plugin));
  if (error) return report(parent, *error);
  say(parent, {{"step", "create"}});
  tenon_instance* instance = nullptr;
  error.reset(tenon_instance_create(plugin, imports.get(), &instance));
  if (error) return report(parent, *error);
  say(parent, {{"step", "destroy"}});
  tenon_instance_destroy(instance);
  say(parent, {{"step", "unload"}});
  std::uint32_t outcome = 0;
  char* reason = nullptr;
  error.reset(tenon_plugin_unload(plugin, &outcome, &reason));
  if (error) return report(parent, *error);
  const Json mapped = outcome == TENON_UNLOAD_CLOSED ? Json(nullptr) : Json(reason ? reason : "");
  say(parent, {{"step", kUnloaded}, {"mapped", mapped}});
  tenon_text_delete(reason);
  return kFine;
}

/// What the child said.
struct Heard {
  std::string step = "start";
  std::optional<std::string> mapped;
  std::string text;
  Json error;
};

// The pipe is in the plugin's process too: what has another shape is ignored.
std::optional<std::string> text_in(const Json& said, const char* key) {
  const auto found = said.find(key);
  if (found == said.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

Heard understand(const std::string& report) {
  Heard heard;
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    const Json said = Json::parse(line, nullptr, false);
    if (!said.is_object()) continue;
    heard.step = text_in(said, "step").value_or(heard.step);
    heard.mapped = text_in(said, "mapped");
    heard.text = text_in(said, "text").value_or("");
    heard.error = said.value("error", Json());
  }
  return heard;
}

// With a line end, and what was left out.
std::string output_of(const Outcome& outcome) {
  std::string out = outcome.out;
  if (!out.empty() && !out.ends_with('\n')) out += '\n';
  if (outcome.dropped > 0) out += fmt::format("[{} more bytes are left out]\n", outcome.dropped);
  return out;
}

int died(const std::string& place, std::vector<std::string> words, const Heard& heard, const Outcome& outcome,
         Output& output) {
  const std::string where = heard.step == kUnloaded ? "after it was unloaded" : "in " + heard.step;
  const std::string what =
      outcome.error  ? fmt::format("the tool can't start itself: {}", std::strerror(outcome.error))
      : outcome.late ? fmt::format("`{}` hangs {}: killed after {} s", place, where, kLimit.count())
      : outcome.signal
          ? fmt::format("`{}` crashes {}: signal {} ({})", place, where, outcome.signal,
                        strsignal(outcome.signal))
          : fmt::format("`{}` ends the process {}, with exit code {}", place, where, outcome.code);
  words[0] = "tenon";
  output.problems(project::problem(
      "E0910", what,
      "a host that loads it goes down with it; to debug it: `gdb --args " + quoted(words) + "`"));
  return outcome.error ? kFailed : kRefused;
}

int went_well(const std::string& place, const Heard& heard, Output& output) {
  output.text(fmt::format("{}: loaded, created, destroyed, unloaded\n", place));
  if (heard.mapped) output.text(fmt::format("{}: still in the process: {}\n", place, *heard.mapped));
  return kFine;
}

/// `step`: the last that was begun, "unloaded" if all went well.
Json result_json(const Heard& heard, const std::string& plugins_own) {
  return {{"step", heard.step},
          {"still_mapped", heard.mapped ? Json(*heard.mapped) : Json(nullptr)},
          {"output", plugins_own}};
}

// Paths may begin with `-`.
std::vector<std::string> command_line(const std::string& place, const WitOptions& wit,
                                      const std::string& world) {
  std::vector<std::string> words = {own_program().string(), "trial", "--wit=" + wit.path, "--world", world};
  for (const std::string& feature : wit.features) words.insert(words.end(), {"--features", feature});
  words.insert(words.end(), {"--", place});
  return words;
}

}  // namespace

int load_in_child(const std::string& place, const WitOptions& wit, const std::string& world, Output& output,
                  Json& result) {
  const std::vector<std::string> words = command_line(place, wit, world);
  const Outcome outcome = run({.words = words,
                               .folder = {},
                               .capture = true,
                               .errors_too = output.json(),
                               .limit = kLimit,
                               .most = kMostOutput,
                               .reports = true});
  const Heard heard = understand(outcome.report);
  const std::string plugins_own = output_of(outcome);
  result = result_json(heard, plugins_own);
  output.progress(plugins_own);
  if (outcome.ok() && heard.step == kUnloaded) return went_well(place, heard, output);
  if (outcome.code == kRefused && heard.error.is_object()) {
    output.error(heard.text, heard.error);
    return kRefused;
  }
  return died(place, words, heard, outcome, output);
}

int trial(const TrialOptions& options, Output& output) {
  const Reporter parent;
  const auto wit = load_wit(options.wit, output);
  if (!wit) return wit.error();
  const auto world = load_world(*wit, options.wit.world, output);
  if (!world) return world.error();
  const auto side = bind::make_host_side(wit->parsed.model, *world, {}, wit->name);
  if (!side) return kFailed;
  tenon_host* host = nullptr;
  RuntimeError error(tenon_host_create(nullptr, &host));
  if (error) return report(parent, *error);
  const int code = live(parent, host, options.file, *side);
  if (code == kFine) error.reset(tenon_host_destroy(host));
  return error ? report(parent, *error) : code;
}

}  // namespace tenon::cli
