#pragma once
// SPDX-License-Identifier: MIT
//
// What programs have in the global namespace without having asked for it: a namespace can't have the
// name of a function that some header declares.
#include <string>
#include <string_view>

namespace tenon::bind::cpp {

/// Whether a header of the system may declare `name`, in snake case, for everyone.
bool is_global(std::string_view name);

}  // namespace tenon::bind::cpp
