#pragma once
// SPDX-License-Identifier: MIT
//
// What of this process would call into a library by itself: its signal handlers, its C++ terminate and new
// handlers. Asked, not guessed; what can't be asked for (`on_exit`) is not here.
#include <string>
#include <vector>

#include "host/range.hpp"

namespace tenon::host {

/// One sentence for each that lies in the library's code, as "it handles the signal SIGUSR1". Empty: none.
std::vector<std::string> handlers_in(const Extent& library);

}  // namespace tenon::host
