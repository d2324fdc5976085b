// SPDX-License-Identifier: MIT
#include "host/record.hpp"

#include <tenon/abi/status.h>
#include <tenon/abi/version.h>

#include <utility>

#include "host/call_error.hpp"
#include "host/heap.hpp"
#include "host/threads.hpp"

namespace tenon::host {

Record::Record(const std::string& folder, std::vector<tenon_reference> imports, AccountHold account,
               bool counted)
    : account_(std::move(account)),
      folder_(folder),
      imports_(std::move(imports)),
      table_{sizeof(tenon_host_table),        TENON_CONTRACT, this,
             counted ? alloc_counted : alloc, free,           trap,
             {folder_.data(), folder_.size()}} {}

void* Record::alloc_counted(void* ctx, std::size_t size, std::size_t align) {
  return allocate_for(*static_cast<Record*>(ctx)->account_, size, align);
}

void* Record::alloc(void*, std::size_t size, std::size_t align) { return allocate(size, align); }
void Record::free(void*, void* ptr, std::size_t size, std::size_t) { release(ptr, size); }

// Called by plugins, often because memory has run out: nothing may be thrown into them.
void Record::trap(void* ctx, std::int32_t status, const char* text, std::size_t len) {
  if (text == nullptr) len = 0;
  remember_trap(status, {text, len});
  auto* record = static_cast<Record*>(ctx);
  if (status == TENON_TRAP) {
    record->poisoned_ = true;
    record->account_->traps.fetch_add(1, std::memory_order_relaxed);
  }
  try {
    record->note(status, std::string(text == nullptr ? "" : text, len));
  } catch (...) {  // the thread's own copy has to do
  }
}

// Memory is taken and given back outside of the lock, which a handler for its lack may want.
void Record::note(std::int32_t status, std::string text) {
  // A poisoned instance can trap no more, but each of its objects may once.
  constexpr std::size_t kMost = 64;
  Text said = std::make_shared<const std::string>(std::move(text));
  std::vector<Text> room;
  if (status < 0) room.reserve(kMost);
  const std::lock_guard lock(pins_mutex());  // which a fork takes over
  said_.swap(said);
  if (status >= 0) return;
  if (traps_.capacity() == 0) traps_.swap(room);
  if (traps_.size() < kMost) traps_.push_back(said_);
}

std::string Record::said() const {
  Text said;
  {
    const std::lock_guard lock(pins_mutex());
    said = said_;
  }
  return said == nullptr ? "" : *said;
}

const char* Record::trap_text() const {
  const std::lock_guard lock(pins_mutex());
  return traps_.empty() ? nullptr : traps_.back()->c_str();
}

}  // namespace tenon::host
