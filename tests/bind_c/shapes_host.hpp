#pragma once
// SPDX-License-Identifier: MIT
//
// The host's side of world demo:shapes/shapes: tokens that count how often they are dropped, a source that
// lies when it is told to, and the fixture that calls.
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fake_host.hpp"
#include "shapes.tenon.h"

using Shape = demo_shapes_things_shape;
using Shapes = tenon_list_demo_shapes_things_shape;

/// An object that the host made. Every one has to be dropped exactly once when a test is over, or not
/// at all if it was only lent.
struct Token : demo_shapes_things_token {
  int drops = 0;
  std::uint32_t number = 5;

  Token() : demo_shapes_things_token{&kVtable.head} {}
  static int32_t id(demo_shapes_things_token* self, std::uint32_t* out) {
    *out = static_cast<Token*>(self)->number;
    return TENON_OK;
  }
  static void drop(void* self) { ++static_cast<Token*>(static_cast<demo_shapes_things_token*>(self))->drops; }
  static constexpr demo_shapes_things_token_vtable kVtable = {
      {1, 0, {}, "demo:shapes/things@1#token", nullptr, drop}, id};
};

inline Shape circle(double radius) {
  Shape out{};
  out.tag = DEMO_SHAPES_THINGS_SHAPE_CIRCLE;
  out.val.circle = radius;
  return out;
}
inline Shape place(const char* name, std::int16_t x, std::uint8_t y) {
  Shape out{};
  out.tag = DEMO_SHAPES_THINGS_SHAPE_PLACE;
  out.val.place = {text(name), {x, y}};
  return out;
}
inline Shape path(const std::vector<tenon_tuple2_f32_string>& steps) {
  Shape out{};
  out.tag = DEMO_SHAPES_THINGS_SHAPE_PATH;
  out.val.path = {steps.data(), steps.size()};
  return out;
}
inline Shape of(Token& token) {
  Shape out{};
  out.tag = DEMO_SHAPES_THINGS_SHAPE_TOKEN;
  out.val.token = &token;
  return out;
}
inline Shape perhaps(const char* ok) {
  Shape out{};
  out.tag = DEMO_SHAPES_THINGS_SHAPE_PERHAPS;
  out.val.perhaps.is_some = ok != nullptr;
  if (ok) out.val.perhaps.value.value.ok = text(ok);
  return out;
}

/// What the host answers, and what it was given.
struct Source {
  std::function<int32_t(Shape*)> give = [](Shape* out) { return *out = circle(1), TENON_OK; };
  std::function<int32_t(Shapes*, tenon_tuple2_u8_string*)> all;
  std::size_t taken = 0;
  int stores = 0;

  static Source& of(void* self) { return *static_cast<Source*>(self); }
};

/// A store of the host's; it drops what it is given.
struct Store : demo_shapes_source_store {
  Source* source;

  Store(Source& by, const demo_shapes_source_store_vtable& v)
      : demo_shapes_source_store{&v.head}, source(&by) {
    ++by.stores;
  }
  static int32_t put(demo_shapes_source_store*, const Shape* what, std::uint32_t* out) {
    *out = static_cast<std::uint32_t>(what->val.circle * 10);
    demo_shapes_things_shape_drop_objects(what);
    return TENON_OK;
  }
  static int32_t replace(demo_shapes_source_store*, const tenon_tuple2_u8_own_demo_shapes_things_token* what,
                         std::uint32_t* out) {
    *out = what->f0;
    demo_shapes_things_token_drop(what->f1);
    return TENON_OK;
  }
  static void drop(void* self) {
    auto* const store = static_cast<Store*>(static_cast<demo_shapes_source_store*>(self));
    --store->source->stores;
    delete store;
  }
  static constexpr demo_shapes_source_store_vtable kVtable = {
      {2, 0, {}, "demo:shapes/source@1#store", nullptr, drop}, put, replace};
  static constexpr demo_shapes_source_store_vtable kOld = {
      {1, 0, {}, "demo:shapes/source@1#store", nullptr, drop}, put, nullptr};
};

inline const demo_shapes_source_table kSource = {
    .head = {6, 0, {}, "demo:shapes/source@1", nullptr, nullptr},
    .new_store =
        [](void* self, const char*, std::size_t len, demo_shapes_source_store** ok, Shape* err) {
          if (len == 0) return *err = circle(3), std::int32_t{TENON_ERR};
          *ok = new Store(Source::of(self), Store::kVtable);
          return std::int32_t{TENON_OK};
        },
    .store_shared =
        [](void* self, std::uint8_t, demo_shapes_source_store** out) {
          *out = new Store(Source::of(self), Store::kVtable);
          return std::int32_t{TENON_OK};
        },
    .all = [](void* self, Shapes* ok, tenon_tuple2_u8_string* err) { return Source::of(self).all(ok, err); },
    .give = [](void* self, std::uint32_t, Shape* out) { return Source::of(self).give(out); },
    .store_other =
        [](void* self, demo_shapes_things_token* t, demo_shapes_source_store** out) {
          demo_shapes_things_token_drop(t);
          *out = new Store(Source::of(self), Store::kOld);
          return std::int32_t{TENON_OK};
        },
    .take =
        [](void* self, const Shape* ptr, std::size_t len,
           const tenon_option_own_demo_shapes_things_token* more, std::uint32_t* out) {
          const Shapes these = {ptr, len};
          *out = static_cast<std::uint32_t>(Source::of(self).taken = len + more->is_some);
          tenon_list_demo_shapes_things_shape_drop_objects(&these);
          tenon_option_own_demo_shapes_things_token_drop_objects(more);
          return std::int32_t{TENON_OK};
        },
};

/// The source of a host that is older than what joined in 1.1.0.
inline const demo_shapes_source_table kOldSource = [] {
  demo_shapes_source_table table = kSource;
  table.head.slots = 4;
  table.store_other = nullptr;
  table.take = nullptr;
  table.store_shared = [](void* self, std::uint8_t, demo_shapes_source_store** out) {
    *out = new Store(Source::of(self), Store::kOld);
    return std::int32_t{TENON_OK};
  };
  return table;
}();

/// Runs with every build of the library.
class ShapesTest : public testing::TestWithParam<const char*> {
 protected:
  const tenon_library_descriptor* library = load(GetParam());
  const tenon_plugin_descriptor* plugin = library->plugins[0];
  FakeHost host;
  Source source;
  tenon_reference imports[2] = {{&kSource.head, &source}, {nullptr, nullptr}};
  Instance instance{host, plugin, imports};
  const demo_shapes_calls_table& calls = instance.exported<demo_shapes_calls_table>();

  void TearDown() override {
    instance.destroy();
    EXPECT_EQ(host.live_bytes(), 0u);
    EXPECT_EQ(source.stores, 0);
  }

  /// There and back; the caller frees it.
  Shape same(const Shape& shape) {
    Shape out{};
    EXPECT_EQ(calls.same_shape(instance.self, &shape, &out), TENON_OK);
    EXPECT_EQ(out.tag, shape.tag);
    return out;
  }
  void free(Shape& shape) { demo_shapes_things_shape_free(&host.table, &shape); }

  /// The status of a call that gets `shape`.
  int32_t refused(const Shape& shape) {
    Shape out{};
    return calls.same_shape(instance.self, &shape, &out);
  }

  void trap() { EXPECT_EQ(calls.trap(instance.self), TENON_TRAP); }
};
