// SPDX-License-Identifier: MIT
#include "wit/toposort.hpp"

#include <gtest/gtest.h>

namespace tenon::wit {
namespace {

Edge to(std::size_t node) { return {node, {}, {}}; }

TEST(Toposort, KeepsTheGivenOrderWhereItCan) {
  EXPECT_EQ(toposort({{}, {}, {}}).nodes, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(toposort({{to(2)}, {}, {}}).nodes, (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(toposort({{to(1), to(1)}, {}}).nodes, (std::vector<std::size_t>{1, 0}));
}

TEST(Toposort, FindsTheFirstEdgeOfACycle) {
  const Order order = toposort({{}, {to(2)}, {to(1)}, {to(0)}});
  ASSERT_TRUE(order.cycle);
  EXPECT_EQ(order.cycle->node, 1U);
  EXPECT_EQ(order.cycle->edge.target, 2U);
  EXPECT_EQ(order.nodes, (std::vector<std::size_t>{0, 3}));
}

}  // namespace
}  // namespace tenon::wit
