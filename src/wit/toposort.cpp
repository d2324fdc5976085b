// SPDX-License-Identifier: MIT
#include "wit/toposort.hpp"

#include <functional>
#include <queue>

namespace tenon::wit {
namespace {

std::optional<Cycle> first_cycle(const Graph& graph, const std::vector<std::size_t>& waiting_for) {
  for (std::size_t node = 0; node < graph.size(); ++node) {
    if (waiting_for[node] == 0) continue;
    for (const Edge& edge : graph[node]) {
      if (waiting_for[edge.target] != 0) return Cycle{node, edge};
    }
  }
  return std::nullopt;
}

}  // namespace

Order toposort(const Graph& graph) {
  std::vector<std::size_t> waiting_for(graph.size());
  std::vector<std::vector<std::size_t>> needed_by(graph.size());
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t node = 0; node < graph.size(); ++node) {
    waiting_for[node] = graph[node].size();
    if (graph[node].empty()) ready.push(node);
    for (const Edge& edge : graph[node]) needed_by[edge.target].push_back(node);
  }

  Order order;
  while (!ready.empty()) {
    const std::size_t node = ready.top();
    ready.pop();
    order.nodes.push_back(node);
    for (const std::size_t user : needed_by[node]) {
      if (--waiting_for[user] == 0) ready.push(user);
    }
  }
  if (order.nodes.size() != graph.size()) order.cycle = first_cycle(graph, waiting_for);
  return order;
}

}  // namespace tenon::wit
