// SPDX-License-Identifier: MIT
//
// Reads the note. The bytes are a stranger's: nothing is read before its bounds are checked, and no
// count is believed that the bytes can't hold.
#include <algorithm>
#include <cstring>
#include <set>

#include "abi/note_bytes.hpp"
#include "tenon/abi/library.h"
#include "tenon/abi/version.h"

namespace tenon::abi {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Checked = std::expected<void, ManifestError>;

constexpr const char* kRebuild = "build the plugin again; if it stays, the file was changed after linking";

std::unexpected<ManifestError> damaged(std::string what) {
  return std::unexpected(ManifestError{"E0304", "the manifest is damaged: " + std::move(what), kRebuild});
}

std::string number(std::uint64_t n) { return std::to_string(n); }

std::string contract_text(std::uint32_t contract) {
  return number(contract >> 16) + "." + number(contract & 0xffff);
}

Checked check_versions(std::uint32_t format, std::uint32_t contract) {
  if (format == 0) return damaged("its format is 0");
  if (format > TENON_NOTE_FORMAT) {
    return std::unexpected(ManifestError{
        "E0302",
        "the manifest has format " + number(format) + ", this host reads format " + number(TENON_NOTE_FORMAT),
        "the plugin was built by a newer tenon; update the host"});
  }
  if (contract == TENON_CONTRACT) return {};
  const bool newer = contract > TENON_CONTRACT;
  return std::unexpected(ManifestError{
      "E0303",
      "built for contract " + contract_text(contract) + ", this host speaks " + contract_text(TENON_CONTRACT),
      newer ? "update the host, or build the plugin with the tenon that the host was built with"
            : "build the plugin again with the tenon that the host was built with"});
}

/// Valid UTF-8 without control characters: it will be shown to people and compared with C strings.
bool is_plain(std::string_view text) {
  std::size_t i = 0;
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  while (i < text.size()) {
    const std::uint8_t lead = byte(i);
    const std::size_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (lead < 0x20 || lead == 0x7f || (lead >= 0x80 && lead < 0xc2) || lead > 0xf4) return false;
    if (text.size() - i <= more) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((byte(i + k) & 0xc0) != 0x80) return false;
    }
    if (lead == 0xc2 && byte(i + 1) < 0xa0) return false;  // U+0080 to U+009F: terminals obey them too
    // Overlong forms, surrogates, and what is beyond Unicode.
    if (lead == 0xe0 && byte(i + 1) < 0xa0) return false;
    if (lead == 0xed && byte(i + 1) > 0x9f) return false;
    if (lead == 0xf0 && byte(i + 1) < 0x90) return false;
    if (lead == 0xf4 && byte(i + 1) > 0x8f) return false;
    i += more + 1;
  }
  return true;
}

class Reader {
 public:
  /// `bytes` may be the start of a descriptor of `total` bytes.
  Reader(Bytes bytes, std::size_t total) : bytes_(bytes), total_(total) {}

  std::expected<Manifest, ManifestError> index();
  Checked texts(Manifest& out);

 private:
  Checked header();
  Checked sizes();
  Checked order();
  Checked plugins(Manifest& out);
  Checked plugin(const tenon_note_plugin& entry, ManifestPlugin& out);
  Checked interfaces(std::uint32_t count, const std::string& plugin, std::vector<ManifestInterface>& out);
  std::expected<std::string, ManifestError> name(const tenon_note_text& place, const std::string& what);

  template <class Struct>
  Struct at(std::size_t offset) const {
    Struct out;
    std::memcpy(&out, bytes_.data() + offset, sizeof out);
    return out;
  }
  std::size_t tables_end() const {
    return kNoteHeader + std::size_t{header_.plugin_count} * kNotePlugin +
           std::size_t{header_.interface_count} * kNoteInterface;
  }
  std::string text(const tenon_note_text& place) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + place.offset, place.size};
  }

  Bytes bytes_;
  std::size_t total_;
  tenon_note_header header_{};
  std::size_t next_interface_ = 0;  ///< entries read so far
  std::uint64_t names_ = 0;         ///< bytes of the names read so far
};

