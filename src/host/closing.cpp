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

std::optional<Obstacle> hold_by_threads(const Extent& extent, std::vector<Suspect> inside) {
  if (auto self = this_thread_in(extent)) inside.insert(inside.begin(), std::move(*self));
  if (inside.empty()) return std::nullopt;
  return Obstacle{text_of(inside), true};
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
std::optional<Obstacle> try_to_close(Module& module, std::vector<Suspect> inside,
                                     const std::optional<image::Facts>& facts, const Ends& ends) {
  if (auto hold = hold_by_threads(module.extent(), std::move(inside))) return hold;
  if (ends.release)
    if (const std::string why = ends.release(); !why.empty()) return Obstacle{kOnPurpose + why, true};
  if (!module.close()) return hold_after(facts);
  if (ends.forget) ends.forget();
  forget_keys_in(module.extent());
  return std::nullopt;
}

/// Those that were kept before; what held them may have been anything, so it may have been a handler, too.
void retry(Kept kept, std::vector<Suspect> inside) {
  const auto hold = hold_by_handlers(kept.module->extent());
  const bool gone = !hold && !try_to_close(*kept.module, std::move(inside), std::nullopt, kept.ends);
  if (!gone) keep(std::move(kept), !hold);
}

}  // namespace

Outcome close_module(Module& module, std::shared_ptr<void> owner, const std::optional<image::Facts>& facts,
                     const std::string& unsafe, Ends ends) {
  std::vector<Kept> again = take_some();
  std::vector<const Extent*> extents = {&module.extent()};
  for (const Kept& kept : again) extents.push_back(&kept.module->extent());
  // Looking at threads is what costs: once for all.
  std::vector<std::vector<Suspect>> inside = other_threads_in(extents);
  std::optional<Obstacle> hold = hold_for_ever(module, facts, unsafe);
  if (!hold) hold = try_to_close(module, std::move(inside[0]), facts, ends);
  for (std::size_t i = 0; i < again.size(); i++) retry(std::move(again[i]), std::move(inside[i + 1]));
  if (!hold) return {};
  keep({&module, std::move(owner), std::move(ends)}, hold->passing);
  return {TENON_UNLOAD_STILL_MAPPED, hold->reason};
}

}  // namespace tenon::host
