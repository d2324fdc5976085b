// SPDX-License-Identifier: MIT
//
// Manifests that are wrong in one place, each refused by what is wrong with it: the kinds of
// CppMicroServices' tests of invalid manifests and of GStreamer's matrix of plugin versions
// (docs/peers.md), against our note.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "abi/manifest.hpp"
#include "tenon/abi/library.h"
#include "tenon/abi/note.h"
#include "tenon/abi/version.h"

namespace tenon::abi {
namespace {

using namespace std::string_view_literals;
using Bytes = std::vector<std::uint8_t>;
using ::testing::StartsWith;

constexpr std::size_t kPlugin = sizeof(tenon_note_header);
constexpr std::size_t kInterface = kPlugin + sizeof(tenon_note_plugin);

Bytes one_plugin() {
  Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_C;
  manifest.library = "shout";
  manifest.plugins = {
      {"shout", "1.2.0", "text:api/tool@1.0.0", 0, {}, {{"text:api/filter@1", {4, 5, 6}, 2}}}};
  return manifest_bytes(manifest);
}

std::string refusal_of(const Bytes& bytes) {
  const auto index = read_index(bytes, bytes.size());
  const auto all = read_manifest(bytes);
  EXPECT_FALSE(all);
  return index ? "" : index.error().code + ": " + index.error().message;
}

/// One word of the bytes set to `value`.
struct Row {
  const char* name;
  std::size_t at;
  std::uint32_t value;
  const char* refusal;
};

class Rule : public ::testing::TestWithParam<Row> {};

TEST_P(Rule, is_refused_by_name) {
  Bytes bytes = one_plugin();
  std::memcpy(bytes.data() + GetParam().at, &GetParam().value, sizeof GetParam().value);
  EXPECT_EQ(refusal_of(bytes), GetParam().refusal);
}

#define DAMAGED "E0304: the manifest is damaged: "
const Row kRows[] = {
    {"format_0", offsetof(tenon_note_header, format), 0, DAMAGED "its format is 0"},
    {"language_0", offsetof(tenon_note_header, language), 0, DAMAGED "language 0 is unknown"},
    {"language_4", offsetof(tenon_note_header, language), 4, DAMAGED "language 4 is unknown"},
    {"unknown_flag", offsetof(tenon_note_header, flags), 8, DAMAGED "its flags are unknown (8)"},
    {"concurrent_library", offsetof(tenon_note_header, flags), 2, DAMAGED "its flags are unknown (2)"},
    {"reserved_in_header", offsetof(tenon_note_header, reserved), 1, DAMAGED "a reserved field is not 0"},
    {"size_0", offsetof(tenon_note_header, size), 0, DAMAGED "it says it has 0 bytes, the note has 196"},
    {"no_plugin", offsetof(tenon_note_header, plugin_count), 0, DAMAGED "it names no plugin"},
    {"plugins_over_the_end", offsetof(tenon_note_header, plugin_count), 0x10000000,
     DAMAGED "tables for 268435456 plugins and 1 interfaces don't fit into 196 bytes"},
    {"interfaces_over_the_end", offsetof(tenon_note_header, interface_count), 0xFFFFFFFF,
     DAMAGED "tables for 1 plugins and 4294967295 interfaces don't fit into 196 bytes"},
    {"metadata_before_the_tables", offsetof(tenon_note_header, metadata), 8,
     DAMAGED "metadata or WIT lie outside of their place"},
    {"metadata_behind_the_wit", offsetof(tenon_note_header, metadata.size), 200,
     DAMAGED "metadata or WIT lie outside of their place"},
    {"wit_past_the_end", offsetof(tenon_note_header, wit.size), 0x7FFFFFFF,
     DAMAGED "metadata or WIT lie outside of their place"},
    {"library_without_name", offsetof(tenon_note_header, library.size), 0,
     DAMAGED "the library's name is empty"},
    {"library_past_the_names", offsetof(tenon_note_header, library), 191,
     DAMAGED "the library's name lies outside of its place"},
    {"name_without_letters", kPlugin + offsetof(tenon_note_plugin, name.size), 0,
     DAMAGED "a plugin's name is empty"},
    {"name_before_the_texts", kPlugin + offsetof(tenon_note_plugin, name), 100,
     DAMAGED "a plugin's name lies outside of its place"},
    {"version_without_letters", kPlugin + offsetof(tenon_note_plugin, version.size), 0,
     DAMAGED "the version of `shout` is empty"},
    {"version_cut_short", kPlugin + offsetof(tenon_note_plugin, version.size), 3,
     DAMAGED "`1.2`, the version of `shout`, is no version"},
    {"world_without_letters", kPlugin + offsetof(tenon_note_plugin, world.size), 0,
     DAMAGED "the world of `shout` is empty"},
    {"unknown_flag_of_plugin", kPlugin + offsetof(tenon_note_plugin, flags), 4,
     DAMAGED "the flags of `shout` are unknown (4)"},
    {"reserved_in_plugin", kPlugin + offsetof(tenon_note_plugin, reserved), 1,
     DAMAGED "a reserved field is not 0"},
    {"more_imports_than_there_are", kPlugin + offsetof(tenon_note_plugin, import_count), 0xFFFFFFFF,
     DAMAGED "`shout` has more interfaces than the table"},
    {"an_interface_nobody_has", kPlugin + offsetof(tenon_note_plugin, export_count), 0,
     DAMAGED "interfaces that belong to no plugin"},
    {"interface_without_id", kInterface + offsetof(tenon_note_interface, id.size), 0,
     DAMAGED "an interface of `shout` is empty"},
    {"reserved_in_interface", kInterface + offsetof(tenon_note_interface, reserved), 1,
     DAMAGED "a reserved field is not 0"},
};
#undef DAMAGED
INSTANTIATE_TEST_SUITE_P(Row, Rule, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Rules, the_rows_are_of_a_manifest_that_is_fine_without_them) {
  EXPECT_TRUE(read_manifest(one_plugin()));
  EXPECT_EQ(one_plugin().size(), 196u);
}

/// Host and plugin by contract version, as major and minor: only equal ones meet, while it is 0.
TEST(Rules, every_other_contract_is_refused_with_what_to_do) {
  constexpr const char* kOlder = "build the plugin again with the tenon that the host was built with";
  constexpr const char* kNewer =
      "update the host, or build the plugin with the tenon that the host was built with";
  const struct {
    std::uint32_t contract;
    const char *text, *help;
  } rows[] = {{0, "0.0", kOlder},
              {TENON_CONTRACT - 1, "0.2", kOlder},
              {TENON_CONTRACT + 1, "0.4", kNewer},
              {0xFFFF, "0.65535", kNewer},
              {0x10000, "1.0", kNewer},
              {0x10001, "1.1", kNewer},
              {0xFFFFFFFF, "65535.65535", kNewer}};
  for (const auto& row : rows) {
    Bytes bytes = one_plugin();
    std::memcpy(bytes.data() + offsetof(tenon_note_header, contract), &row.contract, 4);
    EXPECT_EQ(refusal_of(bytes),
              "E0303: built for contract " + std::string(row.text) + ", this host speaks 0.3");
    EXPECT_EQ(read_manifest(bytes).error().help, row.help);
  }
}

TEST(Rules, a_format_of_the_future_is_refused_before_its_contract) {
  Bytes bytes(8, 0xFF);
  EXPECT_EQ(refusal_of(bytes), "E0302: the manifest has format 4294967295, this host reads format 1");
}

TEST(Rules, a_header_that_is_cut_off_is_refused_by_its_size) {
  const Bytes whole = one_plugin();
  for (const std::size_t size : {0u, 1u, 7u, 8u, 71u}) {
    EXPECT_EQ(
        refusal_of(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
        "E0304: the manifest is damaged: it has " + std::to_string(size) + " bytes, its header alone has 72");
  }
}

/// 10,000 interfaces whose ids are one text of a megabyte, each a letter longer: 5 GB if each were read.
TEST(Rules, names_that_share_bytes_without_end_are_refused_before_they_are_all_read) {
  constexpr std::uint32_t kMany = 10'000, kLong = 1'000'000;
  Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_C;
  manifest.library = std::string(kLong, 'n');
  manifest.plugins = {{"shout", "1.2.0", "w", 0, {}, std::vector<ManifestInterface>(kMany, {"x", {}, 0})}};
  Bytes bytes = manifest_bytes(manifest);
  const std::uint32_t texts = kInterface + kMany * sizeof(tenon_note_interface);
  for (std::uint32_t i = 0; i < kMany; i++) {
    const tenon_note_text place{texts, kLong - kMany + i};
    std::memcpy(bytes.data() + kInterface + i * sizeof(tenon_note_interface), &place, sizeof place);
  }
  EXPECT_EQ(refusal_of(bytes), "E0304: the manifest is damaged: its names have more than 16 MiB together");
}

/// A damaged entry is an empty one: nothing in it decides about loading.
TEST(Rules, metadata_that_is_no_json_is_an_empty_entry) {
  for (const std::string_view json : {""sv,
                                      " "sv,
                                      "null"sv,
                                      "3"sv,
                                      "\"plugins\""sv,
                                      "[]"sv,
                                      "{"sv,
                                      "{}"sv,
                                      "{]"sv,
                                      "{\"plugins\"}"sv,
                                      "{\"plugins\":{}}"sv,
                                      "{\"plugins\":[[]]}"sv,
                                      "{\"plugins\":[{}]}"sv,
                                      "{\"plugins\":[{\"name\":7}]}"sv,
                                      "{'plugins':[{'name':'shout'}]}"sv,
                                      "{\"plugins\":[{\"name\":\"shout\"}]} x"sv,
                                      "// a comment\n{\"plugins\":[{\"name\":\"shout\"}]}"sv,
                                      "{\"plugins\":[{\"name\":\"shout\",}]}"sv,
                                      "{\"plugins\":[{\"name\":\"shout\",\"n\":1e999}]}"sv,
                                      "{\"plugins\":[{\"name\":\"sh\0ut\"}]}"sv,
                                      "{\"plugins\":[{\"name\":\"shout\",\"x\":\"\xff\"}]}"sv,
                                      "{\"plugins\":[{\"name\":\"\\ud800\"}]}"sv}) {
    EXPECT_EQ(plugin_metadata(json, "shout"), "{}") << json;
  }
}

TEST(Rules, of_two_entries_with_one_name_the_first_counts) {
  EXPECT_EQ(plugin_metadata(R"({"plugins":[{"name":"a","n":1},{"name":"a","n":2}]})", "a"),
            R"({"name":"a","n":1})");
}

TEST(Rules, metadata_nested_without_end_is_an_empty_entry) {
  for (const std::string& open : {std::string("["), std::string("{\"a\":")}) {
    std::string deep = R"({"plugins":[{"name":"shout","x":)";
    for (int i = 0; i < 100'000; i++) deep += open;
    EXPECT_EQ(plugin_metadata(deep, "shout"), "{}");
  }
  // Brackets in strings don't nest.
  EXPECT_THAT(
      plugin_metadata(R"({"plugins":[{"name":"shout","x":")" + std::string(1000, '[') + "\"}]}", "shout"),
      StartsWith(R"({"name":"shout","x":"[[[)"));
}

}  // namespace
}  // namespace tenon::abi