std::uint64_t end_of(const tenon_note_text& place) { return std::uint64_t{place.offset} + place.size; }

Checked Reader::header() {
  if (bytes_.size() < 2 * sizeof(std::uint32_t)) {
    return damaged("it has " + number(total_) + " bytes, its header alone has " + number(kNoteHeader));
  }
  const Checked versions = check_versions(at<std::uint32_t>(0), at<std::uint32_t>(4));
  if (!versions) return versions;
  if (bytes_.size() < kNoteHeader) {
    return damaged("it has " + number(total_) + " bytes, its header alone has " + number(kNoteHeader));
  }
  header_ = at<tenon_note_header>(0);
  return {};
}

Checked Reader::sizes() {
  if (total_ > TENON_NOTE_MAX) {
    return std::unexpected(ManifestError{
        "E0305", "the manifest has " + number(total_) + " bytes, " + number(TENON_NOTE_MAX) + " are allowed",
        "shorten `[plugin.meta]` or the docs in the WIT"});
  }
  if (header_.size != total_) {
    return damaged("it says it has " + number(header_.size) + " bytes, the note has " + number(total_));
  }
  if (header_.plugin_count == 0) return damaged("it names no plugin");
  if (tables_end() > total_) {
    return damaged("tables for " + number(header_.plugin_count) + " plugins and " +
                   number(header_.interface_count) + " interfaces don't fit into " + number(total_) +
                   " bytes");
  }
  if (header_.plugin_count > kMostPlugins) {
    return std::unexpected(ManifestError{"E0305",
                                         "the manifest has " + number(header_.plugin_count) + " plugins, " +
                                             number(kMostPlugins) + " are allowed",
                                         "make several libraries of them"});
  }
  if (header_.language < TENON_LANGUAGE_C || header_.language > TENON_LANGUAGE_RUST) {
    return damaged("language " + number(header_.language) + " is unknown");
  }
  if (header_.flags & 0xffff & ~std::uint32_t{TENON_PLUGIN_UNWIND}) {
    return damaged("its flags are unknown (" + number(header_.flags) + ")");
  }
  if (header_.reserved != 0) return damaged("a reserved field is not 0");
  return {};
}

/// Tables, names, metadata, WIT: in this order, so that the index is at the front.
Checked Reader::order() {
  if (header_.metadata.offset < tables_end() || end_of(header_.metadata) > header_.wit.offset ||
      end_of(header_.wit) > total_) {
    return damaged("metadata or WIT lie outside of their place");
  }
  const std::size_t needed = header_.metadata.offset;
  if (bytes_.size() >= needed) return {};
  return damaged("its index has " + number(needed) + " bytes, only " + number(bytes_.size()) + " are there");
}

std::expected<std::string, ManifestError> Reader::name(const tenon_note_text& place,
                                                       const std::string& what) {
  if (place.offset < tables_end() || end_of(place) > header_.metadata.offset) {
    return damaged(what + " lies outside of its place");
  }
  if (place.size == 0) return damaged(what + " is empty");
  // Entries may name the same bytes, but many that name one large text would make reading quadratic.
  names_ += place.size;
  if (names_ > TENON_NOTE_MAX) return damaged("its names have more than 16 MiB together");
  std::string out = text(place);
  if (!is_plain(out)) return damaged(what + " is no UTF-8, or has control characters in it");
  return out;
}

Checked Reader::interfaces(std::uint32_t count, const std::string& plugin,
                           std::vector<ManifestInterface>& out) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t offset =
        kNoteHeader + header_.plugin_count * kNotePlugin + next_interface_++ * kNoteInterface;
    const auto entry = at<tenon_note_interface>(offset);
    auto id = name(entry.id, "an interface of `" + plugin + "`");
    if (!id) return std::unexpected(id.error());
    if (!out.empty() && *id <= out.back().id) {
      return damaged("the interfaces of `" + plugin + "` are out of order at `" + *id + "`");
    }
    if (entry.reserved != 0) return damaged("a reserved field is not 0");
    ManifestInterface interface{std::move(*id), {}, entry.slots};
    std::ranges::copy(entry.hash, interface.hash.begin());
    out.push_back(std::move(interface));
  }
  return {};
}

