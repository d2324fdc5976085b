// SPDX-License-Identifier: MIT
//
// Constructors, statics, functions of the world itself, awkward names, two plugins in one library, and
// errors returned where exceptions aren't wanted.
#pragma once
#include <string>

#include "odd-pair.tenon.hpp"

namespace odd {

using a::odd_names::shapes::Class;
using a::odd_names::shapes::ClassView;
using a::odd_names::shapes::Counter;
using a::odd_names::shapes::CounterRef;
using a::odd_names::shapes::Token;

struct MyCounter {
  std::uint32_t at;
  std::uint32_t next() { return at++; }
};
struct MyToken {
  std::string text;
  tenon::String name() { return host.string(text); }
  Host host;
};

struct One {
  Host host;

  static tenon::expected<One, std::string> create(Host host) {
    if (host.dir().empty()) return tenon::unexpected("no folder");
    return One{std::move(host)};
  }
  std::uint32_t again_run(std::string_view text) { return static_cast<std::uint32_t>(100 + text.size()); }
  std::uint32_t sum() {
    const auto one = host.dep_v1_types().get();
    const auto two = host.dep_v0_2_types().get();
    return one && two ? one->x + two->y : 0u;
  }
  std::uint32_t weigh(a::odd_names::odd_types::Gauge gauge) {
    const auto mine = host.functions().new_gauge(7);
    return gauge.read().value_or(0u) + (mine ? mine->read().value_or(0u) : 0u);
  }
  std::uint32_t world_run(std::string_view text) {
    auto printed = host.functions().print(text, 1);
    if (!printed)
      return printed.error().own() ? 1000 : 2000 + static_cast<std::uint32_t>(-printed.error().status());
    return host.inline_().double_(*printed).value_or(3000u);
  }
  Counter new_counter(std::uint32_t start) { return Counter::make(host, MyCounter{start}); }
  Counter counter_twice(CounterRef of) { return Counter::make(host, MyCounter{2 * of.next().value_or(0u)}); }
  tenon::expected<Counter, std::string> counter_parse(std::string_view text) {
    if (text.empty()) return tenon::unexpected("nothing to parse");
    return new_counter(static_cast<std::uint32_t>(text.size()));
  }
  tenon::expected<Token, std::string> new_token(std::string_view name) {
    if (name.empty()) return tenon::unexpected("a token has a name");
    return Token::make(host, MyToken{std::string(name), host});
  }
  Class make_class(const ClassView& c) { return {static_cast<std::uint8_t>(c.operator_ + 1), c.template_}; }
};

struct Other : One {
  explicit Other(Host h) : One{std::move(h)} {}
  std::uint32_t world_run(std::string_view) { return 7; }
  static void create() = delete;
};

}  // namespace odd
