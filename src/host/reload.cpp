// SPDX-License-Identifier: MIT
#include "host/reload.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "host/check.hpp"
#include "host/events.hpp"
#include "host/gate.hpp"
#include "host/loading.hpp"
#include "host/making.hpp"
#include "host/retire.hpp"
#include "host/state.hpp"
#include "host/threads.hpp"
#include "host/watch_files.hpp"
#include "image/near_miss.hpp"

namespace tenon::host {
namespace {

using namespace std::chrono_literals;

/// One instance on its way to the new build.
struct Move {
  Instance* instance;
  std::shared_ptr<Target> next;
  bool with_state = false;
  bool gated = false;  ///< its calls wait
};

class Reload {
 public:
  Reload(tenon_host& host, std::shared_ptr<Library> old, bool again)
      : host_(host), old_(std::move(old)), again_(again) {}

  Result<Reloaded> run();

 private:
  struct Incoming {
    Source source;
    Prepared prepared;
    image::Identity origin;
  };

  Result<std::optional<Incoming>> look();
  void hold(std::shared_ptr<Library> library);
  Failure nobody_left() const;
  Result<void> load();
  Result<void> check_fits(const abi::Manifest& manifest, const image::File* bytes);
  Result<void> replace();
  Result<void> prepare_replacement();
  Result<void> make_instances();
  void plan_state();
  Result<void> move_state();
  Result<void> come_to_rest(std::span<Instance* const> instances);
  Result<void> save_and_restore();
  void prepare_switch();
  void leave(const std::shared_ptr<Library>& library);
  void switch_over() noexcept;
  void take_back() noexcept;
  void tell_begin();
  void tell_success();

  std::vector<tenon_plugin*> following() const;

