// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "same_model.hpp"
#include "wit/json.hpp"

namespace tenon::wit {
namespace {

std::string shown(const Parsed& parsed) {
  std::string out;
  for (const Diagnostic& diagnostic : parsed.diagnostics) out += render(diagnostic, parsed.sources);
  return out;
}

class WitCorpus : public testing::Test {
 protected:
  void SetUp() override {
    const auto root = corpus::root();
    if (!root) GTEST_SKIP() << "there is no WIT corpus beside the project, and TENON_WIT_CORPUS names none";
    root_ = *root;
  }

  void count(bool good) { (good ? good_ : bad_) += 1; }
  void TearDown() override {
    if (good_ + bad_ > 0) std::cout << good_ << " of " << good_ + bad_ << " cases as in the reference\n";
  }

  std::filesystem::path root_;
  int good_ = 0;
  int bad_ = 0;
};

TEST_F(WitCorpus, AcceptsWhatTheReferenceAccepts) {
  for (const auto& one : corpus::cases(root_ / "ok", ".json")) {
    const Parsed parsed = parse(corpus::load(one.path));
    EXPECT_TRUE(parsed.ok()) << one.name << '\n' << shown(parsed);
    count(parsed.ok());
  }
}

TEST_F(WitCorpus, RefusesWhatTheReferenceRefuses) {
  for (const auto& one : corpus::cases(root_ / "fail", ".result")) {
    const Parsed parsed = parse(corpus::load(one.path));
    EXPECT_FALSE(parsed.ok()) << one.name;
    count(!parsed.ok());
  }
}

TEST_F(WitCorpus, FindsTheFirstErrorWhereTheReferenceFindsIt) {
  for (const auto& one : corpus::cases(root_ / "fail", ".result")) {
    const std::filesystem::path result =
        one.path.string() + (one.path.extension() == ".wit" ? ".result" : ".wit.result");
    const auto expected = corpus::place_in(corpus::read(result));
    const Parsed parsed = parse(corpus::load(one.path));
    if (!expected || parsed.diagnostics.empty()) continue;
    const Span span = parsed.diagnostics[0].span;
    const Source& source = parsed.sources[span.file];
    const Position actual = position_of(source.text, span.begin);
    const bool same = actual.line == expected->position.line && actual.column == expected->position.column &&
                      std::filesystem::path(source.path).filename() == expected->file;
    EXPECT_TRUE(same) << one.name << '\n' << corpus::read(result) << '\n' << shown(parsed);
    count(same);
  }
}

TEST_F(WitCorpus, ResolvesToTheModelOfTheReference) {
  for (const auto& one : corpus::cases(root_ / "ok", ".json")) {
    const std::filesystem::path model =
        one.path.string() + (one.path.extension() == ".wit" ? ".json" : ".wit.json");
    const Parsed parsed = parse(corpus::load(one.path));
    const auto expected = nlohmann::json::parse(corpus::read(model));
    const auto actual = nlohmann::json::parse(to_json(parsed.model).dump());
    const std::string difference = corpus::difference(expected, actual);
    EXPECT_EQ(difference, "") << one.name;
    count(difference.empty());
  }
}

TEST_F(WitCorpus, ParsesRealPackages) {
  for (const char* name : {"wasi-http-0.2.3", "wasi-http-0.2.5"}) {
    const Parsed parsed = parse(corpus::load(root_ / "real" / name));
    EXPECT_TRUE(parsed.ok()) << shown(parsed);
    EXPECT_EQ(parsed.model.packages.size(), 7U);
    count(parsed.ok());
  }
}

}  // namespace
}  // namespace tenon::wit
