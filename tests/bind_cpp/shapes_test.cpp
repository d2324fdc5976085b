// SPDX-License-Identifier: MIT
//
// Variants, flags and tuples, from a generated host binding through a generated plugin binding and back
// to the host's own implementation.
#include "all_host.hpp"

namespace all {
namespace {

/// A value of each case.
std::vector<Shape> every_shape() {
  std::vector<Shape> all = {Shape::Circle{1.5},          Shape::Rect{{2, 3}},
                            Shape::Named{"a name"},      Shape::Many{{{"x", 1}, {"", 2}}},
                            Shape::Shape_{Perms::write}, Shape::Nothing{}};
  all.emplace_back(Shape::Case{});
  all.emplace_back(Shape::Case{tenon::unexpected()});
  all.emplace_back(Shape::Shape_{});
  all.emplace_back(Shape::Many{});
  return all;
}

TEST_F(AllTest, VariantsGoBothWays) {
  for (const Shape& shape : every_shape()) {
    EXPECT_EQ(*echo().of_shape(shape), shape);
    EXPECT_EQ(mirror.last, shape);
  }
  EXPECT_EQ(*echo().of_shape(Shape::Circle{4}), Shape(Shape::Circle{4}));
  EXPECT_EQ(*echo().of_plain(Plain::B{}), Plain(Plain::B{}));
}

TEST_F(AllTest, VariantsGoBothWaysInsideOfOtherValues) {
  EXPECT_EQ(*echo().of_figures(every_shape()), every_shape());
  std::vector<Drawing> drawings;
  for (const Shape& shape : every_shape())
    drawings.push_back({.shape = shape,
                        .perms = Perms::exec,
                        .at = {1, 2, "three"},
                        .nested = tenon::expected<Shape, std::tuple<bool, char32_t>>(shape),
                        .plain = Plain::B{}});
  drawings.push_back({.nested = tenon::unexpected(std::tuple(true, U'\u00e4'))});
  EXPECT_EQ(*echo().of_drawings(drawings), drawings);
}

TEST_F(AllTest, FlagsKeepTheBitsThatNobodyKnows) {
  const auto unknown = static_cast<Perms>(0xF8);
  const auto [perms, wide, widest] =
      *echo().of_perms(Perms::read | unknown, Wide::a8, Widest::b31 | Widest::b0);
  EXPECT_EQ(perms, Perms::read | unknown);
  EXPECT_EQ(wide, Wide::a8);
  EXPECT_EQ(widest, Widest::b31 | Widest::b0);
  EXPECT_EQ(echo().of_sets(std::vector{Perms::read, unknown})->vector(), (std::vector{Perms::read, unknown}));
}

TEST(FlagsTest, AreSets) {
  Perms perms = Perms::read | Perms::write;
  EXPECT_TRUE(has(perms, Perms::write) && has(perms, Perms::read | Perms::write));
  EXPECT_FALSE(has(perms, Perms::read | Perms::exec));
  EXPECT_EQ(perms & ~Perms::read, Perms::write);
  EXPECT_EQ(perms ^= Perms::exec | Perms::read, Perms::write | Perms::exec);
  perms &= Perms::exec, perms |= Perms::read;
  EXPECT_EQ(perms, Perms::read | Perms::exec);
  static_assert(tenon::flags_mask<Perms> == 7 && tenon::flags_mask<Widest> == 0xFFFFFFFF);
}

TEST_F(AllTest, TuplesGoBothWays) {
  const std::tuple<std::string, std::vector<std::uint8_t>, Shape> value("text", {1, 2, 3}, Shape::Nothing{});
  EXPECT_EQ(*echo().of_tuple(value), value);
  const std::map<std::string, std::uint32_t> pairs = {{"a", 1}, {"b", 2}};
  EXPECT_EQ(*echo().of_pairs(pairs),
            (std::vector<std::tuple<std::string, std::uint32_t>>{{"a", 1}, {"b", 2}}));
}

TEST_F(AllTest, OptionsOfTuplesOfResultsGoBothWays) {
  using Nested = std::optional<std::tuple<std::optional<Shape>, tenon::expected<Perms, std::string>>>;
  for (const Nested& value :
       {Nested(), Nested({std::nullopt, Perms::read}), Nested({Shape::Named{"n"}, tenon::unexpected("why")})})
    EXPECT_EQ(*echo().of_nested(value), value);
}

TEST_F(AllTest, VariantsAndTuplesAreResultsAndErrors) {
  EXPECT_EQ(*echo().one_of(Shape(Shape::Named{"n"})), Shape(Shape::Named{"n"}));
  EXPECT_EQ(*echo().one_of(std::nullopt).error().own(),
            std::tuple(Perms::read | Perms::exec, std::string("no shape")));
}

TEST_F(AllTest, ObjectsTravelInTuples) {
  std::vector<Document> rest;
  rest.push_back(page("b"));
  auto back = *echo().of_documents({page("a"), std::move(rest), 7});
  EXPECT_EQ(std::get<0>(back), 7);
  EXPECT_EQ(*std::get<0>(std::get<1>(back).at(1)).title(), "b");
  EXPECT_EQ(std::get<1>(std::get<1>(back).at(1)), 1);
  std::get<1>(back).clear();
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

TEST_F(AllTest, ObjectsTravelInVariants) {
  EXPECT_EQ(*owner().hold(Held::Nobody{}), 0u);
  EXPECT_EQ(*owner().hold(Held::One{page("one")}), 1u);
  EXPECT_EQ(*owner().hold(Held::Many{pages(3)}), 3u);
  EXPECT_EQ(*owner().hold(Held::Named{{page("named"), "n"}}), 1u);
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
  const Listener ear = listener([](std::string_view what) { return what == "told"; });
  EXPECT_EQ(*owner().hold(Held::Told{ear}), 1u);
}

TEST_F(AllTest, ThePluginGivesObjectsInVariants) {
  EXPECT_EQ(*std::get<Kept::One>(owner().keep(0)->value).value.title(), "one");
  EXPECT_EQ(std::get<Kept::Many>(owner().keep(4)->value).value.size(), 4u);
  EXPECT_EQ(std::get<1>(*owner().kept_or(2)), "kept");
  EXPECT_EQ(*owner().kept_or(9).error().own(), Shape(Shape::Named{"nine"}));
  EXPECT_EQ(live("test:all/types@1#document"), 1u);  // the instance's own
}

// ---- views

double area(const ShapeView& shape) {
  if (const double* radius = shape.get_if<Shape::Circle>()) return 3 * *radius * *radius;
  return shape.visit([](tenon::CaseView<Shape::Rect> r) { return r.value.width * r.value.height; },
                     [](tenon::CaseView<Shape::Named> n) { return static_cast<double>(n.value.size()); },
                     [](auto) { return 0.0; });
}

TEST(VariantViewTest, IsAskedForItsCase) {
  ShapeView view{};
  view.payload.circle = 2;
  EXPECT_TRUE(view.is<Shape::Circle>());
  EXPECT_FALSE(view.is<Shape::Nothing>());
  EXPECT_EQ(area(view), 12);
  view.tag = 1, view.payload.rect = {2, 3};
  EXPECT_EQ(area(view), 6);
  view.tag = 2, view.payload.named = {"abc", 3};
  EXPECT_EQ(area(view), 3);
  view.tag = 6;
  EXPECT_EQ(area(view), 0);
}

TEST(TupleViewTest, LiesInMemoryAsAStructDoes) {
  struct Plainly {
    std::uint8_t a;
    std::uint32_t b;
    std::uint8_t c;
    std::uint64_t d;
    std::uint8_t e;
  };
  using View = tenon::TupleView<std::uint8_t, std::uint32_t, std::uint8_t, std::uint64_t, std::uint8_t>;
  static_assert(sizeof(View) == sizeof(Plainly) && alignof(View) == alignof(Plainly));
  const Plainly given = {1, 2, 3, 4, 5};
  View view;
  std::memcpy(&view, &given, sizeof view);
  EXPECT_EQ(view.tuple(), std::tuple(1, 2, 3, 4, 5));
  const auto& [a, b, c, d, e] = view;
  EXPECT_EQ(static_cast<std::uint64_t>(a + c + e) + b + d, 15u);
}

// ---- what any template can know

template <class T>
std::string names_of_payloads() {
  std::string out;
  const auto add = [&](auto c) {
    if constexpr (!decltype(c)::kPayload)
      out += "-";
    else
      out += std::is_same_v<typename decltype(c)::payload, std::string> ? "s" : "p";
  };
  tenon::Variant<T>::cases.apply([&](auto... each) { (add(each), ...); });
  return out;
}

TEST(VariantTest, IsDescribedForTemplates) {
  EXPECT_EQ(names_of_payloads<Shape>(), "ppsppp-");
  EXPECT_EQ(names_of_payloads<Plain>(), "--");
  static_assert(std::is_same_v<tenon::Owned<std::span<const ShapeView>>, std::vector<Shape>>);
  static_assert(std::is_same_v<tenon::Owned<tenon::Type<Drawing>::Param>, Drawing>);
}

}  // namespace
}  // namespace all
