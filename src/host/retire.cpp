// SPDX-License-Identifier: MIT
#include "host/retire.hpp"

#include <algorithm>

#include "host/unload.hpp"
#include "host/events.hpp"
#include "host/gate.hpp"
#include "host/making.hpp"

namespace tenon::host {
namespace {

bool is_in_use(const Retiring& left) {
  std::vector<const Target*> targets;
  for (const auto& target : left.targets) targets.push_back(target.get());
  if (find_inside(targets)) return true;
  const tenon_library_descriptor& library = *left.library->descriptor;
  return left.waits_for_objects &&
         std::any_of(library.plugins, library.plugins + library.plugin_count,
                     [](const tenon_plugin_descriptor* plugin) { return !live_objects(*plugin).empty(); });
}

void end_targets(Retiring& left) {
  const std::lock_guard creating(*left.library->creating);
  while (!left.targets.empty()) {
    const std::shared_ptr<Target> target = std::move(left.targets.back());
    left.targets.pop_back();
    end_target(*target);
  }
}

void tell(tenon_host& host, const Retiring& left, const Outcome& outcome) {
  tenon_reload_event event = event_of(TENON_RELOAD_RETIRED, *left.library, left.since);
  event.new_generation = left.successor;
  event.outcome = outcome.state;
  event.reason = outcome.reason.empty() ? nullptr : outcome.reason.c_str();
  emit(host, event);
}

/// Whether it is over.
bool retire(tenon_host& host, Retiring& left) {
  if (!left.targets.empty() && is_in_use(left)) return false;
  end_targets(left);
  Outcome outcome{TENON_UNLOAD_SHARED, ""};
  if (left.close) {
    const std::lock_guard lock(host.mutex);
    outcome = close_library(left.library);
  }
  if (left.successor != 0) tell(host, left, outcome);
  return true;
}

}  // namespace

void retire_target(tenon_host& host, std::shared_ptr<Target> target) {
  const Target* const targets[] = {target.get()};
  if (!find_inside(targets)) return end_target(*target);
  auto left = std::make_shared<Retiring>();
  left->library = target->library;
  left->waits_for_objects = false;
  target->waited_for_since = left->since.time_since_epoch().count();
  left->targets.push_back(std::move(target));
  const std::lock_guard lock(host.mutex);
  host.retiring.push_back(std::move(left));
}

bool retire_some(tenon_host& host) {
  std::vector<std::shared_ptr<Retiring>> all;
  {
    const std::lock_guard lock(host.mutex);
    all = host.retiring;
  }
  for (const auto& left : all) {
    if (!retire(host, *left)) continue;
    const std::lock_guard lock(host.mutex);
    std::erase(host.retiring, left);
  }
  const std::lock_guard lock(host.mutex);
  return !host.retiring.empty();
}

}  // namespace tenon::host
