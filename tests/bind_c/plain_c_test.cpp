// SPDX-License-Identifier: MIT
//
// The plugin that is written by hand, examples/plain-c, against what its WIT says.
#include <elf.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "abi/canonical.hpp"
#include "abi/manifest.hpp"
#include "fake_host.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

std::string contents(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <class T>
T at(const std::string& file, std::size_t offset) {
  T out{};
  if (offset + sizeof out <= file.size()) std::memcpy(&out, file.data() + offset, sizeof out);
  return out;
}

/// The descriptor of the note `tenon`; program headers only.
std::vector<std::uint8_t> note_of(const std::string& file) {
  const auto elf = at<Elf64_Ehdr>(file, 0);
  for (std::size_t i = 0; i < elf.e_phnum; ++i) {
    const auto segment = at<Elf64_Phdr>(file, elf.e_phoff + i * sizeof(Elf64_Phdr));
    const std::size_t place = file.find(std::string("tenon\0\0\0", 8), segment.p_offset);
    if (segment.p_type != PT_NOTE || place >= segment.p_offset + segment.p_filesz) continue;
    const auto size = at<std::uint32_t>(file, place - 8);
    return {file.begin() + static_cast<std::ptrdiff_t>(place + 8),
            file.begin() + static_cast<std::ptrdiff_t>(place + 8 + size)};
  }
  return {};
}

class PlainC : public testing::Test {
 protected:
  wit::Parsed parsed = [] {
    wit::Input input;
    input.packages.push_back({{{"plain.wit", contents(PLAIN_WIT)}}});
    return wit::parse(input);
  }();
  tenon::abi::World world = tenon::abi::describe(parsed.model, {0});
};

TEST_F(PlainC, has_the_note_that_its_wit_calls_for) {
  const auto manifest = tenon::abi::read_manifest(note_of(contents(PLAIN_LIBRARY)));
  ASSERT_TRUE(manifest) << manifest.error().message;
  ASSERT_EQ(manifest->plugins.size(), 1u);
  const auto& exported = manifest->plugins[0].exports;
  EXPECT_EQ(manifest->plugins[0].world, world.name);
  ASSERT_EQ(exported.size(), 1u);
  EXPECT_EQ(exported[0].id, world.exports[0].id);
  EXPECT_EQ(exported[0].hash, world.exports[0].hash);
  EXPECT_EQ(manifest->wit, tenon::abi::canonical_wit(parsed.model, {{0}}));
}

TEST_F(PlainC, says_the_same_once_it_is_loaded_and_can_be_called) {
  FakeHost host;
  const tenon_plugin_descriptor* plugin = load(PLAIN_LIBRARY)->plugins[0];
  EXPECT_EQ(std::memcmp(plugin->exports[0]->hash, world.exports[0].hash.data(), 16), 0);
  EXPECT_EQ(plugin->exports[0]->id, world.exports[0].id);
  Instance instance(host, plugin);
  struct Table {
    tenon_table head;
    int32_t (*add)(void*, std::uint32_t, std::uint64_t*);
  };
  std::uint64_t total = 0;
  for (std::uint32_t n : {40u, 2u})
    EXPECT_EQ(instance.exported<Table>().add(instance.self, n, &total), TENON_OK);
  EXPECT_EQ(total, 42u);
}

}  // namespace
