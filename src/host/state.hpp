#pragma once
// SPDX-License-Identifier: MIT
//
// `tenon:plugin/state`, as the runtime calls it: what an instance knows, as bytes with a version of their
// own format.
#include <optional>

#include "host/library.hpp"

namespace tenon::host {

/// What `save` gave: on the hosts' heap.
class Saved {
 public:
  Saved(std::uint32_t version, std::uint8_t* bytes, std::size_t size)
      : version_(version), bytes_(bytes), size_(size) {}
  Saved(Saved&& other) noexcept;
  Saved& operator=(Saved&&) = delete;
  ~Saved();

  std::uint32_t version() const { return version_; }
  const std::uint8_t* bytes() const { return bytes_; }
  std::size_t size() const { return size_; }

 private:
  std::uint32_t version_;
  std::uint8_t* bytes_;
  std::size_t size_;
};

/// Whether the plugin exports the interface, in the version that this runtime knows.
bool has_state(const tenon_plugin_descriptor& plugin);

/// Runs the plugin's `save`.
Result<Saved> save(const Target& target);
/// Runs the plugin's `restore`.
Result<void> restore(const Target& target, const Saved& saved);

}  // namespace tenon::host
