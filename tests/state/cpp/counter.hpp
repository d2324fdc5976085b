#pragma once
// SPDX-License-Identifier: MIT
//
// A sum that outlives reloads, and refuses where a test wants it to: see state_test.cpp.
#include <cstring>
#include <stdexcept>
#include <string>

#include "state-cpp.tenon.hpp"

struct Counter {
  std::uint64_t sum = 0;

  std::uint64_t add(std::uint64_t number) { return sum += number; }
  std::string save() { return "the author's own"; }

  tenon::expected<tenon::Saved, std::string> state_save() {
    if (sum == 13) return tenon::unexpected("13 can't be saved");
    if (sum == 99) throw std::runtime_error("thrown in save");
    tenon::Saved saved{.version = 1, .bytes = {}};
    saved.bytes.resize(sizeof sum);
    std::memcpy(saved.bytes.data(), &sum, sizeof sum);
    return saved;
  }

  tenon::expected<void, std::string> restore(const tenon::SavedView& from) {
    if (from.version == 99) throw std::runtime_error("thrown in restore");
    if (from.version != 1 || from.bytes.size() != sizeof sum)
      return tenon::unexpected("state of version " + std::to_string(from.version) + ", this build reads 1");
    std::memcpy(&sum, from.bytes.data(), sizeof sum);
    return {};
  }
};
