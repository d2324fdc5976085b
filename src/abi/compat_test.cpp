// SPDX-License-Identifier: MIT
//
// The rules of docs/evolution.md, one by one.
#include "abi/compat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Bases = std::vector<std::pair<std::string, wit::Version>>;
constexpr const char* kNow = "@1.1.0";

std::vector<Finding> findings(const std::string& host, const std::string& plugin, Bases host_since = {},
                              Bases plugin_since = {}) {
  const wit::Model h = model_of(host, {"*"}), p = model_of(plugin, {"*"});
  const World host_world = world_of(h), plugin_world = world_of(p);
  return check({&h, &host_world, std::move(host_since)}, {&p, &plugin_world, std::move(plugin_since)});
}

std::vector<std::string> lines(const std::vector<Finding>& all) {
  std::vector<std::string> out;
  for (const Finding& f : all) out.push_back(f.rule + ": " + f.message);
  return out;
}

std::string imported(const std::string& items, const std::string& version = kNow) {
  return "package text:api" + version + ";\ninterface api {\n" + items + "\n}\nworld tool { import api; }\n";
}

/// The plugin implements the interface: values of parameters go to the plugin.
std::vector<std::string> by_plugin(const std::string& host, const std::string& plugin) {
  return lines(findings(exported(host, kNow), exported(plugin, kNow)));
}

/// The host implements it.
std::vector<std::string> by_host(const std::string& host, const std::string& plugin) {
  return lines(findings(imported(host), imported(plugin)));
}

/// Refused whoever implements the interface.
void expect_refused(const std::string& host, const std::string& plugin, const std::string& line) {
  EXPECT_THAT(by_plugin(host, plugin), ElementsAre(line));
  EXPECT_THAT(by_host(host, plugin), ElementsAre(line));
}

void expect_fine(const std::string& host, const std::string& plugin) {
  EXPECT_THAT(by_plugin(host, plugin), IsEmpty());
  EXPECT_THAT(by_host(host, plugin), IsEmpty());
}

Bases base(const char* version) { return {{"text:api", *wit::Version::parse(version)}}; }

constexpr const char* kOld = "apply: func(text: string);";
constexpr const char* kNew = "apply: func(text: string);\n@since(version = 1.1.0) attach: func();";

TEST(Compat, takes_equal_sides) { expect_fine(kOld, kOld); }

TEST(Compat, takes_what_the_contract_ignores) {
  expect_fine("record a { x: u8 } f: func(p: a); g: func();",
              "/// docs\n g: func();\n type b = c; record c { x: u8 } f: func(q: b);");
}

TEST(Compat, takes_functions_added_with_a_newer_gate) {
  expect_fine(kOld, kNew);
  expect_fine(kNew, kOld);
}

TEST(Compat, refuses_an_older_host_if_the_plugins_base_needs_the_function) {
  const auto found = findings(imported(kOld), imported(kNew), {}, base("1.1.0"));
  EXPECT_THAT(lines(found),
              ElementsAre("FUNCTION_MISSING: the host hasn't got `attach`, which is part of the plugin's "
                          "base version 1.1.0"));
  EXPECT_EQ(found[0].help, "update the host, or lower `since` of the plugin");
}

TEST(Compat, refuses_an_older_plugin_if_the_hosts_base_needs_the_function) {
  EXPECT_THAT(
      lines(findings(exported(kNew, kNow), exported(kOld, kNow), base("1.1.0"))),
      ElementsAre(
          "FUNCTION_MISSING: the plugin hasn't got `attach`, which is part of the host's base version "
          "1.1.0"));
}

TEST(Compat, asks_only_the_callers_base) {
  EXPECT_THAT(findings(imported(kOld), imported(kNew), base("1.1.0")), IsEmpty());
  EXPECT_THAT(findings(exported(kOld, kNow), exported(kNew, kNow), base("1.1.0"), base("1.1.0")), IsEmpty());
}

