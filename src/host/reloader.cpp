// SPDX-License-Identifier: MIT
#include "host/reloader.hpp"

#include <algorithm>
#include <system_error>

#include "host/fork.hpp"
#include "host/reload.hpp"
#include "host/retire.hpp"
#include "host/wait.hpp"

namespace tenon::host {

using namespace std::chrono_literals;

namespace {

constexpr Clock::duration kFirstPause = 10ms;  ///< before something is tried again
constexpr Clock::duration kLongestPause = 1s;
constexpr Clock::duration kRetirePause = 1ms;
constexpr Clock::duration kLongestRetirePause = 100ms;

Watch::Options options_of(const tenon_reload_options& given) {
  Watch::Options out;
  out.settle = std::chrono::milliseconds(given.settle_ms);
  out.poll = std::chrono::milliseconds(given.poll_ms);
  out.patience = std::chrono::milliseconds(given.patience_ms);
  out.events = given.poll_only == 0;
  return out;
}

/// Libraries of this file that have something to be reloaded: several, if a handle was made of a newer build
/// before the others were reloaded.
std::vector<std::shared_ptr<Library>> followed(tenon_host& host, const std::string& file) {
  const std::lock_guard lock(host.mutex);
  std::vector<std::shared_ptr<Library>> out;
  for (const tenon_plugin* plugin : host.handles) {
    const bool fresh = std::ranges::find(out, plugin->now.library) == out.end();
    if (plugin->reloadable && plugin->file == file && fresh) out.push_back(plugin->now.library);
  }
  return out;
}

Failure gone(const std::string& file) {
  return fail(TENON_STAGE_RELOAD, "E1007", "the file is gone")
      .at(file)
      .help("the build that is loaded goes on; a new file there is loaded when it comes");
}

Failure busy(const std::string& file) {
  return fail(TENON_STAGE_RELOAD, "E1008", "the file doesn't come to rest: somebody has it open for writing")
      .at(file)
      .help("it is loaded as soon as it is closed");
}

}  // namespace

Reloader::Reloader(tenon_host& host) : host_(host), owner_(current_process()) {
  if (host.reload.watch != TENON_WATCH_NONE) watch_ = std::make_unique<Watch>(options_of(host.reload));
  if (host.reload.watch != TENON_WATCH_THREAD) return;
  wake_ = make_wake();
  try {
    *thread_ = std::thread([this] { run(); });
  } catch (...) {
    close_wake(wake_);
    throw;
  }
}

Reloader::~Reloader() {
  stop_ = true;
  wake(wake_);
  if (owner_ == current_process() && thread_->joinable()) thread_->join();
  close_wake(wake_);
}

void Reloader::follow(const std::string& file) {
  {
    const std::lock_guard lock(mutex_);
    if (watch_ == nullptr) return;
    watch_->add(file);
    pending_.try_emplace(file, Pending{Clock::now(), kFirstPause});  // it may have changed since it was read
  }
  wake(wake_);
}

void Reloader::forget(const std::string& file) {
  const std::lock_guard lock(mutex_);
  if (watch_ != nullptr) watch_->remove(file);
  pending_.erase(file);
}

void Reloader::try_again(const std::string& file) {
  {
    const std::lock_guard lock(mutex_);
    pending_[file] = {Clock::now() + kFirstPause, 2 * kFirstPause, true};
  }
  wake(wake_);
}

std::vector<Unwatched> Reloader::unwatched() const {
  const std::lock_guard lock(mutex_);
  return watch_ == nullptr ? std::vector<Unwatched>() : watch_->unwatched();
}

void Reloader::take(const Watch::Change& change) {
  if (change.kind == Watch::Change::settled) {
    const std::lock_guard lock(mutex_);
    pending_[change.path] = {Clock::now(), kFirstPause};
    return;
  }
  for (const auto& old : followed(host_, change.path)) {
    const Error error =
        change.kind == Watch::Change::gone ? gone(change.path).take() : busy(change.path).take();
    error->text = render(*error);
    tell_failure(host_, TENON_RELOAD_FAILED, *old, *error, Clock::now());
  }
}

void Reloader::watch_changes() {
  if (watch_ == nullptr) return;
  const auto step = [this] {
    const std::lock_guard lock(mutex_);
    return watch_->step(Clock::now());
  };
  try {
    for (const Watch::Change& change : step()) take(change);
  } catch (const std::bad_alloc&) {
    const std::lock_guard lock(mutex_);
    watch_->look_again();
  }
}

Reloader::Node Reloader::take_due(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto due = std::ranges::find_if(pending_, [now](const auto& one) { return one.second.due <= now; });
  return due == pending_.end() ? Node() : pending_.extract(due);
}

void Reloader::put_back(Node node) {
  Pending& pending = node.mapped();
  pending.due = Clock::now() + pending.pause;
  pending.pause = std::min(2 * pending.pause, kLongestPause);
  pending.told = true;
  const std::lock_guard lock(mutex_);
  pending_.insert(std::move(node));
}

bool Reloader::is_over(const std::string& file, const Pending& pending, const Library& old,
                       const tenon_error& error, Clock::time_point begin) {
  if (is_put_off(error)) {
    if (!pending.told || old.begun) tell_end(host_, TENON_RELOAD_PUT_OFF, old, error, begin);
    return false;
  }
  if (watch_ != nullptr && error.code == "E0201") return true;  // the watch tells it, once it has stayed so
  if (is_incomplete(error)) {
    const std::lock_guard lock(mutex_);
    if (watch_ != nullptr && !watch_->incomplete(file, Clock::now())) return true;  // it comes again
  }
  tell_end(host_, TENON_RELOAD_FAILED, old, error, begin);
  return true;
}

/// False: it was put off.
bool Reloader::try_reload(const std::string& file, const Pending& pending,
                          const std::shared_ptr<Library>& old) {
  const auto begin = Clock::now();
  try {
    auto done = reload(host_, old, pending.told);
    if (done) return true;
    done.error()->text = render(*done.error());
    return is_over(file, pending, *old, *done.error(), begin);
  } catch (const std::bad_alloc&) {
    return is_over(file, pending, *old, *out_of_memory(), begin);
  }
}

void Reloader::look_at(Node node) {
  bool over = true;
  try {
    for (const auto& old : followed(host_, node.key())) over &= try_reload(node.key(), node.mapped(), old);
  } catch (const std::bad_alloc&) {  // not even to find out whom it concerns
    over = false;
  }
  if (!over) put_back(std::move(node));
}

bool Reloader::retire() {
  try {
    return retire_some(host_);
  } catch (const std::bad_alloc&) {
    return true;
  }
}

Clock::time_point Reloader::next(bool retiring) {
  retire_pause_ = retiring ? std::clamp<Clock::duration>(2 * retire_pause_, kRetirePause, kLongestRetirePause)
                           : Clock::duration{};
  Clock::time_point next = Clock::now() + (retiring ? retire_pause_ : 1h);
  const std::lock_guard lock(mutex_);
  if (watch_ != nullptr) next = std::min(next, watch_->next());
  for (const auto& [file, pending] : pending_) next = std::min(next, pending.due);
  return next;
}

Clock::time_point Reloader::step() {
  watch_changes();
  const auto now = Clock::now();
  while (Node due = take_due(now)) look_at(std::move(due));
  return next(retire());
}

void Reloader::run() {
  while (!stop_) {
    Clock::time_point until = Clock::now() + kLongestPause;
    try {
      const AtWork at_work;
      const Turn turn(host_);
      if (!stop_) until = step();
    } catch (...) {  // a mistake of ours, which must not end the program
    }
    wait_for(watch_ != nullptr ? watch_->descriptor() : -1, wake_, until);
  }
}

Result<void> start_reloader(tenon_host& host) {
  if (host.reloader != nullptr) return {};
  try {
    host.reloader = std::make_unique<Reloader>(host);
    return {};
  } catch (const std::system_error& error) {
    return fail(TENON_STAGE_USAGE, "E0113", "no thread can be started: " + error.code().message())
        .help("raise the limit of threads, or watch in the host's own loop: TENON_WATCH_UPDATE");
  }
}

void follow_reloads(tenon_plugin& plugin) {
  plugin.reloadable = true;
  plugin.host->reloader->follow(plugin.file);
}

void no_longer_follow(const tenon_plugin& plugin) noexcept {
  const auto follows = [&](const tenon_plugin* other) {
    return other != &plugin && other->reloadable && other->file == plugin.file;
  };
  if (std::ranges::none_of(plugin.host->handles, follows)) plugin.host->reloader->forget(plugin.file);
}

}  // namespace tenon::host
