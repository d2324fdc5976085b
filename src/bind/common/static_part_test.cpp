// SPDX-License-Identifier: MIT
#include "bind/common/static_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace tenon::bind {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// 20 bytes: 0 to 19.
Library counting(const std::string& name) {
  Library library;
  library.name = name;
  library.source = "text.wit";
  for (std::uint8_t i = 0; i < 20; ++i) library.manifest.push_back(i);
  return library;
}

TEST(StaticPart, InCAllBytesAreTheManifests) {
  const File file = static_part(counting("loud-shout"), Language::c);
  EXPECT_EQ(file.path, "loud-shout.static.c");
  EXPECT_THAT(file.text,
              HasSubstr("const uint8_t tenon_manifest_loud_shout[20] = {\n"
                        "    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, "
                        "0x0c, 0x0d, 0x0e, 0x0f,\n"
                        "    0x10, 0x11, 0x12, 0x13,\n};\n"));
}

TEST(StaticPart, InCppTheCompilerWritesTheFlags) {
  const File file = static_part(counting("loud-shout"), Language::cpp);
  EXPECT_EQ(file.path, "loud-shout.static.cpp");
  EXPECT_THAT(file.text,
              HasSubstr("0x0a, 0x0b,\n    tenon::kUnwindFlag, 0, 0, 0,\n    0x10, 0x11, 0x12, 0x13,\n};\n"));
}

TEST(StaticPart, AKeywordIsAnOrdinaryNameBehindThePrefix) {
  EXPECT_THAT(static_symbols(counting("int")),
              ElementsAre("tenon_plugin_int", "tenon_manifest_int", "tenon_manifest_int_size"));
  EXPECT_THAT(static_header(counting("int")).text, HasSubstr("tenon_register_int(tenon_host *host)"));
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A program that such a library is linked into includes these headers beside it.
TEST(StaticPart, NoDescriptorIsCalledLikeSomethingOfLibtenons) {
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(INCLUDE))
    if (entry.path().extension() == ".h") text += contents(entry.path());
  const std::regex name("\\btenon_plugin_([a-z_]+)\\b");
  std::size_t names = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it, ++names) {
    std::string library = (*it)[1];
    std::ranges::replace(library, '_', '-');
    EXPECT_EQ(static_symbols(counting(library)).front(), it->str() + "_");
  }
  EXPECT_GT(names, 20u);
}

}  // namespace
}  // namespace tenon::bind