TEST(Compat, refuses_a_function_that_moves_a_slot_and_says_which_gate_to_write) {
  const char* plugin = "apply: func(text: string); aft: func();";
  expect_refused(kOld, plugin,
                 "SLOT_MOVED: `aft`, which the host hasn't got, takes slot 0, where the host has `apply`");
  EXPECT_EQ(findings(imported(kOld), imported(plugin)).at(0).help,
            "give `aft` `@since(version = 1.1.0)`, newer than every released function");
}

TEST(Compat, refuses_a_function_without_gate_even_if_it_is_last) {
  expect_refused(kOld, "apply: func(text: string); zap: func();",
                 "FUNCTION_MISSING: the host hasn't got `zap`, and it has no `@since` that says it is new");
}

TEST(Compat, refuses_a_gate_that_is_no_newer_than_released_ones) {
  expect_refused(
      kNew, std::string(kNew) + "@since(version = 1.1.0) zap: func();",
      "FUNCTION_NOT_NEWER: the host hasn't got `zap`, and its `@since(version = 1.1.0)` is not newer than "
      "that of a released function (`@since(version = 1.1.0)`)");
}

TEST(Compat, refuses_a_changed_gate_that_reorders_slots) {
  EXPECT_THAT(
      by_plugin("a: func(); b: func();", "@since(version = 1.1.0) a: func(); b: func();"),
      ElementsAre(
          "SLOT_MOVED: `a` is slot 0 at the host (no `@since`) and slot 1 in the plugin "
          "(`@since(version = 1.1.0)`)",
          "SLOT_MOVED: `b` is slot 1 at the host (no `@since`) and slot 0 in the plugin (no `@since`)"));
}

TEST(Compat, freezes_packages_without_a_version) {
  const auto found = findings(exported("a: func();", ""), exported("a: func(); b: func();", ""));
  EXPECT_THAT(lines(found),
              ElementsAre("FUNCTION_MISSING: the host hasn't got `b`, and it has no `@since` that says it "
                          "is new"));
  EXPECT_EQ(found[0].help,
            "interfaces of a package without a version are frozen: give the package one, and new functions "
            "`@since`");
}

TEST(Compat, refuses_backports_that_share_a_slot) {
  EXPECT_THAT(
      by_plugin("a: func(); @since(version = 1.0.3) f: func();",
                "a: func(); @since(version = 1.1.0) g: func(x: u8);"),
      ElementsAre("FUNCTION_REMOVED: the plugin hasn't got `f`", "FUNCTION_ADDED: the host hasn't got `g`"));
}

TEST(Compat, names_a_renamed_function) {
  expect_refused("apply: func(text: string);", "change: func(text: string);",
                 "FUNCTION_RENAMED: `apply` is called `change` in the plugin");
}

TEST(Compat, names_a_removed_function) {
  expect_refused(
      "apply: func(); count: func();", "apply: func();",
      "FUNCTION_MISSING: the plugin hasn't got `count`, and it has no `@since` that says it is new");
}

TEST(Compat, names_a_retyped_parameter_with_both_signatures) {
  expect_refused("f: func(n: u32);", "f: func(n: u64);",
                 "PARAMETER_RETYPED: parameter `n` of `f` is `u32` at the host and `u64` in the plugin");
  const Finding found = findings(imported("f: func(n: u32);"), imported("f: func(n: u64);")).at(0);
  EXPECT_EQ(found.interface, "text:api/api@1");
  EXPECT_EQ(found.function, "f");
  EXPECT_EQ(found.host, "f: func(n: u32)");
  EXPECT_EQ(found.plugin, "f: func(n: u64)");
}

