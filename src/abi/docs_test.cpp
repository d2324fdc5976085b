// SPDX-License-Identifier: MIT
//
// The worked example of docs/abi.md is what the code does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <sstream>

#include "abi/canonical.hpp"
#include "abi/manifest.hpp"
#include "abi/testing.hpp"
#include "tenon/abi/note.h"
#include "tenon/abi/version.h"

namespace tenon::abi {
namespace {

using namespace testing;
using ::testing::HasSubstr;

constexpr const char* kPageExample = R"(package text:api@1.1.0;

interface filter {
  enum severity { note, warning }
  record finding { line: u32, severity: severity, text: string }

  /// Changes a text.
  apply: func(text: string) -> result<string, string>;
  @since(version = 1.1.0)
  analyse: func(text: string) -> list<finding>;
}

world tool {
  export filter;
}
)";

std::string docs() {
  const std::ifstream file(std::string(TENON_DOCS) + "/abi.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string hex(std::span<const std::uint8_t> bytes, const char* between = "") {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    if (!out.empty()) out += between;
    out += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

/// 16 bytes a line: offset, bytes, letters.
std::string dump(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 16) {
    const auto row = bytes.subspan(i, std::min<std::size_t>(16, bytes.size() - i));
    const std::array<std::uint8_t, 2> offset{static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    std::string text = hex(offset) + "  " + hex(row, " ");
    text.resize(55, ' ');
    text += '|';
    for (const std::uint8_t byte : row) text += std::isprint(byte) ? static_cast<char>(byte) : '.';
    out += text + "|\n";
  }
  return out;
}

std::vector<std::uint8_t> note_of(const wit::Model& model, const World& world) {
  Manifest manifest{TENON_CONTRACT, TENON_LANGUAGE_C, 0, "shout", {}, {}, {}};
  manifest.plugins.push_back({"shout", "1.2.0", world.name, 0, {}, {}});
  for (const Interface& i : world.exports) {
    manifest.plugins[0].exports.push_back({i.id, i.hash, static_cast<std::uint32_t>(i.functions.size())});
  }
  manifest.metadata = R"({"library":{"name":"shout"},"plugins":[{"name":"shout","version":"1.2.0"}]})";
  manifest.wit = canonical_wit(model, {world.id});
  return manifest_bytes(manifest);
}

TEST(Docs, show_the_example_and_its_canonical_text) {
  const wit::Model model = model_of(kPageExample);
  EXPECT_THAT(docs(), HasSubstr("```wit\n" + std::string(kPageExample) + "```\n"));
  EXPECT_THAT(docs(), HasSubstr("```wit\n" + canonical_wit(model, {world_id(model)}) + "```\n"));
}

TEST(Docs, show_the_hash_text_and_the_hash) {
  const wit::Model model = model_of(kPageExample);
  const Interface filter = world_of(model).exports.at(0);
  EXPECT_THAT(docs(), HasSubstr("```\n" + hash_text(model, filter) + "```\n"));
  EXPECT_THAT(docs(), HasSubstr("`" + hex(filter.hash) + "`"));
}

TEST(Docs, show_the_bytes_of_the_note) {
  const wit::Model model = model_of(kPageExample);
  EXPECT_THAT(docs(), HasSubstr("```\n" + dump(note_of(model, world_of(model))) + "```\n"));
}

}  // namespace
}  // namespace tenon::abi
