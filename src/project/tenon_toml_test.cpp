// SPDX-License-Identifier: MIT
#include "project/tenon_toml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::project {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A text that is fine, with `more` in its `[library]` and `plugin` in its `[[plugin]]`.
std::string with(const std::string& more, const std::string& plugin = "") {
  return "[library]\nwit = \"a.wit\"\n" + more + "[[plugin]]\nname = \"shout\"\nversion = \"1.2.0\"\n" +
         plugin;
}

std::expected<TenonToml, Problems> parse(const std::string& text,
                                         std::vector<std::string> files = {"shout.c"}) {
  return parse_tenon_toml({.path = "tenon.toml", .text = text},
                          {.folder = ".", .folder_name = "loud", .files = files});
}

TenonToml good(const std::string& text, std::vector<std::string> files = {"shout.c"}) {
  auto toml = parse(text, std::move(files));
  for (const auto& d : toml ? std::vector<wit::Diagnostic>() : toml.error().diagnostics)
    ADD_FAILURE() << d.message;
  return toml ? *toml : TenonToml{};
}

/// What is wrong, one line each: "E0805 3:1 unknown key ...".
std::string wrong(const std::string& text, std::vector<std::string> files = {"shout.c"}) {
  const auto toml = parse(text, std::move(files));
  std::string out;
  if (toml) return "nothing";
  for (const wit::Diagnostic& d : toml.error().diagnostics) {
    const wit::Position at = wit::position_of(text, d.span.begin);
    out += d.code + " " + std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.message + "\n";
  }
  return out;
}

TEST(TenonToml, DefaultsComeFromTheSurroundings) {
  const TenonToml toml = good(with(""), {"a.c", "b.c", "c.cpp", "tenon.toml"});
  EXPECT_EQ(toml.name, "loud");
  EXPECT_EQ(toml.language, Language::c);
  EXPECT_THAT(toml.sources, ElementsAre("a.c", "b.c"));
  EXPECT_EQ(toml.plugins[0].meta, "{}");
  EXPECT_TRUE(toml.plugins[0].unwind);
}

TEST(TenonToml, AHeaderMeansCpp) {
  const TenonToml toml = good(with("", "header = \"shout.hpp\"\n"), {"shout.cpp", "tenon.toml"});
  EXPECT_EQ(toml.language, Language::cpp);
  EXPECT_THAT(toml.sources, ElementsAre("shout.cpp"));
}

TEST(TenonToml, ACargoTomlMeansRust) {
  const TenonToml toml = good(with(""), {"Cargo.toml", "stray.c"});
  EXPECT_EQ(toml.language, Language::rust);
  EXPECT_THAT(toml.sources, IsEmpty());
}

TEST(TenonToml, FreestandingNeverUnwinds) {
  EXPECT_FALSE(good(with("freestanding = true\n")).plugins[0].unwind);
}

TEST(TenonToml, SinceIsAVersionOrATable) {
  EXPECT_EQ(good(with("", "since = \"1.1.0\"\n")).plugins[0].since[0].first, "");
  const auto since = good(with("", "since = { \"a:b\" = \"1.1.0\" }\n")).plugins[0].since;
  EXPECT_EQ(since[0].first + " " + since[0].second.text(), "a:b 1.1.0");
}

TEST(TenonToml, MetaTravelsAsJson) {
  EXPECT_EQ(
      good(with("",
                "[plugin.meta]\nt = \"x\"\nb = true\ni = -9223372036854775808\nf = 1.5\na = [1, {c = 2}]\n"))
          .plugins[0]
          .meta,
      R"({"a":[1,{"c":2}],"b":true,"f":1.5,"i":-9223372036854775808,"t":"x"})");
}

TEST(TenonToml, MetaRefusesWhatJsonCantCarry) {
  EXPECT_EQ(wrong(with("", "[plugin.meta]\nwhen = 2026-01-01\nhow = nan\n")),
            "E0808 7:8 `meta` can't carry a date\nE0808 8:7 `meta` can't carry this number\n");
}

TEST(TenonToml, DeepMetaIsRefused) {
  const std::string deep = "[plugin.meta]\na = " + std::string(70, '[') + std::string(70, ']') + "\n";
  EXPECT_THAT(wrong(with("", deep)), testing::HasSubstr("`meta` is nested more than 64 deep"));
}

TEST(TenonToml, UnknownKeysAreAllFoundWithTheirPlaces) {
  EXPECT_EQ(wrong(with("wti = 1\n", "vresion = 1\n") + "[tool]\n"),
            "E0805 3:1 unknown key `wti` in `[library]`\n"
            "E0805 7:1 unknown key `vresion` in `[[plugin]]`\n"
            "E0805 8:2 unknown key `tool` in tenon.toml\n");
}

TEST(TenonToml, AMistypedKeyGetsTheNearest) {
  const auto toml = parse(with("", "vresion = 1\n"));
  EXPECT_EQ(toml.error().diagnostics[0].help, "did you mean `version`?");
}

TEST(TenonToml, ColumnsCountCharacters) {
  EXPECT_EQ(wrong(with("", "authors = [\"J\u00fcrgen\", 7]\n")),
            "E0806 6:22 `authors` is an integer, wants strings\n");
}

