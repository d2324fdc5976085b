// SPDX-License-Identifier: MIT
//
// `include`: the imports and exports of another world, perhaps under other names.
#include <algorithm>
#include <map>
#include <set>

#include "wit/cloner.hpp"
#include "wit/world_resolver.hpp"

namespace tenon::wit {
namespace {

/// The name that `with` can change: `r` of `r`, `[constructor]r` and `[method]r.m`.
std::string_view base_of(std::string_view name) {
  const std::size_t bracket = name.find(']');
  if (bracket != std::string_view::npos) name.remove_prefix(bracket + 1);
  return name.substr(0, name.find('.'));
}

using Renames = std::map<std::string_view, std::string_view>;

std::string renamed(const std::string& name, const Renames& renames) {
  const std::string_view base = base_of(name);
  const auto found = renames.find(base);
  if (found == renames.end()) return name;
  const auto begin = static_cast<std::size_t>(base.data() - name.data());
  return std::string(name).replace(begin, base.size(), found->second);
}

std::string text_of(const Stability& stability) {
  if (stability.since) return "since " + stability.since->text();
  return stability.feature.empty() ? "none" : "unstable " + stability.feature;
}

/// One direction of one `include`.
struct Merge {
  State& state;
  const ast::Include& node;
  const Renames& renames;
  Cloner& cloner;
  WorldItems& into;
  const char* direction;
  bool is_external;  ///< from another package, whose versions mean nothing here

  void add(WorldItem item);
  void add_named(WorldItem item);
  void merge_stability(const Stability& from, Stability& to);
};

void Merge::add(WorldItem item) {
  if (!item.name.empty()) return add_named(std::move(item));
  const Stability from = item.stability;
  const std::string key = key_of(item);
  into.add(std::move(item));
  merge_stability(from, into.find(key)->stability);
}

void Merge::add_named(WorldItem item) {
  item.name = renamed(item.name, renames);
  if (auto* function = std::get_if<Function>(&item.item)) {
    cloner.function(*function);
    function->name = item.name;
  } else if (auto* type = std::get_if<WorldType>(&item.item)) {
    type->id = cloner.type(type->id);
    state.model.types[type->id.index].name = item.name;
  } else {
    auto& interface = std::get<WorldInterface>(item.item);
    interface.id = cloner.interface(interface.id);
  }
  const std::string name = item.name;
  const WorldItem* previous = into.add(std::move(item));
  if (previous == nullptr) return;
  const Span span = node.from.name.span;
  Diagnostic& diagnostic = state.report.error(
      "T0124", span,
      std::string(direction) + " of `" + name + "` shadows previously " + direction + "ed items");
  add_note(diagnostic, previous->span, "the previous one is here");
  diagnostic.help =
      "rename it: `include " + std::string(node.from.name.text) + " with { " + name + " as ... }`";
}

void Merge::merge_stability(const Stability& from, Stability& to) {
  if (is_external && from.since) {
    to = {};
  } else if (!is_known(from) || same_stability(from, to)) {
    return;
  } else if (!is_known(to)) {
    to = from;
  } else {
    state.report
        .error("T0130", node.from.name.span,
               "mismatch in stability: the included world has `" + text_of(from) + "`, this one `" +
                   text_of(to) + "`")
        .help = "give the interface the same gate in both worlds";
  }
}

}  // namespace

void WorldResolver::include(const ast::Include& node) {
  const Stability stability = state_.stability_of(node.prefix.attributes);
  const Span span = node.from.name.span;
  const bool excluded = !state_.is_included(stability, package_.id(), span);
  if (excluded && node.from.package) return;
  const ItemRef ref = package_.resolve_path(list_, node.from, PathRole::world);
  if (!ref.world || excluded || is_excluded() || state_.is_spent()) return;
  if (state_.is_excluded(*ref.world)) {
    const World& world = state_.model[*ref.world];
    return state_.report_excluded("world", world.name, world.stability, span);
  }
  include_items(node, *ref.world);
}

void WorldResolver::check_renames(const ast::Include& node, const World& included) {
  if (node.names.empty()) return;
  std::vector<std::string_view> names;
  for (const auto* items : {&included.imports, &included.exports}) {
    for (const WorldItem& item : *items) names.push_back(base_of(item.name));
  }
  const std::set<std::string_view> known(names.begin(), names.end());
  names.resize(std::min(names.size(), kMostCandidates));
  for (const ast::IncludeName& rename : node.names) {
    if (known.contains(rename.name.text)) continue;
    Diagnostic& diagnostic =
        state_.report.error("T0125", node.from.name.span,
                            "no import or export kebab-name `" + std::string(rename.name.text) + "`");
    add_note(diagnostic, rename.name.span, "the name is here; paths can't be renamed");
    if (state_.report.keeps()) diagnostic.help = did_you_mean(rename.name.text, names);
  }
}

void WorldResolver::include_items(const ast::Include& node, WorldId included) {
  if (!state_.spend(cost_of(state_.model[included]), node.from.name.span)) return;
  check_renames(node, state_.model[included]);
  const World world = state_.model[included];
  Renames renames;
  for (const ast::IncludeName& rename : node.names) renames.emplace(rename.name.text, rename.as.text);
  Cloner cloner(state_, included, id_, package_.id());
  const bool is_external = world.package != package_.id();
  Merge imports{state_, node, renames, cloner, imports_, "import", is_external};
  Merge exports{state_, node, renames, cloner, exports_, "export", is_external};
  for (const WorldItem& item : world.imports) imports.add(item);
  for (const WorldItem& item : world.exports) exports.add(item);
}

}  // namespace tenon::wit
