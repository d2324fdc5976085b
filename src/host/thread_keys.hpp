#pragma once
// SPDX-License-Identifier: MIT
//
// Destructors of thread-specific keys, which a thread's end calls, whether their library is still there or
// not. POSIX has no question for them.
#include <pthread.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "host/range.hpp"

namespace tenon::host {

/// Whether a key that is in use has its destructor in the library's code. Nothing if libc's table of keys
/// isn't found, as in other C libraries than glibc. A few µs; the first time about 50. Any thread.
std::optional<bool> key_destructor_in(const Extent& library);

struct KeyInUse {
  pthread_key_t key;
  std::uintptr_t number;  ///< by which it can be told from a later key of the same number
};
/// Those with their destructors in the library. None where the table isn't found.
std::vector<KeyInUse> keys_in(const Extent& library);
/// Deletes those that a library left behind, after it was unmapped: nobody else knows them, and a thread's
/// end would jump into nothing.
void delete_keys(const std::vector<KeyInUse>& keys);

}  // namespace tenon::host