  tenon_host& host_;
  std::shared_ptr<Library> old_, next_;
  bool again_;
  bool next_is_ours_ = false;  ///< made by this reload, so that it goes if the reload fails
  std::vector<tenon_plugin*> plugins_;
  std::vector<Move> moves_;
  std::vector<Binding> bindings_;  ///< of plugins_, in the new build
  std::vector<Switch> switches_;
  Leaving leaving_ = make_leaving();
  Retiring& left_ = *leaving_.front();
  std::string lost_;  ///< why states did not move
  std::uint32_t lost_count_ = 0;
  Clock::time_point begin_ = Clock::now();
  Clock::duration quiet_{}, longest_wait_{};
};

/// Handles that go along. Under the host's lock.
std::vector<tenon_plugin*> Reload::following() const {
  std::vector<tenon_plugin*> out;
  for (tenon_plugin* plugin : host_.handles)
    if (plugin->reloadable && plugin->now.library == old_) out.push_back(plugin);
  return out;
}

/// Once, however often this build is put off.
void Reload::tell_begin() {
  if (std::exchange(old_->announced, true) && again_) return;
  old_->begun = true;
  emit(host_, event_of(TENON_RELOAD_BEFORE, *old_, begin_));
}

void Reload::tell_success() {
  tenon_reload_event event = event_of(TENON_RELOAD_AFTER, *old_, begin_);
  event.new_generation = next_->generation;
  for (const Move& move : moves_) ++(move.with_state ? event.restored : event.fresh);
  event.longest_wait_ns = nanoseconds(longest_wait_);
  event.lost = lost_count_;
  event.reason = lost_.empty() ? nullptr : lost_.c_str();
  event.quiet_ns = nanoseconds(quiet_);
  emit(host_, event);
}

// --- the new build, beside the old one --------------------------------------------------------------

Result<void> Reload::check_fits(const abi::Manifest& manifest, const image::File* bytes) {
  for (const tenon_plugin* plugin : plugins_) {
    const auto found = std::ranges::find(manifest.plugins, plugin->name, &abi::ManifestPlugin::name);
    if (found == manifest.plugins.end()) {
      return fail(TENON_STAGE_CHECK, "E1006", "the new build has no plugin `" + plugin->name + "`")
          .at(old_->file)
          .help("unload it first, or give the new build a plugin of that name");
    }
    if (auto ok = check_fit(*plugin->world, manifest, *found, old_->file); !ok) return ok;
    if (bytes == nullptr) continue;
    if (auto ok = ask_veto(host_, bytes, manifest, *found, old_->file); !ok) return ok;
  }
  return {};
}

/// What is to be loaded, if anything is; or `next_`, if another handle has loaded it before.
Result<std::optional<Reload::Incoming>> Reload::look() {
  const std::lock_guard lock(host_.mutex);
  plugins_ = following();
  if (plugins_.empty()) return std::nullopt;
  auto file = open_library(old_->file);
  if (!file) return std::unexpected(std::move(file.error()));
  const image::Identity origin = file->identity();
  if (old_->source->has_content_of(*file)) {
    old_->origin = origin;
    return std::nullopt;
  }
  if (has_writer(file->descriptor()).value_or(false)) {
    // A file that is filled through mmap is whole long before it is complete.
    return fail(TENON_STAGE_RELOAD, "E0508", "somebody has the file open for writing")
        .at(old_->file)
        .help("try again when it is written");
  }
  // It has the same `creating`, as all builds of a path.
  if (const auto loaded = find_loaded_copy(host_, *file, old_->file)) {
    if (auto ok = check_fits(loaded->noted, &*file); !ok) return std::unexpected(std::move(ok.error()));
    hold(loaded);
    return std::nullopt;
  }
  if (auto note = image::find_note(*file); !note) {
    if (auto prepared = prepare(*file, old_->file); !prepared)
      return std::unexpected(std::move(prepared.error()));
  }
  auto source = choose_source(host_, std::move(*file), old_->file, true);
  if (!source) return std::unexpected(std::move(source.error()));
  auto prepared = prepare(source->bytes(), old_->file);
  if (!prepared) return std::unexpected(std::move(prepared.error()));
  if (auto ok = check_fits(prepared->manifest, &source->bytes()); !ok)
    return std::unexpected(std::move(ok.error()));
  if (auto ok = check_same(old_->companions, companions_of(prepared->image, old_->file), old_->file); !ok)
    return std::unexpected(std::move(ok.error()));
  return Incoming{std::move(*source), std::move(*prepared), origin};
}

/// So that others who load and unload it meanwhile don't close it. Under the host's lock.
void Reload::hold(std::shared_ptr<Library> library) {
  next_ = std::move(library);
  ++next_->handles;
}

Failure Reload::nobody_left() const {
  return fail(TENON_STAGE_RELOAD, "E1010", "its plugins were unloaded meanwhile").at(old_->file);
}

/// `next_`, or nothing if there is nothing to do.
Result<void> Reload::load() {
  auto incoming = look();
  if (!incoming) return std::unexpected(std::move(incoming.error()));
  if (!*incoming && next_ == nullptr) return {};
  tell_begin();  // without the host's lock: the listener may wait for a thread that wants it
  if (!*incoming) return {};
  const std::lock_guard lock(host_.mutex);
  if (following().empty()) return nobody_left();
  auto library = load_library(host_, std::move((*incoming)->source), std::move((*incoming)->prepared),
                              old_->file, (*incoming)->origin);
  if (!library) return std::unexpected(std::move(library.error()));
  hold(std::move(*library));
  next_is_ours_ = true;
  return {};
}

/// Under `creating`.
Result<void> Reload::make_instances() {
  for (tenon_plugin* plugin : plugins_) {
    const Binding binding = bind(next_, *plugin);
    moves_.reserve(moves_.size() + plugin->instances.size());
    left_.targets.reserve(moves_.capacity());
    for (Instance* instance : plugin->instances) {
      auto made = make_target(binding, *instance);
      if (!made) return std::unexpected(std::move(made.error()));
      moves_.push_back({instance, std::move(*made)});
    }
  }
  return {};
}

// --- state ---------------------------------------------------------------------------------------------

/// Why the instance's state can't move, or "" if it has none or can.
std::string why_lost(const Move& move) {
  const Target& old = *move.instance->target;
  if (!has_state(*old.descriptor)) return "";
  const std::string name = "`" + std::string(old.descriptor->name) + "`";
  if (!has_state(*move.next->descriptor)) return "the new build of " + name + " has no `tenon:plugin/state`";
  if (old.record->poisoned()) return "an instance of " + name + " had trapped";
  return "";
}

Result<void> Reload::come_to_rest(std::span<Instance* const> instances) {
  std::vector<const Target*> targets;
  for (const Instance* instance : instances) {
    targets.push_back(instance->target.get());
    instance->target->waited_for_since = Clock::now().time_since_epoch().count();
  }
  const auto limit = std::chrono::milliseconds(host_.reload.quiet_ms) / (again_ ? 20 : 1);
  const auto begin = Clock::now();
  Clock::duration pause = 10us;
  for (Inside inside; (inside = find_inside(targets)); pause = std::min<Clock::duration>(2 * pause, 1ms)) {
    const bool in_vain = is_own_thread(inside.thread);
    if (!in_vain && Clock::now() - begin < limit) {
      std::this_thread::sleep_for(pause);
      continue;
    }
    return fail(TENON_STAGE_RELOAD, "E1002",
                (in_vain ? "calls can't come to rest: "
                         : "calls didn't come to rest within " + std::to_string(limit.count()) + " ms: ") +
                    describe(inside))
        .at(old_->file)
        .help("it is tried again later; raise `quiet_ms`, or end long calls and pins");
  }
  return {};
}

Result<void> Reload::save_and_restore() {
  std::vector<Saved> all;
  for (Move& move : moves_) {
    if (!move.with_state) continue;
    const InsideOf inside(*move.instance->target);
    auto saved = save(*move.instance->target);
    if (!saved) return std::unexpected(std::move(saved.error()));
    all.push_back(std::move(*saved));
  }
  auto saved = all.begin();
  for (const Move& move : moves_) {
    if (!move.with_state) continue;
    let_pass(*move.instance, move.next.get());
    const InsideOf inside(*move.next);
    if (auto ok = restore(*move.next, *saved++); !ok) return ok;
  }
  return {};
}

/// Whose state moves, and why that of others doesn't.
void Reload::plan_state() {
  lost_.clear();
  lost_count_ = 0;
  for (Move& move : moves_) {
    const std::string why = why_lost(move);
    move.with_state = why.empty() && has_state(*move.instance->target->descriptor);
    if (why.empty()) continue;
    ++lost_count_;
    if (lost_.find(why) == lost_.npos) lost_ += (lost_.empty() ? "" : "; ") + why;
  }
}

Result<void> Reload::move_state() {
  plan_state();
  std::vector<Instance*> instances;
  for (Move& move : moves_) {
    move.gated = move.with_state;
    if (move.gated) instances.push_back(move.instance);
  }
  if (instances.empty()) return {};
  const auto begin = Clock::now();
  close_gate(instances);
  auto ok = come_to_rest(instances);
  if (ok) plan_state();  // again: a call that was still inside may have trapped
  if (ok) ok = save_and_restore();
  quiet_ = Clock::now() - begin;
  return ok;
}

// --- the end, one way or the other ---------------------------------------------------------------------

/// What moves_ have as `next` retires, as a part of `library`. Under the host's lock; takes no memory.
void Reload::leave(const std::shared_ptr<Library>& library) {
  left_.library = library;
  left_.since = Clock::now();
  for (Move& move : moves_) {
    move.next->waited_for_since = left_.since.time_since_epoch().count();
    left_.targets.push_back(std::move(move.next));
  }
  if (left_.close) std::erase(host_.libraries, library);
  host_.retiring.splice(host_.retiring.end(), leaving_);
}

/// What serves goes on serving. The new instances may have given objects away, so that they retire, too.
void Reload::take_back() noexcept {
  for (tenon_plugin* plugin : plugins_) plugin->moving = false;
  for (const Move& move : moves_) {
    if (!move.gated) continue;
    switch_to(*move.instance, move.instance->target.get());
    move.instance->target->waited_for_since = 0;
  }
  const std::lock_guard lock(host_.mutex);
  left_.close = --next_->handles == 0;
  left_.waits_for_objects = next_is_ours_ || left_.close;
  leave(next_);
}

/// All that takes memory.
void Reload::prepare_switch() {
  for (tenon_plugin* plugin : plugins_) bindings_.push_back(bind(next_, *plugin));
  for (const Move& move : moves_) switches_.push_back({move.instance, move.next.get()});
}

/// From here on it can't fail.
void Reload::switch_over() noexcept {
  for (tenon_plugin* plugin : plugins_) plugin->moving = false;
  const std::lock_guard lock(host_.mutex);
  for (std::size_t i = 0; i < plugins_.size(); i++) {
    const std::lock_guard own(plugins_[i]->mutex);
    std::swap(plugins_[i]->now, bindings_[i]);
    --old_->handles, ++next_->handles;
  }
  --next_->handles;  // the reload's own
  for (Move& move : moves_) std::swap(move.instance->target, move.next);
  switch_all(switches_);
  for (const Move& move : moves_)
    if (move.gated) longest_wait_ = std::max(longest_wait_, longest_wait(*move.instance));
  left_.close = old_->handles == 0;
  left_.successor = next_->generation;
  leave(old_);
}

/// All that can fail.
Result<void> Reload::prepare_replacement() {
  {
    const std::lock_guard lock(host_.mutex);
    plugins_ = following();  // others may have come or gone meanwhile
    for (tenon_plugin* plugin : plugins_) plugin->moving = true;
    if (plugins_.empty()) return nobody_left();
    if (auto ok = check_fits(next_->noted, nullptr); !ok) return ok;
  }
  if (auto ok = make_instances(); !ok) return ok;
  prepare_switch();
  return move_state();
}

Result<void> Reload::replace() {
  const std::lock_guard creating(*old_->creating);
  plugins_.clear();  // what was found before may be gone
  try {
    auto ok = prepare_replacement();
    if (ok)
      switch_over();
    else
      take_back();
    return ok;
  } catch (...) {
    take_back();
    throw;
  }
}

Result<Reloaded> Reload::run() {
  if (is_own_thread_inside(*old_)) {
    return fail(TENON_STAGE_RELOAD, "E1001", "a reload was asked for from inside of a call of the library")
        .at(old_->file)
        .help("it is done once the call has returned");
  }
  if (auto ok = load(); !ok) return std::unexpected(std::move(ok.error()));
  if (next_ == nullptr) {
    old_->announced = false;
    return Reloaded::unchanged;
  }
  auto ok = replace();
  if (ok) tell_success();
  try {
    retire_some(host_);
  } catch (const std::bad_alloc&) {  // a later one does it
  }
  if (!ok) return std::unexpected(std::move(ok.error()));
  return Reloaded::replaced;
}

}  // namespace

Result<Reloaded> reload(tenon_host& host, const std::shared_ptr<Library>& old, bool again) {
  return Reload(host, old, again).run();
}

void tell_end(tenon_host& host, std::uint32_t kind, const Library& old, const tenon_error& error,
              Clock::time_point begin) {
  old.begun = false;
  if (kind == TENON_RELOAD_FAILED) old.announced = false;
  tell_failure(host, kind, old, error, begin);
}

void tell_failure(tenon_host& host, std::uint32_t kind, const Library& old, const tenon_error& error,
                  Clock::time_point begin) {
  tenon_reload_event event = event_of(kind, old, begin);
  event.error = &error;
  emit(host, event);
}

bool is_put_off(const tenon_error& error) {
  return error.code == "E1001" || error.code == "E1002" || &error == out_of_memory();
}

bool is_incomplete(const tenon_error& error) {
  if (image::is_of_another_kind(error.code)) return false;
  return error.stage == TENON_STAGE_SCAN || error.stage == TENON_STAGE_IMAGE ||
         error.stage == TENON_STAGE_MANIFEST || error.code == "E0508";
}

}  // namespace tenon::host
