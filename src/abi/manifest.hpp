#pragma once
// SPDX-License-Identifier: MIT
//
// The manifest: what a library says about itself, and its bytes in the note (include/tenon/abi/note.h).
// Reading never trusts the bytes: every place is bounds-checked, nothing is allocated by their say.
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi/contract.hpp"

namespace tenon::abi {

struct ManifestInterface {
  std::string id;
  Hash hash{};
  std::uint32_t slots = 0;
};

struct ManifestPlugin {
  std::string name, version, world;
  std::uint32_t flags = 0;  ///< TENON_PLUGIN_CONCURRENT
  std::vector<ManifestInterface> imports, exports;
};

struct Manifest {
  std::uint32_t contract = 0;
  std::uint32_t language = 0;  ///< TENON_LANGUAGE_...
  std::uint32_t flags = 0;     ///< TENON_PLUGIN_UNWIND
  std::string library;
  std::vector<ManifestPlugin> plugins;
  std::string metadata;  ///< JSON text; empty when only the index was read
  std::string wit;       ///< canonical WIT; empty when only the index was read
};

/// The note's descriptor. `flags` and `language` of the header are written as given; generated code
/// replaces the header's `flags` by what its compiler says (they are outside the digest).
std::vector<std::uint8_t> manifest_bytes(const Manifest& manifest);

/// Why bytes are no manifest.
struct ManifestError {
  std::string code;     ///< "E03.."
  std::string message;  ///< lower case, no full stop
  std::string help;     ///< what to do
};

/// How many bytes `read_index` needs: where the metadata starts. 0 if `bytes` doesn't hold a header
/// of a format that is known.
std::size_t index_size(std::span<const std::uint8_t> bytes);

/// The index alone, from the first bytes of the descriptor (`bytes` may end before the metadata).
/// `total` is the size that the note itself claims. Contract and format are checked first.
std::expected<Manifest, ManifestError> read_index(std::span<const std::uint8_t> bytes, std::size_t total);

/// Everything; the digest is checked.
std::expected<Manifest, ManifestError> read_manifest(std::span<const std::uint8_t> bytes);

/// All entries of the metadata by their plugins' names, as JSON texts. Whoever wants several reads once.
std::map<std::string, std::string> metadata_entries(std::string_view metadata);

/// One plugin's entry of the metadata, as JSON text; "{}" if there is none.
std::string plugin_metadata(std::string_view metadata, std::string_view plugin);

/// Packages, each with the version that the plugin needs of it, as they were written.
using SinceTexts = std::vector<std::pair<std::string, std::string>>;
/// `"since": {"ns:pkg": "1.1.0"}` in the plugin's entry of the metadata.
SinceTexts plugin_since(std::string_view metadata, std::string_view plugin);

}  // namespace tenon::abi
