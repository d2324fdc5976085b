// SPDX-License-Identifier: MIT
#include "host.hpp"

#include <cstdlib>
#include <cstring>

namespace trips {

Heap::~Heap() {
  for (void* ptr : kept_) std::free(ptr);
  for (const auto& [ptr, block] : blocks_) std::free(ptr);
}

void* Heap::alloc(void* ctx, std::size_t size, std::size_t align) {
  Heap& self = *static_cast<Heap*>(ctx);
  if (size == 0) self.complain("an allocation of 0 bytes");
  if (align != 1 && align != 2 && align != 4 && align != 8)
    self.complain("an allocation at alignment " + std::to_string(align));
  if (!self.hosts && self.allocations++ >= self.fail_at) return nullptr;
  void* ptr = std::malloc(size);
  std::memset(ptr, 0xA7, size);
  self.blocks_[ptr] = {size, align};
  return ptr;
}

// What isn't right is written down and not done: the process lives on to tell.
void Heap::free(void* ctx, void* ptr, std::size_t size, std::size_t align) {
  if (ptr == nullptr) return;
  Heap& self = *static_cast<Heap*>(ctx);
  const auto block = self.blocks_.find(ptr);
  if (block == self.blocks_.end()) return self.complain("a free of what is no block");
  if (block->second.size != size || block->second.align != align)
    self.complain("a block of " + std::to_string(block->second.size) + " bytes at " +
                  std::to_string(block->second.align) + " freed as " + std::to_string(size) + " at " +
                  std::to_string(align));
  self.blocks_.erase(block);
  std::memset(ptr, 0xD3, size);
  if (self.keeps)
    self.kept_.push_back(ptr);
  else
    std::free(ptr);
}

void Heap::trap(void* ctx, std::int32_t, const char* text, std::size_t len) {
  static_cast<Heap*>(ctx)->trapped.assign(text, len);
}

constinit const Objects::Vtable Objects::kToken = {{1, 0, {}, "trips:all/types@1#token", nullptr, drop}, id};
constinit const Objects::Vtable Objects::kThing = {{1, 0, {}, "trips:all/types@1#thing", nullptr, drop}, id};

Objects::Objects(Heap& heap) : heap_(heap) { all_ = this; }

Objects::~Objects() { sweep(); }

void Objects::sweep() {
  for (const void* object : dead_) delete static_cast<const Object*>(object);
  dead_.clear();
}

Object* Objects::make(const std::string& resource, std::uint64_t id) {
  ++live_;
  return new Object{resource == "token" ? &kToken.head : &kThing.head, id};
}

void Objects::drop(void* self) {
  if (!all_->dead_.insert(self).second) return all_->heap_.complain("an object dropped twice");
  --all_->live_;
}

std::int32_t Objects::id(void* self, std::uint64_t* out) {
  if (all_->dead_.contains(self)) all_->heap_.complain("a call of an object that was dropped");
  *out = static_cast<Object*>(self)->id;
  return TENON_OK;
}

std::uint64_t id_of(void* object) {
  const tenon_table* table = *static_cast<const tenon_table* const*>(object);
  void* const* slots = reinterpret_cast<void* const*>(table + 1);
  std::uint64_t out = 0;
  reinterpret_cast<std::int32_t (*)(void*, std::uint64_t*)>(slots[0])(object, &out);
  return out;
}

}  // namespace trips
