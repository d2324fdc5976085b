// SPDX-License-Identifier: MIT
//
// hashes WIT [FEATURE...]: what of each world of the main package goes into the contract, one line for
// each interface and resource, with its hash and its functions in slot order. `*` is all features.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "abi/contract.hpp"
#include "project/wit_files.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

void print(const std::string& id, const abi::Hash& hash, const std::vector<abi::Slot>& slots) {
  std::printf("  %s ", id.c_str());
  for (const std::uint8_t byte : hash) std::printf("%02x", unsigned{byte});
  for (const abi::Slot& slot : slots) std::printf(" %s", slot.function->name.c_str());
  std::puts("");
}

void print(const char* side, const std::vector<abi::Interface>& interfaces) {
  std::printf(" %s\n", side);
  for (const abi::Interface& interface : interfaces) {
    print(interface.name, interface.hash, interface.functions);
    for (const abi::Resource& resource : interface.resources)
      print(resource.id, resource.hash, resource.methods);
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  auto files = project::read_wit(words[1]);
  if (!files) return 1;
  files->input.features.assign(words + 2, words + count);
  files->input.all_features = files->input.features == std::vector<std::string>{"*"};
  const wit::Parsed parsed = wit::parse(files->input);
  if (!parsed.ok()) return 8;
  std::vector<wit::NamedWorld> worlds = parsed.model[parsed.model.main].worlds;
  std::ranges::sort(worlds, {}, &wit::NamedWorld::name);
  for (const wit::NamedWorld& named : worlds) {
    const abi::World world = abi::describe(parsed.model, named.id);
    std::printf("%s\n", world.name.c_str());
    print("imports", world.imports);
    print("exports", world.exports);
  }
  return 0;
}
