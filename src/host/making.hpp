#pragma once
// SPDX-License-Identifier: MIT
//
// Making and ending what an instance is in one build. All under the library's `creating`.
#include <span>

#include "host/gate.hpp"
#include "host/library.hpp"

namespace tenon::host {

/// Runs the plugin's `create`. `imports` in the order of the host's world.
Result<std::shared_ptr<Target>> make_target(const Binding& binding, const Instance& instance);

/// Runs the plugin's `destroy`: nobody may be inside. Objects live on.
void end_target(Target& target);

Failure moving(const tenon_plugin& plugin, const std::string& what);
Failure own_making(const tenon_plugin& plugin, const std::string& what);
Failure inside_of(const Inside& inside, const std::string& what);

/// E0706: asked for by a plugin's `create`, `save` or `restore` that a reload of this plugin has called.
/// `what` makes the words for it, and only then.
template <class What>
Result<void> refuse_while_moving(const tenon_plugin& plugin, What&& what) {
  if (!plugin.moving) return {};
  return moving(plugin, what());
}

/// Marks what an instance is made or ended for: it must not be ended by the code that runs then.
class Occupied {
 public:
  Occupied(tenon_plugin& plugin, Instance& instance);
  ~Occupied();
  Occupied(const Occupied&) = delete;
  Occupied& operator=(const Occupied&) = delete;

 private:
  tenon_plugin& plugin_;
  Instance& instance_;
};

/// Whether the calling thread is inside of `create` or `destroy` of a plugin of the host. It has a `creating`
/// then, so that it must not wait for a reload, nor do one: the builds that it is in may end.
bool is_making(const tenon_host& host) noexcept;

/// E0706, naming who is inside of one of them, if anybody is.
template <class What>
Result<void> refuse_while_inside(std::span<const Target* const> targets, What&& what) {
  const Inside inside = find_inside(targets);
  if (!inside) return {};
  return inside_of(inside, what());
}

}  // namespace tenon::host
