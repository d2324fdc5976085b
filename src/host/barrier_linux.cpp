// SPDX-License-Identifier: MIT
#include "host/barrier.hpp"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace tenon::host {
namespace {

long membarrier(int command) { return syscall(SYS_membarrier, command, 0, 0); }

bool ask() {
  const long known = membarrier(MEMBARRIER_CMD_QUERY);
  constexpr long kWanted = MEMBARRIER_CMD_PRIVATE_EXPEDITED | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
  return known >= 0 && (known & kWanted) == kWanted &&
         membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

}  // namespace

bool has_barrier_for_all_threads() {
  static const bool has = ask();
  return has;
}

bool barrier_for_all_threads() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!has_barrier_for_all_threads() || membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0) return true;
  // A process made by fork may have to register anew; the kernel may be out of memory for a list of
  // processors; a seccomp filter may have come since.
  membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
  return membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0 || membarrier(MEMBARRIER_CMD_GLOBAL) == 0;
}

}  // namespace tenon::host
