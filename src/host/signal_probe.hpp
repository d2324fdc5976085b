#pragma once
// SPDX-License-Identifier: MIT
//
// Stopping one running thread for a moment to see where it is.
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace tenon::host {

/// Where a thread is.
struct Position {
  std::uintptr_t stack_pointer = 0;
  std::uintptr_t instruction = 0;
};

/// Dispositions of signals are one for all of the process: one thread at a time may change them for a moment,
/// also where the process has several Tenons, of whatever version. The lock between those is that of a file
/// which each process has for itself.
class ProbeTurn {
 public:
  ProbeTurn();
  ProbeTurn(const ProbeTurn&) = delete;
  ProbeTurn& operator=(const ProbeTurn&) = delete;
  ~ProbeTurn();

 private:
  std::unique_lock<std::mutex> lock_;
  int file_;
};

/// Sends `thread` a signal whose default is to be ignored (SIGURG, else SIGWINCH), calls `look` while its
/// handler holds the thread, and lets it go on. Whatever the host had set for the signal is set again
/// afterwards. False if the host has handlers of its own for both, the thread blocks them, or it doesn't
/// answer before `deadline`. `look` must neither allocate nor lock: the thread may hold any lock.
/// The caller has a ProbeTurn.
bool with_stopped(pid_t thread, std::chrono::steady_clock::time_point deadline,
                  const std::function<void(Position)>& look);

}  // namespace tenon::host
