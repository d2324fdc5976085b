// SPDX-License-Identifier: MIT
#include "host/hash.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tenon::host {

std::optional<std::string> sha256_of(const image::File& file) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<std::uint8_t> block(64 * 1024);
  for (std::uint64_t at = 0; at < file.size(); at += block.size()) {
    const std::size_t size = std::min<std::uint64_t>(block.size(), file.size() - at);
    if (!file.read(at, {block.data(), size})) return std::nullopt;
    crypto_hash_sha256_update(&state, block.data(), size);
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256_final(&state, hash.data());
  std::string text(2 * hash.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

}  // namespace tenon::host
