// SPDX-License-Identifier: MIT
//
// Libraries as a whole: freestanding, several plugins in one, headers together.
#include "bare.tenon.h"
#include "fake_host.hpp"
#include "kinds.tenon.h"
#include "pair.tenon.h"

namespace {

TEST(BareLibrary, runs_without_anything_below_it) {
  for (const char* path : {BARE_GCC, BARE_CLANG}) {
    FakeHost host;
    Instance bare(host, load(path)->plugins[0]);
    const auto& gain = bare.exported<demo_bare_gain_table>();
    float out = 0;
    EXPECT_EQ(gain.set(bare.self, 0.5f), TENON_OK);
    EXPECT_EQ(gain.apply(bare.self, 8, &out), TENON_OK);
    EXPECT_EQ(out, 4);
  }
}

TEST(BareLibrary, is_not_handed_to_hosts_of_another_contract) {
  void* handle = dlopen(BARE_GCC, RTLD_NOW);
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(handle, "tenon_entry"));
  EXPECT_EQ(entry(TENON_CONTRACT + 1), nullptr);
}

class Pair : public testing::Test {
 protected:
  using Things = demo_pair_things_table;
  FakeHost host;
  const tenon_library_descriptor* library = load(PAIR_GCC);
  Instance one{host, library->plugins[0]}, two{host, library->plugins[1]};
  // Sorted by id: "more", then "things".
  const Things& one_things = one.exported<Things>(0);
  const Things& two_things = two.exported<Things>(1);

  static bool is_mine(const Things& things, const Instance& by, demo_pair_things_thing* it) {
    std::uint8_t out = 2;
    EXPECT_EQ(things.is_mine(by.self, it, &out), TENON_OK);
    return out == 1;
  }
};

TEST_F(Pair, of_plugins_has_its_own_names_and_flags) {
  EXPECT_EQ(library->plugin_count, 2u);
  EXPECT_STREQ(library->plugins[0]->name, "one");
  EXPECT_STREQ(library->plugins[1]->version, "2.0.0");
  EXPECT_EQ(library->plugins[0]->flags, 0u);
  EXPECT_EQ(library->plugins[1]->flags, std::uint32_t{TENON_PLUGIN_CONCURRENT});
}

TEST_F(Pair, of_plugins_tells_its_objects_apart) {
  demo_pair_things_thing *first = nullptr, *second = nullptr;
  ASSERT_EQ(one_things.make(one.self, &first), TENON_OK);
  ASSERT_EQ(two_things.make(two.self, &second), TENON_OK);
  EXPECT_TRUE(is_mine(one_things, one, first));
  EXPECT_FALSE(is_mine(one_things, one, second));
  EXPECT_FALSE(is_mine(two_things, two, first));
  std::uint32_t number = 0;
  EXPECT_EQ(demo_pair_things_thing_number(second, &number), TENON_OK);
  EXPECT_EQ(number, 2u);
  demo_pair_things_thing_drop(first);
  demo_pair_things_thing_drop(second);
}

TEST_F(Pair, of_interfaces_with_one_function_name_keeps_both) {
  std::uint32_t out = 0;
  EXPECT_EQ(two.exported<demo_pair_more_table>(0).make(two.self, &out), TENON_OK);
  EXPECT_EQ(out, 2u);
}

}  // namespace
