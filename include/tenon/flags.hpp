#pragma once
// SPDX-License-Identifier: MIT
//
// Sets of flags: an enumeration with an operator for each thing one does with a set. A set may have
// bits that this code doesn't know, from a newer side; they are kept.
//
//   Perms perms = Perms::read | Perms::write;
//   if (has(perms, Perms::write)) perms &= ~Perms::write;
#include <cstdint>
#include <type_traits>

namespace tenon {

/// All flags of a flags type. Generated code says it for each; 0 for any other type.
template <class E>
inline constexpr std::uint32_t flags_mask = 0;

template <class E>
concept WitFlags = std::is_enum_v<E> && flags_mask<E> != 0;

/// What generated code brings into the namespace of a flags type.
namespace flags {

template <WitFlags E>
constexpr E of_bits(std::uint64_t bits) noexcept {
  return static_cast<E>(static_cast<std::underlying_type_t<E>>(bits));
}
template <WitFlags E>
constexpr E operator|(E a, E b) noexcept {
  return of_bits<E>(static_cast<std::uint64_t>(a) | static_cast<std::uint64_t>(b));
}
template <WitFlags E>
constexpr E operator&(E a, E b) noexcept {
  return of_bits<E>(static_cast<std::uint64_t>(a) & static_cast<std::uint64_t>(b));
}
template <WitFlags E>
constexpr E operator^(E a, E b) noexcept {
  return of_bits<E>(static_cast<std::uint64_t>(a) ^ static_cast<std::uint64_t>(b));
}
/// All bits that `a` hasn't, unknown ones too, so that `set & ~flag` takes only `flag` away.
template <WitFlags E>
constexpr E operator~(E a) noexcept {
  return of_bits<E>(~static_cast<std::uint64_t>(a));
}
template <WitFlags E>
constexpr E& operator|=(E& a, E b) noexcept {
  return a = a | b;
}
template <WitFlags E>
constexpr E& operator&=(E& a, E b) noexcept {
  return a = a & b;
}
template <WitFlags E>
constexpr E& operator^=(E& a, E b) noexcept {
  return a = a ^ b;
}
/// Whether `set` has every flag of `wanted`.
template <WitFlags E>
constexpr bool has(E set, std::type_identity_t<E> wanted) noexcept {
  return (set & wanted) == wanted;
}

}  // namespace flags
}  // namespace tenon
