#pragma once
// SPDX-License-Identifier: MIT
//
// What a plugin's code keeps for each instance, and the counted value through which an author reaches
// it: the generated `Host` is a PluginHost with one function for each import.
//
//   struct Shout {
//     explicit Shout(Host host) : host_(std::move(host)) { host_.log().info("ready"); }
//     Host host_;
//   };
//
// Threads: a PluginHost may be copied and used on any thread that ends before the instance does.
#include <atomic>
#include <cstdint>
#include <new>
#include <string_view>
#include <utility>

#include "buffer.hpp"
#include "heap.hpp"

namespace tenon {

/// Outlives the author's state: it lives until the last object and the last PluginHost are gone. The
/// host table and the imports live as long by contract.
struct InstanceRecord {
  using End = void (*)(InstanceRecord*) noexcept;
  constexpr InstanceRecord(Heap host_table, const tenon_reference* references_given, End end_of_it,
                           bool may_be_poisoned = true) noexcept
      : can_poison(may_be_poisoned), host(host_table), imports(references_given), end(end_of_it) {}

  std::atomic<bool> poisoned = false;  ///< first, so that a call's test is one byte at its `self`
  bool can_poison;                     ///< a host's own record goes on after a trap
  std::atomic<std::uint32_t> references = 1;
  Heap host;
  const tenon_reference* imports;
  End end;
  std::uint32_t plugin = 0;  ///< its number in the library

  void retain() noexcept { references.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references.fetch_sub(1, std::memory_order_acq_rel) == 1) end(this);
  }
};

/// The record of an instance of the author's type `T`, with the state itself.
template <class T>
struct InstanceState : InstanceRecord {
  InstanceState(Heap host_table, const tenon_reference* references_given, std::uint32_t number) noexcept
      : InstanceRecord(host_table, references_given, end_record) {
    plugin = number;
  }
  ~InstanceState() {}
  InstanceState(const InstanceState&) = delete;
  InstanceState& operator=(const InstanceState&) = delete;

  static void end_record(InstanceRecord* record) noexcept { delete static_cast<InstanceState*>(record); }

  union {
    T state;
  };
};

/// What every plugin can ask of its host.
class PluginHost {
 public:
  explicit PluginHost(InstanceRecord* record) noexcept : record_(record) { record_->retain(); }
  PluginHost(const PluginHost& other) noexcept : PluginHost(other.record_) {}
  PluginHost& operator=(PluginHost other) noexcept {
    std::swap(record_, other.record_);
    return *this;
  }
  ~PluginHost() { record_->release(); }

  /// The folder that the library came from, for its data files.
  std::string_view dir() const noexcept {
    const tenon_string dir = record_->host->plugin_dir;
    return {dir.len == 0 ? "" : dir.ptr, dir.len};
  }
  /// `size` bytes for a result, uninitialised. Throws std::bad_alloc.
  String string(std::size_t size) const { return String(heap(), size); }
  /// A copy of `text` that is ready to be returned.
  String string(std::string_view text) const { return String(heap(), text); }
  /// `size` values for a result, uninitialised. Throws std::bad_alloc.
  template <class T>
  List<T> list(std::size_t size) const {
    return List<T>(heap(), size);
  }

  /// For generated code.
  InstanceRecord* record() const noexcept { return record_; }
  Heap heap() const noexcept { return record_->host; }

 private:
  InstanceRecord* record_;
};

}  // namespace tenon
