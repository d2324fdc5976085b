// SPDX-License-Identifier: MIT
#include "host/stack_scan.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>

namespace tenon::host {
namespace {

constexpr std::size_t kMostStack = 64u << 20;  // bytes of a stack
constexpr std::size_t kWord = sizeof(std::uintptr_t);

using Block = std::array<std::uintptr_t, 1024>;

/// For processes that may not call process_vm_readv.
ssize_t read_from_file(std::uintptr_t address, Block& block, std::size_t size) {
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  if (memory < 0) return -1;
  const ssize_t read = pread(memory, block.data(), size, static_cast<off_t>(address));
  close(memory);
  return read;
}

/// Words read.
std::size_t read_words(AddressRange from, Block& block) {
  const std::size_t size = std::min<std::size_t>(from.end - from.begin, sizeof block);
  const iovec here{block.data(), size};
  const iovec there{reinterpret_cast<void*>(from.begin), size};
  ssize_t read = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
  if (read < 0 && errno != EFAULT) read = read_from_file(from.begin, block, size);
  return read < 0 ? 0 : static_cast<std::size_t>(read) / kWord;
}

}  // namespace

Mappings::Mappings() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    AddressRange range;
    if (std::sscanf(line.c_str(), "%lx-%lx", &range.begin, &range.end) == 2) ranges_.push_back(range);
  }
}

std::uintptr_t Mappings::end_above(std::uintptr_t address) const {
  const auto found = std::ranges::upper_bound(ranges_, address, {}, &AddressRange::end);
  return found == ranges_.end() ? address : found->end;
}

std::optional<bool> any_word(AddressRange memory,
                             const std::function<bool(std::uintptr_t, std::uintptr_t)>& each) {
  Block block;
  memory.begin = (memory.begin + kWord - 1) / kWord * kWord;
  for (bool first = true; memory.begin + kWord <= memory.end; first = false) {
    const std::size_t count = read_words(memory, block);
    if (count == 0) return first ? std::nullopt : std::optional(false);
    for (std::size_t i = 0; i < count; i++) {
      if (each(memory.begin + i * kWord, block[i])) return true;
    }
    memory.begin += count * kWord;
  }
  return false;
}

std::optional<Bits> mentioned_on_stack(std::uintptr_t pointer, const Mappings& mappings,
                                       std::span<const Extent* const> libraries) {
  struct {
    std::span<const Extent* const> libraries;
    Bits found = 0;
  } search{libraries};
  const std::uintptr_t end = std::min(mappings.end_above(pointer), pointer + kMostStack);
  // One reference is captured: more would make std::function allocate.
  const auto read = any_word({pointer, end}, [&search](std::uintptr_t, std::uintptr_t word) {
    for (std::size_t i = 0; i < search.libraries.size(); i++)
      if (search.libraries[i]->has_code_at(word)) search.found |= Bits{1} << i;
    return false;
  });
  return read ? std::optional(search.found) : std::nullopt;
}

}  // namespace tenon::host
