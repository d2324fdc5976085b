#pragma once
// SPDX-License-Identifier: MIT
//
// What the writer and the reader of the note share.
#include <cstddef>

#include "abi/manifest.hpp"
#include "tenon/abi/note.h"

namespace tenon::abi {

constexpr std::size_t kNoteHeader = sizeof(tenon_note_header);
constexpr std::size_t kNotePlugin = sizeof(tenon_note_plugin);
constexpr std::size_t kNoteInterface = sizeof(tenon_note_interface);
static_assert(kNoteHeader == 72 && kNotePlugin == 40 && kNoteInterface == 32);

/// As many as tenon.toml takes.
constexpr std::uint32_t kMostPlugins = 256;

/// First half of the SHA-256 of what is behind the header.
Hash note_digest(std::span<const std::uint8_t> descriptor);

}  // namespace tenon::abi
