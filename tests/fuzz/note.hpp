#pragma once
// SPDX-License-Identifier: MIT
//
// Notes for the fuzz targets: seeds of them, and the digest that would stop every changed one.
#include <cstring>

#include "abi/note_bytes.hpp"
#include "tenon/abi/version.h"

namespace tenon::fuzz {

/// Puts right what a random change breaks and what hides everything behind it.
inline void repair_note(std::span<std::uint8_t> note) {
  tenon_note_header header;
  if (note.size() < sizeof header) return;
  std::memcpy(&header, note.data(), sizeof header);
  header.format = TENON_NOTE_FORMAT;
  header.contract = TENON_CONTRACT;
  header.size = static_cast<std::uint32_t>(note.size());
  const abi::Hash digest = abi::note_digest(note);
  std::memcpy(header.digest, digest.data(), digest.size());
  std::memcpy(note.data(), &header, sizeof header);
}

}  // namespace tenon::fuzz
