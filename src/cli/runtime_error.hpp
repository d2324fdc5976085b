#pragma once
// SPDX-License-Identifier: MIT
//
// The runtime's errors, as the tool shows them.
#include <memory>

#include "cli/output.hpp"
#include "tenon/host.h"

namespace tenon::cli {

struct DeleteError {
  void operator()(tenon_error* error) const { tenon_error_delete(error); }
};
using RuntimeError = std::unique_ptr<tenon_error, DeleteError>;

Json to_json(const tenon_error& error);

/// Shows it; 8, or 1 where nothing was judged.
int show(const tenon_error& error, Output& output);

}  // namespace tenon::cli
