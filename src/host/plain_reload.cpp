// SPDX-License-Identifier: MIT
//
// Replacing a build: tenon/host/library_reload.h. Everything that can fail comes before calls are led
// elsewhere.
//
//   read, verify, has it all that is followed → BEFORE → dlopen → MOVE → calls follow → AFTER → the old one
//   retires
#include <algorithm>
#include <chrono>

#include "host/gate.hpp"
#include "host/plain.hpp"
#include "host/watch_files.hpp"
#include "image/near_miss.hpp"

namespace tenon::host {
namespace {

using namespace std::chrono_literals;

constexpr Clock::duration kClosePause = 10ms;
constexpr std::size_t kWatchOptionsSize = sizeof(tenon_library_watch_options);

/// Whoever asks for a reload or the end of the handle meanwhile is refused.
class Busy {
 public:
  explicit Busy(tenon_library& library) : library_(library), before_(std::exchange(library.busy, true)) {}
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { library_.busy = before_; }

 private:
  tenon_library& library_;
  bool before_;
};

/// NULL to go on, or why not.
const char* tell(tenon_library& library, const tenon_library_event& event) {
  if (library.listener == nullptr) return nullptr;
  const Busy busy(library);
  return library.listener(library.listener_ctx, &event);
}

tenon_library_event event_of(std::uint32_t kind, tenon_library& library, const tenon_library* old_build,
                             const tenon_library* new_build) {
  tenon_library_event event{};
  event.size = sizeof event;
  event.kind = kind;
  event.library = &library;
  event.old_build = old_build;
  event.new_build = new_build;
  if (old_build != nullptr) event.old_generation = tenon_library_generation(old_build);
  if (new_build != nullptr) event.new_generation = tenon_library_generation(new_build);
  return event;
}

std::unique_ptr<tenon_library> pinned(const tenon_library& library) {
  const Look inside(library);
  return make_handle(Hold(inside.shared()), library.file, library.flags, true);
}

void tell_failure(tenon_library& library, const tenon_library& old, const tenon_error& error) {
  tenon_library_event event = event_of(TENON_LIBRARY_FAILED, library, &old, nullptr);
  event.error = &error;
  tell(library, event);
}

void tell_failure(tenon_library& library, tenon_error& error) {
  error.text = render(error);
  const auto old = pinned(library);
  tell_failure(library, *old, error);
}

Result<void> ask(tenon_library& library, std::uint32_t kind, const tenon_library* old_build,
                 const tenon_library* new_build) {
  const char* const reason = tell(library, event_of(kind, library, old_build, new_build));
  if (reason == nullptr || *reason == '\0') return {};
  return fail(TENON_STAGE_VETO, "E0527", std::string("the host refused the new build: ") + reason)
      .at(library.file);
}

Result<void> check_replaceable(const tenon_library& library) {
  const auto refuse = [&](std::string why, std::string help) {
    return fail(TENON_STAGE_USAGE, "E0526", "it can't be replaced: " + std::move(why))
        .at(library.file)
        .help(std::move(help));
  };
  if (library.busy) return refuse("that is happening already", "wait until it is over");
  if (library.pinned)
    return refuse("this handle stays with one build", "replace it by the handle that it came from");
  const Look inside(library);
  if (inside.build().was_there) return refuse("the program itself is linked with it", "");
  if (!inside.build().source.is_copy())
    return refuse("its file itself is loaded, not a private copy", "open it with TENON_COPY_ALWAYS");
  return {};
}

Failure about_followed(Error error) {
  return fail(error->stage, error->code, "the new build lacks what is followed: " + error->message)
      .at(error->file)
      .cause(std::move(error));
}

Result<void> check_followed(const tenon_library& library, const Build& build) {
  for (const Wanted& wanted : library.followed) {
    if (auto ok = check_symbol(build, wanted); !ok) return about_followed(std::move(ok.error()));
  }
  return {};
}

Result<std::vector<SymbolPlace>> find_followed(const tenon_library& library, const Build& build) {
  std::vector<SymbolPlace> places;
  for (const Wanted& wanted : library.followed) {
    auto found = find_symbol(build, wanted);
    if (!found) return about_followed(std::move(found.error()));
    places.push_back(*found);
  }
  return places;
}

Result<Hold> load_beside(tenon_library& library, const tenon_library& old, image::File file) {
  auto fresh = [&] {
    const std::lock_guard lock(plain().mutex);
    const std::uint32_t copy = library.copy == TENON_COPY_FILE ? TENON_COPY_FILE : TENON_COPY_ALWAYS;
    return prepare_build(std::move(file), library.file, copy);
  }();
  if (!fresh) return std::unexpected(std::move(fresh.error()));
  if (auto ok = check_followed(library, *fresh->build); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = check_same(Look(old).build().companions, fresh->build->companions, library.file); !ok)
    return std::unexpected(std::move(ok.error()));
  if (auto ok = ask(library, TENON_LIBRARY_BEFORE, &old, nullptr); !ok)
    return std::unexpected(std::move(ok.error()));
  const std::lock_guard lock(plain().mutex);
  return enter_build(std::move(*fresh));
}

/// False if the content is the same.
Result<bool> replace(tenon_library& library, const tenon_library& old) {
  auto file = open_plain(library.file);
  if (!file) return std::unexpected(std::move(file.error()));
  if (Look(old).build().source.has_content_of(*file)) return false;
  if (has_writer(file->descriptor()).value_or(false)) {
    // A file that is filled through mmap is whole long before it is complete.
    return fail(TENON_STAGE_LOAD, "E0508", "somebody has the file open for writing")
        .at(library.file)
        .help("try again when it is written");
  }
  auto hold = load_beside(library, old, std::move(*file));
  if (!hold) return std::unexpected(std::move(hold.error()));
  const auto fresh = make_handle(Hold(hold->build()), library.file, library.flags, true);
  if (auto ok = ask(library, TENON_LIBRARY_MOVE, &old, fresh.get()); !ok)
    return std::unexpected(std::move(ok.error()));
  auto places = find_followed(library, **hold);  // the listener may have asked for more
  if (!places) return std::unexpected(std::move(places.error()));
  publish(library, std::move(*hold), std::move(*places));
  tell(library, event_of(TENON_LIBRARY_AFTER, library, &old, fresh.get()));
  return true;
}

Result<bool> try_reload(tenon_library& library) {
  if (auto ok = check_replaceable(library); !ok) return std::unexpected(std::move(ok.error()));
  const Busy busy(library);
  const auto old = pinned(library);
  try {
    return replace(library, *old);
  } catch (const std::bad_alloc&) {  // the listener may wait for the end of what it was told
    tell_failure(library, *old, *out_of_memory());
    throw;
  }
}

Result<void> reload_library(tenon_library* library, std::uint32_t* reloaded) {
  if (library == nullptr) return usage("`library` of tenon_library_reload is NULL");
  const std::lock_guard lock(library->mutex);
  auto done = try_reload(*library);
  if (!done) {
    if (!library->busy) tell_failure(*library, *done.error());
    return std::unexpected(std::move(done.error()));
  }
  if (!library->busy) retire_some(*library);
  if (reloaded != nullptr) *reloaded = *done ? 1 : 0;
  return {};
}

std::uint32_t or_default(std::uint32_t value, std::chrono::milliseconds by_default) {
  return value != 0 ? value : static_cast<std::uint32_t>(by_default.count());
}

Result<void> watch_library(tenon_library* library, const tenon_library_watch_options* options) {
  if (library == nullptr) return usage("`library` of tenon_library_watch is NULL");
  if (options != nullptr && options->size < kWatchOptionsSize) {
    return usage("`tenon_library_watch_options.size` is " + std::to_string(options->size) + ", and " +
                 std::to_string(kWatchOptionsSize) + " is the least")
        .help("set it to `sizeof(tenon_library_watch_options)`");
  }
  const std::lock_guard lock(library->mutex);
  if (auto ok = check_replaceable(*library); !ok) return ok;
  Watch::Options how;
  if (options != nullptr) {
    how.settle = std::chrono::milliseconds(or_default(options->settle_ms, how.settle));
    how.poll = std::chrono::milliseconds(or_default(options->poll_ms, how.poll));
    how.patience = std::chrono::milliseconds(or_default(options->patience_ms, how.patience));
  }
  library->watch = std::make_unique<Watch>(how);
  library->watch->add(library->file);
  library->look_again = true;  // it may have changed since it was opened
  return {};
}

/// Whether the file may be whole a moment later.
bool is_half_written(const tenon_error& error) {
  return (error.stage == TENON_STAGE_IMAGE && !image::is_of_another_kind(error.code)) ||
         error.code == "E0508";
}

void look_at(tenon_library& library) {
  auto done = try_reload(library);
  if (done || done.error()->code == "E0201") return;  // the watch tells it, once it has stayed so
  if (is_half_written(*done.error()) && !library.watch->incomplete(library.file, Clock::now())) return;
  tell_failure(library, *done.error());
}

void look_at(tenon_library& library, const Watch::Change& change) {
  if (change.kind == Watch::Change::settled) return look_at(library);
  const bool gone = change.kind == Watch::Change::gone;
  Error error =
      fail(TENON_STAGE_LOAD, "E0529",
           gone ? "the file is gone" : "the file doesn't come to rest: somebody has it open for writing")
          .at(library.file)
          .help("the build that is loaded goes on")
          .take();
  tell_failure(library, *error);
}

void look_at_changes(tenon_library& library) {
  try {
    if (std::exchange(library.look_again, false)) look_at(library);
    for (const Watch::Change& change : library.watch->step(Clock::now())) look_at(library, change);
  } catch (...) {
    library.look_again = true;
    throw;
  }
}

std::uint32_t milliseconds_until(Clock::time_point time) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now()).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 0, 3'600'000));
}

