// SPDX-License-Identifier: MIT
#include "host/closing.hpp"

#include <algorithm>
#include <iterator>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

#include "host/handlers.hpp"
#include "host/names.hpp"
#include "host/probe.hpp"
#include "host/thread_keys.hpp"
#include "host/undying.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kTriesAtOnce = 8;  // so that one unload's cost doesn't grow with what is kept

/// What stands between a library and being unmapped.
struct Obstacle {
  std::string reason;
  bool passing = false;  ///< may be gone later
};

/// Never destroyed, so that the code of what is kept may use it until the very end.
struct AllKept {
  std::mutex mutex;
  std::list<Kept> for_ever;
  std::list<Kept> for_now;  ///< the one that was tried longest ago comes first
};

AllKept& all_kept() {
  static const Undying<AllKept> all;
  return *all;
}

void keep(std::list<Kept>& kept, bool passing) noexcept {
  const std::lock_guard lock(all_kept().mutex);
  std::list<Kept>& to = passing ? all_kept().for_now : all_kept().for_ever;
  to.splice(to.end(), kept);
}

std::list<Kept> take_some() noexcept {
  const std::lock_guard lock(all_kept().mutex);
  std::list<Kept>& from = all_kept().for_now;
  std::list<Kept> out;
  const auto count = static_cast<std::ptrdiff_t>(std::min(from.size(), kTriesAtOnce));
  out.splice(out.begin(), from, from.begin(), std::next(from.begin(), count));
  return out;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& s : sentences) out += (out.empty() ? "" : "; ") + s;
  return out;
}

constexpr const char* kOnPurpose = "kept on purpose: ";

/// A library that imports `pthread_key_delete` gives its keys back when it is closed; where libc's keys can't
/// be looked at, the import of the other function decides.
std::string held_by_keys(const Extent& extent, const std::optional<image::Facts>& facts) {
  if (facts && image::gives_keys_back(*facts)) return "";
  const bool makes = !facts || image::makes_thread_keys(*facts);
  if (!key_destructor_in(extent).value_or(makes)) return "";
  return "it has the destructor of a thread-specific key, which is called when a thread ends";
}

/// What of this process calls into the library by itself.
std::optional<Obstacle> hold_by_handlers(const Extent& extent) {
  const std::vector<std::string> handlers = handlers_in(extent);
  if (handlers.empty()) return std::nullopt;
  return Obstacle{kOnPurpose + joined(handlers), false};
}

std::optional<Obstacle> hold_by_threads(const std::vector<Suspect>& inside) {
  if (inside.empty()) return std::nullopt;
  return Obstacle{text_of(inside), true};
}

/// For each of them. Looking at threads is what costs: once for all.
std::vector<std::vector<Suspect>> all_inside(const std::vector<const Kept*>& libraries) {
  std::vector<const Extent*> extents;
  for (const Kept* library : libraries)
    if (library->uncounted == Uncounted::kThreads) extents.push_back(&library->module->extent());
  std::vector<std::vector<Suspect>> out(libraries.size());
  if (extents.empty()) return out;
  auto found = other_threads_in(extents);
  for (std::size_t i = 0, k = 0; i < libraries.size(); i++) {
    if (libraries[i]->uncounted != Uncounted::kThreads) continue;
    out[i] = std::move(found[k++]);
    if (auto self = this_thread_in(libraries[i]->module->extent()))
      out[i].insert(out[i].begin(), std::move(*self));
  }
  return out;
}

Obstacle hold_after(const std::optional<image::Facts>& facts) {
  if (!facts) return {"its file has changed, so that the reason can't be told", true};
  const image::Pins pins = image::pins_of(*facts);
  if (!pins.for_ever.empty()) return {joined(pins.for_ever), false};
  if (!pins.for_now.empty()) return {joined(pins.for_now), true};
  return {
      "nothing in the file explains it; another library may use it, or this process opened it elsewhere too",
      true};
}

std::optional<Obstacle> hold_for_ever(const Module& module, const std::optional<image::Facts>& facts,
                                      const std::string& unsafe) {
  if (!unsafe.empty()) return Obstacle{unsafe, false};
  std::string never = facts ? image::never_safe_to_close(*facts) : "";
  if (never.empty()) never = held_by_keys(module.extent(), facts);
  if (!never.empty()) return Obstacle{kOnPurpose + never, false};
  return hold_by_handlers(module.extent());
}

void forget(const Kept& library) {
  if (library.ends != nullptr) library.ends->forget();
}

