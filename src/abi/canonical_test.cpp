// SPDX-License-Identifier: MIT
#include "abi/canonical.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::string canonical(const std::string& text) {
  const wit::Model model = model_of(text, {"*"});
  return canonical_wit(model, {world_id(model)});
}

std::string hashes(const std::string& text) {
  const wit::Model model = model_of(text, {"*"});
  const World world = world_of(model);
  std::string out;
  for (const auto* side : {&world.imports, &world.exports}) {
    for (const Interface& interface : *side) out += hash_text(model, interface) + "--\n";
  }
  return out;
}

/// Canonical text is its own canonical text, and means the same contract.
void expect_stable(const std::string& text) {
  const std::string once = canonical(text);
  EXPECT_EQ(canonical(once), once);
  EXPECT_EQ(hashes(once), hashes(text)) << once;
}

constexpr const char* kExample = R"(
  /// Text tools.
  package text:api@1.2.0;

  world tool {
    import log: interface { line: func(text: string); }
    import types;
    /// The filter.
    export filter;
    import now: func() -> u64;
  }

  /// Shapes.
  interface types {
    /// Unused, so not part of it.
    record lonely { a: u8 }
    type lines = list<finding>;
    /// Something found.
    record finding {
      /// From 1.
      line: u32,
      %record: string,
    }
    resource doc { feed: func(text: string); constructor(); open: static func(path: string) -> result<doc, string>; }
  }

  interface filter {
    use types.{lines, doc as paper};
    @since(version = 1.1.0)
    analyse: func(d: borrow<paper>) -> lines;
    /// Changes a text.
    ///
    ///   indented
    @since(version = 1.0.0)
    @deprecated(version = 1.2.0)
    apply: func(%from: string, d: paper) -> result<string, string>;
  }
)";

TEST(CanonicalWit, is_ordered_reduced_and_documented) {
  EXPECT_EQ(canonical(kExample), R"(/// Text tools.
package text:api@1.2.0;

interface filter {
  use types.{doc, finding};

  /// Changes a text.
  ///
  ///   indented
  @since(version = 1.0.0)
  @deprecated(version = 1.2.0)
  apply: func(%from: string, d: doc) -> result<string, string>;
  @since(version = 1.1.0)
  analyse: func(d: borrow<doc>) -> list<finding>;
}

/// Shapes.
interface types {
  resource doc {
    constructor();
    open: static func(path: string) -> result<doc, string>;
    feed: func(text: string);
  }

  /// Something found.
  record finding {
    /// From 1.
    line: u32,
    %record: string,
  }
}

world tool {
  import now: func() -> u64;
  import log: interface {
    line: func(text: string);
  }

  import types;
  /// The filter.
  export filter;
}
)");
}

TEST(CanonicalWit, is_its_own_canonical_text) { expect_stable(kExample); }

TEST(CanonicalWit, is_its_own_canonical_text_whatever_docs_are_indented_with) {
  expect_stable("package text:api;\n/**\n * A block,\n *   indented,  \n */\nworld tool {}");
  expect_stable("package text:api;\n///\ta tab\n///\t\ttwo\n///\n///   \nworld tool {}");
  expect_stable("package text:api;\n/**\n\n   one\n     two\n\n*/\nworld tool {}");
}

TEST(CanonicalWit, keeps_gates_so_that_slots_stay) {
  expect_stable(
      exported("@since(version = 1.2.0) a: func();\n b: func();\n @unstable(feature = x) c: func();\n"
               "@since(version = 1.1.0) resource r { constructor(); m: func(); }"));
}

constexpr const char* kTwoPackages = R"(
  package text:api@1.0.0;
  interface api {
    use other:dep/a@0.2.1.{t};
    use other:dep/b@0.2.1.{t as t2, nested};
    f: func(x: t, y: t2) -> nested;
  }
  world tool { export api; }
  package other:dep@0.2.1 {
    interface a { record t { a: u8 } }
    interface b { use a.{t as ta}; record t { b: ta } type nested = option<list<t>>; go: func(); }
  }
)";

TEST(CanonicalWit, nests_the_packages_it_depends_on) {
  EXPECT_THAT(canonical(kTwoPackages),
              HasSubstr("package other:dep@0.2.1 {\n  interface a {\n    record t {\n"));
  expect_stable(kTwoPackages);
}

