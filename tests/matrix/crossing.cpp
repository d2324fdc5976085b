// SPDX-License-Identifier: MIT
//
// usage: crossing LIBRARY...
//
// Plugins of all builds in one process: each joins nodes of every other with its own, keeps what others made,
// and calls what others wrapped; then they go, in an order of their own.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "everything.tenon.hpp"

namespace {

namespace wit = test::profile;
using wit::things::Node;

/// Nothing of the host's is asked for here.
struct Functions {
  void remark(std::string_view) {}
  std::uint64_t clock() { return 0; }
};
struct Things {
  tenon::expected<Node, std::string> new_node(std::string_view) { return tenon::unexpected("not here"); }
  tenon::expected<Node, std::string> node_join(Node, Node) { return tenon::unexpected("not here"); }
  std::optional<std::uint32_t> node_find(const std::vector<wit::things::NodeRef>&, std::string_view) {
    return {};
  }
  std::vector<wit::things::Held> keep(std::vector<wit::things::Held> all, wit::things::Either,
                                      std::optional<Node>) {
    return all;
  }
  std::string look(const wit::things::Shown&, const std::tuple<wit::things::NodeRef, std::uint32_t>&) {
    return {};
  }
};

int failed = 0;
void check(bool good, const char* what, const char* a, const char* b) {
  if (good) return;
  ++failed;
  std::printf("%s: %s with %s\n", what, a, b);
}

/// `mine` takes an object of `other`'s, gives it back wrapped, and the host looks through it.
void cross(const wit::Everything& mine, const char* a, const wit::Everything& other, const char* b) {
  Node own = *mine.things().new_node("own"), foreign = *other.things().new_node("foreign");
  check(*mine.things().look(wit::things::Shown::One{foreign}, {own, 1}) == "foreign/own1", "look", a, b);
  check(*own.add(*other.things().new_node("child")) == 1, "add", a, b);
  auto children = *own.children();
  check(children.size() == 1 && *children[0].name() == "child", "children", a, b);
  check(*foreign.add(std::move(own)) == 1, "add the other way", a, b);
  Node joined = *mine.things().node_join(std::move(foreign), std::move(children[0]));
  check(*joined.name() == "foreignchild", "join", a, b);
}

}  // namespace

int main(int count, char** words) {
  tenon::Host host;
  Things things;
  Functions functions;
  std::size_t blocks = 0, bytes = 0;
  tenon_heap_use(&blocks, &bytes);
  std::vector<wit::Everything> plugins;
  for (int i = 1; i < count; ++i)
    plugins.push_back(
        wit::Everything::load(host, words[i], {.functions = functions, .things = things}).value());
  for (std::size_t a = 0; a < plugins.size(); ++a)
    for (std::size_t b = 0; b < plugins.size(); ++b)
      cross(plugins[a], words[a + 1], plugins[b], words[b + 1]);

  // One of each in one of each, and the outermost is kept until the others' instances are gone.
  Node chain = *plugins.front().things().new_node("innermost");
  for (std::size_t i = 0; i < plugins.size(); ++i) {
    Node next = *plugins[i].things().new_node(std::to_string(i));
    check(*next.add(std::move(chain)) == 1, "chain", "all", "all");
    chain = std::move(next);
  }
  const std::size_t built = plugins.size();
  while (!plugins.empty()) plugins.erase(plugins.begin() + static_cast<std::ptrdiff_t>(plugins.size() / 2));
  std::size_t length = 0;
  for (Node node = std::move(chain); true; ++length) {
    auto below = *node.children();
    if (below.empty()) break;
    node = std::move(below.front());
  }
  check(length == built, "length of the chain", "all", "all");
  std::size_t blocks_after = 0, bytes_after = 0;
  tenon_heap_use(&blocks_after, &bytes_after);
  check(blocks == blocks_after && bytes == bytes_after, "heap", "before", "after");
  std::printf("%zu plugins crossed, %d failed\n", built, failed);
  return failed != 0;
}
