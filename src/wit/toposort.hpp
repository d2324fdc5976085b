#pragma once
// SPDX-License-Identifier: MIT
//
// Things in the order in which they can be defined: each after what it needs, otherwise as written.
#include <cstddef>
#include <optional>
#include <vector>

#include "wit/model.hpp"

namespace tenon::wit {

struct Edge {
  std::size_t target = 0;
  Span span;  ///< where an error about this dependency is shown
  Span use;   ///< where it is written
};
using Graph = std::vector<std::vector<Edge>>;

struct Cycle {
  std::size_t node = 0;
  Edge edge;
};

struct Order {
  std::vector<std::size_t> nodes;  ///< without those on a cycle and those that need them
  std::optional<Cycle> cycle;      ///< the first one
};
Order toposort(const Graph& graph);

}  // namespace tenon::wit