Result<void> update_library(tenon_library* library, std::uint32_t* next_ms) {
  if (library == nullptr) return usage("`library` of tenon_library_update is NULL");
  const std::lock_guard lock(library->mutex);
  Clock::time_point next = Clock::now() + (library->busy ? 0h : 1h);
  if (library->watch != nullptr && !library->busy) {
    look_at_changes(*library);
    next = library->watch->next();
  }
  if (!library->busy && retire_some(*library)) next = std::min(next, Clock::now() + kClosePause);
  if (next_ms != nullptr) *next_ms = milliseconds_until(next);
  return {};
}

std::vector<Unwatched> unwatched_of(tenon_library& library) {
  const std::lock_guard lock(library.mutex);
  return library.watch == nullptr ? std::vector<Unwatched>() : library.watch->unwatched();
}

Result<void> unwatched(tenon_library* library, tenon_unwatched_visitor visit, void* ctx) {
  if (library == nullptr) return usage("`library` of tenon_library_unwatched is NULL");
  if (visit == nullptr) return usage("`visit` of tenon_library_unwatched is NULL");
  for (const Unwatched& one : unwatched_of(*library)) visit(ctx, one.folder.c_str(), one.reason.c_str());
  return {};
}

Result<void> listen(tenon_library* library, tenon_library_listener listener, void* ctx) {
  if (library == nullptr) return usage("`library` of tenon_library_listen is NULL");
  const std::lock_guard lock(library->mutex);
  library->listener = listener;
  library->listener_ctx = ctx;
  return {};
}

