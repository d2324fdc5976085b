#pragma once
// SPDX-License-Identifier: MIT
//
// A folder with libraries, and the words that the tests are written in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tenon/library.hpp>

#include <string>
#include <vector>

namespace tenon::test {

/// "E0521 it exports no `x`".
std::string said(const Error& error);

class LibraryTest : public testing::Test {
 protected:
  LibraryTest();
  ~LibraryTest() override;

  /// Puts a built library into the folder, by default as libNAME.so; the path.
  std::string install(const std::string& name, const std::string& as = "");
  std::string write(const std::string& name, const std::string& bytes);
  /// As compilers do it: a new file in the place of the old one.
  std::string replace(const std::string& name, const std::string& bytes);
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  static std::string built(const std::string& name);
  static std::string read(const std::string& file);

  /// A built library, from a copy in the folder.
  Library open(const std::string& name, const LibraryOptions& options = {});
  /// What went wrong, or "".
  std::string refused(const std::string& name, const LibraryOptions& options = {});
  /// With notes and help.
  std::string text(const std::string& name, const LibraryOptions& options = {});
  template <class Signature>
  std::string no_function(const Library& library, const std::string& name) {
    const auto found = library.function<Signature>(name);
    return found ? "" : said(found.error());
  }
  /// The name of everything in the process that contains `part`.
  static std::vector<std::string> in_process(const std::string& part);

  std::string folder_;
};

}  // namespace tenon::test
