#pragma once
// SPDX-License-Identifier: MIT
//
// Who is inside of a library: which threads of this process have its code on their stacks.
//
//   for (const Suspect& suspect : other_threads_in(library.module.extent())) ...
//
// The calling thread is unwound, which is exact. Of another thread only what can be seen without
// disturbing it: where it is, and the words on its stack. A frame of the library is always seen; a word
// that an earlier call left behind looks the same, which is why most answers are "may be". A thread that
// is on the CPU each time it is looked at gets a signal (signal_probe.hpp). Not seen: what a thread is not
// on now, as the stacks of coroutines that wait.
#include <sys/types.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/range.hpp"

namespace tenon::host {

struct Suspect {
  enum Certainty { kInside, kMayBeInside, kCannotTell };

  pid_t thread = 0;
  std::string name;
  Certainty certainty = kMayBeInside;

  /// "thread 123 (`worker`) may be inside of it".
  std::string text() const;
};

/// kInside if a frame of this thread is the library's. kMayBeInside only where the stack can't be unwound to
/// its end. About 10 µs.
std::optional<Suspect> this_thread_in(const Extent& library);

/// For each of up to 64 libraries all other threads that it suspects, in order of their ids. Costs some 20 µs
/// for each thread that waits, 50 µs and 2 ms together for those that run, and never more than about a
/// second. Threads may come and go meanwhile; one that enters a library later isn't seen.
std::vector<std::vector<Suspect>> other_threads_in(std::span<const Extent* const> libraries);
std::vector<Suspect> other_threads_in(const Extent& library);

/// Several, as one sentence; the first three by name.
std::string text_of(const std::vector<Suspect>& suspects);

}  // namespace tenon::host
