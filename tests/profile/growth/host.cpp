// SPDX-License-Identifier: MIT
//
// Old and new: hosts and plugins of 1.0.0 and 1.1.0, each with each.
//
//   growth_host FOLDER LANGUAGE...
#include <cstdio>
#include <string>

#include "check.hpp"

int main(int count, char** words) {
  tenon::Host host;
  host.add_path(words[1]);
  for (int i = 2; i < count; ++i)
    for (const char* built : {"old-", "new-"}) {
      const std::string plugin = std::string(built) + words[i];
      check_as_old(host, plugin);
      check_as_new(host, plugin);
    }
  std::printf("%d checks, %d failed\n", checked, failed);
  return failed != 0;
}
