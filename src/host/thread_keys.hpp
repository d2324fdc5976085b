#pragma once
// SPDX-License-Identifier: MIT
//
// Destructors of thread-specific keys, which a thread's end calls, whether their library is still there or
// not. POSIX has no question for them.
#include <optional>

#include "host/range.hpp"

namespace tenon::host {

/// Whether a key that is in use has its destructor in the library's code. Nothing if libc's table of keys
/// isn't found, as in other C libraries than glibc. A few µs; the first time about 50. Any thread.
std::optional<bool> key_destructor_in(const Extent& library);

/// Deletes the keys that a library left behind with their destructors in it, after it was unmapped: nobody
/// else knows them, and a thread's end would jump into nothing. Any thread.
void forget_keys_in(const Extent& library);

}  // namespace tenon::host
