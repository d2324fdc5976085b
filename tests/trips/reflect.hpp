#pragma once
// SPDX-License-Identifier: MIT
//
// Values of any generated C++ type: made at random, and compared bit by bit. `Record<T>::fields` and
// `Variant<T>::cases` say what is in them.
#include <bit>
#include <random>
#include <string>

#include "tenon/host.hpp"

namespace trips {

class Random {
 public:
  explicit Random(std::uint64_t seed) : random_(seed) {}
  std::uint64_t bits() { return random_(); }
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  /// How many elements at this depth.
  std::uint64_t length() { return below(depth < 3 ? 5 : 3); }

  int depth = 0;

 private:
  std::mt19937_64 random_;
};

template <class T>
struct Kind;
template <class T>
T make(Random& random) {
  ++random.depth;
  T out = Kind<T>::make(random);
  --random.depth;
  return out;
}

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <Scalar T>
struct Kind<T> {
  static T make(Random& random) {
    if constexpr (std::is_same_v<T, bool>) return random.below(2) == 1;
    if constexpr (tenon::WitEnum<T>) return static_cast<T>(random.below(tenon::enum_cases<T>));
    if constexpr (std::is_same_v<T, float>)
      return std::bit_cast<float>(static_cast<std::uint32_t>(random.bits()));
    if constexpr (std::is_same_v<T, double>) return std::bit_cast<double>(random.bits());
    return static_cast<T>(random.bits());  // flags too: unknown bits are kept
  }
};
template <>
struct Kind<char32_t> {
  static char32_t make(Random& random) {
    constexpr char32_t kChars[] = {0, U'a', U'\x7FF', U'\xD7FF', U'\xE000', U'\x10FFFF'};
    return kChars[random.below(std::size(kChars))];
  }
};
template <>
struct Kind<std::string> {
  static std::string make(Random& random) {
    constexpr const char* kPieces[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF4\x8F\xBF\xBF"};
    std::string out;
    for (std::uint64_t i = random.length() * 2; i > 0; --i) out += kPieces[random.below(std::size(kPieces))];
    return out;
  }
};
template <class T>
struct Kind<std::vector<T>> {
  static std::vector<T> make(Random& random) {
    std::vector<T> out;
    for (std::uint64_t i = random.length(); i > 0; --i) out.push_back(trips::make<T>(random));
    return out;
  }
};
template <class T>
struct Kind<std::optional<T>> {
  static std::optional<T> make(Random& random) {
    if (random.below(2) == 0) return std::nullopt;
    return trips::make<T>(random);
  }
};
template <>
struct Kind<tenon::Unit> {
  static tenon::Unit make(Random&) { return {}; }
};
template <class T, class E>
struct Kind<tenon::expected<T, E>> {
  static tenon::expected<T, E> make(Random& random) {
    if (random.below(2) == 0) return tenon::unexpected<E>(trips::make<E>(random));
    if constexpr (std::is_void_v<T>)
      return {};
    else
      return trips::make<T>(random);
  }
};
template <class... T>
struct Kind<std::tuple<T...>> {
  static std::tuple<T...> make(Random& random) { return {trips::make<T>(random)...}; }
};
template <tenon::WitRecord T>
struct Kind<T> {
  static T make(Random& random) {
    T out{};
    std::apply([&](const auto&... field) { (fill(field.of(out), random), ...); },
               tenon::Record<T>::fields.all);
    return out;
  }
  template <class Part>
  static void fill(Part& part, Random& random) {
    part = trips::make<Part>(random);
  }
};
template <tenon::WitVariant T>
struct Kind<T> {
  static T make(Random& random) {
    return tenon::with_case<T>(random.below(tenon::CasesOf<T>::kCount), [&](auto c) {
      using Case = decltype(c);
      if constexpr (Case::kPayload)
        return T(typename Case::type{trips::make<typename Case::payload>(random)});
      else
        return T(typename Case::type{});
    });
  }
};

// --- comparing ------------------------------------------------------------------------------------

template <class T>
concept Text = std::is_convertible_v<const T&, std::string_view>;

/// `a` is what came back, which may be a buffer of the host's; `b` is what was sent.
template <class A, class T>
bool same(const A& a, const T& b);

template <class T>
bool same_bits(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, float>)
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
  else if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  else
    return a == b;
}

template <class A, class T>
bool same_list(const A& a, const T& b) {
  if (a.size() != b.size()) return false;
  auto at = a.begin();
  for (const auto& element : b)
    if (!same<std::remove_cvref_t<decltype(*at)>, typename T::value_type>(*at++, element)) return false;
  return true;
}

template <class T>
bool same_record(const T& a, const T& b) {
  return std::apply([&](const auto&... field) { return (same(field.of(a), field.of(b)) && ...); },
                    tenon::Record<T>::fields.all);
}

template <class T>
bool same_variant(const T& a, const T& b) {
  if (a.value.index() != b.value.index()) return false;
  return tenon::with_case<T>(a.value.index(), [&](auto c) {
    if constexpr (c.kPayload)
      return same(c.of(a), c.of(b));
    else
      return true;
  });
}

template <class T>
bool same_tuple(const T& a, const T& b) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (same(std::get<I>(a), std::get<I>(b)) && ...);
  }(std::make_index_sequence<std::tuple_size_v<T>>());
}

template <class A, class T>
bool same_result(const A& a, const T& b) {
  if (a.has_value() != b.has_value()) return false;
  if (!b.has_value()) return same(a.error(), b.error());
  if constexpr (std::is_void_v<typename T::value_type>)
    return true;
  else
    return same(*a, *b);
}

template <class A, class T>
bool same(const A& a, const T& b) {
  if constexpr (Scalar<T>)
    return same_bits<T>(a, b);
  else if constexpr (std::is_same_v<T, tenon::Unit>)
    return true;
  else if constexpr (Text<T>)
    return std::string_view(a) == std::string_view(b);
  else if constexpr (tenon::WitRecord<T>)
    return same_record(a, b);
  else if constexpr (tenon::WitVariant<T>)
    return same_variant(a, b);
  else if constexpr (requires { std::tuple_size<T>::value; })
    return same_tuple(a, b);
  else if constexpr (requires { b.error(); })
    return same_result(a, b);
  else if constexpr (requires { b.has_value(); })
    return a.has_value() == b.has_value() && (!b.has_value() || same(*a, *b));
  else
    return same_list(a, b);
}

}  // namespace trips
