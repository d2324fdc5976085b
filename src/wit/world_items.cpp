// SPDX-License-Identifier: MIT
#include "wit/world_items.hpp"

namespace tenon::wit {

std::string key_of(InterfaceId id) { return '#' + std::to_string(id.index); }

std::string key_of(const WorldItem& item) {
  return item.name.empty() ? key_of(std::get<WorldInterface>(item.item).id) : item.name;
}

const WorldItem* WorldItems::add(WorldItem item, bool excluded) {
  const auto [found, is_new] = by_key_.emplace(key_of(item), entries_.size());
  if (!is_new) return &entries_[found->second].item;
  entries_.push_back({std::move(item), excluded});
  return nullptr;
}

WorldItem* WorldItems::find(const std::string& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &entries_[found->second].item;
}

std::vector<WorldItem> WorldItems::take() {
  std::vector<WorldItem> items;
  for (Entry& entry : entries_) {
    if (!entry.excluded) items.push_back(std::move(entry.item));
  }
  return items;
}

}  // namespace tenon::wit
