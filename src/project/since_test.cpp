// SPDX-License-Identifier: MIT
#include "project/since.hpp"

#include <gtest/gtest.h>

#include "wit/parse.hpp"

namespace tenon::project {
namespace {

// What is said about `since` of `package`, where the WIT has a:b@1.2.0 and c:d.
std::string since(const std::string& package, const std::string& version) {
  wit::Input input;
  input.packages = {{.files = {{.path = "a.wit", .text = "package a:b@1.2.0; world w { import c:d/i; }"}}},
                    {.files = {{.path = "c.wit", .text = "package c:d; interface i {}"}}}};
  const auto problems =
      refuse_since(wit::parse(input).model, "since", package, wit::Version::parse(version).value());
  return problems ? project::render(problems->diagnostics[0], std::vector<wit::Source>()) : "";
}

TEST(Since, UpToThePackagesVersionIsFine) {
  for (const char* version : {"0.1.0", "1.0.0", "1.2.0-rc1", "1.2.0"}) EXPECT_EQ(since("a:b", version), "");
}

TEST(Since, AboveItIsRefused) {
  for (const char* version : {"1.2.1", "2.0.0"})
    EXPECT_EQ(since("a:b", version), "error[E0812]: `since` wants `a:b` of " + std::string(version) +
                                         ", and the WIT has 1.2.0\n"
                                         "help: name the oldest version that you work with\n");
}

TEST(Since, APackageWithoutAVersionHasNone) {
  EXPECT_EQ(since("c:d", "1.0.0"),
            "error[E0812]: `since` wants `c:d` of 1.0.0, and the WIT has it without a version\n"
            "help: leave it out, or write `package c:d@1.0.0;` in the WIT\n");
}

TEST(Since, AnUnknownPackageIsRefused) {
  for (const char* package : {"a:c", "", "a:b@1.2.0"})
    EXPECT_EQ(since(package, "1.0.0"), "error[E0812]: `since` names the package `" + std::string(package) +
                                           "`, which the WIT hasn't got\nhelp: it has `a:b` and `c:d`\n");
}

}  // namespace
}  // namespace tenon::project
