#pragma once
// SPDX-License-Identifier: MIT
//
// What libraries leave to be run when threads end, and how they are let go before that.
//
//   library.thread_exit = ThreadExit::adopt(descriptor->thread_exit);   // right after `tenon_entry`
//   const std::string why = library.thread_exit.release(...);           // no call, object or instance left
//   if (why.empty() && module.close()) library.thread_exit.forget();
//
// Who runs what: docs/decisions/0002-ends-of-threads.md. Any thread.
#include <tenon/abi/thread_exit.h>

#include <string>

namespace tenon::host {

/// How a library in use reports to this runtime. A plain value; the library must stay mapped.
class ThreadExit {
 public:
  ThreadExit() = default;
  /// `link`: the library's, or nullptr if it reports nothing. Counts one more user of it.
  static ThreadExit adopt(tenon_thread_exit_link* link);
  bool reports() const { return link_ != nullptr; }

  /// Runs what this thread has registered for the library, on others' behalf what they have, and deletes
  /// its keys. The reason why the library must stay mapped, or "". Another user keeps all as it is.
  /// `starts_unseen`: the library can start threads that it doesn't report; then what other threads
  /// have registered isn't taken from them. `may_wait`: for threads of the library's own and for those that
  /// are ending, a second at most; what is run for other threads is waited for in any case.
  std::string release(bool starts_unseen, bool may_wait);
  /// Once it is unmapped.
  void forget();

 private:
  tenon_thread_exit_link* link_ = nullptr;
  void* library_ = nullptr;      ///< what this runtime knows of it; nullptr if another one does
  const void* whose_ = nullptr;  ///< in the link
  bool left_to_others_ = false;  ///< was released while it had other users: what remains is theirs to do
};

}  // namespace tenon::host
