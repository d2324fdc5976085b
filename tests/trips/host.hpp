#pragma once
// SPDX-License-Identifier: MIT
//
// The host's side of memory and objects. It knows every block by its exact size and alignment, can have
// none left from a chosen allocation on, and writes down whatever breaks the contract. One thread.
#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "tenon/abi.h"

namespace trips {

class Heap {
 public:
  Heap() = default;
  ~Heap();
  Heap(const Heap&) = delete;

  tenon_host_table table{sizeof table, TENON_CONTRACT, this, alloc, free, trap, {"/plugins", 8}};
  std::vector<std::string> complaints;  ///< what must not be
  std::string trapped;                  ///< what the plugin said last
  std::size_t allocations = 0;          ///< by the plugin
  std::size_t fail_at = SIZE_MAX;       ///< the allocation that finds no memory
  bool hosts = false;                   ///< the host itself allocates: it never fails and isn't counted
  bool keeps = false;                   ///< freed memory stays, so that using it is no crash

  std::size_t live() const { return blocks_.size(); }
  void* take(std::size_t size, std::size_t align) { return table.alloc(table.ctx, size, align); }
  void give(const void* ptr, std::size_t size, std::size_t align) {
    table.free(table.ctx, const_cast<void*>(ptr), size, align);
  }
  void complain(std::string what) { complaints.push_back(std::move(what)); }

 private:
  struct Block {
    std::size_t size, align;
  };
  static void* alloc(void* ctx, std::size_t size, std::size_t align);
  static void free(void* ctx, void* ptr, std::size_t size, std::size_t align);
  static void trap(void* ctx, std::int32_t status, const char* text, std::size_t len);

  std::map<void*, Block> blocks_;
  std::vector<void*> kept_;
};

/// An object of the host: a `token`, or a `thing` of another maker than the plugin.
struct Object {
  const tenon_table* vtable;
  std::uint64_t id;
};

/// All objects of the host that are alive.
class Objects {
 public:
  explicit Objects(Heap& heap);
  ~Objects();
  Objects(const Objects&) = delete;

  Object* make(const std::string& resource, std::uint64_t id);
  std::size_t live() const { return live_; }
  void end(Object* object) { object->vtable->drop(object); }
  /// Forgets the dead: from here on their addresses may come again.
  void sweep();

 private:
  static void drop(void* self);
  static std::int32_t id(void* self, std::uint64_t* out);

  static inline Objects* all_ = nullptr;  // a drop has nothing but the object
  struct Vtable {
    tenon_table head;
    std::int32_t (*id)(void* self, std::uint64_t* out);
  };
  static const Vtable kToken, kThing;
  Heap& heap_;
  std::size_t live_ = 0;
  std::unordered_set<const void*> dead_;  // kept, so that a second drop is seen for what it is
};

/// Calls `id` of any object.
std::uint64_t id_of(void* object);

}  // namespace trips
