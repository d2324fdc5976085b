// SPDX-License-Identifier: MIT
//
// WIT text: whatever it is, diagnostics point into it; and whatever parses has a canonical text that
// parses to the same contract and is its own canonical text.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "abi/canonical.hpp"
#include "wit/json.hpp"
#include "wit_text.hpp"

namespace {

using namespace tenon;

std::vector<wit::WorldId> worlds_of(const wit::Model& model) {
  std::vector<wit::WorldId> worlds;
  for (const wit::NamedWorld& w : model[model.main].worlds) worlds.push_back(w.id);
  return worlds;
}

/// Ids and hashes of all interfaces of all worlds: what the loader compares.
std::string contract_of(const wit::Model& model) {
  std::vector<std::string> lines;
  for (const wit::WorldId id : worlds_of(model)) {
    const abi::World world = abi::describe(model, id);
    for (const auto* side : {&world.imports, &world.exports}) {
      for (const abi::Interface& i : *side) {
        std::string line = world.name + (side == &world.imports ? " < " : " > ") + abi::hash_text(model, i);
        for (const abi::Resource& r : i.resources) line += abi::hash_text(model, r);
        lines.push_back(std::move(line));
        fuzz::require(abi::hash_of(abi::hash_text(model, i)) == i.hash, "a hash is that of its text");
      }
    }
  }
  std::ranges::sort(lines);
  std::string out;
  for (const std::string& line : lines) out += line;
  return out;
}

/// False for what has no canonical text: the profile refuses types that are too large to be spelled.
bool is_spelled(const wit::Model& model, const std::vector<wit::Source>& sources) {
  bool spelled = true;
  for (const wit::WorldId id : worlds_of(model)) {
    const auto refused = abi::check_profile(model, abi::describe(model, id));
    fuzz::require_shown(refused, sources);
    spelled &= std::ranges::find(refused, "T0910", &wit::Diagnostic::code) == refused.end();
  }
  return spelled;
}

void require_canonical(const wit::Parsed& parsed) {
  const wit::Model& model = parsed.model;
  const bool spelled = is_spelled(model, parsed.sources);
  const std::string canonical = abi::canonical_wit(model, worlds_of(model));
  if (!spelled || canonical.empty()) return;
  wit::Input again;
  again.packages.push_back({{{"canonical.wit", canonical}}});
  again.all_features = true;
  const wit::Parsed back = wit::parse(again);
  if (!back.ok()) std::fputs((canonical + wit::render(back.diagnostics[0], back.sources)).c_str(), stderr);
  fuzz::require(back.ok(), "canonical text can be read");
  const std::string twice = abi::canonical_wit(back.model, worlds_of(back.model));
  if (twice != canonical) std::fputs((canonical + "----\n" + twice).c_str(), stderr);
  fuzz::require(twice == canonical, "canonical text is its own canonical text");
  fuzz::require(contract_of(model) == contract_of(back.model), "canonical text is the same contract");
}

void check(const wit::Input& input) {
  const wit::Parsed parsed = wit::parse(input);
  fuzz::require_shown(parsed.diagnostics, parsed.sources);
  fuzz::require(
      !parsed.ok() || parsed.diagnostics.empty() || parsed.model.main.index < parsed.model.packages.size(),
      "what parses has a package");
  if (!parsed.ok()) return;
  fuzz::require(nlohmann::json::accept(wit::to_json(parsed.model).dump()), "a model can be shown as JSON");
  require_canonical(parsed);
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return fuzz::mutate_wit(data, size, most, seed);
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  wit::Input input = fuzz::wit_input(text);
  check(input);
  if (!text.contains("@unstable")) return 0;
  input.all_features = true;
  check(input);
  return 0;
}
