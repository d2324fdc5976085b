// SPDX-License-Identifier: MIT
//
// A fixed table, so that it can be read in a signal handler, whoever was interrupted. Unloaded libraries
// leave it in the order in which they came.
#include "host/address_book.hpp"

#include <tenon/host/address.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string_view>

#include "host/reserve.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kSlots = 1024;
using Text = std::array<char, 400>;  // what is behind the text is 0, at least one byte
constexpr int kLongestName = 320;    // bytes, so that what follows it fits

/// Written under the lock; read without.
struct Slot {
  std::atomic<std::uintptr_t> begin{0}, end{0};  ///< both 0: not in use
  std::atomic<std::uint64_t> unloaded{0};        ///< 0: it is loaded; else a number that grows
  bool reserved = false;
  Text text{};

  bool contains(std::uintptr_t address) const { return begin <= address && address < end; }
};

std::array<Slot, kSlots> slots;
std::mutex mutex;
std::uint64_t unloads = 0;

/// From its end, so that who reads it meanwhile has the old text or the new one.
void append(Text& text, std::string_view more) {
  const std::size_t size = std::strlen(text.data());
  for (std::size_t i = std::min(more.size(), text.size() - 1 - size); i-- > 0;)
    std::atomic_ref(text[size + i]).store(more[i], std::memory_order_release);
}

void forget(Slot& slot) {
  if (slot.reserved) release({slot.begin, slot.end});
  slot.reserved = false;
  slot.end = 0;
  slot.begin = 0;
  slot.unloaded = 0;
}

/// One that was never used, else that of the library which was unloaded longest ago.
std::size_t free_slot() {
  std::size_t oldest = kNoAddress;
  for (std::size_t i = 0; i < kSlots; i++) {
    if (slots[i].end == 0) return i;
    if (slots[i].unloaded != 0 && (oldest == kNoAddress || slots[i].unloaded < slots[oldest].unloaded))
      oldest = i;
  }
  if (oldest != kNoAddress) forget(slots[oldest]);
  return oldest;
}

const Slot* find(std::uintptr_t address) {
  const Slot* found = nullptr;
  for (const Slot& slot : slots) {
    if (!slot.contains(address)) continue;
    if (slot.unloaded == 0) return &slot;
    if (found == nullptr || found->unloaded < slot.unloaded) found = &slot;
  }
  return found;
}

}  // namespace

std::size_t note_loaded(AddressRange where, const std::string& what, std::uint64_t generation) {
  const std::lock_guard lock(mutex);
  const std::size_t number = free_slot();
  if (number == kNoAddress) return kNoAddress;
  Text& text = slots[number].text = {};
  std::snprintf(text.data(), text.size(), "%.*s, generation %llu", kLongestName, what.c_str(),
                static_cast<unsigned long long>(generation));
  slots[number].begin = where.begin;
  slots[number].end = where.end;
  return number;
}

void note_unloaded(std::size_t number, bool reserve) {
  if (number == kNoAddress) return;
  const std::lock_guard lock(mutex);
  Slot& slot = slots[number];
  slot.reserved = reserve && host::reserve({slot.begin, slot.end});
  append(slot.text, slot.reserved ? ", unloaded" : ", unloaded; others may have got its place");
  slot.unloaded = ++unloads;
}

}  // namespace tenon::host

const char* tenon_describe_address(const void* address) {
  const auto* slot = tenon::host::find(reinterpret_cast<std::uintptr_t>(address));
  return slot == nullptr ? nullptr : slot->text.data();
}
