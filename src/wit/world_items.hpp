#pragma once
// SPDX-License-Identifier: MIT
//
// The imports or the exports of a world while they are collected: in order, each name once. Items
// that have no name of their own are known by their interface.
#include <string>
#include <vector>

#include "wit/names.hpp"
#include "wit/state.hpp"

namespace tenon::wit {

std::string key_of(const WorldItem& item);
std::string key_of(InterfaceId id);

class WorldItems {
 public:
  struct Entry {
    WorldItem item;
    bool excluded = false;  ///< left out in the end, but its name is taken
  };

  /// The one that is there already, else null and `item` is added.
  const WorldItem* add(WorldItem item, bool excluded = false);
  WorldItem* find(const std::string& key);
  bool contains(const std::string& key) const { return by_key_.contains(key); }
  std::vector<WorldItem> take();

 private:
  std::vector<Entry> entries_;
  NameMap<std::size_t, std::string> by_key_;
};

}  // namespace tenon::wit