TEST(CanonicalWit, renames_the_later_of_two_types_of_one_name) {
  EXPECT_THAT(canonical(kTwoPackages),
              HasSubstr("  use other:dep/a@0.2.1.{t};\n  use other:dep/b@0.2.1.{t as t-b};\n\n"
                        "  f: func(x: t, y: t-b) -> option<list<t-b>>;\n"));
}

TEST(CanonicalWit, keeps_what_worlds_write_themselves) {
  expect_stable(R"(package text:api@1.0.0;
    interface types { enum kind { a, b } }
    world tool {
      use types.{kind};
      record row { k: kind }
      resource sheet { @since(version = 1.0.0) put: func(r: row); }
      import open: func() -> sheet;
      @since(version = 1.0.0)
      export run: func(r: row) -> list<kind>;
      export extra: interface { use types.{kind}; f: func(k: kind); }
    })");
}

TEST(CanonicalWit, escapes_keywords) {
  const std::string text = exported(
      "record %record { %type: u8 } enum %list { %enum, b }\n"
      "%func: func(%interface: %record) -> %list;");
  EXPECT_THAT(canonical(text), HasSubstr("  %func: func(%interface: %record) -> %list;\n"));
  expect_stable(text);
}

TEST(CanonicalWit, drops_interfaces_that_the_world_does_not_reach) {
  const std::string text =
      "package text:api@1.0.0;\ninterface far { f: func(); }\ninterface api { f: func(); }\n"
      "world tool { export api; }\nworld other { export far; }\n";
  EXPECT_THAT(canonical(text), Not(HasSubstr("far")));
  expect_stable(text);
}

TEST(CanonicalWit, of_several_worlds_has_each_once) {
  const wit::Model model = model_of(
      "package text:api@1.0.0;\ninterface a { f: func(); }\ninterface b { f: func(); }\n"
      "world one { export a; }\nworld two { export a; export b; }\n");
  const auto one = world_id(model, "one"), two = world_id(model, "two");
  const std::string text = canonical_wit(model, {two, one, two});
  EXPECT_EQ(text, canonical_wit(model, {one, two}));
  EXPECT_THAT(text, HasSubstr("world one {\n  export a;\n}\n\nworld two {\n  export a;\n  export b;\n}\n"));
}

constexpr const char* kWithState =
    "package text:api@1.0.0;\ninterface a { f: func(); }\nworld tool { export a; }\n"
    "package tenon:plugin@0.1.0 { interface state { save: func(); } }\n";

wit::InterfaceId state_of(const wit::Model& model) {
  for (std::uint32_t i = 0; i < model.interfaces.size(); ++i)
    if (model.interfaces[i].name == "state") return {i};
  return {};
}

TEST(CanonicalWit, has_the_export_that_a_project_adds) {
  const wit::Model model = model_of(kWithState);
  const World world = describe(model, world_id(model), state_of(model));
  const std::string text = canonical_wit_of(model, {world});
  EXPECT_THAT(text, HasSubstr("world tool {\n  export tenon:plugin/state@0.1.0;\n  export a;\n}\n"));
  EXPECT_EQ(canonical(text), text);
  const wit::Model again = model_of(text);
  EXPECT_EQ(interface_of(world_of(again).exports, kState).hash, interface_of(world.exports, kState).hash);
}

TEST(CanonicalWit, of_a_world_that_exports_the_state_itself_has_it_once) {
  const wit::Model model = model_of(
      "package text:api@1.0.0;\nworld tool { export tenon:plugin/state@0.1.0; }\n"
      "package tenon:plugin@0.1.0 { interface state { save: func(); } }\n");
  const auto tool = world_id(model);
  EXPECT_EQ(canonical_wit_of(model, {describe(model, tool, state_of(model))}), canonical_wit(model, {tool}));
}

TEST(CanonicalWit, of_two_descriptions_of_one_world_has_all_exports) {
  const wit::Model model = model_of(kWithState);
  const World with = describe(model, world_id(model), state_of(model)), without = world_of(model);
  EXPECT_EQ(canonical_wit_of(model, {without, with, without}), canonical_wit_of(model, {with}));
}

TEST(CanonicalWit, covers_types_of_later_profiles) {
  expect_stable(
      exported("variant v { a(u8), b } flags fl { x, y } record r { v: v, f: fl }\n"
               "f: func(r: r, t: tuple<u8, string>) -> result;"));
}

}  // namespace
}  // namespace tenon::abi
