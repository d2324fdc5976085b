// SPDX-License-Identifier: MIT
#include "abi/contract.hpp"

#include <gtest/gtest.h>

#include "abi/testing.hpp"

namespace tenon::abi {
namespace {

using namespace testing;

/// The slots of the one exported interface.
std::string slots_of(const std::string& items, const std::vector<std::string>& features = {}) {
  const wit::Model model = model_of(exported(items), features);
  return names_of(world_of(model).exports.at(0).functions);
}

std::string ids_of(const std::vector<Interface>& interfaces) {
  std::string out;
  for (const Interface& interface : interfaces) out += (out.empty() ? "" : " ") + interface.id;
  return out;
}

TEST(Slots, are_in_the_order_of_names_whatever_the_source_says) {
  EXPECT_EQ(slots_of("count: func(); apply: func(); b: func();"), "apply b count");
}

TEST(Slots, put_newer_functions_behind_older_ones) {
  EXPECT_EQ(slots_of("@since(version = 1.2.0) a: func();\n b: func();\n @since(version = 1.1.0) c: func();"),
            "b c a");
}

TEST(Slots, take_the_start_of_the_track_for_no_gate) {
  EXPECT_EQ(slots_of("@since(version = 1.0.0) a: func();\n b: func();"), "a b");
  EXPECT_EQ(slots_of("@since(version = 0.9.0) c: func();\n b: func();"), "b c");
}

TEST(Slots, know_when_a_function_joined) {
  const wit::Model model =
      model_of(exported("@since(version = 1.1.0) a: func();\n @since(version = 1.0.0) b: func();"));
  const World world = world_of(model);
  EXPECT_EQ(world.exports[0].functions[0].since.version, std::nullopt);
  EXPECT_EQ(world.exports[0].functions[1].since.version->text(), "1.1.0");
}

TEST(Slots, put_unstable_functions_last_by_feature_and_name) {
  EXPECT_EQ(slots_of("@unstable(feature = y) a: func();\n @unstable(feature = x) c: func();\n"
                     "@unstable(feature = x) b: func();\n @since(version = 1.3.0) d: func();",
                     {"*"}),
            "d b c a");
}

TEST(Slots, inherit_the_gate_of_their_resource) {
  EXPECT_EQ(slots_of("@since(version = 1.1.0) resource r { constructor(); s: static func(); }\n z: func();"),
            "z [constructor]r [static]r.s");
}

TEST(Slots, keep_methods_in_the_vtable) {
  const wit::Model model = model_of(
      exported("resource r { @since(version = 1.1.0) a: func(); b: func(); constructor(); }\n f: func();"));
  const Interface api = world_of(model).exports.at(0);
  EXPECT_EQ(names_of(api.functions), "[constructor]r f");
  ASSERT_EQ(api.resources.size(), 1u);
  EXPECT_EQ(api.resources[0].id, "text:api/api@1#r");
  EXPECT_EQ(names_of(api.resources[0].methods), "[method]r.b [method]r.a");
}

TEST(Ids, carry_the_track_and_not_the_version) {
  for (const auto& [version, id] :
       {std::pair("@1.4.2", "text:api/api@1"), std::pair("@0.2.5", "text:api/api@0.2"),
        std::pair("@0.0.3", "text:api/api@0.0.3"), std::pair("", "text:api/api")}) {
    const wit::Model model = model_of(exported("f: func();", version));
    EXPECT_EQ(world_of(model).exports.at(0).id, id);
  }
}

TEST(World, lists_interfaces_by_their_id) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    interface b { f: func(); }
    interface a { f: func(); }
    world tool { export b; export a; export run: func(); export in-place: interface { f: func(); } })");
  const World world = world_of(model);
  EXPECT_EQ(world.name, "text:api/tool@1.0.0");
  EXPECT_EQ(ids_of(world.exports), "$world in-place text:api/a@1 text:api/b@1");
}

TEST(World, leaves_out_interfaces_with_nothing_to_call) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    interface types { record finding { line: u32 } }
    interface api { use types.{finding}; f: func() -> finding; }
    world tool { export api; })");
  const World world = world_of(model);
  EXPECT_EQ(ids_of(world.imports), "");
  EXPECT_EQ(ids_of(world.exports), "text:api/api@1");
}

TEST(World, shows_an_interface_on_both_sides_if_it_is_imported_and_exported) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    interface api { f: func(); }
    world tool { import api; export api; })");
  EXPECT_EQ(ids_of(world_of(model).imports), "text:api/api@1");
  EXPECT_EQ(ids_of(world_of(model).exports), "text:api/api@1");
}

TEST(World, gathers_its_own_functions_and_resources_in_one_table) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    world tool {
      resource doc { text: func() -> string; }
      import open: func() -> doc;
      import close: func(d: doc);
    })");
  const Interface own = world_of(model).imports.at(0);
  EXPECT_EQ(own.id, "$world");
  EXPECT_EQ(own.interface, std::nullopt);
  EXPECT_EQ(names_of(own.functions), "close open");
  EXPECT_EQ(own.resources.at(0).id, "$world#doc");
  EXPECT_EQ(names_of(own.resources.at(0).methods), "[method]doc.text");
}

TEST(ResourceId, is_that_of_the_interface_that_defines_it) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    interface types { resource doc; }
    interface api { use types.{doc as paper}; type sheet = paper; f: func(s: sheet); }
    world tool { export api; })");
  EXPECT_EQ(resource_id(model, std::get<wit::TypeId>(type_of(model, "sheet"))), "text:api/types@1#doc");
}

TEST(ResourceId, has_the_label_of_an_interface_that_is_written_in_a_world) {
  const wit::Model model = model_of(R"(package text:api@1.0.0;
    world other { import second: interface { resource pen; } }
    world tool { export first: interface { resource doc; } include other with { second as third } })");
  EXPECT_EQ(resource_id(model, std::get<wit::TypeId>(type_of(model, "doc"))), "first#doc");
  EXPECT_EQ(resource_id(model, std::get<wit::TypeId>(type_of(model, "pen"))), "second#pen");
  const wit::TypeId copy = model[*world_of(model).imports.at(0).interface].types.at(0).id;
  EXPECT_EQ(resource_id(model, copy), "third#pen");
}

}  // namespace
}  // namespace tenon::abi
