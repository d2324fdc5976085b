#pragma once
// SPDX-License-Identifier: MIT
//
// A host in a folder of its own, and the words that its tests are written in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tenon/host.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tenon::test {

/// The world of test.wit, as generated code would hand it over.
extern const tenon_world kWorld;

/// "E0105 there is no plugin `x`", or "" for none. Takes the error over.
std::string said(tenon_error* error);
/// The whole text. Takes the error over.
std::string text_of(tenon_error* error);

class HostTest : public testing::Test {
 protected:
  HostTest();
  ~HostTest() override;

  /// Copies a built plugin into the folder, by default as NAME.so.
  std::string install(const std::string& plugin, const std::string& as = "");
  std::string write(const std::string& name, const std::string& bytes);
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  static std::string built(const std::string& plugin);
  static std::string read(const std::string& file);

  /// Ends everything; by itself in the end.
  void stop();
  /// A host with the folder as its search path.
  void start(std::uint32_t copy = TENON_COPY_AUTO, tenon_veto veto = nullptr, void* ctx = nullptr);
  /// Loads it in place of the one before; what went wrong, or "".
  std::string load(const std::string& name);
  std::string check(const std::string& name);
  /// What instances import; it notes in `logged_`.
  const tenon_reference* log();
  /// What went wrong, or "".
  std::string create();
  std::string load_and_create(const std::string& name);
  std::string unload();

  /// The counter's functions; the status, or what came out.
  std::int32_t add(std::uint32_t number, std::uint32_t* out = nullptr);
  std::uint32_t sum_after(std::uint32_t number);
  /// The same, of an instance's export.
  static std::uint32_t sum_at(tenon_reference counter, std::uint32_t number);
  std::int32_t crash();
  tenon_object* make();
  static void drop(tenon_object* object);

  /// "found first", "broken E0214", ...; one for each file.
  std::vector<std::string> catalog();

  std::string folder_;
  tenon_host* host_ = nullptr;
  tenon_plugin* plugin_ = nullptr;
  tenon_instance* instance_ = nullptr;
  std::uint32_t outcome_ = 99;
  std::string reason_;
  std::vector<std::uint32_t> logged_;
  std::function<void(std::uint32_t)> when_logged_;

 private:
  static std::int32_t line(void* self, std::uint32_t number);
  tenon_reference log_{};
  tenon_reference counter() const { return tenon_instance_export(instance_, 0); }
};

}  // namespace tenon::test