Checked Reader::plugin(const tenon_note_plugin& entry, ManifestPlugin& out) {
  auto plugin_name = name(entry.name, "a plugin's name");
  if (!plugin_name) return std::unexpected(plugin_name.error());
  out.name = std::move(*plugin_name);
  auto version = name(entry.version, "the version of `" + out.name + "`");
  if (!version) return std::unexpected(version.error());
  out.version = std::move(*version);
  if (!wit::Version::parse(out.version)) {
    return damaged("`" + out.version + "`, the version of `" + out.name + "`, is no version");
  }
  auto world = name(entry.world, "the world of `" + out.name + "`");
  if (!world) return std::unexpected(world.error());
  out.world = std::move(*world);
  if (entry.flags & 0xffff & ~std::uint32_t{TENON_PLUGIN_CONCURRENT | TENON_PLUGIN_UNWIND}) {
    return damaged("the flags of `" + out.name + "` are unknown (" + number(entry.flags) + ")");
  }
  out.flags = entry.flags;
  if (entry.reserved != 0) return damaged("a reserved field is not 0");
  const std::uint64_t left = header_.interface_count - next_interface_;
  if (std::uint64_t{entry.import_count} + entry.export_count > left) {
    return damaged("`" + out.name + "` has more interfaces than the table");
  }
  const Checked imports = interfaces(entry.import_count, out.name, out.imports);
  return imports ? interfaces(entry.export_count, out.name, out.exports) : imports;
}

Checked Reader::plugins(Manifest& out) {
  std::set<std::string> names;
  for (std::uint32_t i = 0; i < header_.plugin_count; ++i) {
    const auto entry = at<tenon_note_plugin>(kNoteHeader + i * kNotePlugin);
    ManifestPlugin& next = out.plugins.emplace_back();
    if (const Checked read = plugin(entry, next); !read) return read;
    if (!names.insert(next.name).second) {
      return std::unexpected(ManifestError{"E0306",
                                           "two plugins of the library are called `" + next.name + "`",
                                           "give each `[[plugin]]` a name of its own"});
    }
  }
  if (next_interface_ != header_.interface_count) return damaged("interfaces that belong to no plugin");
  return {};
}

std::expected<Manifest, ManifestError> Reader::index() {
  for (Checked (Reader::*step)() : {&Reader::header, &Reader::sizes, &Reader::order}) {
    if (const Checked done = (this->*step)(); !done) return std::unexpected(done.error());
  }
  Manifest out;
  out.contract = header_.contract;
  out.language = header_.language;
  out.flags = header_.flags;
  auto library = name(header_.library, "the library's name");
  if (!library) return std::unexpected(library.error());
  out.library = std::move(*library);
  if (const Checked read = plugins(out); !read) return std::unexpected(read.error());
  return out;
}

Checked Reader::texts(Manifest& out) {
  Hash said{};
  std::ranges::copy(header_.digest, said.begin());
  if (note_digest(bytes_) != said) {
    return std::unexpected(ManifestError{"E0307", "the manifest's digest doesn't match its bytes", kRebuild});
  }
  out.metadata = text(header_.metadata);
  out.wit = text(header_.wit);
  return {};
}

}  // namespace

std::size_t index_size(Bytes bytes) {
  if (bytes.size() < kNoteHeader) return 0;
  tenon_note_header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header.format == TENON_NOTE_FORMAT ? header.metadata.offset : 0;
}

std::expected<Manifest, ManifestError> read_index(Bytes bytes, std::size_t total) {
  return Reader(bytes.first(std::min(bytes.size(), total)), total).index();
}

std::expected<Manifest, ManifestError> read_manifest(Bytes bytes) {
  Reader reader(bytes, bytes.size());
  auto manifest = reader.index();
  if (!manifest) return manifest;
  if (const Checked read = reader.texts(*manifest); !read) return std::unexpected(read.error());
  return manifest;
}

}  // namespace tenon::abi
