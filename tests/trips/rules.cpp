// SPDX-License-Identifier: MIT
#include "rules.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace trips {
namespace {

Type read_type(std::istream& in) {
  Type out;
  in >> out.kind >> out.count;
  if (out.kind == "enum" || out.kind == "flags") return out;
  if (out.kind == "own" || out.kind == "borrow") in >> out.word;
  const bool whole = out.kind == "own" || out.kind == "borrow";
  for (std::size_t i = 0; !whole && i < out.count; ++i) {
    std::string part;
    in >> part;
    out.parts.push_back(part == "-" ? -1 : std::stoi(part));
  }
  return out;
}

Function read_function(std::istream& in) {
  Function out;
  std::size_t count = 0;
  std::string result;
  in >> out.name >> out.family >> count;
  out.params.resize(count);
  for (int& param : out.params) in >> param;
  in >> result;
  out.result = result == "-" ? -1 : std::stoi(result);
  return out;
}

std::size_t expect(std::istream& in, const std::string& word) {
  std::string found;
  std::size_t count = 0;
  if (!(in >> found >> count) || found != word)
    throw std::runtime_error("no `" + word + "` in the description");
  return count;
}

const std::map<std::string, std::size_t> kScalars = {
    {"bool", 1}, {"u8", 1},  {"s8", 1},  {"u16", 2}, {"s16", 2},  {"u32", 4}, {"s32", 4},
    {"u64", 8},  {"s64", 8}, {"f32", 4}, {"f64", 8}, {"char", 4}, {"own", 8}, {"borrow", 8}};

}  // namespace

World::World(std::istream& in) {
  types_.resize(expect(in, "types"));
  for (Type& type : types_) type = read_type(in);
  peer.resize(expect(in, "peer"));
  for (Function& function : peer) function = read_function(in);
  work.resize(expect(in, "work"));
  for (Function& function : work) function = read_function(in);
}

int World::target(int type) const {
  return (*this)[type].kind == "alias" ? target((*this)[type].parts[0]) : type;
}

// discriminant_type: the smallest of 1, 2 and 4 bytes that tells all cases apart.
std::size_t World::tag(int index) const {
  const Type& type = (*this)[index];
  const std::size_t cases = type.kind == "enum" ? type.count : type.kind == "variant" ? type.parts.size() : 2;
  return cases <= 0x100 ? 1 : cases <= 0x10000 ? 2 : 4;
}

// The largest size and the largest alignment among the cases.
Shape World::payloads(const Type& type) const {
  Shape out;
  for (int part : type.parts) {
    if (part < 0) continue;
    const Shape each = shape(part);
    out = {std::max(out.size, each.size), std::max(out.align, each.align)};
  }
  return out;
}

Shape World::shape(int index) const {
  const Type& type = (*this)[index];
  if (type.kind == "alias") return shape(type.parts[0]);
  if (type.kind == "string" || type.kind == "list") return {16, 8};
  if (const auto scalar = kScalars.find(type.kind); scalar != kScalars.end())
    return {scalar->second, scalar->second};
  if (type.kind == "enum") return {tag(index), tag(index)};
  if (type.kind == "flags") {
    const std::size_t bytes = type.count <= 8 ? 1 : type.count <= 16 ? 2 : 4;
    return {bytes, bytes};
  }
  if (type.kind == "record" || type.kind == "tuple") {
    const std::size_t align = payloads(type).align, last = type.parts.size() - 1;
    return {aligned(offset(index, last) + shape(type.parts[last]).size, align), align};
  }
  const Shape inside = payloads(type);
  const std::size_t align = std::max(tag(index), inside.align);
  return {aligned(aligned(tag(index), inside.align) + inside.size, align), align};
}

std::size_t World::offset(int index, std::size_t part) const {
  const Type& type = (*this)[index];
  if (type.kind != "record" && type.kind != "tuple") return aligned(tag(index), payloads(type).align);
  std::size_t at = 0;
  for (std::size_t i = 0;; ++i) {
    at = aligned(at, shape(type.parts[i]).align);
    if (i == part) return at;
    at += shape(type.parts[i]).size;
  }
}

bool World::has(int index, const std::string& kind) const {
  const Type& type = (*this)[index];
  return type.kind == kind ||
         std::ranges::any_of(type.parts, [&](int part) { return part >= 0 && has(part, kind); });
}

}  // namespace trips
