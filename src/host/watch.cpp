// SPDX-License-Identifier: MIT
#include "host/watch.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tenon::host {
namespace {

using std::chrono::milliseconds;

/// Between two looks at a file that isn't whole or that somebody is writing.
constexpr milliseconds kAgain{1000};
/// Where only times tell a change, two within the coarsest of them (2 s on FAT) look like one: what was
/// read within that time is read once more afterwards.
constexpr milliseconds kCoarsestTime{2100};
/// Folders may change while a path is followed; what then still escapes is found by polling.
constexpr int kTries = 4;

}  // namespace

struct Watch::Item {
  std::string path;
  std::vector<Step> route;
  std::optional<image::Identity> state;  ///< when last looked at
  bool there = false;                    ///< as last told

  bool pending = false;          ///< there was a hint, and nothing was told since
  Clock::time_point since, due;  ///< of the first hint; of the look at it
  bool busy = false;             ///< told

  bool unread = false;                            ///< `incomplete` was the answer to the last `settled`
  std::optional<Clock::time_point> unread_since;  ///< of the first such answer
  bool unread_told = false;

  // kCoarsestTime
  bool fresh = true;                       ///< the consumer reads it about now
  bool second = false;                     ///< and for the second time
  std::optional<Clock::time_point> again;  ///< when it shall
};

Watch::Watch(const Options& options) : Watch(options, make_files(options.events)) {}

Watch::Watch(const Options& options, std::unique_ptr<Files> files)
    : options_(options), files_(std::move(files)), folders_(*files_) {}

Watch::~Watch() = default;

Watch::Item* Watch::find(const std::string& path) {
  const auto it = std::ranges::find(items_, path, &Item::path);
  return it == items_.end() ? nullptr : &*it;
}

void Watch::add(const std::string& path) {
  if (find(path) != nullptr) return;
  std::list<Item> added(1);
  Item& item = added.front();
  item.path = path;
  try {
    follow(item);
  } catch (...) {
    folders_.release(item.route);
    throw;
  }
  item.state = files_->state(path);
  item.there = item.state.has_value();
  items_.splice(items_.end(), added);
}

void Watch::remove(const std::string& path) {
  Item* item = find(path);
  if (item == nullptr) return;
  folders_.release(item->route);
  items_.remove_if([&](const Item& i) { return &i == item; });
}

/// Watches first and looks afterwards, so that nothing changes in between unnoticed.
void Watch::follow(Item& item) {
  std::vector<Step> route = files_->route(item.path);
  for (int i = 0; i < kTries; i++) {
    folders_.watch(route);
    folders_.release(std::exchange(item.route, std::move(route)));
    route = files_->route(item.path);
    if (route == item.route) return;
  }
}

void Watch::hint(Item& item, Clock::time_point now) {
  if (!std::exchange(item.pending, true)) item.since = now;
  item.state = files_->state(item.path);
  item.second = false;
  // Hints without end don't put it off for ever.
  item.due = std::min(now + options_.settle, std::max(now, item.since + options_.patience));
}

void Watch::take_hints(Clock::time_point now) {
  const Files::Hints found = files_->hints();
  more_ = found.more;
  const bool lost = found.lost || std::exchange(lost_, false);
  if (found.hints.empty() && !lost) return;
  std::map<Step, bool> moved_at;  // a busy folder gives thousands of hints about few names
  for (const Hint& h : found.hints)
    for (const std::string& folder : folders_.at(h.watch)) moved_at[{folder, h.name}] |= h.moved;
  for (Item& item : items_) {
    bool hinted = lost, moved = lost;
    for (const Step& step : item.route) {
      for (const std::string& name : {step.name, std::string()}) {
        const auto it = moved_at.find({step.folder, name});
        if (it == moved_at.end()) continue;
        hinted = true;
        moved |= it->second;
      }
    }
    if (moved) follow(item);
    if (hinted) hint(item, now);
  }
}

void Watch::look_at_all(Clock::time_point now) {
  const std::set<std::string> watched = folders_.retry();
  for (Item& item : items_) {
    if (std::exchange(item.fresh, false) && folders_.misses(item.route)) item.again = now + kCoarsestTime;
    const bool newly =
        std::ranges::any_of(item.route, [&](const Step& s) { return watched.contains(s.folder); });
    const bool again = item.again && *item.again <= now;
    if (again) item.again.reset();
    if (item.pending) continue;
    const bool changed = files_->state(item.path) != item.state;
    if (!newly && !again && !changed) continue;
    follow(item);
    hint(item, now);
    item.second = again && !changed;
  }
}

std::optional<Watch::Change::Kind> Watch::settle(Item& item, Clock::time_point now) {
  const bool patient = now - item.since < options_.patience;
  const auto before = std::exchange(item.state, files_->state(item.path));
  if (before != item.state && patient) {
    item.due = now + options_.settle;
    item.second = false;
    return std::nullopt;
  }
  if (!item.state) return missing(item);
  if (!files_->is_being_written(item.path)) return settled(item);
  item.due = now + kAgain;
  if (patient || std::exchange(item.busy, true)) return std::nullopt;
  return Change::busy;
}

std::optional<Watch::Change::Kind> Watch::missing(Item& item) {
  item.pending = item.busy = item.unread = item.unread_told = false;
  item.again.reset();
  item.unread_since.reset();
  if (!std::exchange(item.there, false)) return std::nullopt;
  return Change::gone;
}

Watch::Change::Kind Watch::settled(Item& item) {
  item.pending = item.busy = false;
  item.there = true;
  item.fresh = !std::exchange(item.second, false);
  if (!std::exchange(item.unread, false)) item.unread_since.reset(), item.unread_told = false;
  return Change::settled;
}

/// Takes all memory that it needs before it changes anything.
std::vector<Watch::Change> Watch::settle_all(Clock::time_point now) {
  const auto is_due = [now](const Item& item) { return item.pending && item.due <= now; };
  std::vector<Change> changes;
  for (const Item& item : items_)
    if (is_due(item)) changes.push_back({item.path});
  std::size_t looked_at = 0, told = 0;
  for (Item& item : items_) {
    if (!is_due(item)) continue;
    std::swap(changes[told], changes[looked_at++]);
    const auto kind = settle(item, now);
    if (kind) changes[told++].kind = *kind;
  }
  changes.resize(told);
  return changes;
}

std::vector<Watch::Change> Watch::step(Clock::time_point now) {
  try {
    take_hints(now);
    if (!next_poll_ || *next_poll_ <= now) {
      if (next_poll_) look_at_all(now);
      next_poll_ = now + options_.poll;
    }
    return settle_all(now);
  } catch (...) {
    look_again();
    throw;
  }
}

Watch::Clock::time_point Watch::next() const {
  if (items_.empty()) return Clock::time_point::max();
  if (!next_poll_ || more_) return {};  // long ago
  Clock::time_point first = *next_poll_;
  for (const Item& item : items_)
    if (item.pending) first = std::min(first, item.due);
  return first;
}

bool Watch::incomplete(const std::string& path, Clock::time_point now) {
  Item* item = find(path);
  if (item == nullptr) return false;
  item->unread = true;
  if (!item->unread_since) item->unread_since = now;
  if (now - *item->unread_since < options_.patience) {
    item->pending = true;
    item->since = now;
    item->due = now + kAgain;
    return false;
  }
  return !std::exchange(item->unread_told, true);
}

}  // namespace tenon::host
