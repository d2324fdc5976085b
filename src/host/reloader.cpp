// SPDX-License-Identifier: MIT
#include "host/reloader.hpp"

#include <algorithm>

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
  thread_ = std::thread([this] { run(); });
}

Reloader::~Reloader() {
  stop_ = true;
  wake(wake_);
  if (thread_.joinable()) owner_ == current_process() ? thread_.join() : thread_.detach();
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

void Reloader::watch_changes(std::map<std::string, Pending>& due) {
  if (watch_ == nullptr) return;
  std::vector<Watch::Change> changes;
  {
    const std::lock_guard lock(mutex_);
    changes = watch_->step(Clock::now());
  }
  for (const Watch::Change& change : changes) {
    if (change.kind == Watch::Change::settled) {
      due[change.path] = {Clock::now(), kFirstPause};
      continue;
    }
    for (const auto& old : followed(host_, change.path)) {
      const Error error =
          change.kind == Watch::Change::gone ? gone(change.path).take() : busy(change.path).take();
      error->text = render(*error);
      tell_failure(host_, *old, *error, Clock::now());
    }
  }
}

std::map<std::string, Reloader::Pending> Reloader::take_due() {
  std::map<std::string, Pending> due;
  const std::lock_guard lock(mutex_);
  for (auto it = pending_.begin(); it != pending_.end();) {
    if (it->second.due > Clock::now()) {
      ++it;
      continue;
    }
    due.insert(*it);
    it = pending_.erase(it);
  }
  return due;
}

void Reloader::put_back(const std::string& file, Pending pending) {
  pending.due = Clock::now() + pending.pause;
  pending.pause = std::min(2 * pending.pause, kLongestPause);
  const std::lock_guard lock(mutex_);
  pending_.try_emplace(file, pending);
}

void Reloader::failed(const std::string& file, Pending pending, const Library& old, const tenon_error& error,
                      Clock::time_point begin) {
  if (is_put_off(error)) {
    if (!pending.told) tell_failure(host_, old, error, begin);
    pending.told = true;
    return put_back(file, pending);
  }
  if (watch_ != nullptr && error.code == "E0201") return;  // the watch tells it, once it has stayed so
  if (is_incomplete(error)) {
    const std::lock_guard lock(mutex_);
    if (watch_ != nullptr && !watch_->incomplete(file, Clock::now())) return;  // it comes again
  }
  tell_failure(host_, old, error, begin);
}

void Reloader::look_at(const std::string& file, Pending pending) {
  for (const auto& old : followed(host_, file)) {
    const auto begin = Clock::now();
    auto done = reload(host_, old, pending.told);
    if (done) continue;
    done.error()->text = render(*done.error());
    failed(file, pending, *old, *done.error(), begin);
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
  std::map<std::string, Pending> due = take_due();
  watch_changes(due);
  for (const auto& [file, pending] : due) look_at(file, pending);
  return next(retire_some(host_));
}

void Reloader::run() {
  while (!stop_) {
    Clock::time_point until = Clock::now() + kLongestPause;
    try {
      const AtWork at_work;
      const Turn turn(host_);
      if (!stop_) until = step();
    } catch (...) {  // out of memory: it is tried again
    }
    wait_for(watch_ != nullptr ? watch_->descriptor() : -1, wake_, until);
  }
}

void start_reloader(tenon_host& host) {
  if (host.reloader == nullptr) host.reloader = std::make_unique<Reloader>(host);
}

void follow_reloads(tenon_plugin& plugin) {
  plugin.reloadable = true;
  plugin.host->reloader->follow(plugin.file);
}

void no_longer_follow(const tenon_plugin& plugin) {
  const auto follows = [&](const tenon_plugin* other) {
    return other != &plugin && other->reloadable && other->file == plugin.file;
  };
  if (std::ranges::none_of(plugin.host->handles, follows)) plugin.host->reloader->forget(plugin.file);
}

}  // namespace tenon::host
