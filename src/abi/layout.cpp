// SPDX-License-Identifier: MIT
#include "abi/layout.hpp"

#include <algorithm>

namespace tenon::abi {
namespace {

constexpr std::uint32_t kPointer = 8;
constexpr Layout kPointerAndLength{2 * kPointer, kPointer};

std::uint32_t aligned(std::uint32_t offset, std::uint32_t align) {
  return (offset + align - 1) / align * align;
}

Layout of_primitive(wit::Primitive primitive) {
  using enum wit::Primitive;
  switch (primitive) {
    case boolean:
    case u8:
    case s8:
      return {1, 1};
    case u16:
    case s16:
      return {2, 2};
    case u32:
    case s32:
    case f32:
    case character:
      return {4, 4};
    case u64:
    case s64:
    case f64:
      return {8, 8};
    case string:
      return kPointerAndLength;
    case error_context:
      return {kPointer, kPointer};
  }
  return {};
}

/// Puts parts behind each other, as a C struct does.
class Sequence {
 public:
  std::uint32_t add(const Layout& part) {
    const std::uint32_t offset = aligned(end_, part.align);
    end_ = offset + part.size;
    align_ = std::max(align_, part.align);
    return offset;
  }
  Layout layout() const { return {aligned(end_, align_), align_}; }

 private:
  std::uint32_t end_ = 0, align_ = 1;
};

/// The payloads of a variant, of which one is there at a time.
struct Union {
  std::size_t cases = 0;
  Layout payload{};

  void add(const wit::Model& model, const std::optional<wit::Type>& type) {
    ++cases;
    if (!type) return;
    const Layout part = layout_of(model, *type);
    payload = {std::max(payload.size, part.size), std::max(payload.align, part.align)};
  }
  std::uint32_t offset() const { return aligned(tag_size(cases), payload.align); }
  Layout layout() const {
    const std::uint32_t align = std::max(tag_size(cases), payload.align);
    return {aligned(offset() + payload.size, align), align};
  }
};

Union union_of(const wit::Model& model, const wit::Variant& variant) {
  Union out;
  for (const wit::Case& c : variant.cases) out.add(model, c.type);
  return out;
}

Union union_of(const wit::Model& model, const wit::Option& option) {
  Union out;
  out.add(model, std::nullopt);
  out.add(model, option.type);
  return out;
}

Union union_of(const wit::Model& model, const wit::Result& result) {
  Union out;
  out.add(model, result.ok);
  out.add(model, result.err);
  return out;
}

Layout of_flags(std::size_t count) {
  if (count <= 8) return {1, 1};
  if (count <= 16) return {2, 2};
  return {static_cast<std::uint32_t>((count + 31) / 32 * 4), 4};
}

struct LayoutOf {
  const wit::Model& model;

  Layout operator()(const wit::Record& record) const {
    Sequence sequence;
    for (const wit::Field& field : record.fields) sequence.add(layout_of(model, field.type));
    return sequence.layout();
  }
  Layout operator()(const wit::Tuple& tuple) const {
    Sequence sequence;
    for (const wit::Type& type : tuple.types) sequence.add(layout_of(model, type));
    return sequence.layout();
  }
  Layout operator()(const wit::FixedList& list) const {
    const Layout element = layout_of(model, list.type);
    return {element.size * list.size, element.align};
  }
  Layout operator()(const wit::Variant& variant) const { return union_of(model, variant).layout(); }
  Layout operator()(const wit::Option& option) const { return union_of(model, option).layout(); }
  Layout operator()(const wit::Result& result) const { return union_of(model, result).layout(); }
  Layout operator()(const wit::Enum& e) const { return {tag_size(e.cases.size()), tag_size(e.cases.size())}; }
  Layout operator()(const wit::Flags& flags) const { return of_flags(flags.flags.size()); }
  Layout operator()(const wit::List&) const { return kPointerAndLength; }
  Layout operator()(const wit::Map&) const { return kPointerAndLength; }
  Layout operator()(const wit::Alias& alias) const { return layout_of(model, alias.type); }
  /// Handles; streams and futures have no layout of their own yet.
  template <class Other>
  Layout operator()(const Other&) const {
    return {kPointer, kPointer};
  }
};

}  // namespace

Layout layout_of(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target)) return of_primitive(*primitive);
  return std::visit(LayoutOf{model}, model[std::get<wit::TypeId>(target)].kind);
}

std::vector<std::uint32_t> field_offsets(const wit::Model& model, const wit::Record& record) {
  Sequence sequence;
  std::vector<std::uint32_t> offsets;
  for (const wit::Field& field : record.fields) offsets.push_back(sequence.add(layout_of(model, field.type)));
  return offsets;
}

std::uint32_t tag_size(std::size_t cases) {
  if (cases <= 0x100) return 1;
  return cases <= 0x10000 ? 2 : 4;
}

std::uint32_t payload_offset(const wit::Model& model, const wit::Type& variant) {
  if (const auto* v = model.as<wit::Variant>(variant)) return union_of(model, *v).offset();
  if (const auto* option = model.as<wit::Option>(variant)) return union_of(model, *option).offset();
  if (const auto* result = model.as<wit::Result>(variant)) return union_of(model, *result).offset();
  return 0;
}

}  // namespace tenon::abi
