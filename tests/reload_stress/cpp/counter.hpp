#pragma once
// SPDX-License-Identifier: MIT
//
// What plugin.c does, as an author writes it in C++. Each thread that nests leaves a value behind that has a
// destructor.
#include <atomic>
#include <cstring>
#include <memory>
#include <string>

#include "stress-cpp.tenon.hpp"

/// "STRESS-BUILD:" number in 8 hex digits ":" o (fine), c (`create` refuses) or r (`restore` refuses)
inline constexpr volatile char kMarker[] = "STRESS-BUILD:00000000:o";

inline std::uint64_t number_of_build() {
  std::uint64_t out = 0;
  for (int i = 13; i < 21; i++) {
    const char digit = kMarker[i];
    out = out * 16 + static_cast<std::uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  return out;
}

struct Seat {
  std::uint64_t taken_from = number_of_build();
  std::uint64_t build() const { return taken_from == number_of_build() ? taken_from : 0; }
};

/// Without state an instance says at its end how many calls it counted.
template <bool kState>
class Counter {
 public:
  static tenon::expected<Counter, std::string> create(Host host) {
    if (kMarker[22] == 'c') return tenon::unexpected("not this build");
    return Counter(std::move(host));
  }
  Counter(Counter&&) = default;
  Counter& operator=(Counter&&) = delete;
  ~Counter() {
    if (!kState && sum_ != nullptr) host_.notes().ended(*sum_);
  }

  std::uint64_t add(std::uint64_t by) {
    sum_->fetch_add(by, std::memory_order_relaxed);
    return number_of_build();
  }
  std::uint64_t build() { return number_of_build(); }
  std::uint64_t nest(std::uint32_t depth) {
    thread_local std::string last;
    last = "in build " + std::to_string(number_of_build());
    sum_->fetch_add(1, std::memory_order_relaxed);
    host_.notes().middle(depth, number_of_build());
    return number_of_build();
  }
  std::uint64_t sum() { return *sum_; }
  test::stress::counter::Ticket take() { return test::stress::counter::Ticket::make(host_, Seat()); }

  tenon::expected<tenon::Saved, std::string> save() {
    const std::uint64_t sum = *sum_;
    tenon::Saved saved{.version = 1, .bytes = std::vector<std::uint8_t>(sizeof sum)};
    std::memcpy(saved.bytes.data(), &sum, sizeof sum);
    return saved;
  }
  tenon::expected<void, std::string> restore(const tenon::SavedView& from) {
    std::uint64_t sum = 0;
    if (kMarker[22] == 'r' || from.bytes.size() != sizeof sum) return tenon::unexpected("not this build");
    std::memcpy(&sum, from.bytes.data(), sizeof sum);
    *sum_ = sum;
    return {};
  }

 private:
  explicit Counter(Host host) : host_(std::move(host)) {}

  Host host_;
  std::unique_ptr<std::atomic<std::uint64_t>> sum_ = std::make_unique<std::atomic<std::uint64_t>>(0);
};

using Plain = Counter<false>;
using Stateful = Counter<true>;
