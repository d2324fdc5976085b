// SPDX-License-Identifier: MIT
//
// tenon::OneOf, which variants of many cases hold. tests/trips sends one of 300 cases to and fro.
#include <tenon/one_of.hpp>
#include <tenon/plugin.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

/// A text whose copies can be made to fail.
struct Fragile {
  Fragile(std::string t) : text(std::move(t)) {}
  Fragile(const Fragile& other) : text(other.text) {
    if (text == "fragile") throw std::runtime_error("broke");
  }
  Fragile(Fragile&&) noexcept = default;
  friend bool operator==(const Fragile&, const Fragile&) = default;
  std::string text;
};

struct Key {
  struct Letter {
    static constexpr tenon::CaseOf<Key, 0> kCase{};
    char value;
    friend bool operator==(const Letter&, const Letter&) = default;
  };
  struct Word {
    static constexpr tenon::CaseOf<Key, 1> kCase{};
    Fragile value;
    friend bool operator==(const Word&, const Word&) = default;
  };
  struct Enter {
    static constexpr tenon::CaseOf<Key, 2> kCase{};
    friend bool operator==(const Enter&, const Enter&) = default;
  };
  tenon::OneOf<Key, tenon::room_for<Letter, Word, Enter>> value;

  Key() = default;
  template <tenon::CaseIn<Key> Case>
  Key(Case of) : value(std::in_place_type<Case>, std::move(of)) {}
  friend bool operator==(const Key&, const Key&) = default;
};

/// Its payload can't be copied.
struct Door {
  struct Open {
    static constexpr tenon::CaseOf<Door, 0> kCase{};
    std::unique_ptr<int> value;
  };
  struct Shut {
    static constexpr tenon::CaseOf<Door, 1> kCase{};
  };
  tenon::OneOf<Door, tenon::room_for<Open, Shut>> value;

  template <tenon::CaseIn<Door> Case>
  Door(Case of) : value(std::in_place_type<Case>, std::move(of)) {}
};

Key word(std::string text) { return Key::Word{Fragile(std::move(text))}; }

}  // namespace

template <>
struct tenon::Variant<Key> {
  static constexpr tenon::Cases<tenon::Case<Key::Letter>, tenon::Case<Key::Word>, tenon::Case<Key::Enter>>
      cases{};
};
template <>
struct tenon::Variant<Door> {
  static constexpr tenon::Cases<tenon::Case<Door::Open>, tenon::Case<Door::Shut>> cases{};
};

TEST(OneOfTest, BeginsAsItsFirstCase) {
  const Key key;
  ASSERT_NE(key.value.get_if<Key::Letter>(), nullptr);
  EXPECT_EQ(key.value.get_if<Key::Letter>()->value, '\0');
}

TEST(OneOfTest, TellsWhichCaseItIs) {
  Key key = word("a word too long to lie inside of a std::string");
  EXPECT_EQ(key.value.index(), 1u);
  EXPECT_EQ(key.value.get_if<Key::Letter>(), nullptr);
  EXPECT_EQ(key.value.get_if<Key::Word>()->value.text, "a word too long to lie inside of a std::string");
  key.value.get_if<Key::Word>()->value.text = "another";
  EXPECT_EQ(key, word("another"));
}

TEST(OneOfTest, IsEqualToTheSameCaseWithAnEqualPayload) {
  EXPECT_EQ(word("a"), word("a"));
  EXPECT_NE(word("a"), word("b"));
  EXPECT_NE(word("a"), Key(Key::Letter{'a'}));
  EXPECT_EQ(Key(Key::Enter{}), Key(Key::Enter{}));
}

TEST(OneOfTest, CopiesAndMovesToAnyOtherCase) {
  Key from = word("a word too long to lie inside of a std::string"), to = Key::Letter{'x'};
  to = from;
  EXPECT_EQ(to, from);
  to = Key::Enter{};
  to = std::move(from);
  EXPECT_EQ(to, word("a word too long to lie inside of a std::string"));
  const Key& itself = to;
  to = itself;
  EXPECT_EQ(to, word("a word too long to lie inside of a std::string"));
}

TEST(OneOfTest, KeepsItsCaseWhereACopyFails) {
  const Key from = word("fragile");
  Key to = Key::Letter{'x'};
  EXPECT_THROW(to = from, std::runtime_error);
  EXPECT_EQ(to, Key(Key::Letter{'x'}));
}

TEST(OneOfTest, IsVisitedAsTheCaseThatItIs) {
  const auto told = [](const Key& key) {
    return key.value.visit([](const Key::Letter& letter) { return std::string(1, letter.value); },
                           [](const Key::Word& said) { return said.value.text; },
                           [](const auto&) { return std::string("enter"); });
  };
  EXPECT_EQ(told(Key::Letter{'x'}) + told(word("y")) + told(Key::Enter{}), "xyenter");
}

TEST(OneOfTest, IsOnlyMovedWhereAPayloadCantBeCopied) {
  static_assert(std::is_copy_constructible_v<Key> && !std::is_copy_constructible_v<Door>);
  Door from = Door::Open{std::make_unique<int>(7)}, to = Door::Shut{};
  to = std::move(from);
  EXPECT_EQ(*to.value.get_if<Door::Open>()->value, 7);
  EXPECT_EQ(from.value.get_if<Door::Open>()->value, nullptr);
}

TEST(OneOfTest, IsMadeOfItsCasesOnly) {
  static_assert(std::is_constructible_v<Key, Key::Enter> && !std::is_constructible_v<Key, Door::Shut>);
  static_assert(!std::is_constructible_v<Key, int>);
}
