// SPDX-License-Identifier: MIT
//
// What the test host implements of variants, flags and tuples: `mirror`, `makers`, `inside` and the
// world's own functions.
#include <map>

#include "host.hpp"

namespace tenon::test {
namespace {

Host& host_at(void* self) { return *static_cast<Host*>(self); }

template <class Item>
const Item* items(const tenon_list& list) {
  return static_cast<const Item*>(list.ptr);
}

tenon_string copy(Host& host, tenon_string text) { return host.own({text.ptr, text.len}); }

template <class Item, class Copy>
tenon_list copy_list(Host& host, const tenon_list& list, const Copy& each) {
  if (list.len == 0) return {nullptr, 0};
  auto* out = static_cast<Item*>(host.allocate(list.len * sizeof(Item), alignof(Item)));
  for (std::size_t i = 0; i < list.len; ++i) out[i] = each(items<Item>(list)[i]);
  return {out, list.len};
}

Shape copy(Host& host, Shape shape) {
  if (shape.tag == 2) shape.value.named = copy(host, shape.value.named);
  if (shape.tag == 3)
    shape.value.corners = copy_list<Point>(host, shape.value.corners, [](const Point& p) { return p; });
  if (shape.tag == 4) shape.value.labelled.text = copy(host, shape.value.labelled.text);
  return shape;
}

// ---- mirror ----

struct NamedNumber {
  tenon_string name;
  Number number;
};
struct CodeText {
  std::uint8_t code;
  tenon_string text;
};

std::int32_t numbers(void* self, const NamedNumber* ptr, std::size_t len, tenon_list* ok, CodeText* err) {
  if (ptr[0].number.tag == 2) return *err = {9, host_at(self).own("none")}, TENON_ERR;
  auto* out = static_cast<Number*>(host_at(self).allocate(len * sizeof(Number), alignof(Number)));
  for (std::size_t i = 0; i < len; ++i) out[i] = ptr[i].number;
  return *ok = {out, len}, TENON_OK;
}
std::int32_t take_both(void* self, const Both* both, tenon_string* out) {
  Host& host = host_at(self);
  const std::string told = std::string(both->name.ptr, both->name.len) + " " + host.take_title(both->mine) +
                           " " + host.take_title(both->theirs);
  Host::drop(both->mine);
  return *out = host.own(told), TENON_OK;
}
std::int32_t turn_drawing(void* self, const Drawing* value, Drawing* out) {
  Host& host = host_at(self);
  *out = *value;
  out->shape = copy(host, value->shape);
  out->more = copy_list<Shape>(host, value->more, [&](const Shape& shape) { return copy(host, shape); });
  return TENON_OK;
}
std::int32_t turn_held(void* self, const Held* value, Held* out) {
  *out = *value;
  out->value.many =
      copy_list<tenon_object*>(host_at(self), value->value.many, [](tenon_object* o) { return o; });
  if (host_at(self).on_held) host_at(self).on_held(out);
  return TENON_OK;
}
std::int32_t turn_perms(void*, std::uint8_t value, std::uint8_t* out) { return *out = value, TENON_OK; }
std::int32_t turn_shape(void* self, const Shape* value, Shape* out) {
  *out = copy(host_at(self), *value);
  if (host_at(self).on_shape) host_at(self).on_shape(out);
  return TENON_OK;
}
struct MirrorTable {
  tenon_table head;
  decltype(&numbers) numbers_;
  decltype(&take_both) take_both_;
  decltype(&turn_drawing) drawing_;
  decltype(&turn_held) held_;
  decltype(&turn_perms) perms_;
  decltype(&turn_shape) shape_;
};
const MirrorTable kMirror{{6, 0, {}, "test:every/mirror@1", nullptr, nullptr},
                          numbers,
                          take_both,
                          turn_drawing,
                          turn_held,
                          turn_perms,
                          turn_shape};

// ---- makers ----

std::int32_t new_maker(void* self, const char* ptr, std::size_t len, tenon_object** ok, tenon_string*) {
  return *ok = host_at(self).new_maker({ptr, len}), TENON_OK;
}
std::int32_t merge(void*, tenon_object* a, tenon_object*, tenon_object** out) { return *out = a, TENON_OK; }
std::int32_t best(void*, tenon_object* const*, std::size_t, OptionObject*) { return TENON_GONE; }
struct MakersTable {
  tenon_table head;
  decltype(&new_maker) new_;
  decltype(&merge) merge_;
  decltype(&best) best_;
};
const MakersTable kMirroredMakers{
    {3, 0, {}, "test:every/makers@1", nullptr, nullptr}, new_maker, merge, best};

// ---- The world's own ----

std::int32_t ping(void*, std::uint32_t value, std::uint32_t* out) { return *out = value + 1, TENON_OK; }
struct InsideTable {
  tenon_table head;
  decltype(&ping) ping_;
};
const InsideTable kInside{{1, 0, {}, "inside", nullptr, nullptr}, ping};

std::int32_t new_ticket(void* self, std::uint32_t number, tenon_object** out) {
  return *out = host_at(self).new_ticket(number), TENON_OK;
}
std::int32_t loop(void* self, const char* ptr, std::size_t len, tenon_string* out) {
  return *out = host_at(self).own("<" + std::string(ptr, len) + ">"), TENON_OK;
}
std::int32_t now(void*, std::uint64_t* out) { return *out = 1999, TENON_OK; }
struct WorldTable {
  tenon_table head;
  decltype(&new_ticket) new_;
  decltype(&loop) loop_;
  decltype(&now) now_;
};
const WorldTable kWorld{{3, 0, {}, "$world", nullptr, nullptr}, new_ticket, loop, now};

}  // namespace

const tenon_table* mirror_table(std::string_view id) {
  const std::map<std::string_view, const tenon_table*> tables = {
      {"test:every/mirror@1", &kMirror.head},
      {"test:every/makers@1", &kMirroredMakers.head},
      {"inside", &kInside.head},
      {"$world", &kWorld.head}};
  const auto found = tables.find(id);
  return found == tables.end() ? nullptr : found->second;
}

std::string Host::take_title(tenon_object* document) {
  tenon_string out{};
  return call(document, 1, &out) == TENON_OK ? take(out) : "?";
}

std::string Host::take_shape(const Shape& shape) {
  switch (shape.tag) {
    case 0:
      return "circle " + std::to_string(shape.value.circle);
    case 1:
      return "area " + std::to_string(shape.value.area.x) + "," + std::to_string(shape.value.area.y);
    case 2:
      return "named " + take(shape.value.named);
    case 3: {
      std::string out = "corners";
      for (const Point& p : take_list(items<Point>(shape.value.corners), shape.value.corners.len))
        out += " " + std::to_string(p.x) + "," + std::to_string(p.y);
      return out;
    }
    case 4:
      return "labelled " + std::to_string(shape.value.labelled.number) + " " +
             take(shape.value.labelled.text);
    default:
      return "nothing";
  }
}

}  // namespace tenon::test
