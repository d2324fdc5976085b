#pragma once
// SPDX-License-Identifier: MIT
//
// The end of a plugin library.
#include "host/closing.hpp"
#include "host/library.hpp"

namespace tenon::host {

/// No handle, instance or object of it may be left, and nobody inside. Under its host's lock.
Outcome close_library(const std::shared_ptr<Library>& library);

}  // namespace tenon::host
