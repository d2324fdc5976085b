#pragma once
// SPDX-License-Identifier: MIT
//
// What one plugin of one build of a library has used. Blocks that are counted say whose they are, so that
// they are counted back whoever frees them, and keep the account.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <tenon/abi/library.h>

namespace tenon::host {

/// Thread-safe.
class Account {
 public:
  struct Memory {
    std::uint64_t allocated_blocks, allocated_bytes, freed_blocks, freed_bytes;
  };

  std::atomic<std::uint64_t> traps{0};
  std::atomic<std::uint64_t> calls{0};

  Memory memory() const;
  void add(std::size_t size);
  void subtract(std::size_t size);

  void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
  void release();

 private:
  friend class AccountHold;
  Account() = default;
  ~Account() = default;

  std::atomic<std::uint64_t> references_{1};
  std::atomic<std::uint64_t> allocated_blocks_{0}, allocated_bytes_{0}, freed_blocks_{0}, freed_bytes_{0};
};

/// Keeps an account.
class AccountHold {
 public:
  AccountHold() : account_(new Account) {}
  AccountHold(const AccountHold& other) : account_(other.account_) { account_->retain(); }
  AccountHold& operator=(const AccountHold&) = delete;
  ~AccountHold() { account_->release(); }
  Account& operator*() const { return *account_; }
  Account* operator->() const { return account_; }

 private:
  Account* account_;
};

/// The accounts of a library's plugins. Thread-safe.
class Accounts {
 public:
  AccountHold of(const tenon_plugin_descriptor& plugin);

 private:
  std::mutex mutex_;
  std::map<const tenon_plugin_descriptor*, AccountHold> accounts_;
};

/// What is to be said of memory that the plugin got and nobody gave back, or "".
std::string describe_left(const Account& account, const std::string& plugin);
}  // namespace tenon::host
