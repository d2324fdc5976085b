#pragma once
// SPDX-License-Identifier: MIT
//
// The end of a plugin library.
#include "host/closing.hpp"
#include "host/library.hpp"

namespace tenon::host {

/// No handle, instance or object of it may be left, and nobody inside. Under its host's lock.
Outcome close_library(const std::shared_ptr<Library>& library) noexcept;

/// Ends it, and with the last one of a library the library. Nothing is left to fail: the handle is gone.
Outcome end_handle(tenon_plugin* plugin) noexcept;

/// Says what the plugin didn't give back, if there is memory for the words.
void add_left(Outcome& outcome, const Account& account, const std::string& plugin) noexcept;

}  // namespace tenon::host
