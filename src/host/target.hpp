#pragma once
// SPDX-License-Identifier: MIT
//
// An instance, and what it is in one build of its library.
//
// The instance's `current` is the only thing that calls read; it changes under the gate's lock
// (host/gate.hpp). Everything else of an instance changes under its library's `creating`.
#include <tenon/abi/library.h>
#include <tenon/host/pin.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <vector>

#include "host/counted_calls.hpp"

struct tenon_host;
struct tenon_plugin;

namespace tenon::host {

using Clock = std::chrono::steady_clock;

class Library;
class Record;
struct Instance;

/// Owned by its instance while it is the current one, then by the list of what retires.
struct Target : tenon_target {
  tenon_host* host = nullptr;
  std::shared_ptr<Library> library;
  const tenon_plugin_descriptor* descriptor = nullptr;
  Record* record = nullptr;  ///< owned by the library
  void* self = nullptr;
  const Instance* instance = nullptr;           ///< to be named only, not to be used: it may be gone
  std::vector<tenon_reference> references;      ///< `exports` points to them
  std::list<CountedCalls> counted_calls;        ///< what `references` point to where calls are counted
  std::atomic<Clock::rep> waited_for_since{0};  ///< when a reload began to wait for its end; 0: nobody does
  std::atomic<std::uint32_t> counted{0};        ///< pins that found no slot; changes under the gate's lock
  std::uint64_t gate = 0;  ///< that calls inside of it may pass: see Gate; under its lock
};

inline const Target& target_of(const tenon_target* target) { return *static_cast<const Target*>(target); }

struct Instance : tenon_instance {
  Instance() : tenon_instance{nullptr} {}
  tenon_plugin* plugin = nullptr;
  std::shared_ptr<Target> target;
  std::vector<tenon_reference> imports;  ///< in the order of the host's world

  // While `current` is NULL, under the gate's lock:
  std::uint64_t gate = 0;            ///< which one; 0: none
  Target* served = nullptr;          ///< what `current` was
  Target* passing = nullptr;         ///< what calls reach that wait for nobody: see Gate
  Clock::time_point waited_since{};  ///< when the first call began to; none yet: its epoch
  Clock::duration longest_wait{};    ///< by the time it was opened again

  int busy = 0;  ///< under `creating`: `recreate` or `destroy` is at it
};

inline Instance& instance_of(tenon_instance* instance) { return *static_cast<Instance*>(instance); }
inline const Instance& instance_of(const tenon_instance* instance) {
  return *static_cast<const Instance*>(instance);
}

}  // namespace tenon::host
