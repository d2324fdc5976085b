#pragma once
// SPDX-License-Identifier: MIT
//
// The canonical WIT text that travels in a plugin, and the texts that are hashed. Specified in
// docs/abi.md ("Canonical WIT", "Hashes"); changing either breaks every plugin.
#include <string>
#include <string_view>

#include "abi/contract.hpp"
#include "wit/model.hpp"

namespace tenon::abi {

/// The resolved world and all it reaches, as one WIT text that parses back to the same contract:
/// aliases followed, effective gates kept, items in canonical order, docs and parameter names kept.
std::string canonical_wit(const wit::Model& model, const std::vector<wit::WorldId>& worlds);

/// The same of described worlds. Of several descriptions of one world, which differ in what they export,
/// the text has all exports: which of them a plugin has is in the note's index.
std::string canonical_wit_of(const wit::Model& model, std::vector<World> worlds);

/// What `Interface::hash` and `Resource::hash` are taken of; shown by `diff` and in golden files.
std::string hash_text(const wit::Model& model, const Interface& interface);
std::string hash_text(const wit::Model& model, const Resource& resource);

Hash hash_of(std::string_view text);

/// One function as a line for people: "apply: func(text: string) -> result<string, string>", with
/// aliases followed.
std::string signature(const wit::Model& model, const wit::Function& function);

}  // namespace tenon::abi
