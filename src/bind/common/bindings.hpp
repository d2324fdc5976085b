#pragma once
// SPDX-License-Identifier: MIT
//
// What a language backend gets and gives. Generation is pure: the same input makes the same text;
// only the tool writes files, and only those that changed.
//
//   std::vector<bind::File> files = bind::cpp::plugin_bindings(library);
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi/contract.hpp"
#include "wit/model.hpp"

namespace tenon::bind {

struct File {
  std::string path;  ///< relative to where generated code goes
  std::string text;
};

/// Base versions raised by `since`, by package "ns:name".
using BaseVersions = std::vector<std::pair<std::string, wit::Version>>;

/// Whether callers have to ask for the function first (`has_...`): it is newer than the base version.
bool newer_than_base(const BaseVersions& base, const abi::Interface& interface, const abi::Slot& slot);

/// Whether, of two exports with a function of one name, `one` leaves the short name to `other`: the
/// well-known state does, so that adding it renames nothing that is written already.
bool yields(const abi::Interface& one, const abi::Interface& other);

/// One plugin of a library, as `tenon.toml` describes it.
struct Plugin {
  std::string name;     ///< "shout"
  std::string version;  ///< "1.2.0"
  std::string type;     ///< the author's type in C++ and Rust: "Shout"; may be qualified
  std::string header;   ///< C++: the author's header; empty in C and Rust
  abi::World world;
  BaseVersions base;
  bool concurrent = false;
  bool unwind = true;
};

/// A library whose plugin-side bindings are wanted.
struct Library {
  const wit::Model* model = nullptr;
  std::string name;    ///< "shout": the file is libshout.so
  std::string source;  ///< the WIT's file name as shown in the first lines: "text.wit"
  std::vector<Plugin> plugins;
  /// The note's descriptor (abi::manifest_bytes). The 4 bytes from `kNoteFlags` are the header's
  /// flags, which generated code sets by what its compiler says about unwinding.
  std::vector<std::uint8_t> manifest;
  std::uint64_t toml_hash = 0;  ///< FNV-1a of tenon.toml, for Rust's stale check
  bool freestanding = false;
};
constexpr std::size_t kNoteFlags = 12;

/// A host whose bindings are wanted.
struct HostSide {
  const wit::Model* model = nullptr;
  std::string source;
  abi::World world;
  BaseVersions base;
  std::string canonical_wit;
};

/// The interfaces whose types generated code mentions, each once, dependencies first: those of the
/// world's contract and those that only define value types.
std::vector<wit::InterfaceId> reached_interfaces(const wit::Model& model, const abi::World& world);

/// The named types of an interface that bindings define, dependencies first: no aliases from `use`, and
/// nothing outside of native profile 1, which may stand there as long as no function mentions it.
/// `in_profile` is abi::types_in_profile of the model. Looks at nothing that other interfaces define.
std::vector<wit::TypeId> own_types(const wit::Model& model, wit::InterfaceId interface,
                                   const std::vector<bool>& in_profile);

}  // namespace tenon::bind
