#pragma once
// SPDX-License-Identifier: MIT
//
// Size, alignment and offsets in memory: the canonical ABI's rules with 64-bit pointers, except that
// a handle is an 8-byte object pointer. Source: component-model, design/mvp/CanonicalABI.md,
// "Alignment" and "Element Size".
#include <cstdint>
#include <vector>

#include "wit/model.hpp"

namespace tenon::abi {

struct Layout {
  std::uint32_t size = 0;   ///< bytes
  std::uint32_t align = 1;  ///< bytes
};
Layout layout_of(const wit::Model& model, const wit::Type& type);

/// Byte offsets of a record's fields.
std::vector<std::uint32_t> field_offsets(const wit::Model& model, const wit::Record& record);

/// Bytes of the tag of a variant or enum with `cases` cases: 1, 2 or 4.
std::uint32_t tag_size(std::size_t cases);
/// Where the payload of a variant (option, result) starts.
std::uint32_t payload_offset(const wit::Model& model, const wit::Type& variant);

/// How a parameter travels.
enum class Passing : std::uint8_t { value, pointer_and_length, pointer };
Passing passing_of(const wit::Model& model, const wit::Type& type);

/// Whether values of the type own heap memory or objects: results of such types have to be freed.
bool needs_free(const wit::Model& model, const wit::Type& type);
/// Whether a receiver has something to check: tags, char, bounds of lists, handles that must not be
/// NULL. Strings apart: what they promise (bounds, UTF-8) is up to the receiver's string type.
bool needs_check(const wit::Model& model, const wit::Type& type);

}  // namespace tenon::abi
