// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <algorithm>
#include <cstring>

namespace trips {
namespace {

struct Pair {
  const char* ptr;
  std::size_t len;
};

template <class T>
T load(const void* at) {
  T out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

std::uint64_t load_tag(const void* at, std::size_t size) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, size);  // little-endian
  return out;
}

/// Calls `visit(part, offset)` for each part that a value has, a list's elements apart.
template <class Visit>
void each_part(const World& world, int index, const void* value, Visit visit) {
  const Type& type = world[index];
  if (type.kind == "record" || type.kind == "tuple") {
    for (std::size_t i = 0; i < type.parts.size(); ++i) visit(type.parts[i], world.offset(index, i));
  } else if (type.kind == "variant" || type.kind == "option" || type.kind == "result") {
    const std::uint64_t tag = load_tag(value, world.tag(index));
    if (type.kind == "option" && tag == 0) return;
    const int part = type.parts[type.kind == "option" ? 0 : tag];
    if (part >= 0) visit(part, world.offset(index, 0));
  }
}

const char* at(const void* value, std::size_t offset) { return static_cast<const char*>(value) + offset; }

/// Whether bytes are all there is to a type.
bool is_scalar(const Type& type) {
  return type.parts.empty() && type.kind != "string" && type.kind != "own" && type.kind != "borrow";
}

const std::vector<std::uint64_t> kEnds = {0,          1,         0x7F,       0x80,       0xFF,
                                          0x7FFF,     0x8000,    0xFFFF,     0x7FFFFFFF, 0x80000000,
                                          0xFFFFFFFF, INT64_MAX, 1ull << 63, UINT64_MAX, 0x8000000000000001};
const std::vector<std::uint64_t> kFloats = {0,          0x80000000, 0x7F800000, 0xFF800000, 0x7FC00000,
                                            0x7FC12345, 0xFFFFFFFF, 0x00000001, 0x7F7FFFFF, 0x3F800000};
const std::vector<std::uint64_t> kDoubles = {0,
                                             1ull << 63,
                                             0x7FF0000000000000,
                                             0x7FF8000000000000,
                                             0xFFF8000012345678,
                                             0x0000000000000001,
                                             0x7FEFFFFFFFFFFFFF,
                                             UINT64_MAX};
const std::vector<std::uint64_t> kChars = {0,      'a',    0x7F,   0x80,    0x7FF,   0x800,
                                           0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};

const std::vector<std::uint64_t>& ends_of(const std::string& kind) {
  return kind == "f32" ? kFloats : kind == "f64" ? kDoubles : kind == "char" ? kChars : kEnds;
}

}  // namespace

// --- making ---------------------------------------------------------------------------------------

char* Maker::block(std::size_t size) {
  auto* out = static_cast<char*>(std::malloc(size));
  std::memset(out, 0xA5, size);
  blocks_.emplace_back(out);
  return out;
}

void* Maker::make(int type) {
  char* out = block(world_.shape(type).size);
  fill(type, out);
  return out;
}

void Maker::fill(int index, char* to) {
  const int target = world_.target(index);
  const Type& type = world_[target];
  ++depth_;
  if (type.kind == "string") {
    fill_string(to);
  } else if (type.kind == "list") {
    fill_list(target, to);
  } else if (type.kind == "own" || type.kind == "borrow") {
    fill_handle(type, to);
  } else if (type.kind == "enum") {
    const std::uint64_t which = mood_ == Mood::extreme ? type.count - 1 : below(type.count);
    std::memcpy(to, &which, world_.tag(target));
  } else if (is_scalar(type)) {
    fill_scalar(type.kind, world_.shape(target).size, to);
  } else {
    if (type.kind != "record" && type.kind != "tuple") fill_variant(target, to);
    each_part(world_, target, to, [&](int part, std::size_t offset) { fill(part, to + offset); });
  }
  --depth_;
}

// Flags take any bits: unknown ones are kept.
void Maker::fill_scalar(const std::string& kind, std::size_t size, char* to) {
  const std::vector<std::uint64_t>& ends = ends_of(kind);
  const bool end = mood_ == Mood::extreme || kind == "char" || below(4) == 0;
  std::uint64_t bits = end ? ends[below(ends.size())] : random_();
  if (mood_ == Mood::empty) bits = 0;
  if (kind == "bool") bits &= 1;
  std::memcpy(to, &bits, size);
}

void Maker::fill_variant(int index, char* to) {
  const Type& type = world_[index];
  const std::size_t cases = type.kind == "variant" ? type.parts.size() : 2;
  std::uint64_t tag = mood_ == Mood::extreme ? cases - 1 : mood_ == Mood::empty ? 0 : below(cases);
  // Most of a variant's many cases have no payload.
  if (cases > 20 && below(2) == 0) tag -= tag % 7;
  std::memcpy(to, &tag, world_.tag(index));
}

std::size_t Maker::length() {
  if (mood_ == Mood::empty) return 0;
  return below(depth_ < 3 ? 5 : depth_ < 6 ? 3 : 2);
}

