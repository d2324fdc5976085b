#pragma once
// SPDX-License-Identifier: MIT
//
// Plugins that throw where they shouldn't.
#include <stdexcept>
#include <string>

#include "traps-cpp.tenon.hpp"

struct Quiet {
  tenon::expected<std::string, std::string> apply(std::string_view text) { return std::string(text); }
  std::uint64_t count() { return 0; }
};

struct InCreate : Quiet {
  InCreate() { throw std::runtime_error("thrown in create"); }
};
struct InCall : Quiet {
  tenon::expected<std::string, std::string> apply(std::string_view) { throw 42; }
};
struct InDestroy : Quiet {
  ~InDestroy() noexcept(false) { throw std::runtime_error("thrown in destroy"); }
};
