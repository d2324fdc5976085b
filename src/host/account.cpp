// SPDX-License-Identifier: MIT
#include "host/account.hpp"

namespace tenon::host {

void Account::release() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

void Account::add(std::size_t size) {
  retain();
  allocated_blocks_.fetch_add(1, std::memory_order_relaxed);
  allocated_bytes_.fetch_add(size, std::memory_order_relaxed);
}

void Account::subtract(std::size_t size) {
  freed_blocks_.fetch_add(1, std::memory_order_release);
  freed_bytes_.fetch_add(size, std::memory_order_release);
  release();
}

// What was freed is read first, so that it is never more than what was allocated.
Account::Memory Account::memory() const {
  Memory out{};
  out.freed_blocks = freed_blocks_.load(std::memory_order_acquire);
  out.freed_bytes = freed_bytes_.load(std::memory_order_acquire);
  out.allocated_blocks = allocated_blocks_.load(std::memory_order_acquire);
  out.allocated_bytes = allocated_bytes_.load(std::memory_order_acquire);
  return out;
}

AccountHold Accounts::of(const tenon_plugin_descriptor& plugin) {
  const std::lock_guard lock(mutex_);
  return accounts_[&plugin];
}

std::string describe_left(const Account& account, const std::string& plugin) {
  const Account::Memory memory = account.memory();
  const std::uint64_t blocks = memory.allocated_blocks - memory.freed_blocks;
  if (blocks == 0) return "";
  return "`" + plugin + "` leaves " + std::to_string(blocks) + (blocks == 1 ? " block" : " blocks") + " of " +
         std::to_string(memory.allocated_bytes - memory.freed_bytes) +
         " bytes that nobody gave back: leaked, unless somebody still holds results of it";
}

}  // namespace tenon::host
