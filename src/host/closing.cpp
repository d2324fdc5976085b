// SPDX-License-Identifier: MIT
#include "host/closing.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "host/handlers.hpp"
#include "host/probe.hpp"
#include "host/thread_keys.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kTriesAtOnce = 8;  // so that one unload's cost doesn't grow with what is kept

/// What stands between a library and being unmapped.
struct Obstacle {
  std::string reason;
  bool passing = false;  ///< may be gone later
};

struct Kept {
  Module* module;
  std::shared_ptr<void> owner;
  Uncounted uncounted;
  Ends ends;
};

/// Never destroyed, so that the code of what is kept may use it until the very end.
struct AllKept {
  std::mutex mutex;
  std::vector<Kept> for_ever;
  std::vector<Kept> for_now;  ///< the one that was tried longest ago comes first
};

AllKept& all_kept() {
  static auto* const all = new AllKept;
  return *all;
}

void keep(Kept kept, bool passing) {
  const std::lock_guard lock(all_kept().mutex);
  (passing ? all_kept().for_now : all_kept().for_ever).push_back(std::move(kept));
}

std::vector<Kept> take_some() {
  const std::lock_guard lock(all_kept().mutex);
  std::vector<Kept>& from = all_kept().for_now;
  const auto end = from.begin() + static_cast<std::ptrdiff_t>(std::min(from.size(), kTriesAtOnce));
  std::vector<Kept> out(std::make_move_iterator(from.begin()), std::make_move_iterator(end));
  from.erase(from.begin(), end);
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

/// Nothing: it was unmapped. Not under the lock of what is kept: closing runs the library's own code.
std::optional<Obstacle> try_to_close(const Kept& library, const std::vector<Suspect>& inside,
                                     const std::optional<image::Facts>& facts) {
  if (auto hold = hold_by_threads(inside)) return hold;
  if (library.ends.release)
    if (const std::string why = library.ends.release(); !why.empty()) return Obstacle{kOnPurpose + why, true};
  if (!library.module->close()) return hold_after(facts);
  if (library.ends.forget) library.ends.forget();
  forget_keys_in(library.module->extent());
  return std::nullopt;
}

/// Those that were kept before; what held them may have been anything, so it may have been a handler, too.
void retry(Kept kept, const std::vector<Suspect>& inside) {
  if (!kept.module->reopen()) {  // its code and data may be gone: nothing may touch them
    if (!kept.module->close()) return keep(std::move(kept), true);
    if (kept.ends.forget) kept.ends.forget();
    return;
  }
  const auto hold = hold_by_handlers(kept.module->extent());
  const bool gone = !hold && !try_to_close(kept, inside, std::nullopt);
  if (!gone) keep(std::move(kept), !hold);
}

}  // namespace

Outcome close_module(Module& module, std::shared_ptr<void> owner, const std::optional<image::Facts>& facts,
                     const std::string& unsafe, Uncounted uncounted, Ends ends) {
  Kept library{&module, std::move(owner), uncounted, std::move(ends)};
  std::vector<Kept> again = take_some();
  std::vector<const Kept*> all = {&library};
  for (const Kept& kept : again) all.push_back(&kept);
  const std::vector<std::vector<Suspect>> inside = all_inside(all);
  std::optional<Obstacle> hold = hold_for_ever(module, facts, unsafe);
  if (!hold) hold = try_to_close(library, inside[0], facts);
  for (std::size_t i = 0; i < again.size(); i++) retry(std::move(again[i]), inside[i + 1]);
  if (!hold) return {};
  keep(std::move(library), hold->passing);
  return {TENON_UNLOAD_STILL_MAPPED, hold->reason};
}

}  // namespace tenon::host