TEST(Compat, names_added_and_removed_parameters) {
  expect_refused("f: func(a: u8);", "f: func(a: u8, b: u8);",
                 "PARAMETER_ADDED: `f` has 1 parameter at the host and 2 in the plugin, which has `b` too");
  expect_refused("f: func(a: u8, b: u8);", "f: func(a: u8);",
                 "PARAMETER_REMOVED: `f` has 2 parameters at the host and 1 in the plugin, which has no `b`");
}

TEST(Compat, names_changed_results_and_errors) {
  expect_refused("f: func();", "f: func() -> u8;",
                 "RESULT_RETYPED: the result of `f` is absent at the host and `u8` in the plugin");
  expect_refused("f: func() -> result<u8, string>;", "f: func() -> result<u8, u32>;",
                 "ERROR_RETYPED: the error of `f` is `string` at the host and `u32` in the plugin");
  expect_refused("f: func() -> u8;", "f: func() -> result<u8>;",
                 "RESULT_RETYPED: the result of `f` is `u8` at the host and `result<u8>` in the plugin");
}

std::string with_record(const std::string& fields) {
  return "record finding { " + fields + " }\n f: func() -> list<finding>;";
}

void expect_record(const std::string& host, const std::string& plugin, const std::string& rule,
                   const std::string& detail) {
  expect_refused(with_record(host), with_record(plugin), rule + ": the result of `f`: " + detail);
}

TEST(Compat, says_which_field_of_a_record_changed) {
  expect_record("line: u32", "code: u8, line: u32", "FIELD_ADDED",
                "field `code` of record `finding` is only in the plugin's, in front of `line`");
  expect_record("line: u32, text: string", "line: u32", "FIELD_REMOVED",
                "field `text` of record `finding` is only in the host's, behind `line`");
  expect_record("a: u8, b: u8, c: u8", "a: u8, c: u8, b: u8", "FIELD_MOVED",
                "fields `b` and `c` of record `finding` changed places");
  expect_record("line: u32", "row: u32", "FIELD_RENAMED",
                "field `line` of record `finding` is called `row` in the plugin's");
  expect_record("line: u32", "line: u64", "FIELD_RETYPED",
                "field `line` of record `finding` is `u32` at the host and `u64` in the plugin");
}

TEST(Compat, shows_both_records_behind_the_signatures) {
  const Finding found =
      findings(imported(with_record("line: u32")), imported(with_record("line: u64"))).at(0);
  EXPECT_EQ(found.host, "f: func() -> list<finding>; record finding { line: u32 }");
  EXPECT_EQ(found.plugin, "f: func() -> list<finding>; record finding { line: u64 }");
  EXPECT_EQ(found.help,
            "records can't change: add a new record and a new function for it (docs/evolution.md)");
}

TEST(Compat, looks_into_records_inside_records) {
  expect_refused("record in { a: u8 } record out { i: option<in> } f: func(o: out);",
                 "record in { a: u16 } record out { i: option<in> } f: func(o: out);",
                 "FIELD_RETYPED: parameter `o` of `f`: field `a` of record `in` is `u8` at the host and "
                 "`u16` in the plugin");
}

TEST(Compat, tells_own_from_borrow) {
  expect_refused("resource doc; f: func(d: doc);", "resource doc; f: func(d: borrow<doc>);",
                 "OWNERSHIP_CHANGED: parameter `d` of `f`: it is `own<doc>` at the host and `borrow<doc>` in "
                 "the plugin");
}

constexpr const char* kTwoCases = "enum e { a, b }\n";
constexpr const char* kThreeCases = "enum e { a, b, c }\n";

