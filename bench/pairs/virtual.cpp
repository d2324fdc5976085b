// SPDX-License-Identifier: MIT
#include "virtual.hpp"

namespace {
class Sum final : public Counter {
 public:
  std::int32_t add(std::int32_t by) override { return sum_ += by; }

 private:
  std::int32_t sum_ = 0;
};

class Plain final : public Work {
 public:
  std::int32_t add(std::int32_t a, std::int32_t b) override { return a + b; }
  std::string echo(std::string_view text) override { return std::string(text); }
  std::unique_ptr<Counter> new_counter() override { return std::make_unique<Sum>(); }
};
}  // namespace

extern "C" __attribute__((visibility("default"))) Work* make_pairs_work() { return new Plain; }
