// SPDX-License-Identifier: MIT
//
// tenon diff: are these two builds the same, or the same to a host? Nothing of them runs.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/commands.hpp"
#include "cli/line_diff.hpp"
#include "cli/product.hpp"
#include "tenon/abi/library.h"

namespace tenon::cli {
namespace {

struct Library {
  std::string path;
  image::File file;
  abi::Manifest manifest;
  std::vector<image::Part> parts;
};

struct Findings {
  std::vector<std::string> interface;  ///< what a host or another build may rely on
  std::vector<std::string> rest;
  std::vector<std::string> wit;  ///< lines with `-` or `+` in front, and those around them

  bool identical = false;
};

std::expected<Library, int> open_build(const std::string& path, Output& output) {
  auto product = read_product(path, output);
  if (!product) return std::unexpected(product.error());
  auto file = image::File::open(path);
  if (!file) return std::unexpected(show_image_error(file.error(), path, output));
  auto parts = image::read_parts(*file);
  if (!parts) return std::unexpected(show_image_error(parts.error(), path, output));
  return Library{path, std::move(*file), std::move(product->manifest), std::move(*parts)};
}

bool same_bytes(const image::File& left, std::uint64_t at_left, const image::File& right,
                std::uint64_t at_right, std::uint64_t size) {
  std::vector<std::uint8_t> a(64 * 1024), b(a.size());
  for (std::uint64_t done = 0; done < size; done += a.size()) {
    const std::size_t now = std::min<std::uint64_t>(a.size(), size - done);
    if (!left.read(at_left + done, {a.data(), now}) || !right.read(at_right + done, {b.data(), now}))
      return false;
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(now), b.begin())) return false;
  }
  return true;
}

bool has_plugin(const abi::Manifest& manifest, const std::string& name) {
  return std::ranges::find(manifest.plugins, name, &abi::ManifestPlugin::name) != manifest.plugins.end();
}

/// Compares what two builds say of one thing.
class Comparison {
 public:
  Comparison(const Library& left, const Library& right) : left_(left), right_(right) {}

  Findings run() {
    const std::uint64_t size = left_.file.size();
    out_.identical = size == right_.file.size() && same_bytes(left_.file, 0, right_.file, 0, size);
    if (out_.identical) return std::move(out_);
    library();
    plugins();
    wit();
    metadata();
    parts();
    return std::move(out_);
  }

 private:
  void differs(std::vector<std::string>& where, std::string_view what, const std::string& left,
               const std::string& right) {
    if (left != right) where.push_back(fmt::format("{}: {} and {}", what, left, right));
  }
  void only(std::vector<std::string>& where, const std::string& what, bool in_left) {
    where.push_back(fmt::format("{} is only in {}", what, in_left ? left_.path : right_.path));
  }

  void library() {
    const abi::Manifest &l = left_.manifest, &r = right_.manifest;
    differs(out_.interface, "contract", contract_text(l.contract), contract_text(r.contract));
    differs(out_.rest, "name of the library", l.library, r.library);
    differs(out_.rest, "language", language_text(l.language), language_text(r.language));
    const auto unwinds = [](const abi::Manifest& m) {
      return (m.flags & TENON_PLUGIN_UNWIND) != 0 ? "unwinds" : "doesn't unwind";
    };
    differs(out_.rest, "exceptions or panics", unwinds(l), unwinds(r));
  }

  void plugins() {
    for (const abi::ManifestPlugin& l : left_.manifest.plugins) {
      const auto r = std::ranges::find(right_.manifest.plugins, l.name, &abi::ManifestPlugin::name);
      if (r == right_.manifest.plugins.end())
        only(out_.interface, "plugin `" + l.name + "`", true);
      else
        plugin(l, *r);
    }
    for (const abi::ManifestPlugin& r : right_.manifest.plugins)
      if (!has_plugin(left_.manifest, r.name)) only(out_.interface, "plugin `" + r.name + "`", false);
  }

  void plugin(const abi::ManifestPlugin& l, const abi::ManifestPlugin& r) {
    const std::string name = "`" + l.name + "`";
    side(name + " imports", l.imports, r.imports);
    side(name + " exports", l.exports, r.exports);
    const auto concurrent = [](const abi::ManifestPlugin& p) {
      return (p.flags & TENON_PLUGIN_CONCURRENT) != 0 ? "yes" : "no";
    };
    differs(out_.interface, name + " may be called by several threads at once", concurrent(l), concurrent(r));
    differs(out_.rest, "version of " + name, l.version, r.version);
    differs(out_.rest, "world of " + name, l.world, r.world);
  }

  void side(const std::string& what, const std::vector<abi::ManifestInterface>& left,
            const std::vector<abi::ManifestInterface>& right) {
    for (const abi::ManifestInterface& l : left) {
      const auto r = std::ranges::find(right, l.id, &abi::ManifestInterface::id);
      if (r == right.end())
        out_.interface.push_back(fmt::format("{} {} only in {}", what, l.id, left_.path));
      else if (l.hash != r->hash || l.slots != r->slots) {
        out_.interface.push_back(fmt::format("{} {}, and not the same", what, l.id));
        changed_ = true;
      }
    }
    for (const abi::ManifestInterface& r : right)
      if (std::ranges::find(left, r.id, &abi::ManifestInterface::id) == left.end())
        out_.interface.push_back(fmt::format("{} {} only in {}", what, r.id, right_.path));
  }