// The pointer of an empty list means nothing and is never read: it stays rubbish.
void Maker::fill_list(int index, char* to) {
  const int element = world_[index].parts[0];
  const std::size_t size = world_.shape(element).size;
  const std::size_t len = mood_ == Mood::large && depth_ == 1 ? (size == 1 ? 1u << 20 : 100'000u) : length();
  std::memcpy(to + 8, &len, 8);
  if (len == 0) return;
  char* const elements = block(len * size);
  std::memcpy(to, &elements, 8);
  for (std::size_t i = 0; i < len; ++i) fill(element, elements + i * size);
}

std::string Maker::text() {
  static const std::vector<std::string> kPieces = {"a",
                                                   "z",
                                                   "\x7F",
                                                   "\xC2\x80",
                                                   "\xC3\xA9",
                                                   "\xE2\x82\xAC",
                                                   "\xEF\xBF\xBF",
                                                   "\xF0\x90\x80\x80",
                                                   "\xF4\x8F\xBF\xBF",
                                                   std::string(1, '\0')};
  std::string out;
  std::size_t pieces = length() * 3;
  if (mood_ == Mood::large && depth_ == 1) pieces = 1u << 20;
  while (pieces-- > 0) out += kPieces[below(kPieces.size())];
  return out;
}

void Maker::fill_string(char* to) {
  const std::string bytes = text();
  const std::size_t len = bytes.size();
  std::memcpy(to + 8, &len, 8);
  if (len == 0) return;
  char* const ptr = block(len);
  std::memcpy(ptr, bytes.data(), len);
  std::memcpy(to, &ptr, 8);
}

void Maker::fill_handle(const Type& type, char* to) {
  if (used_ == handles_.size()) handles_.push_back({object_(type.word), type.kind == "own"});
  std::memcpy(to, &handles_[used_++].object, 8);
}

// --- everything else ------------------------------------------------------------------------------

bool equal(const World& world, int index, const void* a, const void* b) {
  index = world.target(index);
  const Type& type = world[index];
  if (type.kind == "own" || type.kind == "borrow" || is_scalar(type))
    return std::memcmp(a, b, world.shape(index).size) == 0;
  if (type.kind == "string" || type.kind == "list") {
    const Pair x = load<Pair>(a), y = load<Pair>(b);
    if (x.len != y.len) return false;
    if (type.kind == "string") return x.len == 0 || std::memcmp(x.ptr, y.ptr, x.len) == 0;
    const std::size_t size = world.shape(type.parts[0]).size;
    if (is_scalar(world[type.parts[0]])) return x.len == 0 || std::memcmp(x.ptr, y.ptr, x.len * size) == 0;
    for (std::size_t i = 0; i < x.len; ++i)
      if (!equal(world, type.parts[0], x.ptr + i * size, y.ptr + i * size)) return false;
    return true;
  }
  if (type.kind != "record" && type.kind != "tuple" && std::memcmp(a, b, world.tag(index)) != 0) return false;
  bool same = true;
  each_part(world, index, a, [&](int part, std::size_t offset) {
    same = same && equal(world, part, at(a, offset), at(b, offset));
  });
  return same;
}

void copy(const World& world, int index, Heap& heap, const void* from, void* to) {
  index = world.target(index);
  const Type& type = world[index];
  const bool list = type.kind == "list";
  std::memcpy(to, from, world.shape(index).size);
  if (list || type.kind == "string") {
    const Pair x = load<Pair>(from);
    if (x.len == 0) return;
    const Shape each = list ? world.shape(type.parts[0]) : Shape{1, 1};
    auto* made = static_cast<char*>(heap.take(x.len * each.size, each.align));
    std::memcpy(to, &made, 8);
    std::memcpy(made, x.ptr, x.len * each.size);
    for (std::size_t i = 0; list && !is_scalar(world[type.parts[0]]) && i < x.len; ++i)
      copy(world, type.parts[0], heap, x.ptr + i * each.size, made + i * each.size);
  }
  each_part(world, index, from, [&](int part, std::size_t offset) {
    copy(world, part, heap, at(from, offset), static_cast<char*>(to) + offset);
  });
}

void release(const World& world, int index, Heap& heap, const void* value) {
  index = world.target(index);
  const Type& type = world[index];
  if (type.kind == "own") return drop(world, index, value);
  if (type.kind == "list" || type.kind == "string") {
    const Pair x = load<Pair>(value);
    if (x.len == 0) return;
    const bool list = type.kind == "list";
    const Shape each = list ? world.shape(type.parts[0]) : Shape{1, 1};
    for (std::size_t i = 0; list && i < x.len; ++i)
      release(world, type.parts[0], heap, x.ptr + i * each.size);
    return heap.give(x.ptr, x.len * each.size, each.align);
  }
  each_part(world, index, value,
            [&](int part, std::size_t offset) { release(world, part, heap, at(value, offset)); });
}

void drop(const World& world, int index, const void* value) {
  index = world.target(index);
  const Type& type = world[index];
  if (type.kind == "own") {
    auto* object = load<tenon_object*>(value);
    return object->vtable->drop(object);
  }
  if (type.kind == "list") {
    const Pair x = load<Pair>(value);
    const std::size_t size = world.shape(type.parts[0]).size;
    for (std::size_t i = 0; i < x.len; ++i) drop(world, type.parts[0], x.ptr + i * size);
  }
  each_part(world, index, value, [&](int part, std::size_t offset) { drop(world, part, at(value, offset)); });
}

}  // namespace trips
