// SPDX-License-Identifier: MIT
//
// A plugin that believes its bindings: whatever it gets, it reads all of it.
#pragma once
#include <string>
#include <vector>

#include "honest-cpp.tenon.hpp"

using test::lies::types::Item;
using test::lies::types::ItemView;
using test::lies::types::Level;
using test::lies::types::Perms;
using test::lies::types::Shape;
using test::lies::types::ShapeView;
using test::lies::types::Thing;
using test::lies::types::ThingRef;

struct Honest {
  Host host;

  static std::uint32_t read(Level it) { return static_cast<std::uint32_t>(it); }
  static std::uint32_t read(std::string_view it) {
    std::uint32_t sum = 0;
    for (const char c : it) sum += static_cast<unsigned char>(c) != 0;
    return sum;
  }
  template <class T>
  static std::uint32_t all(const T& list) {
    std::uint32_t count = 0;
    for (const auto& one : list) count += one != one ? 2u : 1u;
    return count;
  }
  static std::uint32_t read(const Item& it) { return read(it.text) + all(it.words) * 0; }
  static std::uint32_t read(const Shape& it) {
    if (const auto* named = std::get_if<Shape::Named>(&it.value)) return read(named->value);
    if (const auto* lines = std::get_if<Shape::Lines>(&it.value)) return all(lines->value);
    return 0;
  }

  // --- takes

  std::uint32_t take_bool(bool it) { return it; }
  std::uint32_t take_char(char32_t it) { return static_cast<std::uint32_t>(it); }
  std::uint32_t take_item(const ItemView& it) { return read(tenon::to_owned(it)); }
  std::uint32_t take_items(std::span<const ItemView> it) { return all(tenon::to_owned(it)); }
  std::uint32_t take_lent(ThingRef it) { return it.value(); }
  std::uint32_t take_level(Level it) { return read(it); }
  std::uint32_t take_levels(std::span<const Level> it) { return all(it); }
  std::uint32_t take_nested(const auto& it) { return it && *it ? read(tenon::to_owned(**it)) : 0; }
  std::uint32_t take_option(std::optional<std::string_view> it) { return it ? read(*it) : 0; }
  std::uint32_t take_pair(const auto& it) { return read(std::get<1>(tenon::to_owned(it))); }
  std::uint32_t take_perms(Perms it) { return static_cast<std::uint32_t>(it); }
  std::uint32_t take_shape(const ShapeView& it) { return read(tenon::to_owned(it)); }
  std::uint32_t take_text(std::string_view it) { return read(it); }
  std::uint32_t take_texts(const auto& it) { return all(tenon::to_owned(it)); }
  std::uint32_t take_thing(const Thing& it) { return it.value(); }
  std::uint32_t take_things(const std::vector<Thing>& it) { return it.empty() ? 0 : it[0].value(); }
  std::uint32_t take_words(std::span<const std::uint32_t> it) { return all(it); }

  // --- questions

  std::uint32_t ask(std::uint32_t slot) {
    const auto puppet = host.puppet();
    switch (slot) {
      case 0:
        return puppet.give_bool();
      case 1:
        return static_cast<std::uint32_t>(puppet.give_char());
      case 2:
        return read(puppet.give_item());
      case 3:
        return all(puppet.give_items());
      case 4:
        return read(puppet.give_level());
      case 5:
        return all(puppet.give_levels());
      case 6:
        return puppet.give_nested().has_value();
      case 7:
        return read(puppet.give_option().value_or(""));
      case 8:
        return read(std::get<1>(puppet.give_pair()));
      case 9:
        return static_cast<std::uint32_t>(puppet.give_perms());
      case 10:
        return read(puppet.give_shape());
      case 11:
        return read(puppet.give_text());
      case 12:
        return all(puppet.give_texts());
      case 13:
        return puppet.give_thing().value();
      case 14:
        return puppet.give_things()[0].value();
      default:
        return ask_more(slot);
    }
  }
  std::uint32_t ask_more(std::uint32_t slot) {
    const auto puppet = host.puppet();
    if (slot == 15) return puppet.give_unit(), 0;
    if (slot == 16) return all(puppet.give_words());
    if (slot == 17) {
      const auto number = puppet.try_level();
      return number ? *number : read(number.error());
    }
    if (slot == 18) {
      const auto text = puppet.try_text();
      return text ? read(*text) : read(text.error());
    }
    if (slot == 19) {
      const auto thing = puppet.try_thing();
      return thing ? thing->value() : read(thing.error());
    }
    return puppet.try_unit().has_value();
  }
};
