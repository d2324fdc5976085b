#pragma once
// SPDX-License-Identifier: MIT
//
// A host made from WIT at run time: the world as the runtime wants it, and imports that a plugin can
// be created with, although nobody implements them.
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bind/common/bindings.hpp"
#include "tenon/abi/table.h"
#include "tenon/host/world.h"

namespace tenon::cli {

/// What generated host code has as constants. Refers into `side`.
class HostWorld {
 public:
  explicit HostWorld(const bind::HostSide& side);
  HostWorld(const HostWorld&) = delete;
  HostWorld& operator=(const HostWorld&) = delete;
  const tenon_world* get() const { return &world_; }

 private:
  tenon_world world_{};
  std::string since_;
  std::vector<tenon_interface_descriptor> imports_, exports_;
  std::vector<const tenon_interface_descriptor*> import_list_, export_list_;
};

/// One reference for each import: `log` goes to stderr, `settings` has no values, every other
/// function returns TENON_MISSING.
class TrialImports {
 public:
  explicit TrialImports(const abi::World& world);
  const tenon_reference* get() const { return references_.data(); }

 private:
  std::vector<std::unique_ptr<std::byte[]>> tables_;
  std::vector<tenon_reference> references_;
};

}  // namespace tenon::cli
