// SPDX-License-Identifier: MIT
//
// Variants, flags, tuples and objects inside them, called the way a host does: values, checks, objects
// on every path, memory, answers of the host.
#include "shapes_host.hpp"

namespace {

using Some = tenon_option_own_demo_shapes_things_token;
using One = tenon_tuple2_own_demo_shapes_things_token_demo_shapes_things_many;
using Last = tenon_result_own_demo_shapes_things_token_demo_shapes_things_shape;

// --- values -----------------------------------------------------------------------------------

TEST_P(ShapesTest, every_case_of_a_variant_comes_back_as_it_went) {
  Shape out = same(circle(2.5));
  EXPECT_EQ(out.val.circle, 2.5);
  out = same(place("here", -3, 4));
  EXPECT_EQ(str(out.val.place.name), "here");
  EXPECT_EQ(out.val.place.at.f0, -3);
  EXPECT_EQ(out.val.place.at.f1, 4);
  free(out);
  out = same(path({{1, text("a")}, {2, text("")}}));
  ASSERT_EQ(out.val.path.len, 2u);
  EXPECT_EQ(str(out.val.path.ptr[0].f1), "a");
  free(out);
  out = same(perhaps("deep"));
  EXPECT_EQ(str(out.val.perhaps.value.value.ok), "deep");
  free(out);
}

TEST_P(ShapesTest, an_object_in_a_variant_moves_there_and_back) {
  Token token;
  Shape out = same(of(token));
  EXPECT_EQ(out.val.token, &token);
  EXPECT_EQ(token.drops, 0);
  free(out);
  EXPECT_EQ(token.drops, 1);
}

TEST_P(ShapesTest, lists_of_variants_and_errors_that_are_tuples) {
  Token token;
  const Shape shapes[] = {place("a", 1, 2), of(token), perhaps(nullptr)};
  Shapes ok{};
  tenon_tuple2_u8_string err{};
  ASSERT_EQ(calls.same_shapes(instance.self, shapes, 3, &ok, &err), TENON_OK);
  EXPECT_EQ(ok.ptr[1].val.token, &token);
  tenon_list_demo_shapes_things_shape_free(&host.table, &ok);
  EXPECT_EQ(token.drops, 1);
  ASSERT_EQ(calls.same_shapes(instance.self, nullptr, 0, &ok, &err), TENON_ERR);
  EXPECT_EQ(err.f0, 7);
  EXPECT_EQ(str(err.f1), "no shapes");
  tenon_tuple2_u8_string_free(&host.table, &err);
}

TEST_P(ShapesTest, tags_of_two_bytes_hold_300_cases) {
  static_assert(sizeof(demo_shapes_things_wide::tag) == 2 && sizeof(demo_shapes_things_many) == 2);
  demo_shapes_things_wide wide{}, out{};
  wide.tag = DEMO_SHAPES_THINGS_WIDE_W299;
  wide.val.w299 = UINT64_MAX;
  ASSERT_EQ(calls.same_wide(instance.self, &wide, &out), TENON_OK);
  EXPECT_EQ(out.val.w299, UINT64_MAX);
  wide.tag = DEMO_SHAPES_THINGS_WIDE_W7;
  wide.val.w7 = text("seven");
  ASSERT_EQ(calls.same_wide(instance.self, &wide, &out), TENON_OK);
  EXPECT_EQ(str(out.val.w7), "seven");
  demo_shapes_things_wide_free(&host.table, &out);
  std::uint16_t many = 0;
  EXPECT_EQ(calls.same_many(instance.self, 299, &many), TENON_OK);
  EXPECT_EQ(many, 299);
}

TEST_P(ShapesTest, flags_keep_bits_that_have_no_name) {
  tenon_tuple3_demo_shapes_things_perms_demo_shapes_things_nine_demo_shapes_things_thirty_two out{};
  EXPECT_EQ(calls.same_flags(instance.self, 0xF1, 0xFE00, 0xFFFFFFFF, &out), TENON_OK);
  EXPECT_EQ(out.f0, 0xF1);
  EXPECT_EQ(out.f1, 0xFE00);
  EXPECT_EQ(out.f2, 0xFFFFFFFFu);
  EXPECT_EQ(std::uint32_t{DEMO_SHAPES_THINGS_THIRTY_TWO_B31}, 0x80000000u);
}

TEST_P(ShapesTest, lent_objects_are_used_and_stay) {
  Token a, b;
  b.number = 30;
  const tenon_tuple2_option_borrow_demo_shapes_things_token_u8 at = {{1, &a}, 100};
  demo_shapes_things_token* const more[] = {&b, &b};
  std::uint32_t sum = 0;
  EXPECT_EQ(calls.look(instance.self, &at, more, 2, &sum), TENON_OK);
  EXPECT_EQ(sum, 165u);
  EXPECT_EQ(a.drops + b.drops, 0);
}

// --- checks -----------------------------------------------------------------------------------

TEST_P(ShapesTest, a_tag_that_is_no_case_is_a_bad_argument) {
  for (unsigned tag : {6u, 7u, 255u}) {
    Shape shape = circle(1);
    shape.tag = static_cast<std::uint8_t>(tag);
    EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
  }
  demo_shapes_things_wide wide{}, out{};
  wide.tag = 300;
  EXPECT_EQ(calls.same_wide(instance.self, &wide, &out), TENON_BAD_ARGUMENT);
  std::uint16_t many = 0;
  EXPECT_EQ(calls.same_many(instance.self, 300, &many), TENON_BAD_ARGUMENT);
  EXPECT_EQ(calls.same_many(instance.self, 0xFFFF, &many), TENON_BAD_ARGUMENT);
}

TEST_P(ShapesTest, what_is_in_a_case_is_checked_too) {
  Shape shape = perhaps("x");
  shape.val.perhaps.is_some = 2;
  EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
  shape.val.perhaps.is_some = 1;
  shape.val.perhaps.value.is_err = 7;
  EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
  shape = place("x", 0, 0);
  shape.val.place.name.ptr = nullptr;
  EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
  shape = path({});
  shape.val.path = {nullptr, 1};
  EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
  shape = circle(0);
  shape.tag = DEMO_SHAPES_THINGS_SHAPE_TOKEN;
  shape.val.token = nullptr;
  EXPECT_EQ(refused(shape), TENON_BAD_ARGUMENT);
}

TEST_P(ShapesTest, only_the_case_that_is_there_is_checked) {
  Shape shape{};
  std::memset(&shape.val, 0xAB, sizeof shape.val);
  shape.tag = DEMO_SHAPES_THINGS_SHAPE_NOTHING;
  same(shape);
  shape.tag = DEMO_SHAPES_THINGS_SHAPE_PERHAPS;
  shape.val.perhaps.is_some = 0;
  same(shape);
}

// --- objects on every path ----------------------------------------------------------------------

/// Tokens at every place where `end` takes one.
struct Given {
  Token one, first, second, last;
  One tuple = {&one, DEMO_SHAPES_THINGS_MANY_M0};
  Some some[3] = {{1, &first}, {0, nullptr}, {1, &second}};
  Last result = [this] {
    Last out{};
    out.is_err = 1;
    out.value.err = of(last);
    return out;
  }();

