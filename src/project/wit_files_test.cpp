// SPDX-License-Identifier: MIT
#include "project/wit_files.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace tenon::project {
namespace {

namespace fs = std::filesystem;

class WitFilesTest : public testing::Test {
 protected:
  WitFilesTest() {
    std::string pattern = (fs::temp_directory_path() / "tenon-wit-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~WitFilesTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  /// The packages that are found, each as its files' names: "main.wit+more.wit, one.wit".
  std::string packages(const std::string& name, bool with_well_known = false) {
    const auto found = read_wit(folder_ / name, with_well_known);
    if (!found) return found.error().diagnostics[0].code;
    std::string out;
    for (const wit::PackageSources& package : found->input.packages) {
      if (!out.empty()) out += ", ";
      for (const wit::Source& s : package.files)
        out += (&s == package.files.data() ? "" : "+") + fs::path(s.path).filename().string();
    }
    return out;
  }

  fs::path folder_;
};

TEST_F(WitFilesTest, AFileIsOnePackage) {
  write("a.wit", "package a:b;");
  write("deps/other.wit", "package c:d;");
  EXPECT_EQ(packages("a.wit"), "a.wit");
}

TEST_F(WitFilesTest, AFolderIsOnePackageWithItsDeps) {
  write("wit/main.wit", "package a:b;");
  write("wit/more.wit", "interface i {}");
  write("wit/notes.txt", "no WIT");
  write("wit/deps/one.wit", "package c:one;");
  write("wit/deps/two/a.wit", "package c:two;");
  write("wit/deps/two/deps/three.wit", "package c:three;");
  EXPECT_EQ(packages("wit"), "main.wit+more.wit, one.wit, a.wit");
}

TEST_F(WitFilesTest, TheWellKnownPackageJoinsWhereItIsNamed) {
  write("a.wit", "package a:b; world w { import tenon:plugin/log@0.1.0; }");
  EXPECT_EQ(packages("a.wit"), "a.wit, plugin.wit");
}

TEST_F(WitFilesTest, TheWellKnownPackageJoinsWhereAProjectWantsIt) {
  write("a.wit", "package a:b;");
  EXPECT_EQ(packages("a.wit"), "a.wit");
  EXPECT_EQ(packages("a.wit", true), "a.wit, plugin.wit");
  write("a.wit", "package a:b; world w { import tenon:plugin/log@0.1.0; }");
  EXPECT_EQ(packages("a.wit", true), "a.wit, plugin.wit");
}

TEST_F(WitFilesTest, TheWellKnownPackageJoinsBesideOneWhoseNameBeginsAlike) {
  for (const char* package : {"tenon:plugins@1.0.0;", "tenon:plugin-utils@1.0.0;", "tenon:plugin2 ;"}) {
    write("a.wit",
          std::string("package ") + package + " interface i { use tenon:plugin/log@0.1.0.{level}; }");
    EXPECT_EQ(packages("a.wit"), "a.wit, plugin.wit") << package;
  }
  write("a.wit", "package a:b; package tenon:plugin-utils { interface i {} }");
  EXPECT_EQ(packages("a.wit", true), "a.wit, plugin.wit");
}

TEST_F(WitFilesTest, AWellKnownPackageInAFileWithOthersServes) {
  for (const char* name : {"tenon:plugin@0.1.0{", "tenon:plugin @0.1.0 {", "tenon:plugin /* ours */ {"}) {
    write("a.wit", std::string("package a:b; package ") + name + " interface log {} }");
    EXPECT_EQ(packages("a.wit", true), "a.wit") << name;
  }
}

TEST_F(WitFilesTest, AnEqualCopyServes) {
  write("wit/a.wit", "package a:b; world w { import tenon:plugin/log@0.1.0; }");
  write("wit/deps/copy.wit", "// A copy.\n" + std::string(well_known_wit()));
  EXPECT_EQ(packages("wit"), "a.wit, copy.wit");
}

TEST_F(WitFilesTest, ADifferingCopyIsRefused) {
  write("wit/a.wit", "package a:b;");
  write("wit/deps/copy.wit", "/// Docs.\npackage tenon:plugin@0.1.0; interface log {}");
  EXPECT_EQ(packages("wit"), "E0803");
}

TEST_F(WitFilesTest, AFolderWithoutWitIsRefused) {
  fs::create_directories(folder_ / "wit");
  EXPECT_EQ(packages("wit"), "E0802");
}

TEST_F(WitFilesTest, WhatIsNoFileIsRefused) {
  EXPECT_EQ(packages("absent.wit"), "E0801");
  fs::create_symlink(folder_ / "nowhere", folder_ / "dangling.wit");
  EXPECT_EQ(packages("dangling.wit"), "E0801");
}

TEST(SameTokens, BlanksAndCommentsDontCount) {
  EXPECT_TRUE(same_tokens("a: func ( );", "/* a /* nested */ */a:func();// end"));
  EXPECT_FALSE(same_tokens("a b", "ab"));
  EXPECT_FALSE(same_tokens("a",
                           "a /* open"
                           "x"
                           "*/ b"));
}

TEST(SameTokens, AnOpenCommentEndsWithTheText) { EXPECT_TRUE(same_tokens("a", "a /* never closed")); }

}  // namespace
}  // namespace tenon::project
