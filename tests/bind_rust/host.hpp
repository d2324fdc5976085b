#pragma once
// SPDX-License-Identifier: MIT
//
// A host for the plugins of every.wit, made of the contract's headers alone: it loads a library,
// makes instances and calls slots by name. Everything it hands out is counted, so that a test sees
// what leaks.
//
//   Host host(library);
//   host.create("every");
//   host.call("texts", "shout", host.text("a"), &out);
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/abi.h"

namespace tenon::test {

/// A string of the test's as two arguments of a call.
struct Text {
  const char* ptr;
  std::size_t len;
};

struct Point {
  std::int32_t x, y;
};
struct OptionString {
  std::uint8_t is_some;
  tenon_string value;
};
struct OptionU32 {
  std::uint8_t is_some;
  std::uint32_t value;
};
struct OptionObject {
  std::uint8_t is_some;
  tenon_object* value;
};
struct Finding {
  tenon_string message;
  OptionString hint;
  std::uint8_t severity;
  Point at;
  tenon_list_string tags;
};
struct Pair {
  tenon_object* first;
  OptionObject second;
  tenon_string name;
};
struct Shown {
  tenon_string name;
  tenon_object* what;
};

struct Labelled {
  std::uint8_t number;
  tenon_string text;
};
struct Shape {
  std::uint8_t tag;
  union {
    double circle;
    Point area;
    tenon_string named;
    tenon_list corners;
    Labelled labelled;
  } value;
};
struct Number {
  std::uint8_t tag;
  union {
    std::uint8_t small;
    std::uint16_t pair[2];
  } value;
};
struct OptionNumber {
  std::uint8_t is_some;
  Number value;
};
struct Place {
  std::uint8_t f0;
  std::uint32_t f1;
  std::uint8_t f2;
};
struct Drawing {
  Shape shape;
  std::uint8_t perms;
  Place at;
  std::uint8_t mode;
  tenon_list more;
  OptionNumber last;
};
struct NamedObject {
  tenon_string name;
  tenon_object* object;
};
/// `held`, `lent` and `either`: what is in them follows from the tag.
struct Held {
  std::uint8_t tag;
  union {
    tenon_object* one;
    tenon_list many;
    NamedObject named;
    Shown shown;
    tenon_string text;
  } value;
};
struct Both {
  tenon_string name;
  tenon_object *mine, *theirs;
};
struct Pairing {
  tenon_object *mine, *theirs;
};

/// A host's object: a document or a watcher, counted in `Host::objects`.
struct Thing;

class Host {
 public:
  explicit Host(const std::string& library);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const tenon_library_descriptor* descriptor() const { return descriptor_; }
  const tenon_plugin_descriptor* plugin(std::string_view name) const;

  std::int32_t create(std::string_view plugin);
  void destroy();

  /// Calls the slot of that WIT name: `interface` is "texts", the arguments are the slot's own.
  template <class... Args>
  std::int32_t call(const char* interface, const char* function, Args... args) {
    const auto slot = reinterpret_cast<std::int32_t (*)(void*, Args...)>(find(interface, function));
    return slot(instance_, args...);
  }
  template <class... Args>
  static std::int32_t call(tenon_object* object, unsigned slot, Args... args) {
    const auto functions = reinterpret_cast<void* const*>(object->vtable + 1);
    return reinterpret_cast<std::int32_t (*)(void*, Args...)>(functions[slot])(object, args...);
  }
  static void drop(tenon_object* object) { object->vtable->drop(object); }
  std::uint64_t live(std::string_view resource) const;

  /// Takes over a result.
  std::string take(tenon_string text);
  std::vector<std::string> take(tenon_list_string list);
  std::string take_finding(const Finding& finding);  ///< "message|hint|severity|x,y|tags"
  std::string take_title(tenon_object* document);
  std::string take_shape(const Shape& shape);  ///< "named text", "corners 1,2 3,4", ...
  template <class Item>
  std::vector<Item> take_list(const Item* ptr, std::size_t len) {
    std::vector<Item> out(ptr, ptr + (len ? len : 0));
    give_back(const_cast<Item*>(ptr), len * sizeof(Item), alignof(Item));
    return out;
  }

  tenon_object* new_document(std::string title);
  tenon_object* new_ticket(std::uint32_t number);
  tenon_object* new_maker(std::string name);
  tenon_object* new_watcher(std::function<std::uint32_t(std::uint32_t)> changed);

  /// Bytes that plugins got and didn't give back; allocations so far; the one that fails (from 1).
  std::size_t bytes = 0;
  int allocations = 0, failing = 0;
  int objects = 0;   ///< of the host's own that are alive
  std::string trap;  ///< the last one's text
  std::int32_t trap_status = 0;
  std::map<std::string, std::string> settings;
  std::vector<std::string> lines;                       ///< of the log
  std::function<std::int32_t()> on_debug;               ///< inside of `log.debug`
  std::function<std::int32_t(OptionString*)> on_get;    ///< instead of `settings.get`
  std::function<std::int32_t(tenon_object**)> on_open;  ///< instead of `hub.open`
  std::function<void(Shape*)> on_shape;                 ///< before `mirror.turn-shape` returns
  std::function<void(Held*)> on_held;                   ///< before `mirror.turn-held` returns
  std::string absent;                                   ///< the id of an import that isn't there
  std::uint32_t log_slots = 3;
  std::uint32_t document_slots = 4;

  tenon_string own(std::string_view text);  ///< a result for the plugin
  void* allocate(std::size_t size, std::size_t align);
  void give_back(void* ptr, std::size_t size, std::size_t align);
  std::vector<tenon_object*> adopted;

 private:
  void* find(std::string_view interface, std::string_view function) const;

  void* library_ = nullptr;
  const tenon_library_descriptor* descriptor_ = nullptr;
  const tenon_plugin_descriptor* plugin_ = nullptr;
  void* instance_ = nullptr;
  std::map<void*, std::size_t> blocks_;
  tenon_host_table table_;
  std::vector<tenon_reference> imports_;
};

/// Tables of `mirror`, `makers`, `inside` and the world's own functions; NULL for other ids.
const tenon_table* mirror_table(std::string_view id);

inline Text text(std::string_view value) { return {value.data(), value.size()}; }
inline tenon_string str(std::string_view value) { return {value.data(), value.size()}; }

}  // namespace tenon::test
