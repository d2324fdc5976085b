// SPDX-License-Identifier: MIT
#include "image/bytes.hpp"

#include <algorithm>
#include <cstring>

namespace tenon::image {

bool Bytes::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (offset > size() || out.size() > size() - offset) return false;
  return out.empty() || fetch(offset, out);
}

bool Memory::fetch(std::uint64_t offset, std::span<std::uint8_t> out) const {
  std::ranges::copy(bytes_.subspan(offset, out.size()), out.begin());
  return true;
}

}  // namespace tenon::image
