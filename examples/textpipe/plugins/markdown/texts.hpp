#pragma once
// SPDX-License-Identifier: MIT
//
// How both filters of this library take along, when it is reloaded, how many texts they have seen.
#include <cstring>
#include <string>

#include "markdown.tenon.hpp"

namespace markdown {

constexpr std::uint32_t kStateVersion = 1;

inline tenon::Saved save(std::uint64_t texts) {
  tenon::Saved saved{.version = kStateVersion, .bytes = std::vector<std::uint8_t>(sizeof texts)};
  std::memcpy(saved.bytes.data(), &texts, sizeof texts);
  return saved;
}

inline tenon::expected<void, std::string> restore(std::uint64_t& texts, const tenon::SavedView& from) {
  if (from.version != kStateVersion || from.bytes.size() != sizeof texts)
    return tenon::unexpected("the state is of version " + std::to_string(from.version) + ", this is 1");
  std::memcpy(&texts, from.bytes.data(), sizeof texts);
  return {};
}

}  // namespace markdown
