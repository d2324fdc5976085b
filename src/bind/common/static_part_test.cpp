// SPDX-License-Identifier: MIT
#include "bind/common/static_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace tenon::bind
