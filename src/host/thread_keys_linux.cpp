// SPDX-License-Identifier: MIT
//
// glibc's table has no name that could be asked for. It is found by making two keys and looking where in
// libc's data their destructors appear.
#include "host/thread_keys.hpp"

#include <elf.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "host/stack_scan.hpp"

namespace tenon::host {
namespace {

/// As glibc has it: the number is odd while the key is in use. A deleted key's destructor stays.
struct KeySlot {
  std::uintptr_t number;
  std::uintptr_t destructor;
};

void first_destructor(void* value) { *static_cast<int*>(value) = 1; }
void second_destructor(void* value) { *static_cast<int*>(value) = 2; }

struct KeySearch {
  std::uintptr_t word;
  std::uintptr_t found = 0;
};

bool is_libc(std::string_view name) {
  const std::string_view base = name.substr(name.rfind('/') + 1);
  return base.starts_with("libc.so") || base.starts_with("libpthread.so");
}

int search_libc(dl_phdr_info* info, std::size_t, void* data) {
  auto& search = *static_cast<KeySearch*>(data);
  if (!is_libc(info->dlpi_name)) return 0;
  for (const auto& segment : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) == 0) continue;
    const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
    (void)any_word({begin, begin + segment.p_memsz}, [&](std::uintptr_t address, std::uintptr_t word) {
      if (word != search.word) return false;
      search.found = address;
      return true;
    });
  }
  return search.found != 0 ? 1 : 0;
}

std::uintptr_t find_in_libc(void (*destructor)(void*)) {
  KeySearch search{reinterpret_cast<std::uintptr_t>(destructor)};
  dl_iterate_phdr(search_libc, &search);
  return search.found;
}

/// A key that is there for a moment.
class ProbeKey {
 public:
  explicit ProbeKey(void (*destructor)(void*))
      : good_(pthread_key_create(&key_, destructor) == 0), place_(good_ ? find_in_libc(destructor) : 0) {}
  ProbeKey(const ProbeKey&) = delete;
  ProbeKey& operator=(const ProbeKey&) = delete;
  ~ProbeKey() {
    if (good_) pthread_key_delete(key_);
  }

  /// Where the table would begin; 0 if the key wasn't found.
  std::uintptr_t table() const {
    return place_ == 0 ? 0 : place_ - offsetof(KeySlot, destructor) - key_ * sizeof(KeySlot);
  }
  pthread_key_t number() const { return key_; }

 private:
  pthread_key_t key_ = 0;
  bool good_;
  std::uintptr_t place_;
};

/// Both keys must lead to the same place, and both must be seen to be in use.
const volatile KeySlot* find_table() {
  const ProbeKey first(first_destructor), second(second_destructor);
  if (first.table() == 0 || first.table() != second.table()) return nullptr;
  const auto* const table = reinterpret_cast<const volatile KeySlot*>(first.table());
  const bool in_use = table[first.number()].number % 2 == 1 && table[second.number()].number % 2 == 1;
  return in_use ? table : nullptr;
}

const volatile KeySlot* table() {
  static const volatile KeySlot* const found = find_table();
  return found;
}

bool is_in(const Extent& library, const volatile KeySlot& slot) {
  return slot.number % 2 == 1 && library.has_code_at(slot.destructor);
}

}  // namespace

std::optional<bool> key_destructor_in(const Extent& library) {
  if (table() == nullptr) return std::nullopt;
  return std::any_of(table(), table() + PTHREAD_KEYS_MAX,
                     [&](const volatile KeySlot& slot) { return is_in(library, slot); });
}

std::vector<KeyInUse> keys_in(const Extent& library) {
  std::vector<KeyInUse> out;
  for (pthread_key_t key = 0; table() != nullptr && key < PTHREAD_KEYS_MAX; key++)
    if (is_in(library, table()[key])) out.push_back({key, table()[key].number});
  return out;
}

void delete_keys(const std::vector<KeyInUse>& keys) {
  for (const auto& [key, number] : keys)
    if (table()[key].number == number) pthread_key_delete(key);
}

}  // namespace tenon::host
