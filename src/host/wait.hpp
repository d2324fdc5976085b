#pragma once
// SPDX-License-Identifier: MIT
//
// Waiting for a watched folder, a time, or a word from another thread.
#include <chrono>

namespace tenon::host {

/// Something that `wake` makes readable; -1 if there is none to be had.
int make_wake();
void wake(int descriptor);
void close_wake(int descriptor);

/// Until `events` or `wake` is readable or it is time; clears `wake`. -1 is ignored.
void wait_for(int events, int wake, std::chrono::steady_clock::time_point until);

/// A number that a child made by fork doesn't have.
int current_process();

}  // namespace tenon::host
