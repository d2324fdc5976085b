// SPDX-License-Identifier: MIT
//
// tenon inspect: what is in this file, without running it?
#include <fmt/core.h>

#include "cli/commands.hpp"
#include "cli/product.hpp"
#include "tenon/abi/library.h"

namespace tenon::cli {
namespace {

std::string hex(const abi::Hash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + visible(item);
  return text;
}

std::string side_text(std::string_view word, const std::vector<abi::ManifestInterface>& side) {
  std::string text;
  for (const abi::ManifestInterface& i : side)
    text += fmt::format("  {} {}  {} function{}  {}\n", word, i.id, i.slots, i.slots == 1 ? "" : "s",
                        hex(i.hash));
  return text;
}

Json side_json(const std::vector<abi::ManifestInterface>& side) {
  Json out = Json::array();
  for (const abi::ManifestInterface& i : side)
    out.push_back({{"id", i.id}, {"functions", i.slots}, {"hash", hex(i.hash)}});
  return out;
}

/// The plugins' entries of the metadata.
class Metadata {
 public:
  explicit Metadata(const abi::Manifest& manifest) : entries_(abi::metadata_entries(manifest.metadata)) {}

  Json operator[](const abi::ManifestPlugin& plugin) const {
    const auto entry = entries_.find(plugin.name);
    return entry == entries_.end() ? Json::object() : Json::parse(entry->second, nullptr, false);
  }

 private:
  std::map<std::string, std::string> entries_;
};

std::string plugin_text(const abi::ManifestPlugin& p, const Json& metadata) {
  std::string text = fmt::format("plugin {} {}, world {}{}\n", p.name, p.version, p.world,
                                 p.flags & TENON_PLUGIN_CONCURRENT ? ", concurrent" : "");
  text += side_text("imports", p.imports) + side_text("exports", p.exports);
  for (const char* key : {"description", "license", "homepage", "authors", "since", "meta"}) {
    if (!metadata.is_object() || !metadata.contains(key) || metadata[key].empty()) continue;
    const Json& value = metadata[key];
    text +=
        fmt::format("  {} {}\n", key, visible(value.is_string() ? value.get<std::string>() : value.dump()));
  }
  return text;
}

Json plugin_json(const abi::ManifestPlugin& p, Json metadata) {
  return {{"name", p.name},
          {"version", p.version},
          {"world", p.world},
          {"concurrent", (p.flags & TENON_PLUGIN_CONCURRENT) != 0},
          {"imports", side_json(p.imports)},
          {"exports", side_json(p.exports)},
          {"metadata", std::move(metadata)}};
}

void show_text(const std::string& file, const Product& product, Output& output) {
  const abi::Manifest& m = product.manifest;
  const image::Facts& facts = product.facts;
  output.text(fmt::format("{}: library {} in {}, contract {}{}\n", file, m.library, language_text(m.language),
                          contract_text(m.contract),
                          m.flags & TENON_PLUGIN_UNWIND ? "" : ", doesn't unwind"));
  const Metadata metadata(m);
  for (const abi::ManifestPlugin& p : m.plugins) output.text(plugin_text(p, metadata[p]));
  if (!facts.needed.empty()) output.text("needs " + joined(facts.needed) + "\n");
  if (!facts.compilers.empty()) output.text("built by " + joined(facts.compilers) + "\n");
  const std::vector<std::string> risks = image::unload_risks(facts);
  if (risks.empty()) output.text("unloading: nothing known keeps it in the process\n");
  for (const std::string& risk : risks) output.text("unloading: " + visible(risk) + "\n");
}

void show_json(const std::string& file, const Product& product, Output& output) {
  const abi::Manifest& m = product.manifest;
  Json& out = output.document();
  out["file"] = file;
  out["library"] = m.library;
  out["language"] = language_text(m.language);
  out["contract"] = contract_text(m.contract);
  out["unwind"] = (m.flags & TENON_PLUGIN_UNWIND) != 0;
  out["plugins"] = Json::array();
  const Metadata metadata(m);
  for (const abi::ManifestPlugin& p : m.plugins) out["plugins"].push_back(plugin_json(p, metadata[p]));
  out["needed"] = product.facts.needed;
  out["compilers"] = product.facts.compilers;
  out["build_id"] = product.facts.build_id;
  out["unload_risks"] = image::unload_risks(product.facts);
  out["wit"] = m.wit;
}

}  // namespace

int inspect(const InspectOptions& options, Output& output) {
  if (options.product) {
    const auto line = inspect_product(options.file, output);
    if (line) output.text(fmt::format("built {}: {}\n", options.file, *line));
    output.document()["product"] = options.file;
    if (line) output.document()["summary"] = *line;
    return line ? kFine : line.error();
  }
  const auto product = read_product(options.file, output);
  if (!product) return product.error();
  if (output.json())
    show_json(options.file, *product, output);
  else
    show_text(options.file, *product, output);
  return kFine;
}

}  // namespace tenon::cli
