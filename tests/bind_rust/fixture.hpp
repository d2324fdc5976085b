#pragma once
// SPDX-License-Identifier: MIT
//
// Tests of every/ run once for each rustc that built it, and say what they do in these words.
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "host.hpp"

namespace tenon::test {

class Rust : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(GetParam()))
      GTEST_SKIP() << "not built, is there such a rustc? " << GetParam();
    host.emplace(GetParam());
  }

  void start(std::string_view plugin = "every") { ASSERT_EQ(host->create(plugin), TENON_OK) << host->trap; }

  std::string shout(std::string_view word) {
    tenon_string out{};
    const std::int32_t status = host->call("texts", "shout", word.data(), word.size(), &out);
    return status == TENON_OK ? host->take(out) : std::to_string(status);
  }
  tenon_object* open(std::string_view title) {
    tenon_object* out = nullptr;
    EXPECT_EQ(host->call("documents", "open", title.data(), title.size(), &out), TENON_OK);
    return out;
  }
  std::string title(tenon_object* document) {
    tenon_string out{};
    const std::int32_t status = Host::call(document, 1, &out);
    return status == TENON_OK ? host->take(out) : std::to_string(status);
  }
  std::string text_of(const char* interface, const char* function) {
    tenon_string out{};
    const std::int32_t status = host->call(interface, function, &out);
    return status == TENON_OK ? host->take(out) : std::to_string(status);
  }
  template <class... Args>
  std::uint32_t number_of(const char* interface, const char* function, Args... args) {
    std::uint32_t out = 0;
    EXPECT_EQ(host->call(interface, function, args..., &out), TENON_OK) << host->trap;
    return out;
  }
  std::int32_t panic(std::string_view why) {
    std::uint32_t out = 0;
    return host->call("trouble", "panic", why.data(), why.size(), &out);
  }

  std::optional<Host> host;
};

inline std::string label(const testing::TestParamInfo<std::string>& info) {
  // .../new/target/release/libevery.so
  return std::filesystem::path(info.param).parent_path().parent_path().parent_path().filename().string();
}

}  // namespace tenon::test