  int drops() const { return one.drops + first.drops + second.drops + last.drops; }
};

int32_t end(const Instance& instance, const demo_shapes_calls_table& calls, Given& given) {
  std::uint32_t count = 0;
  const int32_t rc = calls.end(instance.self, &given.tuple, given.some, 3, &given.result, &count);
  EXPECT_EQ(count, rc == TENON_OK ? 4u : 0u);
  return rc;
}

TEST_P(ShapesTest, objects_in_arguments_are_the_authors) {
  Given given;
  EXPECT_EQ(end(instance, calls, given), TENON_OK);
  EXPECT_EQ(given.drops(), 4);
}

TEST_P(ShapesTest, a_poisoned_instance_drops_the_objects_in_its_arguments_once) {
  Given given;
  trap();
  EXPECT_EQ(end(instance, calls, given), TENON_POISONED);
  EXPECT_EQ(given.one.drops, 1);
  EXPECT_EQ(given.drops(), 4);
}

TEST_P(ShapesTest, a_bad_argument_leaves_no_object_undropped_that_can_be_reached) {
  Given enumeration, tag, list;
  enumeration.tuple.f1 = 300;
  EXPECT_EQ(end(instance, calls, enumeration), TENON_BAD_ARGUMENT);
  EXPECT_EQ(enumeration.drops(), 4);
  tag.result.value.err.tag = 9;  // what is behind it may be anything
  EXPECT_EQ(end(instance, calls, tag), TENON_BAD_ARGUMENT);
  EXPECT_EQ(tag.drops(), 3);
  list.some[0] = {1, nullptr};
  list.some[1] = {7, &list.first};
  EXPECT_EQ(end(instance, calls, list), TENON_BAD_ARGUMENT);
  EXPECT_EQ(list.second.drops, 1);
  EXPECT_EQ(list.drops(), 3);
}

TEST_P(ShapesTest, a_list_that_cannot_be_is_not_searched_for_objects) {
  Given given;
  std::uint32_t count = 0;
  EXPECT_EQ(calls.end(instance.self, &given.tuple, nullptr, 3, &given.result, &count), TENON_BAD_ARGUMENT);
  EXPECT_EQ(given.drops(), 2);
}

TEST_P(ShapesTest, a_function_that_the_host_lacks_drops_what_it_would_have_taken) {
  Token a, b;
  const Shape shapes[] = {of(a), circle(1)};
  const Some more = {1, &b};
  int32_t out = 0;
  EXPECT_EQ(calls.hand_on(instance.self, shapes, 2, &more, &out), TENON_OK);
  EXPECT_EQ(out, 3);
  EXPECT_EQ(a.drops + b.drops, 2);
  imports[0].table = &kOldSource.head;
  EXPECT_EQ(calls.hand_on(instance.self, shapes, 2, &more, &out), TENON_OK);
  EXPECT_EQ(out, TENON_MISSING);
  EXPECT_EQ(a.drops, 2);
  EXPECT_EQ(b.drops, 2);
}

// --- memory -----------------------------------------------------------------------------------

/// Runs `call` with memory that ends one allocation later each time, until it succeeds; returns how often
/// it failed. Each time nothing is left.
int every_shortage(FakeHost& host, const std::function<int32_t()>& call) {
  const std::size_t before = host.live_bytes();
  for (int failed = 0; failed < 100; ++failed) {
    host.fail_at = host.allocations + static_cast<std::size_t>(failed);
    const int32_t rc = call();
    host.fail_at = SIZE_MAX;
    if (rc == TENON_OK) return failed;
    EXPECT_EQ(rc, TENON_OUT_OF_MEMORY);
    EXPECT_EQ(host.live_bytes(), before);
  }
  return -1;
}

TEST_P(ShapesTest, a_lack_of_memory_in_the_middle_leaves_no_memory_and_no_object) {
  Token token;
  const std::vector<tenon_tuple2_f32_string> steps = {{1, text("a")}, {2, text("bc")}};
  const Shape shapes[] = {of(token), place("x", 0, 0), path(steps), perhaps("y")};
  Shapes ok{};
  tenon_tuple2_u8_string err{};
  const int failed =
      every_shortage(host, [&] { return calls.same_shapes(instance.self, shapes, 4, &ok, &err); });
  EXPECT_EQ(failed, 6);  // the list, a name, the path, two steps, a string
  EXPECT_EQ(token.drops, 6);
  tenon_list_demo_shapes_things_shape_free(&host.table, &ok);
  EXPECT_EQ(token.drops, 7);
}

TEST_P(ShapesTest, a_cleared_value_can_be_freed_and_holds_nothing) {
  const std::size_t before = host.live_bytes();
  Shapes list{};
  Shape* const elements = tenon_list_demo_shapes_things_shape_alloc(&host.table, &list, 3);
  ASSERT_TRUE(elements);
  ASSERT_EQ(tenon_string_copy(&host.table, &elements[1].val.place.name, "half", 4), TENON_OK);
  elements[1].tag = DEMO_SHAPES_THINGS_SHAPE_PLACE;
  tenon_list_demo_shapes_things_shape_free(&host.table, &list);
  One tuple{};
  tenon_tuple2_own_demo_shapes_things_token_demo_shapes_things_many_free(&host.table, &tuple);
  EXPECT_EQ(host.live_bytes(), before);
}

// --- the host's answers -----------------------------------------------------------------------

TEST_P(ShapesTest, an_answer_that_lies_is_found_out) {
  const std::vector<std::function<void(Shape*)>> lies = {
      [](Shape* s) { s->tag = 6; },
      [](Shape* s) { *s = perhaps("x"), s->val.perhaps.value.is_err = 2; },
      [](Shape* s) { *s = path({}), s->val.path = {nullptr, 1}; },
      [](Shape* s) { *s = place("x", 0, 0), s->val.place.name = {nullptr, 5}; },
      [](Shape* s) { *s = Shape{}, s->tag = DEMO_SHAPES_THINGS_SHAPE_TOKEN; },
  };
  for (const auto& lie : lies) {
    source.give = [&](Shape* out) { return *out = Shape{}, lie(out), TENON_OK; };
    Instance other(host, plugin, imports);
    Shape out{};
    EXPECT_EQ(calls.ask(other.self, 1, &out), TENON_TRAP);
  }
}

TEST_P(ShapesTest, an_answer_is_copied_and_given_back_whole) {
  Token token;
  source.all = [&](Shapes* ok, tenon_tuple2_u8_string*) -> int32_t {
    Shape* const made = tenon_list_demo_shapes_things_shape_alloc(&host.table, ok, 2);
    const Shape from = place("theirs", 1, 2);
    made[0] = of(token);
    return demo_shapes_things_shape_copy(&host.table, &made[1], &from);
  };
  Shapes ok{};
  tenon_tuple2_u8_string err{};
  ASSERT_EQ(calls.ask_all(instance.self, &ok, &err), TENON_OK);
  EXPECT_EQ(str(ok.ptr[1].val.place.name), "theirs");
  EXPECT_EQ(token.drops, 0);
  tenon_list_demo_shapes_things_shape_free(&host.table, &ok);
  EXPECT_EQ(token.drops, 1);
}

TEST_P(ShapesTest, an_answer_that_cannot_be_kept_is_given_back_whole) {
  Token token;
  source.all = [&](Shapes* ok, tenon_tuple2_u8_string*) -> int32_t {
    Shape* const made = tenon_list_demo_shapes_things_shape_alloc(&host.table, ok, 1);
    made[0] = of(token);
    host.fail_at = host.allocations;
    return TENON_OK;
  };
  Shapes ok{};
  tenon_tuple2_u8_string err{};
  EXPECT_EQ(calls.ask_all(instance.self, &ok, &err), TENON_OUT_OF_MEMORY);
  EXPECT_EQ(token.drops, 1);
}

TEST_P(ShapesTest, an_error_of_the_hosts_may_be_a_tuple) {
  source.all = [&](Shapes*, tenon_tuple2_u8_string* err) -> int32_t {
    err->f0 = 3;
    tenon_string_copy(&host.table, &err->f1, "why", 3);
    return TENON_ERR;
  };
  Shapes ok{};
  tenon_tuple2_u8_string err{};
  ASSERT_EQ(calls.ask_all(instance.self, &ok, &err), TENON_ERR);
  EXPECT_EQ(str(err.f1), "why");
  tenon_tuple2_u8_string_free(&host.table, &err);
}

// --- constructors, statics, methods -------------------------------------------------------------

TEST_P(ShapesTest, a_constructor_of_the_hosts_may_fail) {
  std::uint32_t ok = 0;
  Shape err{};
  EXPECT_EQ(calls.open(instance.self, "store", 5, &ok, &err), TENON_OK);
  EXPECT_EQ(ok, 25u);
  EXPECT_EQ(calls.open(instance.self, nullptr, 0, &ok, &err), TENON_ERR);
  EXPECT_EQ(err.val.circle, 3);
}

TEST_P(ShapesTest, statics_and_methods_that_the_host_lacks_drop_their_objects) {
  Token token;
  int32_t out = 0;
  EXPECT_EQ(calls.use_shared(instance.self, &token, 0, &out), TENON_OK);
  EXPECT_EQ(out, 9);
  EXPECT_EQ(calls.use_shared(instance.self, &token, 1, &out), TENON_OK);
  EXPECT_EQ(out, TENON_OK);
  EXPECT_EQ(token.drops, 2);
  imports[0].table = &kOldSource.head;
  for (std::uint8_t which = 0; which < 2; ++which) {
    EXPECT_EQ(calls.use_shared(instance.self, &token, which, &out), TENON_OK);
    EXPECT_EQ(out, TENON_MISSING);
  }
  EXPECT_EQ(token.drops, 4);
}

TEST_P(ShapesTest, a_constructor_of_the_plugins_may_fail_and_gives_the_object_back) {
  Token token;
  demo_shapes_calls_box* box = nullptr;
  Shape shape = of(token), err{};
  ASSERT_EQ(calls.new_box(instance.self, &shape, &box, &err), TENON_OK);
  Shape out{};
  std::uint16_t why = 0;
  const Shape next = place("next", 1, 1);
  EXPECT_EQ(demo_shapes_calls_box_swap(box, &next, 12, &out, &why), TENON_ERR);
  EXPECT_EQ(why, 12);
  ASSERT_EQ(demo_shapes_calls_box_swap(box, &next, 0, &out, &why), TENON_OK);
  EXPECT_EQ(out.val.token, &token);
  ASSERT_EQ(demo_shapes_calls_box_what(box, &out), TENON_OK);
  EXPECT_EQ(str(out.val.place.name), "next");
  free(out);
  demo_shapes_calls_box_drop(box);
  EXPECT_EQ(token.drops, 0);
  shape.tag = DEMO_SHAPES_THINGS_SHAPE_NOTHING;
  EXPECT_EQ(calls.new_box(instance.self, &shape, &box, &err), TENON_ERR);
}

TEST_P(ShapesTest, a_method_of_a_poisoned_instance_drops_its_arguments) {
  Token token, other;
  demo_shapes_calls_box* box = nullptr;
  Shape shape = of(token), out{};
  ASSERT_EQ(calls.new_box(instance.self, &shape, &box, &out), TENON_OK);
  EXPECT_EQ(demo_shapes_calls_box_what(box, &out), TENON_TRAP);
  std::uint16_t why = 0;
  shape = of(other);
  EXPECT_EQ(demo_shapes_calls_box_swap(box, &shape, 0, &out, &why), TENON_POISONED);
  EXPECT_EQ(other.drops, 1);
  demo_shapes_calls_box_drop(box);
  EXPECT_EQ(token.drops, 1);
}

TEST_P(ShapesTest, no_memory_for_an_object_leaves_nothing) {
  demo_shapes_calls_box* box = nullptr;
  const Shape shape = place("x", 1, 1);
  Shape err{};
  EXPECT_EQ(every_shortage(host, [&] { return calls.new_box(instance.self, &shape, &box, &err); }), 3);
  demo_shapes_calls_box_drop(box);
}

INSTANTIATE_TEST_SUITE_P(builds, ShapesTest, testing::Values(SHAPES_GCC, SHAPES_CLANG),
                         [](const auto& build) { return std::string(build.index == 0 ? "gcc" : "clang"); });

}  // namespace
