// SPDX-License-Identifier: MIT
#include "project/world.hpp"

#include <gtest/gtest.h>

#include "wit/parse.hpp"

namespace tenon::project {
namespace {

wit::Model model_of(const std::string& text) {
  wit::Input input;
  input.packages = {{.files = {{.path = "a.wit", .text = text}}}};
  return wit::parse(input).model;
}

std::string world(const std::string& text, std::string_view name) {
  const wit::Model model = model_of(text);
  const auto id = pick_world(model, name);
  if (id) return model.id_of(*id);
  return project::render(id.error().diagnostics[0], std::vector<wit::Source>());
}

constexpr const char* kTwo = "package a:b@1.0.0;\nworld first {}\nworld second {}\n";

TEST(World, TheOnlyOneNeedsNoName) { EXPECT_EQ(world("package a:b;\nworld w {}\n", ""), "a:b/w"); }

TEST(World, OneOfSeveralIsFoundByNameAndById) {
  EXPECT_EQ(world(kTwo, "second"), "a:b/second@1.0.0");
  EXPECT_EQ(world(kTwo, "a:b/second"), "a:b/second@1.0.0");
  EXPECT_EQ(world(kTwo, "a:b/second@1.0.0"), "a:b/second@1.0.0");
}

TEST(World, SeveralNeedAName) {
  EXPECT_EQ(world(kTwo, ""),
            "error[E0809]: the package `a:b@1.0.0` has 2 worlds\n"
            "help: choose one of `first` and `second` with `--world` or, in tenon.toml, `world`\n");
}

TEST(World, AnUnknownNameGetsTheNearestOrAll) {
  EXPECT_EQ(world(kTwo, "secnd"),
            "error[E0809]: there is no world `secnd` in `a:b@1.0.0`\nhelp: did you mean `second`?\n");
  EXPECT_EQ(world(kTwo, "elephant"),
            "error[E0809]: there is no world `elephant` in `a:b@1.0.0`\nhelp: it has `first` and `second`\n");
}

TEST(World, APackageWithoutWorldsSaysSo) {
  EXPECT_EQ(world("package a:b;\n", ""),
            "error[E0809]: the package `a:b` has no world\n"
            "help: a plugin implements a world: write `world NAME { ... }`\n");
}

}  // namespace
}  // namespace tenon::project
