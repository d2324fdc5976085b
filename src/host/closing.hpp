#pragma once
// SPDX-License-Identifier: MIT
//
// The end of a library. `dlclose` succeeds whether or not anything is unmapped, so the only honest answer
// is to look afterwards; and some that it would unmap are needed by this process still, which is looked for
// before. What holds a library may pass (a thread that is inside, a thread-local value of a thread that has
// ended since): then it is tried again with later ones.
#include <tenon/host/plugin.h>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/module.hpp"
#include "host/thread_exit.hpp"
#include "image/image.hpp"

namespace tenon::host {

struct Outcome {
  std::uint32_t state = TENON_UNLOAD_CLOSED;  ///< TENON_UNLOAD_...
  std::string reason;                         ///< what keeps it mapped, or empty
};

/// Whose being inside of a library nothing counts.
enum class Uncounted : bool {
  kNobody,   ///< pins, objects and instances tell of everybody
  kThreads,  ///< there may be some, so they are looked for
};

/// What is known of a library when it is to be closed.
struct Reading {
  std::optional<image::Facts> facts;  ///< of its file, if they can still be told
  std::string unsafe;                 ///< why it has to stay, or ""
  Uncounted uncounted = Uncounted::kThreads;
  ThreadExit* ends = nullptr;  ///< what it leaves for the ends of threads; nullptr if that goes on
};

/// A library that stays in the process, and what its code was given, which it may use until the very end.
struct Kept {
  Module* module = nullptr;
  std::shared_ptr<void> owner;
  std::function<Reading()> read;  ///< nothing once that is done
  Uncounted uncounted = Uncounted::kThreads;
  ThreadExit* ends = nullptr;
};

/// Memory for one of them, made before the library is opened: its end takes none.
class KeptPlace {
 public:
  KeptPlace() : kept_(1) {}

 private:
  friend class Closing;
  std::list<Kept> kept_;
};

/// With the reason "out of memory" if there is none for this one.
Outcome still_mapped(std::string_view reason) noexcept;

/// A copy for the C API; NULL if there is no reason, or no memory.
char* new_reason(const Outcome& outcome) noexcept;

/// Closes what nobody uses any more, or leaves it where that would be unsafe; while it stays in the process,
/// `owner` of `module` is kept. Tries again to close a few that were kept before. Where memory runs out, in
/// `read` or here, it stays for now. `read` captures no more than a reference. Any thread.
Outcome close_module(KeptPlace place, Module& module, std::shared_ptr<void> owner,
                     std::function<Reading()> read) noexcept;

}  // namespace tenon::host