/// Nothing: it was unmapped. Not under the lock of what is kept: closing runs the library's own code.
std::optional<Obstacle> try_to_close(const Kept& library, const std::vector<Suspect>& inside,
                                     const std::optional<image::Facts>& facts, bool may_wait) {
  if (auto hold = hold_by_threads(inside)) return hold;
  if (library.ends != nullptr)
    if (const std::string why = library.ends->release(library.uncounted == Uncounted::kThreads, may_wait);
        !why.empty())
      return Obstacle{kOnPurpose + why, true};
  const std::vector<KeyInUse> keys = keys_in(library.module->extent());
  if (!library.module->close()) return hold_after(facts);
  forget(library);
  delete_keys(keys);  // those that it left
  return std::nullopt;
}

/// Why it stays for good, by its file and by this process.
std::optional<Obstacle> judge(Kept& library, const Reading& reading) {
  library.uncounted = reading.uncounted;
  library.ends = reading.ends;
  library.read = nullptr;
  return hold_for_ever(*library.module, reading.facts, reading.unsafe);
}

/// One that was kept before; what held it may have been anything, so it may have been a handler, too. Doesn't
/// wait for threads, so that one unload's time doesn't grow with what is kept.
std::optional<Obstacle> retry(Kept& kept, const std::vector<Suspect>& inside) {
  if (!kept.module->reopen()) {  // its code and data may be gone: nothing may touch them
    if (!kept.module->close()) return Obstacle{"", true};
    forget(kept);
    return std::nullopt;
  }
  if (kept.read) {
    if (auto hold = judge(kept, kept.read())) return hold;
  } else if (auto hold = hold_by_handlers(kept.module->extent())) {
    return hold;
  }
  return try_to_close(kept, inside, std::nullopt, false);
}

}  // namespace

/// What isn't closed is kept, whatever is thrown.
class Closing {
 public:
  Closing(KeptPlace place, Module& module, std::shared_ptr<void> owner,
          std::function<Reading()> read) noexcept
      : own_(std::move(place.kept_)), again_(take_some()) {
    own_.front() = {&module, std::move(owner), std::move(read)};
  }
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;
  ~Closing() {
    keep(own_, passing_);
    keep(again_, true);
  }

  Outcome run() {
    Kept& library = own_.front();
    const Reading reading = library.read();
    library.uncounted = reading.uncounted;
    const std::vector<std::vector<Suspect>> inside = all_inside(all());
    std::optional<Obstacle> hold = judge(library, reading);
    if (!hold) hold = try_to_close(library, inside[0], reading.facts, true);
    if (hold) passing_ = hold->passing;
    if (!hold) own_.clear();
    retry_all(inside);
    return hold ? Outcome{TENON_UNLOAD_STILL_MAPPED, std::move(hold->reason)} : Outcome{};
  }
  bool is_closed() const { return own_.empty(); }

 private:
  std::vector<const Kept*> all() const {
    std::vector<const Kept*> out = {&own_.front()};
    for (const Kept& kept : again_) out.push_back(&kept);
    return out;
  }
  void retry_all(const std::vector<std::vector<Suspect>>& inside) {
    auto kept = again_.begin();
    for (std::size_t i = 1; i < inside.size(); i++) {
      const auto one = kept++;
      const auto hold = retry(*one, inside[i]);
      if (!hold) again_.erase(one);
      if (!hold || hold->passing) continue;
      std::list<Kept> for_ever;
      for_ever.splice(for_ever.begin(), again_, one);
      keep(for_ever, false);
    }
  }

  std::list<Kept> own_, again_;
  bool passing_ = true;
};

Outcome still_mapped(std::string_view reason) noexcept {
  Outcome out{TENON_UNLOAD_STILL_MAPPED, "out of memory"};  // short enough for the string itself
  try {
    out.reason = reason;
  } catch (const std::bad_alloc&) {  // then that is the reason
  }
  return out;
}

char* new_reason(const Outcome& outcome) noexcept {
  try {
    return outcome.reason.empty() ? nullptr : new_text(outcome.reason);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

Outcome close_module(KeptPlace place, Module& module, std::shared_ptr<void> owner,
                     std::function<Reading()> read) noexcept {
  Closing closing(std::move(place), module, std::move(owner), std::move(read));
  try {
    return closing.run();
  } catch (...) {
    return closing.is_closed() ? Outcome{} : still_mapped("out of memory");
  }
}

}  // namespace tenon::host