TEST(Compat, takes_a_new_case_only_where_the_old_side_sends) {
  const std::string takes = "f: func(e: e);", gives = "f: func() -> e;";
  // Whoever has three cases may receive, whoever has two may not.
  EXPECT_THAT(by_plugin(kTwoCases + takes, kThreeCases + takes), IsEmpty());
  EXPECT_THAT(by_host(kThreeCases + takes, kTwoCases + takes), IsEmpty());
  EXPECT_THAT(by_plugin(kThreeCases + gives, kTwoCases + gives), IsEmpty());
  EXPECT_THAT(
      by_plugin(kTwoCases + gives, kThreeCases + gives),
      ElementsAre(
          "CASE_ADDED: the result of `f`: case `c` of enum `e` is only in the plugin's, behind `b`; the "
          "host would receive it"));
  EXPECT_THAT(
      by_plugin(kThreeCases + takes, kTwoCases + takes),
      ElementsAre(
          "CASE_REMOVED: parameter `e` of `f`: case `c` of enum `e` is only in the host's, behind `b`; "
          "the plugin would receive it"));
}

TEST(Compat, refuses_cases_inserted_renamed_or_moved) {
  const std::string f = " f: func(e: e);";
  const auto e = [&](const std::string& cases) { return "enum e { " + cases + " }" + f; };
  expect_refused(
      e("a, b"), e("a, x, b"),
      "CASE_ADDED: parameter `e` of `f`: case `x` of enum `e` is only in the plugin's, in front of `b`");
  expect_refused(e("a, b"), e("a, x"),
                 "CASE_RENAMED: parameter `e` of `f`: case `b` of enum `e` is called `x` in the plugin's");
  expect_refused(e("a, b"), e("b, a"),
                 "CASE_MOVED: parameter `e` of `f`: cases `a` and `b` of enum `e` changed places");
}

TEST(Compat, takes_methods_added_with_a_newer_gate) {
  const char* old_one = "resource doc { feed: func(); }";
  const char* new_one = "resource doc { feed: func(); @since(version = 1.1.0) close: func(); }";
  expect_fine(old_one, new_one);
  expect_fine(new_one, old_one);
  // Objects may come from either side, so the newer side's base counts whoever implements the interface.
  EXPECT_THAT(
      lines(findings(exported(old_one, kNow), exported(new_one, kNow), {}, base("1.1.0"))),
      ElementsAre(
          "FUNCTION_MISSING: the host hasn't got `doc.close`, which is part of the plugin's base version "
          "1.1.0"));
}

TEST(Compat, refuses_a_new_case_in_methods_both_ways) {
  const auto with = [](const std::string& cases) {
    return "enum e { " + cases + " } resource doc { feed: func(e: e); }";
  };
  expect_refused(with("a"), with("a, b"),
                 "CASE_ADDED: parameter `e` of `doc.feed`: case `b` of enum `e` is only in the plugin's, "
                 "behind `a`; the "
                 "host would receive it");
}

TEST(Compat, names_a_method_that_became_static) {
  EXPECT_THAT(
      by_plugin("resource doc { s: func(); } z: func();", "resource doc { s: static func(); } z: func();"),
      ::testing::Contains(HasSubstr("`doc.s`")));
}

TEST(Compat, takes_a_resource_added_with_a_newer_gate) {
  expect_fine(kOld, std::string(kOld) +
                        "@since(version = 1.1.0) resource doc { m: func(); }\n"
                        "@since(version = 1.1.0) open: func() -> doc;");
}

TEST(Compat, refuses_a_resource_without_gate) {
  expect_refused(kOld, std::string(kOld) + "resource doc { m: func(); }",
                 "RESOURCE_ADDED: the host hasn't got resource `doc`");
}

TEST(Compat, refuses_unstable_functions_unless_all_is_equal) {
  const std::string feature = "apply: func(text: string);\n@unstable(feature = exp) try: func();";
  expect_fine(feature, feature);
  expect_fine(feature, "apply: func(text: string);\n@since(version = 1.1.0) try: func();");
  expect_refused(
      kOld, feature,
      "UNSTABLE_DIFFERS: `try` is unstable (feature `exp`), so both sides must be built from the same text");
}

std::string world(const std::string& items, const std::string& version = kNow) {
  return "package text:api" + version + ";\ninterface a { f: func(); }\ninterface b { f: func(); }\n" +
         "world tool { " + items + " }\n";
}

