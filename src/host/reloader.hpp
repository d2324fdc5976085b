#pragma once
// SPDX-License-Identifier: MIT
//
// What drives reloads: watched files, what was put off, and old builds that wait for their end. One for a
// host, once something of it is reloadable; its work is done by its own thread (TENON_WATCH_THREAD) or by the
// host's (tenon_host_update).
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "host/library.hpp"
#include "host/undying.hpp"
#include "host/watch.hpp"

namespace tenon::host {

class Reloader {
 public:
  explicit Reloader(tenon_host& host);
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;
  ~Reloader();

  /// Under the host's lock, as `forget`.
  void follow(const std::string& file);
  void forget(const std::string& file);
  /// Looks at the file again soon, whether it changes or not.
  void try_again(const std::string& file);

  /// Folders of followed files that don't tell of all changes.
  std::vector<Unwatched> unwatched() const;

  /// Readable when `step` has something to do before it is due; -1 if there is none.
  int descriptor() const { return watch_ == nullptr ? -1 : watch_->descriptor(); }

  /// Everything that is due now; when to call again. Under the host's `reloading`. What there is no memory
  /// for is done later.
  Clock::time_point step();

 private:
  /// A reload that was put off, or a file that has to be looked at.
  struct Pending {
    Clock::time_point due;
    Clock::duration pause;
    bool told = false;  ///< the listener knows
  };

  using Files = std::map<std::string, Pending>;
  using Node = Files::node_type;  ///< goes to and fro without taking memory

  Node take_due(Clock::time_point now);
  void put_back(Node node);
  void look_at(Node node);
  bool is_over(const std::string& file, const Pending& pending, const Library& old, const tenon_error& error,
               Clock::time_point begin);
  bool try_reload(const std::string& file, const Pending& pending, const std::shared_ptr<Library>& old);
  Clock::time_point next(bool retiring);
  void watch_changes();
  void take(const Watch::Change& change);
  bool retire();
  void run();

  tenon_host& host_;
  mutable std::mutex mutex_;  ///< innermost, for what follows
  std::unique_ptr<Watch> watch_;
  Files pending_;
  Clock::duration retire_pause_{};

  std::atomic<bool> stop_{false};
  int wake_ = -1;                ///< an eventfd, or -1 without a thread
  int owner_;                    ///< process that made it
  Undying<std::thread> thread_;  ///< joined, but in a child after fork, where its number may be another's
};

/// Before anything of the host is reloadable. Under the host's lock, as what follows.
Result<void> start_reloader(tenon_host& host);
/// A handle that was just made follows reloads from now on, or no longer.
void follow_reloads(tenon_plugin& plugin);
void no_longer_follow(const tenon_plugin& plugin) noexcept;

}  // namespace tenon::host
