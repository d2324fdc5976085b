// SPDX-License-Identifier: MIT
#include "check.hpp"
#include "new.tenon.hpp"

namespace {

struct Seven {
  std::uint32_t value() { return 7; }
  std::uint32_t twice() { return 14; }
};
struct Service {
  std::string name() { return "new"; }
  test::growth::service::Token get_token() { return test::growth::service::Token::make(Seven()); }
  std::uint32_t rank() { return 5; }
};

void newer_functions(const auto& tool, const auto& item, const std::string& plugin) {
  CHECK(tool.has_second() ? "there" : "missing", "there");
  CHECK(tool.second("x")->str(), "x!");
  CHECK(std::to_string(*tool.second("").error().own()), "7");
  CHECK(item.has_add() ? "there" : "missing", "there");
  CHECK(std::to_string(*item.add(1)), "42");
}

void missing_functions(const auto& tool, const auto& item, const std::string& plugin) {
  CHECK(tool.has_second() ? "there" : "missing", "missing");
  CHECK(std::to_string(tool.second("x").error().status()), std::to_string(TENON_MISSING));
  CHECK(item.has_add() ? "there" : "missing", "missing");
  CHECK(std::to_string(item.add(1).error().status()), std::to_string(TENON_MISSING));
  CHECK(std::to_string(*tool.first(1)), "2");  // and no trap came of it
}

}  // namespace

void check_as_new(const tenon::Host& host, const std::string& plugin) {
  Service service;
  const auto loaded = test::growth::New::load(host, plugin, {.service = service}).value();
  const bool is_new = plugin.starts_with("new");
  CHECK(loaded.functions().report()->str(), is_new ? "new 7 rank 5 twice 14" : "new 7");
  const auto item = *loaded.tool().new_item(41);
  CHECK(std::to_string(*item.get()), "41");
  if (is_new)
    newer_functions(loaded.tool(), item, plugin);
  else
    missing_functions(loaded.tool(), item, plugin);
}