Result<void> follow(tenon_library* library, const char* name, std::uint32_t kind, std::size_t size,
                    std::uint32_t* symbol) {
  if (library == nullptr) return usage("`library` of tenon_library_follow is NULL");
  if (name == nullptr || *name == '\0') return usage("the symbol's name is empty");
  if (kind > TENON_SYMBOL_VARIABLE)
    return usage("`kind` is neither TENON_SYMBOL_FUNCTION nor TENON_SYMBOL_VARIABLE");
  if (symbol == nullptr) return usage("`symbol` of tenon_library_follow is NULL");
  const bool dependencies = (library->flags & TENON_LIBRARY_DEPENDENCIES) != 0;
  Wanted wanted{name, kind == TENON_SYMBOL_FUNCTION, size, dependencies};
  const std::lock_guard lock(library->mutex);
  const auto known = std::ranges::find(library->followed, wanted);
  *symbol = static_cast<std::uint32_t>(known - library->followed.begin());
  if (known != library->followed.end()) return {};
  const Reach& current = *library->reaches.back();
  auto found = find_symbol(*current.hold, wanted);
  if (!found) return std::unexpected(std::move(found.error()));
  std::vector<SymbolPlace> places = current.places;
  places.push_back(*found);
  library->followed.reserve(library->followed.size() + 1);
  publish(*library, Hold(current.hold.build()), std::move(places));
  library->followed.push_back(std::move(wanted));
  retire_some(*library);
  return {};
}

