// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "abi/canonical.hpp"
#include "abi/note_bytes.hpp"
#include "tenon/abi/version.h"

namespace tenon::abi {
namespace {

/// The texts behind the tables, and where each lies.
class Texts {
 public:
  explicit Texts(std::size_t start) : start_(start) {}

  tenon_note_text add(std::string_view text) {
    const tenon_note_text place{static_cast<std::uint32_t>(start_ + bytes_.size()),
                                static_cast<std::uint32_t>(text.size())};
    bytes_ += text;
    return place;
  }
  void pad() { bytes_.resize((bytes_.size() + 3) / 4 * 4); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::size_t start_;
  std::string bytes_;
};

struct Tables {
  std::vector<tenon_note_plugin> plugins;
  std::vector<tenon_note_interface> interfaces;
};

template <class Count>
std::uint32_t narrow(Count count) {
  return static_cast<std::uint32_t>(count);
}

void add_interfaces(const std::vector<ManifestInterface>& interfaces, Texts& texts, Tables& tables) {
  for (const ManifestInterface& interface : interfaces) {
    tenon_note_interface entry{texts.add(interface.id), {}, interface.slots, 0};
    std::ranges::copy(interface.hash, entry.hash);
    tables.interfaces.push_back(entry);
  }
}

Tables tables_of(const Manifest& manifest, Texts& texts) {
  Tables tables;
  for (const ManifestPlugin& plugin : manifest.plugins) {
    tables.plugins.push_back({texts.add(plugin.name), texts.add(plugin.version), texts.add(plugin.world),
                              plugin.flags, narrow(plugin.imports.size()), narrow(plugin.exports.size()), 0});
    add_interfaces(plugin.imports, texts, tables);
    add_interfaces(plugin.exports, texts, tables);
  }
  return tables;
}

std::size_t texts_start(const Manifest& manifest) {
  std::size_t interfaces = 0;
  for (const ManifestPlugin& plugin : manifest.plugins)
    interfaces += plugin.imports.size() + plugin.exports.size();
  return kNoteHeader + manifest.plugins.size() * kNotePlugin + interfaces * kNoteInterface;
}

void append(std::vector<std::uint8_t>& out, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  out.insert(out.end(), bytes, bytes + size);
}

}  // namespace

Hash note_digest(std::span<const std::uint8_t> descriptor) {
  const auto rest = descriptor.subspan(kNoteHeader);
  return hash_of({reinterpret_cast<const char*>(rest.data()), rest.size()});
}

std::vector<std::uint8_t> manifest_bytes(const Manifest& manifest) {
  Texts texts(texts_start(manifest));
  tenon_note_header header{};
  header.format = TENON_NOTE_FORMAT;
  header.contract = manifest.contract;
  header.language = manifest.language;
  header.flags = manifest.flags;
  header.library = texts.add(manifest.library);
  const Tables tables = tables_of(manifest, texts);
  header.metadata = texts.add(manifest.metadata);
  header.wit = texts.add(manifest.wit);
  texts.pad();
  header.size = narrow(texts_start(manifest) + texts.bytes().size());
  header.plugin_count = narrow(tables.plugins.size());
  header.interface_count = narrow(tables.interfaces.size());

  std::vector<std::uint8_t> out;
  append(out, &header, sizeof header);
  append(out, tables.plugins.data(), tables.plugins.size() * kNotePlugin);
  append(out, tables.interfaces.data(), tables.interfaces.size() * kNoteInterface);
  append(out, texts.bytes().data(), texts.bytes().size());
  const Hash digest = note_digest(out);
  std::ranges::copy(digest, out.begin() + offsetof(tenon_note_header, digest));
  return out;
}

}  // namespace tenon::abi
