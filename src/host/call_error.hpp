#pragma once
// SPDX-License-Identifier: MIT
//
// From a negative status to an error with the plugin's words. The status is what counts; the words
// are kept per thread between `trap` and tenon_call_error, because generated callers know no instance.
#include <cstdint>
#include <string>
#include <string_view>

#include "host/error.hpp"

namespace tenon::host {

/// Keeps the words for this thread's next tenon_call_error. Never throws; long ones are cut.
void remember_trap(std::int32_t status, std::string_view text) noexcept;

/// "TRAP" as people know it: "trapped", "ran out of memory", ...
std::string describe_status(std::int32_t status);
/// E06.. of a status.
std::string code_of(std::int32_t status);

}  // namespace tenon::host
