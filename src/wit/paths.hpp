#pragma once
// SPDX-License-Identifier: MIT
//
// Every path of a file or nested package, in the reference's order: in a world `use` and `include`
// come first, then imports, then exports.
#include "wit/ast.hpp"

namespace tenon::wit {

enum class PathRole : std::uint8_t { interface, world, unknown };

struct PathUse {
  const ast::Path& path;
  PathRole role;
  const ast::Name* owner;  ///< the interface, or the world that includes; else null
};

template <class F>
void for_each_path(const std::vector<ast::InterfaceItem>& items, const ast::Name* owner, F& f) {
  for (const auto& item : items) {
    if (const auto* use = std::get_if<ast::Use>(&item)) f(PathUse{use->from, PathRole::interface, owner});
  }
}

template <class F>
void for_each_extern_path(const ast::World& world, bool imports, F& f) {
  for (const auto& item : world.items) {
    const auto* external = std::get_if<ast::Extern>(&item);
    if (external == nullptr || external->is_import != imports) continue;
    if (const auto* path = std::get_if<ast::Path>(&external->item))
      f(PathUse{*path, PathRole::interface, nullptr});
    if (const auto* in_place = std::get_if<ast::InlineInterface>(&external->item)) {
      for_each_path(in_place->items, nullptr, f);
    }
  }
}

template <class F>
void for_each_path(const ast::World& world, F& f) {
  for (const auto& item : world.items) {
    if (const auto* use = std::get_if<ast::Use>(&item)) f(PathUse{use->from, PathRole::interface, nullptr});
    if (const auto* include = std::get_if<ast::Include>(&item))
      f(PathUse{include->from, PathRole::world, &world.name});
  }
  for_each_extern_path(world, true, f);
  for_each_extern_path(world, false, f);
}

template <class F>
void for_each_path(const std::vector<ast::Item>& items, F f) {
  for (const auto& item : items) {
    if (const auto* interface = std::get_if<ast::Interface>(&item)) {
      for_each_path(interface->items, &interface->name, f);
    } else if (const auto* world = std::get_if<ast::World>(&item)) {
      for_each_path(*world, f);
    } else if (const auto* use = std::get_if<ast::TopUse>(&item)) {
      f(PathUse{use->path, PathRole::unknown, nullptr});
    }
  }
}

}  // namespace tenon::wit