TEST(TenonToml, WrongTypesSayWhatIsThereAndWanted) {
  EXPECT_EQ(wrong(with("sources = \"a.c\"\n", "concurrent = \"yes\"\n")),
            "E0806 3:11 `sources` is a string, wants an array of strings\n"
            "E0806 7:14 `concurrent` is a string, wants true or false\n");
  EXPECT_EQ(wrong("library = 1\n[plugin]\nname = \"a\"\n"),
            "E0806 1:11 `library` is an integer, wants a table\n"
            "E0806 2:1 `plugin` is a table, wants an array of tables: write `[[plugin]]`\n");
}

TEST(TenonToml, WhatMustBeThereIsMissed) {
  EXPECT_EQ(wrong(""), "E0807 1:1 there is no `[library]`\nE0807 1:1 there is no `[[plugin]]`\n");
  EXPECT_EQ(wrong("[library]\n[[plugin]]\n"),
            "E0807 1:1 `wit` is missing\nE0807 2:1 `name` is missing\nE0807 2:1 `version` is missing\n");
}

TEST(TenonToml, NamesAreKebabWords) {
  EXPECT_EQ(wrong("[library]\nwit = \"a\"\nname = \"No\"\n[[plugin]]\nname = \"a_b\"\nversion = \"1.0.0\"\n"),
            "E0811 3:8 name `No` is no kebab-case word\nE0811 5:8 name `a_b` is no kebab-case word\n");
}

TEST(TenonToml, TwoPluginsNeedTwoNames) {
  EXPECT_EQ(wrong(with("") + "[[plugin]]\nname = \"shout\"\nversion = \"1.0.0\"\n"),
            "E0811 7:8 two plugins are called `shout`\n");
}

TEST(TenonToml, ValuesThatMakeNoSenseAreRefused) {
  EXPECT_EQ(wrong(with("lang = \"java\"\n", "type = \"a b\"\n")),
            "E0807 3:8 `java` is no language\nE0807 7:8 `a b` is no name of a type\n");
  EXPECT_EQ(wrong(with("", "since = \"new\"\n")), "E0806 6:9 `since` is no version\n");
}

TEST(TenonToml, HeadersBelongToCpp) {
  EXPECT_EQ(wrong(with("lang = \"cpp\"\n")), "E0807 5:8 `header` is missing\n");
  EXPECT_EQ(wrong(with("lang = \"c\"\n", "header = \"a.hpp\"\n")), "E0807 5:8 `header` is for C++ only\n");
}

TEST(TenonToml, StateIsAskedForByEachPlugin) {
  const TenonToml toml = good(with("", "state = true\n[[plugin]]\nname = \"still\"\nversion = \"1.0.0\"\n"));
  EXPECT_TRUE(keeps_state(toml));
  EXPECT_TRUE(toml.plugins[0].state);
  EXPECT_FALSE(toml.plugins[1].state);
  EXPECT_FALSE(keeps_state(good(with("", "state = false\n"))));
}

TEST(TenonToml, FreestandingIsForCAndRust) {
  EXPECT_TRUE(good(with("lang = \"rust\"\nfreestanding = true\n")).freestanding);
  EXPECT_EQ(wrong("[library]\nwit = \"a.wit\"\nfreestanding = true\n"
                  "[[plugin]]\nname = \"shout\"\nversion = \"1.2.0\"\nheader = \"shout.hpp\"\n"),
            "E0810 3:16 `freestanding = true` isn't supported in C++\n");
}

TEST(TenonToml, WhatIsNoTomlHasItsPlace) {
  EXPECT_THAT(wrong("[library\nwit = 1\n"), testing::StartsWith("E0804 1:9 this is no TOML: "));
}

TEST(TenonToml, WhatNobodyWritesByHandIsRefusedBeforeItCostsAnything) {
  EXPECT_EQ(wrong(with("") + std::string(256 * 1024, '#')),
            "E0804 1:1 the file has 262212 bytes, 262144 are allowed\n");
  std::string deep = "a";
  for (int i = 0; i < 100000; i++) deep += ".a";
  EXPECT_EQ(wrong(deep + " = 1"), "E0804 1:32 a key has more than 16 parts\n");
  std::string many = "[library]\nwit = \"a.wit\"\n";
  for (int i = 0; i < 300; i++) many += "[[plugin]]\n";
  EXPECT_EQ(wrong(many), "E0807 3:1 a library has 256 plugins at most\n");
}

TEST(TenonToml, NestingBeyondWhatTheParserTakesIsRefused) {
  EXPECT_THAT(wrong("x = " + std::string(100000, '[')), testing::StartsWith("E0804 1:"));
  std::string tables;
  for (int i = 0; i < 1000; i++) tables += "{a.b.c=";
  EXPECT_THAT(wrong("x = " + tables), testing::StartsWith("E0804 1:"));
}

TEST(TenonToml, AHundredErrorsAreEnough) {
  std::string many = with("");
  for (int i = 0; i < 5000; i++) many += "k" + std::to_string(i) + " = 1\n";
  EXPECT_EQ(parse(many).error().diagnostics.size(), 100u);
}

}  // namespace
}  // namespace tenon::project
