// SPDX-License-Identifier: MIT
#include "host/retire.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "host/events.hpp"
#include "host/gate.hpp"
#include "host/making.hpp"
#include "host/unload.hpp"

namespace tenon::host {
namespace {

using namespace std::chrono_literals;

bool waits_for_objects(Retiring& left, bool calls_objects) {
  if (!left.waits_for_objects) return false;
  if (has_objects(*left.library)) {
    left.had_objects = true;
    left.objects_gone.reset();
    return true;
  }
  if (!left.had_objects || !calls_objects) return false;
  if (!left.objects_gone) left.objects_gone = Clock::now();
  return Clock::now() - *left.objects_gone < kLastSteps;
}

std::vector<const Target*> targets_of(const Retiring& left) {
  std::vector<const Target*> out;
  for (const auto& target : left.targets) out.push_back(target.get());
  return out;
}

bool is_in_use(Retiring& left, bool calls_objects) {
  return find_inside(targets_of(left)) || waits_for_objects(left, calls_objects);
}

void end_targets(Retiring& left) {
  while (!left.targets.empty()) {
    const std::shared_ptr<Target> target = std::move(left.targets.back());
    left.targets.pop_back();
    end_target(*target);
  }
}

/// Of each plugin, with its name, which is gone with the library.
std::vector<std::pair<std::string, AccountHold>> accounts_of(Library& library) {
  std::vector<std::pair<std::string, AccountHold>> out;
  for (std::uint32_t i = 0; i < library.descriptor->plugin_count; i++) {
    const tenon_plugin_descriptor& plugin = *library.descriptor->plugins[i];
    out.emplace_back(plugin.name, library.accounts.of(plugin));
  }
  return out;
}

/// Its static objects may give memory back while it is closed.
Outcome close_and_count(const std::shared_ptr<Library>& library) {
  const auto accounts = accounts_of(*library);
  Outcome out = close_library(library);
  for (const auto& [plugin, account] : accounts) add_left(out, *account, plugin);
  return out;
}

void tell(tenon_host& host, const Retiring& left) {
  tenon_reload_event event = event_of(TENON_RELOAD_RETIRED, *left.library, left.since);
  event.new_generation = left.successor;
  event.outcome = left.outcome->state;
  event.reason = left.outcome->reason.empty() ? nullptr : left.outcome->reason.c_str();
  emit(host, event);
}

/// An instance that was made anew may be used longer than the build it was in. Under the host's lock.
bool closes_under_others(const tenon_host& host, const Retiring& left) {
  return left.close && std::ranges::any_of(host.retiring, [&](const auto& other) {
           return other.get() != &left && other->library == left.library && !other->outcome;
         });
}

/// Whether it is over. A library whose `creating` somebody has for long is looked at later.
bool retire(tenon_host& host, const std::shared_ptr<Retiring>& left, bool calls_objects) {
  const std::unique_lock creating(*left->library->creating, std::try_to_lock);
  if (!creating) return false;
  if (!left->outcome && is_in_use(*left, calls_objects)) return false;
  {
    const std::lock_guard lock(host.mutex);
    if (!left->outcome && closes_under_others(host, *left)) return false;
  }
  end_targets(*left);
  const std::lock_guard lock(host.mutex);
  if (!left->outcome)
    left->outcome = left->close ? close_and_count(left->library) : Outcome{TENON_UNLOAD_SHARED, ""};
  std::erase(host.retiring, left);
  return true;
}

}  // namespace

Leaving make_leaving() {
  Leaving out{std::make_shared<Retiring>()};
  out.front()->targets.reserve(1);
  return out;
}

void retire_target(tenon_host& host, std::shared_ptr<Target> target, Leaving leaving) noexcept {
  const Target* const targets[] = {target.get()};
  if (!find_inside(targets)) return end_target(*target);
  Retiring& left = *leaving.front();
  left.library = target->library;
  left.waits_for_objects = false;
  target->waited_for_since = left.since.time_since_epoch().count();
  left.targets.push_back(std::move(target));
  const std::lock_guard lock(host.mutex);
  host.retiring.splice(host.retiring.end(), leaving);
}

bool retire_some(tenon_host& host, bool calls_objects) {
  Leaving all;
  {
    const std::lock_guard lock(host.mutex);
    all = host.retiring;
  }
  for (const auto& left : all)
    if (retire(host, left, calls_objects) && left->successor != 0) tell(host, *left);
  const std::lock_guard lock(host.mutex);
  return !host.retiring.empty();
}

Result<void> refuse_while_left_is_used(const tenon_host& host, const Library& library,
                                       const std::string& what) {
  for (const auto& left : host.retiring) {
    if (left->library.get() != &library) continue;
    if (auto ok = refuse_while_inside(targets_of(*left), [&] { return what; }); !ok) return ok;
  }
  return {};
}

void end_what_is_left(const tenon_host& host, const Library& library) noexcept {
  for (const auto& left : host.retiring) {
    if (left->library.get() != &library) continue;
    end_targets(*left);
    left->outcome = Outcome{TENON_UNLOAD_SHARED, ""};
  }
}

}  // namespace tenon::host
