// SPDX-License-Identifier: MIT
//
// The same in C++: what is exact is tested in host.c.
//
//   account_host_cpp LIBRARY NAME
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include "leaking.tenon.hpp"

namespace {

using test::account::Leaking;

void check(bool good, const char* what) {
  if (good) return;
  std::cout << what << '\n';
  std::exit(1);
}
#define CHECK(...) check(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__)

void what_is_always_known(const std::string& library) {
  tenon::Host host;
  auto plugin = Leaking::load(host, library).value();
  auto thing = plugin.work().new_thing().value();
  CHECK(!plugin.work().give_up());
  const tenon_account account = plugin.plugin().account().value();
  CHECK(account.counted == 0 && account.calls == 0 && account.allocated_blocks == 0);
  CHECK(account.instances == 1 && account.objects == 1 && account.traps == 1);
  CHECK(account.generation == plugin.plugin().generation());
}

void what_is_left_is_told(const std::string& library, const std::string& name) {
  tenon::Host host({.account = TENON_ACCOUNT_MEMORY | TENON_ACCOUNT_CALLS});
  auto plugin = tenon::Plugin::load(host, library, test::account::leaking_world).value();
  const tenon::String text = [&] {
    auto instance = Leaking::load(host, library).value();
    const std::uint64_t before = plugin.account()->allocated_blocks;
    auto text = instance.work().text(100).value();
    const tenon_account account = plugin.account().value();
    CHECK(account.calls == 1 && account.allocated_blocks == before + 1);
    CHECK(host.accounts()->find("\n" + name + " ") != std::string::npos);
    std::cout << *host.accounts();
    return text;
  }();
  auto unloaded = plugin.unload();
  CHECK(unloaded && unloaded->outcome == TENON_UNLOAD_CLOSED);
  CHECK(unloaded->reason == "`" + name +
                                "` leaves 1 block of 100 bytes that nobody gave back: leaked, unless "
                                "somebody still holds results of it");
}

}  // namespace

int main(int count, char** words) {
  CHECK(count == 3);
  what_is_always_known(words[1]);
  what_is_left_is_told(words[1], words[2]);
  std::cout << "all is well\n";
}
