// SPDX-License-Identifier: MIT
//
// Generated hosts on libtenon itself: find, check, load, call.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "odd.tenon.hpp"
#include "pipe.tenon.hpp"

namespace {

struct Log {
  void debug(std::string_view) {}
  void info(std::string_view) {}
  void warn(std::string_view) {}
  void error(std::string_view) {}
};
struct Settings {
  std::optional<std::string> get(std::string_view key) { return "<" + std::string(key) + ">"; }
};

TEST(CppHost, LoadsAPluginByNameAndCallsIt) {
  Log log;
  Settings settings;
  tenon::Host host;
  host.add_path(PLUGINS);
  const auto shout = demo::text::Pipe::load(host, "shout", {.log = log, .settings = settings}).value();
  EXPECT_EQ(*shout.filter().apply("hello"), "HELLO<mark>");
  EXPECT_EQ(shout.filter().apply("").error().message(), "nothing to shout");
  EXPECT_EQ(*shout.filter().count(), 2u);
}

TEST(CppHost, EndsAPluginThatAnotherTakesThePlaceOf) {
  Log log;
  Settings settings;
  tenon::Host host;
  host.add_path(PLUGINS);
  const demo::text::Pipe::Imports imports = {.log = log, .settings = settings};
  auto shout = demo::text::Pipe::load(host, "shout", imports).value();
  (void)shout.filter().count();
  shout = demo::text::Pipe::load(host, "shout", imports).value();
  EXPECT_EQ(*shout.filter().count(), 0u);
  EXPECT_TRUE(shout.instance().destroy());
  EXPECT_EQ(shout.plugin().unload()->outcome, TENON_UNLOAD_CLOSED);  // no handle of the first one is left
}

/// Where a reload has brought a build that hasn't got the interface.
struct Gone {
  static constexpr bool kFollows = true;
  struct Call {
    static const tenon_table* table() { return nullptr; }
    static void* self() { return nullptr; }
  };
  static Call begin() { return {}; }
};

TEST(CppHost, SaysSoWhereABuildHasNotGotTheInterface) {
  const demo::text::filter::InterfaceOf<Gone> filter(Gone{}, tenon::host_heap());
  EXPECT_FALSE(filter);
  EXPECT_EQ(filter.count().error().status(), TENON_MISSING);
}

TEST(CppHost, ScansTheCatalog) {
  tenon::Host host;
  host.add_path(PLUGINS);
  std::vector<std::string> names;
  for (const tenon_catalog_entry& entry : tenon::Catalog::scan(host).value())
    if (entry.state == TENON_ENTRY_FOUND) names.emplace_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{"all", "odd-one", "other", "shout"}));
}

TEST(CppHost, NamesFoldersThatAreOnlyPolled) {
  Log log;
  Settings settings;
  tenon::Host host({.reload = {.watch = TENON_WATCH_UPDATE, .poll_only = true}});
  host.add_path(PLUGINS);
  EXPECT_TRUE(host.unwatched()->empty());
  const auto shout =
      demo::text::Pipe::Reloadable::load(host, "shout", {.log = log, .settings = settings}).value();
  const auto folders = host.unwatched().value();
  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(folders[0].path, PLUGINS);
  EXPECT_EQ(folders[0].why, "only polling is asked for");
}

TEST(CppHost, SaysWhyAPluginIsNotThere) {
  Log log;
  Settings settings;
  tenon::Host host;
  const auto missing = demo::text::Pipe::load(host, "nowhere", {.log = log, .settings = settings});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message().find("nowhere"), std::string::npos);
  EXPECT_FALSE(missing.error().code().empty());
}

/// The resource that the world itself has.
struct Dial {
  std::uint32_t at;
  std::uint32_t read() { return at; }
};
struct First {
  b::dep_v1::types::Item get() { return {.x = 5}; }
};
struct Early {
  b::dep_v0_2::types::Item get() { return {.y = 600}; }
};
struct Functions {
  a::odd_names::odd_types::Gauge new_gauge(std::uint32_t start) {
    return a::odd_names::odd_types::Gauge::make(Dial{start});
  }
  tenon::expected<std::uint32_t, std::string> print(std::string_view text, std::uint32_t) {
    if (text == "throw") throw 1;
    if (text.empty()) return tenon::unexpected("nothing to print");
    return static_cast<std::uint32_t>(text.size());
  }
};
struct Double {
  std::uint32_t double_(std::uint32_t x) { return 2 * x; }
};

class OddTest : public ::testing::Test {
 protected:
  a::odd_names::Odd load(const std::string& name) {
    return a::odd_names::Odd::load(host_.add_path(PLUGINS), name,
                                   {.functions = functions_,
                                    .dep_v0_2_types = early_,
                                    .dep_v1_types = first_,
                                    .inline_ = double_})
        .value();
  }

 private:
  Functions functions_;
  Double double_;
  First first_;
  Early early_;
  tenon::Host host_;
};

TEST_F(OddTest, FunctionsOfTheWorldItselfGoBothWays) {
  EXPECT_EQ(*load("odd-one").functions().run("four"), 8u);
  EXPECT_EQ(*load("other").functions().run("four"), 7u);
}

TEST_F(OddTest, FunctionsOfOneNameAreToldApartByTheirInterface) {
  const auto odd = load("odd-one");
  EXPECT_EQ(*odd.again().run("four"), 104u);
  EXPECT_EQ(*odd.functions().run("four"), 8u);
}

TEST_F(OddTest, TwoVersionsOfAPackageAreTwoNamespaces) {
  EXPECT_EQ(*load("odd-one").functions().sum(), 605u);
}

TEST_F(OddTest, AWorldHasResourcesOfItsOwn) {
  const auto odd = load("odd-one");
  EXPECT_EQ(*odd.functions().weigh(a::odd_names::odd_types::Gauge::make(Dial{30})), 37u);
}

TEST_F(OddTest, WithoutUnwindingImportsReturnTheirErrors) {
  EXPECT_EQ(*load("odd-one").functions().run(""), 1000u);
  EXPECT_EQ(*load("odd-one").functions().run("throw"), 2002u);
}

TEST_F(OddTest, ConstructorsAndStaticsAreFunctionsOfTheInterface) {
  const auto odd = load("odd-one");
  const auto counter = odd.shapes().new_counter(4).value();
  EXPECT_EQ(*counter.next(), 4u);
  EXPECT_EQ(*odd.shapes().counter_twice(counter)->next(), 10u);
  EXPECT_EQ(*odd.shapes().counter_parse("abc")->next(), 3u);
  EXPECT_EQ(odd.shapes().counter_parse("").error().message(), "nothing to parse");
}

TEST_F(OddTest, ConstructorsMayFail) {
  const auto odd = load("odd-one");
  EXPECT_EQ(*odd.shapes().new_token("t")->name(), "t");
  EXPECT_EQ(odd.shapes().new_token("").error().message(), "a token has a name");
}

TEST_F(OddTest, KeywordsAreNamesWithAnUnderscore) {
  const auto made = load("odd-one").shapes().make_class(
      {.operator_ = 1, .template_ = a::odd_names::shapes::Delete::default_});
  EXPECT_EQ(made->operator_, 2);
  EXPECT_EQ(made->template_, a::odd_names::shapes::Delete::default_);
}

}  // namespace
