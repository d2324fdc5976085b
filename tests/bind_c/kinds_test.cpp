// SPDX-License-Identifier: MIT
//
// Calls generated C code the way a host does: values, checks, traps, memory, objects.
#include "kinds_host.hpp"

namespace {

// --- values -----------------------------------------------------------------------------------

TEST_P(Kinds, scalars_travel_by_value) {
  double sum = 0;
  EXPECT_EQ(calls.numbers(instance.self, 1, -2, 3, -4, 0.5f, 0.25, &sum), TENON_OK);
  EXPECT_EQ(sum, -1.25);
  std::uint32_t next = 0;
  EXPECT_EQ(calls.next_char(instance.self, 'a', &next), TENON_OK);
  EXPECT_EQ(next, std::uint32_t{'b'});
  std::uint8_t level = 0;
  EXPECT_EQ(calls.next_level(instance.self, DEMO_KINDS_TYPES_LEVEL_HIGH, &level), TENON_OK);
  EXPECT_EQ(level, DEMO_KINDS_TYPES_LEVEL_LOW);
}

TEST_P(Kinds, any_bool_but_zero_is_true) {
  std::uint8_t out = 1;
  EXPECT_EQ(calls.flip(instance.self, 7, &out), TENON_OK);
  EXPECT_EQ(out, 0);
}

TEST_P(Kinds, a_string_comes_back_in_the_hosts_memory) {
  tenon_string ok{}, err{};
  EXPECT_EQ(calls.shout(instance.self, "hello", 5, &ok, &err), TENON_OK);
  EXPECT_EQ(str(ok), "HELLO");
  tenon_string_free(&host.table, &ok);
}

TEST_P(Kinds, an_error_goes_to_its_own_place) {
  tenon_string ok{}, err{};
  EXPECT_EQ(calls.shout(instance.self, nullptr, 0, &ok, &err), TENON_ERR);
  EXPECT_EQ(str(err), "nothing to shout");
  tenon_string_free(&host.table, &err);
}

TEST_P(Kinds, lists_of_scalars_go_both_ways) {
  const std::uint32_t values[] = {1, 20};
  tenon_list_u32 out{};
  EXPECT_EQ(calls.double_(instance.self, values, 2, &out), TENON_OK);
  ASSERT_EQ(out.len, 2u);
  EXPECT_EQ(out.ptr[1], 40u);
  tenon_list_u32_free(&host.table, &out);
}

TEST_P(Kinds, an_empty_list_needs_neither_memory_nor_a_pointer) {
  tenon_list_u32 out{};
  const std::size_t before = host.allocations;
  EXPECT_EQ(calls.double_(instance.self, nullptr, 0, &out), TENON_OK);
  EXPECT_EQ(out.len, 0u);
  EXPECT_EQ(host.allocations, before);
}

TEST_P(Kinds, a_record_is_copied_deeply) {
  const tenon_string tags[] = {text("a"), text(""), text("bc")};
  const demo_kinds_types_note note = {text("title"), DEMO_KINDS_TYPES_LEVEL_MID, {1, {3, -4}}, {tags, 3}};
  demo_kinds_types_note out{};
  ASSERT_EQ(calls.copy(instance.self, &note, &out), TENON_OK);
  EXPECT_EQ(str(out.title), "title");
  EXPECT_EQ(out.at.value.y, -4);
  EXPECT_EQ(str(out.tags.ptr[2]), "bc");
  demo_kinds_types_note_free(&host.table, &out);
}

TEST_P(Kinds, options_and_results_are_plain_data) {
  const tenon_option_demo_kinds_types_point at = {1, {5, 6}};
  tenon_option_demo_kinds_types_point mirrored{};
  EXPECT_EQ(calls.mirror(instance.self, &at, &mirrored), TENON_OK);
  EXPECT_EQ(mirrored.value.x, 6);
  tenon_list_result_u32_string digits{};
  EXPECT_EQ(calls.digits(instance.self, "4x", 2, &digits), TENON_OK);
  EXPECT_EQ(digits.ptr[0].value.ok, 4u);
  EXPECT_EQ(str(digits.ptr[1].value.err), "x");
  tenon_list_result_u32_string_free(&host.table, &digits);
}

// --- checks -----------------------------------------------------------------------------------

TEST_P(Kinds, an_enum_or_char_out_of_range_is_a_bad_argument) {
  std::uint8_t level = 0;
  EXPECT_EQ(calls.next_level(instance.self, 3, &level), TENON_BAD_ARGUMENT);
  std::uint32_t next = 0;
  EXPECT_EQ(calls.next_char(instance.self, 0xD800, &next), TENON_BAD_ARGUMENT);
  EXPECT_EQ(calls.next_char(instance.self, 0x110000, &next), TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, a_list_that_cannot_be_is_a_bad_argument) {
  alignas(4) const char bytes[16] = {};
  const void* odd = bytes + 1;
  tenon_list_u32 out{};
  EXPECT_EQ(calls.double_(instance.self, nullptr, 1, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(calls.double_(instance.self, static_cast<const std::uint32_t*>(odd), 1, &out),
            TENON_BAD_ARGUMENT);
  const void* even = bytes;
  EXPECT_EQ(calls.double_(instance.self, static_cast<const std::uint32_t*>(even), SIZE_MAX / 4, &out),
            TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, what_is_inside_is_checked_too) {
  const std::uint8_t levels[] = {0, 9};
  tenon_list_demo_kinds_types_level louder{};
  EXPECT_EQ(calls.louder(instance.self, levels, 2, &louder), TENON_BAD_ARGUMENT);
  demo_kinds_types_note note = {text("title"), 0, {2, {0, 0}}, {nullptr, 0}}, out{};
  EXPECT_EQ(calls.copy(instance.self, &note, &out), TENON_BAD_ARGUMENT);
  note.at.is_some = 0;
  note.tags.len = 1;
  EXPECT_EQ(calls.copy(instance.self, &note, &out), TENON_BAD_ARGUMENT);
}

TEST_P(Kinds, own_objects_of_a_bad_call_are_dropped) {
  Listener listener;
  const tenon_option_own_demo_kinds_types_listener some = {1, &listener};
  std::uint8_t out = 0;
  EXPECT_EQ(calls.pick(instance.self, &some, 9, &out), TENON_BAD_ARGUMENT);
  EXPECT_EQ(listener.drops, 1);
  EXPECT_EQ(calls.keep(instance.self, nullptr), TENON_BAD_ARGUMENT);
}

// --- traps ------------------------------------------------------------------------------------

TEST_P(Kinds, a_trap_is_told_and_poisons) {
  EXPECT_EQ(calls.fail_with(instance.self, TENON_TRAP), TENON_TRAP);
  EXPECT_EQ(host.trapped, "as you wish");
  EXPECT_EQ(calls.fail_with(instance.self, TENON_OK), TENON_POISONED);
}

TEST_P(Kinds, a_status_the_function_has_not_got_is_a_trap) {
  for (int32_t status : {1, 2, 99, -1, -3, -5, -6, -7, -8}) {
    Instance other(host, plugin, imports);
    EXPECT_EQ(calls.fail_with(other.self, status), TENON_TRAP) << status;
    EXPECT_EQ(host.trapped, "`fail-with` returned neither a result nor an error of its own");
    EXPECT_EQ(calls.fail_with(other.self, TENON_OK), TENON_POISONED);
  }
}

TEST_P(Kinds, a_lack_of_memory_or_an_error_leaves_the_instance_well) {
  std::uint8_t level = 0;
  EXPECT_EQ(calls.fail_with(instance.self, TENON_OUT_OF_MEMORY), TENON_OUT_OF_MEMORY);
  EXPECT_EQ(calls.fail_or(instance.self, TENON_ERR, &level), TENON_ERR);
  EXPECT_EQ(level, DEMO_KINDS_TYPES_LEVEL_HIGH);
  EXPECT_EQ(calls.fail_or(instance.self, TENON_OK, &level), TENON_OK);
}

TEST_P(Kinds, a_poisoned_instance_drops_what_it_is_given) {
  Listener listener;
  demo_kinds_types_listener* const both[] = {&listener, &listener};
  std::uint32_t out = 0;
  calls.fail_with(instance.self, TENON_TRAP);
  EXPECT_EQ(calls.adopt(instance.self, both, 2, &out), TENON_POISONED);
  EXPECT_EQ(calls.keep(instance.self, &listener), TENON_POISONED);
  EXPECT_EQ(listener.drops, 3);
}

// --- imports ----------------------------------------------------------------------------------

TEST_P(Kinds, imports_are_reached_through_the_host) {
  EXPECT_EQ(calls.say(instance.self, "hello", 5), TENON_OK);
  EXPECT_EQ(log.lines, std::vector<std::string>{"hello"});
  std::uint8_t level = 0;
  EXPECT_EQ(calls.loudness(instance.self, &level), TENON_OK);
  EXPECT_EQ(level, DEMO_KINDS_TYPES_LEVEL_MID);
}

TEST_P(Kinds, an_error_of_an_import_can_be_handed_on) {
  std::uint32_t ok = 0;
  tenon_string err{};
  EXPECT_EQ(calls.check(instance.self, 5, &ok, &err), TENON_OK);
  EXPECT_EQ(ok, 5u);
  EXPECT_EQ(calls.check(instance.self, 0, &ok, &err), TENON_ERR);
}

TEST_P(Kinds, a_failed_import_that_is_handed_on_is_a_trap) {
  log.status = TENON_GONE;
  EXPECT_EQ(calls.say(instance.self, "hello", 5), TENON_TRAP);
  EXPECT_EQ(host.trapped, "`say` returned neither a result nor an error of its own");
  Instance other(host, plugin, imports);
  log.status = TENON_TRAP;
  EXPECT_EQ(calls.say(other.self, "hello", 5), TENON_TRAP);
  EXPECT_EQ(host.trapped, "something that it called has trapped");
}

TEST_P(Kinds, a_lying_import_is_found_out) {
  log.level = 3;
  std::uint8_t level = 0;
  EXPECT_EQ(calls.loudness(instance.self, &level), TENON_TRAP);
  Instance second(host, plugin, imports), third(host, plugin, imports);
  log.answer = {2, {nullptr, 0}};
  tenon_option_string answer{};
  EXPECT_EQ(calls.ask(second.self, "key", 3, &answer), TENON_TRAP);
  log.status = 17;
  EXPECT_EQ(calls.say(third.self, "hello", 5), TENON_TRAP);
}

TEST_P(Kinds, a_function_that_an_older_host_lacks_is_missing) {
  int32_t out = 0;
  EXPECT_EQ(calls.flush(instance.self, &out), TENON_OK);
  EXPECT_EQ(out, 12);
  imports[0].table = &kOldLog.head;
  EXPECT_EQ(calls.flush(instance.self, &out), TENON_OK);
  EXPECT_EQ(out, TENON_MISSING);
}

// --- memory -----------------------------------------------------------------------------------

TEST_P(Kinds, every_lack_of_memory_is_reported_and_leaves_nothing) {
  const tenon_string tags[] = {text("a"), text("bc")};
  const demo_kinds_types_note note = {text("title"), 0, {0, {0, 0}}, {tags, 2}};
  demo_kinds_types_note copy{};
  every_shortage([&] { return calls.copy(instance.self, &note, &copy); });
  demo_kinds_types_note_free(&host.table, &copy);
  tenon_list_result_u32_string digits{};
  every_shortage([&] { return calls.digits(instance.self, "1x2y", 4, &digits); });
  tenon_list_result_u32_string_free(&host.table, &digits);
}

TEST_P(Kinds, a_lack_of_memory_while_objects_are_made_leaves_none) {
  tenon_list_own_demo_kinds_calls_counter many{};
  every_shortage([&] { return calls.many(instance.self, 3, &many); });
  EXPECT_EQ(live_counters(), 3u);
  tenon_list_own_demo_kinds_calls_counter_free(&host.table, &many);
}

TEST_P(Kinds, a_lack_of_memory_while_an_instance_is_made_leaves_none) {
  every_shortage([&] { return Instance(host, plugin, imports).status; });
}

TEST_P(Kinds, an_error_for_which_there_is_no_memory_says_so) {
  tenon_string ok{}, err{};
  host.fail_at = host.allocations;
  EXPECT_EQ(calls.shout(instance.self, nullptr, 0, &ok, &err), TENON_OUT_OF_MEMORY);
}

// --- objects ----------------------------------------------------------------------------------

TEST_P(Kinds, own_objects_live_until_they_are_dropped) {
  demo_kinds_calls_counter* const c = counter(40);
  EXPECT_EQ(add(c, 2), 42u);
  EXPECT_EQ(live_counters(), 1u);
  demo_kinds_calls_counter_drop(c);
  EXPECT_EQ(live_counters(), 0u);
}

TEST_P(Kinds, objects_outlive_their_instance) {
  demo_kinds_calls_counter* const c = counter(1);
  instance.destroy();
  EXPECT_EQ(add(c, 1), 2u);
  demo_kinds_calls_counter_drop(c);
}

TEST_P(Kinds, an_object_dropped_inside_its_own_method_ends_with_it) {
  demo_kinds_calls_counter* const c = counter(7);
  Listener listener;
  listener.then = [&] {
    demo_kinds_calls_counter_drop(c);
    EXPECT_EQ(live_counters(), 1u);
  };
  std::uint32_t out = 0;
  EXPECT_EQ(demo_kinds_calls_counter_tell(c, &listener, &out), TENON_OK);
  EXPECT_EQ(out, 8u);
  EXPECT_EQ(live_counters(), 0u);
}

TEST_P(Kinds, the_last_object_may_end_inside_its_own_method_after_its_instance) {
  demo_kinds_calls_counter* const c = counter(7);
  Listener listener;
  listener.then = [&] { demo_kinds_calls_counter_drop(c); };
  listener.status = TENON_GONE;
  instance.destroy();
  std::uint32_t out = 0;
  EXPECT_EQ(demo_kinds_calls_counter_tell(c, &listener, &out), TENON_TRAP);
}

TEST_P(Kinds, a_trap_in_an_object_poisons_its_instance_and_the_other_objects) {
  demo_kinds_calls_counter *const a = counter(1), *const b = counter(2);
  std::uint32_t out = 0;
  EXPECT_EQ(demo_kinds_calls_counter_fail_with(a, 99), TENON_TRAP);
  EXPECT_EQ(host.trapped, "`counter.fail-with` returned neither a result nor an error of its own");
  EXPECT_EQ(demo_kinds_calls_counter_add(b, 1, &out), TENON_POISONED);
  EXPECT_EQ(calls.fail_with(instance.self, 0), TENON_POISONED);
  demo_kinds_calls_counter_drop(a);
  demo_kinds_calls_counter_drop(b);
}

TEST_P(Kinds, own_objects_are_told_from_others) {
  demo_kinds_calls_counter* const c = counter(1);
  const tenon_table vtable = {0, 0, {}, "demo:kinds/calls@1#counter", this, nullptr};
  demo_kinds_calls_counter foreign{&vtable};
  std::uint8_t mine = 0;
  EXPECT_EQ(calls.is_mine(instance.self, c, &mine), TENON_OK);
  EXPECT_EQ(mine, 1);
  EXPECT_EQ(calls.is_mine(instance.self, &foreign, &mine), TENON_OK);
  EXPECT_EQ(mine, 0);
  demo_kinds_calls_counter_drop(c);
}

TEST_P(Kinds, a_static_takes_and_gives_objects) {
  demo_kinds_calls_counter *const a = counter(30), *const b = counter(12);
  demo_kinds_calls_counter* out = nullptr;
  EXPECT_EQ(calls.counter_merge(instance.self, a, b, &out), TENON_OK);
  EXPECT_EQ(add(out, 0), 42u);
  demo_kinds_calls_counter_drop(out);
  demo_kinds_calls_counter_drop(b);
}

TEST_P(Kinds, objects_of_the_host_are_called_and_dropped) {
  Listener listener;
  std::uint32_t ok = 0;
  tenon_string err{};
  EXPECT_EQ(calls.tell(instance.self, &listener, "news", 4, &ok, &err), TENON_OK);
  EXPECT_EQ(ok, 4u);
  EXPECT_EQ(calls.keep(instance.self, &listener), TENON_OK);
  EXPECT_EQ(listener.drops, 0);
  instance.destroy();
  EXPECT_EQ(listener.drops, 1);
}

TEST_P(Kinds, a_method_that_an_object_lacks_is_missing) {
  Listener listener, old(Listener::kOld);
  int32_t out = 0;
  EXPECT_EQ(calls.flush_listener(instance.self, &listener, &out), TENON_OK);
  EXPECT_EQ(out, 34);
  EXPECT_EQ(calls.flush_listener(instance.self, &old, &out), TENON_OK);
  EXPECT_EQ(out, TENON_MISSING);
}

INSTANTIATE_TEST_SUITE_P(builds, Kinds, testing::Values(KINDS_GCC, KINDS_CLANG),
                         [](const auto& build) { return std::string(build.index == 0 ? "gcc" : "clang"); });

}  // namespace
