// SPDX-License-Identifier: MIT
#include <utility>
#include "worker.tenon.hpp"

struct Worker {
  explicit Worker(Host host) : host_(std::move(host)) {}
  std::uint32_t run(std::uint32_t number) {
    if (number == 13) return past_the_end();
    host_.trace().here();
    return number + 1;
  }
  std::uint32_t past_the_end() {
    volatile std::uint32_t* const four = new std::uint32_t[4]();
    const std::uint32_t fifth = four[4];
    delete[] four;
    return fifth;
  }
  Host host_;
};
