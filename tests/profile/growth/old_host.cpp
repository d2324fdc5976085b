// SPDX-License-Identifier: MIT
#include "check.hpp"
#include "old.tenon.hpp"

namespace {

struct Seven {
  std::uint32_t value() { return 7; }
};
struct Service {
  std::string name() { return "old"; }
  test::growth::service::Token get_token() { return test::growth::service::Token::make(Seven()); }
};

}  // namespace

void check_as_old(const tenon::Host& host, const std::string& plugin) {
  Service service;
  const auto loaded = test::growth::Old::load(host, plugin, {.service = service}).value();
  const bool is_new = plugin.starts_with("new");
  CHECK(loaded.functions().report()->str(), is_new ? "old 7 no rank no twice -1 -1" : "old 7");
  CHECK(std::to_string(*loaded.tool().first(1)), "2");
  CHECK(std::to_string(*loaded.tool().new_item(41)->get()), "41");
}
