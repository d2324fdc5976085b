// SPDX-License-Identifier: MIT
//
// What threads do to plugins that are replaced under them.
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "plain.h"
#include "stress.hpp"

namespace stress {
namespace {

/// What `middle` was told, by depth: the call around it must give the same.
thread_local std::array<std::uint64_t, 16> t_middle;
thread_local std::uint64_t t_random = 0;
thread_local std::uint32_t t_depth = 0;  ///< of `nest`

std::uint64_t random_below(std::uint64_t bound) {
  t_random ^= t_random << 13, t_random ^= t_random >> 7, t_random ^= t_random << 17;
  return t_random % bound;
}
Kind& any_kind() { return *kinds[random_below(kinds.size())]; }

const CounterTable& counter(const tenon_target* target) {
  return *reinterpret_cast<const CounterTable*>(target->exports[0].table);
}

bool has_pins() { return options.missing != Missing::pins; }

/// One call, under a pin of its own if nothing is missing.
class Call {
 public:
  explicit Call(tenon_instance* instance) {
    if (has_pins())
      call_ = tenon_call_begin(instance);
    else
      call_.target = __atomic_load_n(&instance->current, __ATOMIC_ACQUIRE);
  }
  ~Call() {
    if (has_pins()) tenon_call_end(call_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const tenon_target* target() const { return call_.target; }
  const CounterTable& table() const { return counter(call_.target); }
  void* self() const { return call_.target->exports[0].self; }

 private:
  tenon_call call_{};
};

void add(const tenon_target* target, const char* where) {
  std::uint64_t build = 0;
  if (counter(target).add(target->exports[0].self, 1, &build) != 0) fail("%s: add failed", where);
  check_build(target->generation, build, where);
}

void add_some(Kind& kind, tenon_instance* instance, int count) {
  std::uint64_t last = 0;
  for (int i = 0; i < count; i++) {
    const Call call(instance);
    if (has_pins() && call.target()->generation < last) fail("a handle went back to an old generation");
    last = call.target()->generation;
    add(call.target(), "a call");
  }
  calls += static_cast<std::uint64_t>(count);
  if (instance == kind.shared || !kind.state) kind.made += static_cast<std::uint64_t>(count);
}

void nest(Kind& kind, std::uint32_t depth) {
  const Call call(kind.shared);
  std::uint64_t build = 0;
  t_depth++;
  if (call.table().nest(call.self(), depth, &build) != 0) fail("nest failed");
  t_depth--;
  check_build(call.target()->generation, build, "a nested call");
  if (t_middle[depth] != build) fail("a call began in build %lu and ended in %lu", t_middle[depth], build);
  kind.made++, calls++, nested++;
}

void hold(Kind& kind);

// --- asked for from inside of a call --------------------------------------------------------------------

bool is(tenon_error* error, const char* code, const char* other = "") {
  const std::string has = error == nullptr ? "none" : tenon_error_code(error);
  if (has != code && has != other)
    fail("expected %s, got %s: %s", code, has.c_str(), error ? tenon_error_message(error) : "");
  tenon_error_delete(error);
  return has == code;
}

struct Seen {
  std::int64_t thread;
  int calls;
};
void see(void* ctx, const tenon_holder* holder) {
  auto& seen = *static_cast<Seen*>(ctx);
  if (holder->plugin == nullptr || std::ranges::find(kinds, holder->plugin, &Kind::name) == kinds.end())
    fail("a holder of no plugin");
  if (holder->thread == seen.thread && holder->kind == TENON_HOLDER_CALL) seen.calls++;
}

void ask(Kind& kind) {
  asked++;
  switch (random_below(4)) {
    case 0: {
      Seen seen{gettid(), 0};
      tenon_error_delete(tenon_plugin_holders(kind.plugin, see, &seen));
      if (seen.calls == 0) fail("the asking thread is inside, and holders don't say so");
      return;
    }
    case 1:  // in an instance without state the call may be in an old build, which is in nobody's way
      if (kind.state) is(tenon_plugin_reload(kind.plugin, nullptr), "E1001");
      return;
    case 2:
      if (kind.state) is(tenon_instance_destroy(kind.shared), "E0706");
      return;
    default:
      is(tenon_plugin_unload(kind.plugin, nullptr, nullptr), "E0704",
         "E0701");  // the call may be in an old build
  }
}

std::int32_t note_end(void* self, std::uint64_t count) {
  static_cast<Kind*>(self)->ended += count;
  return 0;
}

std::int32_t note_middle(void* self, std::uint32_t depth, std::uint64_t build) {
  Kind& kind = *static_cast<Kind*>(self);
  if (depth > 0) {
    // Of its own kind, or of another one.
    Kind& next = random_below(2) == 0 ? kind : any_kind();
    random_below(8) == 0 ? add_some(next, next.shared, 1) : nest(next, depth - 1);
    if (random_below(16) == 0) hold(kind);
  } else if (options.missing == Missing::nothing && t_depth <= TENON_THREAD_CALLS && random_below(64) == 0) {
    ask(kind);
  }
  t_middle[depth] = build;
  return 0;
}

// --- held pins, objects, instances ---------------------------------------------------------------------

std::mutex g_left_mutex;
std::vector<std::pair<Kind*, tenon_pin>> g_left;

void hold(Kind& kind) {
  if (!has_pins()) return;
  const tenon_pin pin = tenon_pin_take(kind.shared);
  for (int i = 0; i < 16; i++) add(pin.target, "a call under a held pin");
  kind.made += 16, calls += 16, held++;
  if (random_below(8) != 0) return tenon_pin_release(pin);
  const std::lock_guard lock(g_left_mutex);
  g_left.emplace_back(&kind, pin);
}

struct Ticket {
  tenon_object* object = nullptr;
  std::uint64_t build = 0;
};

void drop(Ticket& ticket) {
  if (ticket.object != nullptr) ticket.object->vtable->drop(ticket.object);
  ticket = {};
}

void use_ticket(Kind& kind, Ticket& ticket) {
  objects++;
  if (ticket.object == nullptr) {
    const Call call(kind.shared);
    call.table().take(call.self(), &ticket.object);
    call.table().build(call.self(), &ticket.build);
    return;
  }
  std::uint64_t build = 0;
  reinterpret_cast<const TicketTable*>(ticket.object->vtable)->build(ticket.object, &build);
  if (build != ticket.build) fail("an object of build %lu is now of %lu", ticket.build, build);
  drop(ticket);
}

void be_guest(Kind& kind) {
  guests++;
  tenon_instance* own = nullptr;
  if (!is(tenon_instance_create(kind.plugin, &kind.notes, &own), "none")) return;
  add_some(kind, own, 8);
  if (!kind.state && random_below(2) == 0) is(tenon_instance_recreate(own), "none");
  if (kind.state) {
    const Call call(own);
    std::uint64_t sum = 0;
    call.table().sum(call.self(), &sum);
    if (sum != 8) fail("an instance of its own counted %lu of 8", sum);
  }
  is(tenon_instance_destroy(own), "none");
}

}  // namespace

const NotesTable notes_table = {{2, 0, NOTES_HASH, NOTES_ID, &notes_table, nullptr}, note_end, note_middle};

void release_left_pins() {
  std::vector<std::pair<Kind*, tenon_pin>> all;
  {
    const std::lock_guard lock(g_left_mutex);
    all.swap(g_left);
  }
  for (const auto& [kind, pin] : all) {
    add(pin.target, "a call under a pin that another thread took");
    kind->made++, calls++;
    tenon_pin_release(pin);
  }
}

void work(int number) {
  t_random = 88172645463325252U + static_cast<std::uint64_t>(number) * 2654435761U;
  std::array<Ticket, 4> tickets;
  while (!stop) {
    Kind& kind = any_kind();
    add_some(kind, kind.shared, 256);
    if (random_below(2) == 0) nest(kind, static_cast<std::uint32_t>(random_below(12)));
    if (random_below(4) == 0) hold(kind);
    if (!has_pins()) continue;
    if (random_below(4) == 0) use_ticket(kind, tickets[random_below(tickets.size())]);
    if (random_below(256) == 0) be_guest(kind);
    if (random_below(8) == 0) release_left_pins();
    if (random_below(1024) == 0) {
      visitors++;
      std::thread([number] {
        t_random = static_cast<std::uint64_t>(number) + 1;
        Kind& visited = any_kind();
        add_some(visited, visited.shared, 16);
        hold(visited);
      }).join();
    }
  }
  for (Ticket& ticket : tickets) drop(ticket);
}

}  // namespace stress