  void wit() {
    const abi::Manifest &l = left_.manifest, &r = right_.manifest;
    if (l.wit == r.wit) return;
    if (changed_)
      out_.wit = line_diff(without_docs(l.wit), without_docs(r.wit));
    else if (out_.interface.empty())
      out_.rest.push_back("WIT: documentation, or names that aren't part of the contract");
  }

  /// What a plugin says of itself; `since` decides which hosts take it.
  void metadata() {
    const auto left = abi::metadata_entries(left_.manifest.metadata),
               right = abi::metadata_entries(right_.manifest.metadata);
    for (const abi::ManifestPlugin& p : left_.manifest.plugins) {
      if (!has_plugin(right_.manifest, p.name)) continue;
      const Json l = of(left, p.name), r = of(right, p.name);
      if (!l.is_object() || !r.is_object()) continue;
      std::set<std::string> keys;
      for (const Json& one : {l, r})
        for (const auto& [key, value] : one.items()) keys.insert(key);
      for (const std::string& key : keys) {
        if (key == "name" || key == "version" || l.value(key, Json()) == r.value(key, Json())) continue;
        const auto text = [&](const Json& one) {
          return one.contains(key) ? one[key].dump() : std::string("nothing");
        };
        differs(key == "since" ? out_.interface : out_.rest, fmt::format("`{}` of `{}`", key, p.name),
                text(l), text(r));
      }
    }
  }
  static Json of(const std::map<std::string, std::string>& entries, const std::string& plugin) {
    const auto entry = entries.find(plugin);
    return entry == entries.end() ? Json::object() : Json::parse(entry->second, nullptr, false);
  }

  void parts() {
    std::vector<std::string> loaded, others;
    using Key = std::pair<std::string, std::size_t>;  // several may have one name
    std::map<Key, std::pair<const image::Part*, const image::Part*>> all;
    for (const auto& [key, part] : numbered(left_.parts)) all[key].first = part;
    for (const auto& [key, part] : numbered(right_.parts)) all[key].second = part;
    for (const auto& [key, pair] : all) {
      const auto& [l, r] = pair;
      if (l != nullptr && r != nullptr && l->size == r->size &&
          same_bytes(left_.file, l->offset, right_.file, r->offset, l->size))
        continue;
      ((l != nullptr ? l : r)->loaded ? loaded : others).push_back("`" + key.first + "`");
    }
    if (!loaded.empty()) out_.rest.push_back("code and data: " + listed(loaded));
    if (!others.empty()) out_.rest.push_back("what isn't loaded: " + listed(others));
    if (loaded.empty() && others.empty())
      out_.rest.push_back("the order or the space between parts of the file");
  }
  static std::vector<std::pair<std::pair<std::string, std::size_t>, const image::Part*>> numbered(
      const std::vector<image::Part>& parts) {
    std::map<std::string, std::size_t> seen;
    std::vector<std::pair<std::pair<std::string, std::size_t>, const image::Part*>> out;
    for (const image::Part& part : parts) {
      const std::string name = visible(part.name);
      out.push_back({{name, seen[name]++}, &part});
    }
    return out;
  }
  static std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); i++) out += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMost ? out + fmt::format(" and {} more", names.size() - kMost) : out;
  }

  const Library& left_;
  const Library& right_;
  Findings out_;
  bool changed_ = false;  ///< an interface that both have
};

std::string text_of(const Library& left, const Library& right, const Findings& found) {
  if (found.identical) return fmt::format("{} and {} are identical\n", left.path, right.path);
  std::string out = found.interface.empty()
                        ? fmt::format("{} and {} have the same interface\n", left.path, right.path)
                        : fmt::format("{} and {} have different interfaces\n", left.path, right.path);
  for (const std::string& line : found.interface) out += "  " + line + "\n";
  for (const std::string& line : found.wit) out += "    " + line + "\n";
  if (!found.rest.empty()) out += found.interface.empty() ? "what differs:\n" : "what differs besides:\n";
  for (const std::string& line : found.rest) out += "  " + line + "\n";
  return out;
}

}  // namespace

int diff(const DiffOptions& options, Output& output) {
  const auto left = open_build(options.left, output);
  const auto right = open_build(options.right, output);
  if (!left || !right) return !left ? left.error() : right.error();
  const Findings found = Comparison(*left, *right).run();
  output.text(text_of(*left, *right, found));
  output.document()["identical"] = found.identical;
  output.document()["same_interface"] = found.interface.empty();
  output.document()["interface"] = found.interface;
  output.document()["wit"] = found.wit;
  output.document()["rest"] = found.rest;
  return found.interface.empty() ? kFine : kRefused;
}

}  // namespace tenon::cli
