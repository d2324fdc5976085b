// SPDX-License-Identifier: MIT
#include "host/check.hpp"

#include <tenon/abi/version.h>

#include <algorithm>
#include <cstring>

#include "abi/compat.hpp"
#include "wit/parse.hpp"

namespace tenon::host {
namespace {

using Since = std::vector<std::pair<std::string, wit::Version>>;

std::string contract_text(std::uint32_t contract) {
  return std::to_string(contract >> 16) + "." + std::to_string(contract & 0xFFFF);
}

bool is_whole(const tenon_interface_descriptor* const* interfaces, std::uint32_t count) {
  if (count != 0 && interfaces == nullptr) return false;
  return std::all_of(interfaces, interfaces + count, [](const tenon_interface_descriptor* i) {
    return i != nullptr && i->size >= sizeof *i && i->id != nullptr;
  });
}

bool equal(const tenon_interface_descriptor& host, const abi::ManifestInterface& plugin) {
  return plugin.id == host.id && plugin.slots == host.slots &&
         std::memcmp(host.hash, plugin.hash.data(), plugin.hash.size()) == 0;
}

bool offers(const tenon_world& world, const abi::ManifestInterface& wanted) {
  return std::any_of(world.imports, world.imports + world.import_count,
                     [&](const tenon_interface_descriptor* i) { return equal(*i, wanted); });
}

bool implements(const abi::ManifestPlugin& plugin, const tenon_interface_descriptor& wanted) {
  return std::ranges::any_of(plugin.exports,
                             [&](const abi::ManifestInterface& i) { return equal(wanted, i); });
}

bool fits_by_hash(const tenon_world& world, const abi::ManifestPlugin& plugin) {
  return std::ranges::all_of(plugin.imports, [&](const auto& i) { return offers(world, i); }) &&
         std::all_of(world.exports, world.exports + world.export_count,
                     [&](const tenon_interface_descriptor* i) { return implements(plugin, *i); });
}

/// A canonical text and the world in it that is compared. Kept together, since worlds point into
/// models.
struct ParsedText {
  wit::Parsed parsed;
  std::optional<abi::World> world;
};

/// The world called `name`; a text with one world needs no name.
std::optional<wit::WorldId> find_world(const wit::Model& model, const std::string& name) {
  std::vector<wit::WorldId> main;
  for (std::uint32_t i = 0; i < model.worlds.size(); i++) {
    const wit::WorldId id{i};
    if (model.id_of(id) == name) return id;
    if (model.worlds[i].package == model.main) main.push_back(id);
  }
  return main.size() == 1 ? std::optional(main.front()) : std::nullopt;
}

/// The first error of a text that isn't the author's own: what is wrong, and where in the text.
Error first_error(const wit::Parsed& parsed) {
  const wit::Diagnostic& d = parsed.diagnostics.front();
  const wit::Position at = wit::position_of(parsed.sources[d.span.file].text, d.span.begin);
  return fail(TENON_STAGE_CHECK, d.code, d.message)
      .note("in line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + " of the text")
      .take();
}

/// NULL, or why the text can't be read. Canonical text keeps all gates that count, so features are
/// all on.
Error read_text(std::string_view wit, const std::string& world, ParsedText& out) {
  wit::Input input;
  input.packages.push_back({{{"canonical.wit", std::string(wit)}}});
  input.all_features = true;
  out.parsed = wit::parse(input);
  if (!out.parsed.ok()) return first_error(out.parsed);
  const auto id = find_world(out.parsed.model, world);
  if (!id) return fail(TENON_STAGE_CHECK, "E0809", "the text has no world `" + world + "`").take();
  out.world = abi::describe(out.parsed.model, *id);
  return {};
}

/// A text has one world for plugins of one world, with what any of them exports.
void keep_exports(const abi::ManifestPlugin& plugin, abi::World& world) {
  std::erase_if(world.exports, [&](const abi::Interface& i) {
    return std::ranges::find(plugin.exports, i.id, &abi::ManifestInterface::id) == plugin.exports.end();
  });
}

void add_since(std::string_view package, std::string_view version, Since& out) {
  if (auto parsed = wit::Version::parse(version)) out.emplace_back(package, *parsed);
}

/// "ns:pkg=1.1.0,ns:other=2.0.0"
Since host_since(const char* text) {
  Since out;
  for (std::string_view rest = text == nullptr ? "" : text; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(','));
    if (const std::size_t sign = item.find('='); sign != item.npos)
      add_since(item.substr(0, sign), item.substr(sign + 1), out);
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
  }
  return out;
}

Since plugin_since(const abi::Manifest& manifest, const std::string& plugin) {
  Since out;
  for (const auto& [package, version] : abi::plugin_since(manifest.metadata, plugin))
    add_since(package, version, out);
  return out;
}

std::string headline(const abi::ManifestPlugin& plugin, const abi::Finding& finding) {
  const std::string where = finding.interface.empty() ? "" : " `" + finding.interface + "`";
  return "`" + plugin.name + "` doesn't fit" + where + ": " + finding.message;
}

void add_sides(const abi::Finding& finding, Failure& out) {
  if (!finding.host.empty()) out.note("host has   " + finding.host);
  if (!finding.plugin.empty()) out.note("plugin has " + finding.plugin);
}

Failure misfit(const std::vector<abi::Finding>& findings, const abi::ManifestPlugin& plugin) {
  Failure out = fail(TENON_STAGE_CHECK, std::string(abi::code_of(findings.front())),
                     headline(plugin, findings.front()));
  add_sides(findings.front(), out);
  for (std::size_t i = 1; i < findings.size(); i++) {
    const abi::Finding& f = findings[i];
    out.note("also" + (f.interface.empty() ? "" : " in `" + f.interface + "`") + ": " + f.message);
    add_sides(f, out);
  }
  out.help(findings.front().help);
  return out;
}

}  // namespace

Result<void> check_world(const tenon_world* world) {
  if (world == nullptr) return usage("`world` is NULL");
  if (world->size < sizeof *world) return usage("`tenon_world.size` is too small for this libtenon");
  if (world->contract != TENON_CONTRACT) {
    return fail(TENON_STAGE_USAGE, "E0110",
                "the host's bindings are of contract " + contract_text(world->contract) +
                    ", and libtenon of " + contract_text(TENON_CONTRACT))
        .help("generate the host's bindings again, with the `tenon` that belongs to its libtenon");
  }
  const bool whole = world->name != nullptr && world->wit != nullptr &&
                     is_whole(world->imports, world->import_count) &&
                     is_whole(world->exports, world->export_count);
  if (!whole) return usage("a field of `tenon_world` is NULL");
  return {};
}

Result<void> check_fit(const tenon_world& world, const abi::Manifest& manifest,
                       const abi::ManifestPlugin& plugin, const std::string& file) {
  if (fits_by_hash(world, plugin)) return {};
  ParsedText host, theirs;
  if (Error why = read_text({world.wit, world.wit_len}, world.name, host)) {
    return fail(TENON_STAGE_CHECK, "E0410", "the host's own WIT can't be read")
        .help("generate its bindings again")
        .cause(std::move(why));
  }
  if (Error why = read_text(manifest.wit, plugin.world, theirs)) {
    return fail(TENON_STAGE_CHECK, "E0411", "the plugin's WIT can't be read")
        .at(file)
        .help("build it again")
        .cause(std::move(why));
  }
  keep_exports(plugin, *theirs.world);
  const abi::Side host_side{&host.parsed.model, &*host.world, host_since(world.since)};
  const abi::Side plugin_side{&theirs.parsed.model, &*theirs.world, plugin_since(manifest, plugin.name)};
  const std::vector<abi::Finding> findings = abi::check(host_side, plugin_side);
  if (findings.empty()) return {};
  return misfit(findings, plugin).at(file);
}

}  // namespace tenon::host
