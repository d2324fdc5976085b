// SPDX-License-Identifier: MIT
#include "abi/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tenon/abi/library.h"
#include "tenon/abi/note.h"
#include "tenon/abi/version.h"

namespace tenon::abi {
namespace {

using namespace std::string_view_literals;
using Bytes = std::vector<std::uint8_t>;

Manifest example() {
  Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_CPP;
  manifest.flags = TENON_PLUGIN_UNWIND;
  manifest.library = "shout";
  manifest.plugins = {
      {"shout",
       "1.2.0",
       "text:api/tool@1.0.0",
       TENON_PLUGIN_CONCURRENT,
       {{"tenon:plugin/log@0.1", {1, 2, 3}, 4}},
       {{"text:api/filter@1", {4, 5, 6}, 2}, {"text:api/other@1", {7}, 1}}},
      {"whisper", "0.1.0-rc.1", "text:api/tool@1.0.0", 0, {}, {{"text:api/filter@1", {4, 5, 6}, 2}}}};
  manifest.metadata = R"({"library":{"name":"shout"},"plugins":[{"name":"shout","meta":{"menu":"Edit"}}]})";
  manifest.wit = "package text:api@1.0.0;\n";
  return manifest;
}

std::uint32_t word(const Bytes& bytes, std::size_t offset) {
  std::uint32_t out;
  std::memcpy(&out, bytes.data() + offset, sizeof out);
  return out;
}

void set_word(Bytes& bytes, std::size_t offset, std::uint32_t value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

std::string refusal(const Bytes& bytes) {
  const auto read = read_manifest(bytes);
  return read ? "accepted" : read.error().code + ": " + read.error().message;
}

std::string refusal(const Manifest& manifest) { return refusal(manifest_bytes(manifest)); }

TEST(Manifest, comes_back_as_it_was_written) {
  const Manifest read = read_manifest(manifest_bytes(example())).value();
  EXPECT_EQ(read.library, "shout");
  EXPECT_EQ(read.language, std::uint32_t{TENON_LANGUAGE_CPP});
  EXPECT_EQ(read.flags, std::uint32_t{TENON_PLUGIN_UNWIND});
  EXPECT_EQ(read.metadata, example().metadata);
  EXPECT_EQ(read.wit, example().wit);
  ASSERT_EQ(read.plugins.size(), 2u);
  EXPECT_EQ(read.plugins[0].version, "1.2.0");
  EXPECT_EQ(read.plugins[0].flags, std::uint32_t{TENON_PLUGIN_CONCURRENT});
}

TEST(Manifest, keeps_each_plugins_interfaces_apart) {
  const Manifest read = read_manifest(manifest_bytes(example())).value();
  ASSERT_EQ(read.plugins[0].imports.size(), 1u);
  EXPECT_EQ(read.plugins[0].imports[0].id, "tenon:plugin/log@0.1");
  EXPECT_EQ(read.plugins[0].imports[0].slots, 4u);
  ASSERT_EQ(read.plugins[0].exports.size(), 2u);
  EXPECT_EQ(read.plugins[0].exports[1].id, "text:api/other@1");
  ASSERT_EQ(read.plugins[1].exports.size(), 1u);
  EXPECT_EQ(read.plugins[1].exports[0].hash, (Hash{4, 5, 6}));
}

TEST(Manifest, is_read_from_its_index_alone) {
  const Bytes bytes = manifest_bytes(example());
  const std::span front(bytes.data(), index_size(bytes));
  const Manifest read = read_index(front, bytes.size()).value();
  EXPECT_EQ(read.plugins[1].name, "whisper");
  EXPECT_EQ(read.metadata, "");
  EXPECT_EQ(read.wit, "");
  EXPECT_EQ(read_index(front.first(front.size() - 1), bytes.size()).error().message,
            "the manifest is damaged: its index has " + std::to_string(front.size()) + " bytes, only " +
                std::to_string(front.size() - 1) + " are there");
}

TEST(Manifest, is_refused_wherever_it_is_cut_off) {
  const Bytes bytes = manifest_bytes(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_manifest({bytes.data(), size})) << size;
    (void)read_index({bytes.data(), size}, bytes.size());
    EXPECT_FALSE(read_index({bytes.data(), size}, size)) << size;
  }
}

TEST(Manifest, is_refused_with_any_byte_changed_behind_the_header) {
  const Bytes bytes = manifest_bytes(example());
  for (std::size_t i = sizeof(tenon_note_header); i < bytes.size(); ++i) {
    for (const int change : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      Bytes damaged = bytes;
      damaged[i] = static_cast<std::uint8_t>(damaged[i] ^ change);
      ASSERT_FALSE(read_manifest(damaged)) << i << " " << change;
      (void)read_index(damaged, damaged.size());
    }
  }
}

TEST(Manifest, survives_any_byte_changed_in_the_header) {
  const Bytes bytes = manifest_bytes(example());
  for (std::size_t i = 0; i < sizeof(tenon_note_header); ++i) {
    for (int change = 1; change < 256; ++change) {
      Bytes damaged = bytes;
      damaged[i] = static_cast<std::uint8_t>(damaged[i] ^ change);
      (void)read_manifest(damaged);
      (void)read_index(damaged, damaged.size());
    }
  }
}

TEST(Manifest, of_another_contract_names_both_versions) {
  Manifest manifest = example();
  manifest.contract = TENON_CONTRACT + 1;
  const auto error = read_manifest(manifest_bytes(manifest)).error();
  EXPECT_EQ(error.code, "E0303");
  EXPECT_EQ(error.message, "built for contract 0." + std::to_string(TENON_CONTRACT + 1) +
                               ", this host speaks 0." + std::to_string(TENON_CONTRACT));
  EXPECT_EQ(error.help, "update the host, or build the plugin with the tenon that the host was built with");
}

TEST(Manifest, of_a_future_format_is_refused_before_anything_else_is_read) {
  Bytes bytes(8);
  set_word(bytes, 0, 2);
  set_word(bytes, 4, 0xffffffff);
  EXPECT_EQ(refusal(bytes), "E0302: the manifest has format 2, this host reads format 1");
}

TEST(Manifest, with_two_plugins_of_one_name_is_refused) {
  Manifest manifest = example();
  manifest.plugins[1].name = "shout";
  EXPECT_EQ(refusal(manifest), "E0306: two plugins of the library are called `shout`");
}

TEST(Manifest, without_plugin_is_refused) {
  Manifest manifest = example();
  manifest.plugins.clear();
  EXPECT_EQ(refusal(manifest), "E0304: the manifest is damaged: it names no plugin");
}

TEST(Manifest, refuses_names_that_are_no_plain_text) {
  for (const auto bad : {"a\0b"sv, "a\x1b[2J"sv, "\xff"sv, "\xc0\x80"sv, "\xed\xa0\x80"sv,
                         "\xf4\x90\x80\x80"sv, "\xe2\x82"sv, "\xc2\x80"sv, "\xc2\x9b[2J"sv}) {
    Manifest manifest = example();
    manifest.plugins[0].name = bad;
    EXPECT_EQ(refusal(manifest),
              "E0304: the manifest is damaged: a plugin's name is no UTF-8, or has control characters in it");
  }
}

TEST(Manifest, takes_names_in_any_script) {
  Manifest manifest = example();
  manifest.plugins[0].name = "größer-日本-🎺";
  EXPECT_EQ(refusal(manifest), "accepted");
}

TEST(Manifest, refuses_a_version_that_is_none) {
  Manifest manifest = example();
  manifest.plugins[0].version = "1.2";
  EXPECT_EQ(refusal(manifest),
            "E0304: the manifest is damaged: `1.2`, the version of `shout`, is no version");
}

TEST(Manifest, refuses_interfaces_out_of_order) {
  Manifest manifest = example();
  std::swap(manifest.plugins[0].exports[0], manifest.plugins[0].exports[1]);
  EXPECT_EQ(
      refusal(manifest),
      "E0304: the manifest is damaged: the interfaces of `shout` are out of order at `text:api/filter@1`");
}

TEST(Manifest, refuses_counts_that_the_bytes_cannot_hold) {
  Bytes bytes = manifest_bytes(example());
  const std::string size = std::to_string(bytes.size());
  set_word(bytes, offsetof(tenon_note_header, plugin_count), 0xffffffff);
  EXPECT_EQ(refusal(bytes),
            "E0304: the manifest is damaged: tables for 4294967295 plugins and 4 interfaces don't fit into " +
                size + " bytes");
}

TEST(Manifest, refuses_a_note_of_another_size) {
  Bytes bytes = manifest_bytes(example());
  bytes.resize(bytes.size() + 4);
  EXPECT_EQ(refusal(bytes), "E0304: the manifest is damaged: it says it has " +
                                std::to_string(bytes.size() - 4) + " bytes, the note has " +
                                std::to_string(bytes.size()));
}

TEST(Manifest, refuses_texts_over_the_header) {
  Bytes bytes = manifest_bytes(example());
  set_word(bytes, offsetof(tenon_note_header, library), 0);
  EXPECT_EQ(refusal(bytes), "E0304: the manifest is damaged: the library's name lies outside of its place");
}

TEST(Manifest, refuses_places_that_wrap_around) {
  Bytes bytes = manifest_bytes(example());
  set_word(bytes, offsetof(tenon_note_header, wit), 0xfffffff0);
  set_word(bytes, offsetof(tenon_note_header, wit) + 4, 0x20);
  EXPECT_EQ(refusal(bytes), "E0304: the manifest is damaged: metadata or WIT lie outside of their place");
}

TEST(Manifest, refuses_more_than_16_mib) {
  Manifest manifest = example();
  manifest.wit.assign(TENON_NOTE_MAX, ' ');
  EXPECT_THAT(refusal(manifest), ::testing::StartsWith("E0305: the manifest has 1677"));
}

TEST(Manifest, refuses_more_plugins_than_tenon_toml_takes) {
  Manifest manifest = example();
  for (int i = 2; i < 256; ++i)
    manifest.plugins.push_back({"p" + std::to_string(i), "1.0.0", "w", 0, {}, {}});
  EXPECT_TRUE(read_manifest(manifest_bytes(manifest)));
  manifest.plugins.push_back({"more", "1.0.0", "w", 0, {}, {}});
  EXPECT_EQ(refusal(manifest), "E0305: the manifest has 257 plugins, 256 are allowed");
}

TEST(Manifest, is_a_multiple_of_four_bytes) {
  for (const char* wit : {"", "a", "ab", "abc", "abcd"}) {
    Manifest manifest = example();
    manifest.wit = wit;
    const Bytes bytes = manifest_bytes(manifest);
    EXPECT_EQ(bytes.size() % 4, 0u);
    EXPECT_EQ(word(bytes, offsetof(tenon_note_header, size)), bytes.size());
    EXPECT_EQ(read_manifest(bytes).value().wit, wit);
  }
}

TEST(Metadata, of_one_plugin_is_its_entry) {
  EXPECT_EQ(plugin_metadata(example().metadata, "shout"), R"({"name":"shout","meta":{"menu":"Edit"}})");
}

TEST(Metadata, of_all_plugins_is_the_same_read_once) {
  for (const auto& [plugin, entry] : metadata_entries(example().metadata))
    EXPECT_EQ(entry, plugin_metadata(example().metadata, plugin)) << plugin;
  EXPECT_EQ(metadata_entries(R"({"plugins":[{"name":"a","n":1},{"n":2},{"name":"b"},{"name":"a","n":3}]})"),
            (std::map<std::string, std::string>{{"a", R"({"name":"a","n":1})"}, {"b", R"({"name":"b"})"}}));
  EXPECT_TRUE(metadata_entries(R"({"plugins":[{"name":"a"}]} x)").empty());
}

TEST(Metadata, of_an_unknown_plugin_is_empty) {
  EXPECT_EQ(plugin_metadata(example().metadata, "whisper"), "{}");
}

TEST(Metadata, that_is_damaged_is_empty) {
  const std::string deep(1000000, '[');
  for (const std::string& json :
       {std::string("{"), std::string("[]"), std::string(""), std::string("{\"plugins\":3}"),
        std::string("{\"plugins\":[3,{\"name\":4}]}"), deep}) {
    EXPECT_EQ(plugin_metadata(json, "shout"), "{}");
  }
}

}  // namespace
}  // namespace tenon::abi