TEST(Compat, names_an_import_that_the_host_lacks) {
  EXPECT_THAT(lines(findings(world("import a;"), world("import a; import b;"))),
              ElementsAre("IMPORT_MISSING: the plugin imports `text:api/b@1`, which the host doesn't offer"));
  EXPECT_THAT(findings(world("import a; import b;"), world("import a;")), IsEmpty());
}

TEST(Compat, names_an_export_that_the_plugin_lacks) {
  EXPECT_THAT(lines(findings(world("export a; export b;"), world("export a;"))),
              ElementsAre("EXPORT_MISSING: the plugin doesn't export `text:api/b@1`, which the host wants"));
  EXPECT_THAT(findings(world("export a;"), world("export a; export b;")), IsEmpty());
}

TEST(Compat, lets_plugins_lack_an_export_that_joined_later) {
  EXPECT_THAT(findings(world("export a; export b;", "@1.1.0"), world("export a;", "@1.0.0")), IsEmpty());
  EXPECT_THAT(findings(world("export a; @since(version = 1.1.0) export b;"), world("export a;")), IsEmpty());
  EXPECT_THAT(lines(findings(world("export a; @since(version = 1.1.0) export b;"), world("export a;"),
                             base("1.1.0"))),
              ElementsAre("EXPORT_MISSING: the plugin doesn't export `text:api/b@1`, which the host wants"));
}

TEST(Compat, says_when_only_the_track_differs) {
  EXPECT_THAT(
      lines(findings(imported("f: func();", "@1.0.0"), imported("f: func();", "@2.0.0"))),
      ElementsAre("TRACK_CHANGED: the host has `text:api/api@1`, the plugin was built for `text:api/api@2`"));
  EXPECT_THAT(
      lines(findings(exported("f: func();", "@1.0.0"), exported("f: func();", "@2.0.0"))),
      ElementsAre("TRACK_CHANGED: the host has `text:api/api@1`, the plugin was built for `text:api/api@2`"));
}

TEST(Compat, takes_another_version_of_the_same_track) {
  EXPECT_THAT(findings(imported("f: func();", "@1.0.0"), imported("f: func();", "@1.7.3")), IsEmpty());
}

TEST(Compat, compares_a_worlds_own_functions_and_not_its_name) {
  const auto text = [](const std::string& items) {
    return "package text:api@1.1.0;\nworld tool { " + items + " }\n";
  };
  EXPECT_THAT(
      lines(findings(text("export run: func();"), text("export run: func(a: u8);"))),
      ElementsAre(
          "PARAMETER_ADDED: `run` has 0 parameters at the host and 1 in the plugin, which has `a` too"));
  EXPECT_THAT(findings(text("export run: func();"),
                       text("export run: func(); @since(version = 1.1.0) export stop: func();")),
              IsEmpty());
}

TEST(Compat, refuses_hostile_nesting_instead_of_following_it) {
  std::string types = "record t0 { a: u8, b: u8 }\n";
  for (int i = 1; i < 3000; ++i) {
    const std::string inner = "t" + std::to_string(i - 1);
    types += "record t" + std::to_string(i) + " { a: " + inner + ", b: " + inner + " }\n";
  }
  const auto found = findings(imported(types + "f: func(t: t2999);"), imported(types + "f: func(t: t2998);"));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rule, "TYPE_TOO_LARGE");
}

TEST(Findings, have_error_codes) {
  EXPECT_EQ(code_of(findings(world(""), world("import a;")).at(0)), "E0401");
  EXPECT_EQ(code_of(findings(world("export a;"), world("")).at(0)), "E0402");
  EXPECT_EQ(code_of(findings(imported("f: func(n: u32);"), imported("f: func(n: u64);")).at(0)), "E0404");
}

}  // namespace
}  // namespace tenon::abi