void tell_retired(tenon_library& library, std::uint64_t generation, const Outcome& outcome) {
  tenon_library_event event = event_of(TENON_LIBRARY_RETIRED, library, nullptr, nullptr);
  event.old_generation = generation;
  event.new_generation = tenon_library_generation(&library);
  event.outcome = outcome.state;
  event.reason = outcome.reason.empty() ? nullptr : outcome.reason.c_str();
  tell(library, event);
}

}  // namespace

bool retire_some(tenon_library& library) noexcept {
  const std::uint64_t now = library.reaches.back()->generation;
  for (std::size_t i = 0; i + 1 < library.reaches.size();) {
    const Target* const target[] = {library.reaches[i].get()};
    if (find_inside(target)) {
      i++;
      continue;
    }
    const std::unique_ptr<Reach> reach = std::move(library.reaches[i]);
    library.reaches.erase(library.reaches.begin() + static_cast<std::ptrdiff_t>(i));
    const Outcome outcome = reach->hold.release();
    if (reach->generation != now) tell_retired(library, reach->generation, outcome);
  }
  return library.reaches.size() > 1;
}

}  // namespace tenon::host

tenon_error* tenon_library_follow(tenon_library* library, const char* name, uint32_t kind, size_t size,
                                  uint32_t* symbol) {
  return tenon::host::guard([&] { return tenon::host::follow(library, name, kind, size, symbol); });
}

tenon_library_call tenon_library_call_begin(tenon_library* library, uint32_t symbol) {
  using namespace tenon::host;
  const tenon_call call = tenon_call_begin(library);
  const auto& reach = *static_cast<const Reach*>(call.target);
  if (symbol >= reach.places.size()) return {nullptr, call};  // nobody follows it
  return {address_of(*reach.hold, reach.places[symbol]), call};
}

tenon_instance* tenon_library_calls(tenon_library* library) { return library; }

void tenon_library_call_end(tenon_library_call call) { tenon_call_end(call.pin); }

tenon_error* tenon_library_listen(tenon_library* library, tenon_library_listener listener, void* ctx) {
  return tenon::host::guard([&] { return tenon::host::listen(library, listener, ctx); });
}

tenon_error* tenon_library_reload(tenon_library* library, uint32_t* reloaded) {
  return tenon::host::guard([&] { return tenon::host::reload_library(library, reloaded); });
}

tenon_error* tenon_library_unwatched(tenon_library* library, tenon_unwatched_visitor visit, void* ctx) {
  return tenon::host::guard([&] { return tenon::host::unwatched(library, visit, ctx); });
}

tenon_error* tenon_library_watch(tenon_library* library, const tenon_library_watch_options* options) {
  return tenon::host::guard([&] { return tenon::host::watch_library(library, options); });
}

tenon_error* tenon_library_update(tenon_library* library, uint32_t* next_ms) {
  return tenon::host::guard([&] { return tenon::host::update_library(library, next_ms); });
}
