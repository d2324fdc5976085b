// SPDX-License-Identifier: MIT
//
// The generated text itself: against golden files, under several compilers, and what compilers say
// about an author's mistake. `TENON_REWRITE=1 bind_cpp_test` writes the golden files anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

/// What a command prints, and whether it ended well.
struct Ran {
  std::string output;
  bool ok;
};
Ran run(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  Ran ran;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    ran.output.append(buffer.data(), n);
  ran.ok = pclose(pipe) == 0;
  return ran;
}

const fs::path kHere = HERE, kWork = WORK;
const std::string kWarnings = " -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only ";

/// This process's own: ctest runs the tests beside each other.
struct Folder {
  fs::path path = kWork / ("text_" + std::to_string(getpid()));
  ~Folder() { fs::remove_all(path); }
};

/// Bindings for the project `name` beside this file, in a folder of their own.
fs::path generated(const std::string& name, const std::string& world) {
  static const Folder folder;
  const fs::path out = folder.path / name;
  fs::remove_all(out);
  const Ran plugin = run(GENERATOR " plugin " + (kHere / name).string() + " " + out.string());
  EXPECT_TRUE(plugin.ok) << plugin.output;
  for (const auto& entry : fs::directory_iterator(kHere / name))
    if (entry.path().extension() == ".wit") {
      EXPECT_TRUE(run(GENERATOR " host " + entry.path().string() + " " + world + " " + out.string()).ok);
    }
  return out;
}

TEST(Generated, TextIsTheGoldenOne) {
  const fs::path out = generated("shout", "pipe"), golden = kHere / "shout" / "golden";
  for (const char* file : {"shout.tenon.hpp", "shout.tenon.cpp", "pipe.tenon.hpp"}) {
    if (std::getenv("TENON_REWRITE"))
      fs::create_directories(golden),
          fs::copy_file(out / file, golden / file, fs::copy_options::overwrite_existing);
    EXPECT_EQ(read(out / file), read(golden / file)) << file;
  }
}

/// In CI a tool that setup should have installed is a failure, not a skip.
const bool kMustBeThere = std::getenv("CI") != nullptr;

TEST(Generated, TextIsLaidOutAsClangFormatLeavesIt) {
  if (!run("clang-format-19 --version").ok) {
    if (kMustBeThere) FAIL() << "no clang-format-19";
    GTEST_SKIP() << "no clang-format-19";
  }
  const fs::path out = generated("all", "everything");
  std::string style = read(kHere / "../../.clang-format");
  style.replace(style.find("ColumnLimit: 110"), 16, "ColumnLimit: 0");
  std::ofstream(out / ".clang-format") << style;
  for (const char* file : {"all.tenon.hpp", "all.tenon.cpp", "all.entry.cpp", "everything.tenon.hpp"})
    EXPECT_EQ(run("clang-format-19 " + (out / file).string()).output, read(out / file)) << file;
}

TEST(Generated, HostsOfSeveralWorldsFitIntoOneFile) {
  const Folder folder{kWork / ("worlds_" + std::to_string(getpid()))};
  fs::create_directories(folder.path);
  const auto wit = [&](const std::string& file, const std::string& text) {
    std::ofstream(folder.path / file) << text;
  };
  const std::string types =
      "package c:t@1.0.0 { interface types { record r { n: u8 } resource o { f: func() -> r; } } }";
  wit("two.wit", "package a:x@1.0.0; " + types +
                     " interface i { use c:t/types@1.0.0.{r, o}; g: func(r: r, o: o) -> o; }"
                     " world reader { import c:t/types@1.0.0; export i; } world writer { import i; }");
  wit("other.wit", "package b:y@1.0.0; " + types + " world reader { import c:t/types@1.0.0; }");
  const auto host = [&](const std::string& file, const std::string& world, const std::string& to) {
    const Ran ran = run(GENERATOR " host " + (folder.path / file).string() + " " + world + " " +
                        (folder.path / to).string());
    EXPECT_TRUE(ran.ok) << ran.output;
  };
  host("two.wit", "reader", "x"), host("two.wit", "writer", "x"), host("other.wit", "reader", "y");
  std::ofstream(folder.path / "all.cpp")
      << "#include \"x/reader.tenon.hpp\"\n#include \"x/writer.tenon.hpp\"\n"
         "#include \"y/reader.tenon.hpp\"\n"
         "a::x::Reader* one; a::x::Writer* two; b::y::Reader* three;\n";
  const Ran ran = run(CXX " -std=c++20" + kWarnings + "-I" INCLUDE " " + (folder.path / "all.cpp").string());
  EXPECT_TRUE(ran.ok) << ran.output;
}

class CompiledBy : public ::testing::TestWithParam<const char*> {};

TEST_P(CompiledBy, CleanWithAllWarnings) {
  const std::string compiler = GetParam();
  if (!run(compiler.substr(0, compiler.find(' ')) + " --version").ok) {
    if (kMustBeThere) FAIL() << "no such compiler";
    GTEST_SKIP() << "no such compiler";
  }
  const fs::path out = generated("all", "everything");
  const std::string includes = " -I" INCLUDE " -I" + out.string() + " -I" + (kHere / "all").string() + " ";
  std::ofstream(out / "host.cpp") << "#include \"everything.tenon.hpp\"\n";
  for (const char* file : {"all.tenon.cpp", "all.entry.cpp", "host.cpp"}) {
    const Ran ran =
        run(compiler + kWarnings + "-fPIC -fvisibility=hidden -x c++" + includes + (out / file).string());
    EXPECT_TRUE(ran.ok) << compiler << "\n" << ran.output;
  }
}

// g++ -std=c++20 compiles it for the other tests; ./dev soak awkward-cpp has the rest.
INSTANTIATE_TEST_SUITE_P(Compilers, CompiledBy,
                         ::testing::Values("g++ -std=c++23 -fno-gnu-unique", "clang++-19 -std=c++20",
                                           "clang++-19 -std=c++20 -stdlib=libc++ -fno-exceptions -fno-rtti"));

/// The errors of a plugin whose author wrote `type`, one line each.
std::string errors_of(const std::string& type, const std::string& compiler) {
  const fs::path out = generated("shout", "pipe"),
                 folder = kWork / ::testing::UnitTest::GetInstance()->current_test_info()->name();
  fs::create_directories(folder);
  std::ofstream(folder / "shout.hpp") << "#pragma once\n#include \"shout.tenon.hpp\"\n" << type;
  const Ran ran = run(compiler + " -std=c++20 -w -fsyntax-only -I" INCLUDE " -I" + out.string() + " -I" +
                      folder.string() + " " + (out / "shout.tenon.cpp").string());
  std::istringstream lines(ran.output);
  std::string errors;
  for (std::string line; std::getline(lines, line);)
    if (const auto at = line.find("error: "); at != std::string::npos) errors += line.substr(at) + "\n";
  return errors;
}

constexpr const char* kNoApply =
    "error: static assertion failed: tenon: Shout has no member `apply` that fits `apply: func(text: string) "
    "-> result<string, string>`\n";
constexpr const char* kNoCount =
    "error: static assertion failed: tenon: Shout has no member `count` that fits `count: func() -> u64`\n";
const std::string kApply =
    "  tenon::expected<std::string, std::string> apply(std::string_view) { return \"\"; }\n";

TEST(Mistakes, AMissingMemberIsOneErrorThatNamesTheFunction) {
  EXPECT_EQ(errors_of("struct Shout { std::uint64_t count() { return 0; } };\n", CXX), kNoApply);
}

TEST(Mistakes, AResultOfAnotherTypeIsOneErrorToo) {
  EXPECT_EQ(errors_of("struct Shout {\n" + kApply + "  std::string count() { return {}; } };\n", CXX),
            kNoCount);
}

TEST(Mistakes, AResultThatWouldBeCutOffDoesNotFit) {
  EXPECT_EQ(errors_of("struct Shout {\n" + kApply + "  double count() { return 0; } };\n", CXX), kNoCount);
}

TEST(Mistakes, AParameterOfAnotherTypeDoesNotFit) {
  EXPECT_EQ(
      errors_of(
          "struct Shout { std::uint64_t count() { return 0; } std::string apply(int) { return {}; } };\n",
          CXX),
      kNoApply);
}

TEST(Mistakes, ATypeThatCannotBeMadeIsToldHow) {
  const std::string type =
      "struct Shout {\n  explicit Shout(int);\n" + kApply + "  std::uint64_t count() { return 0; } };\n";
  EXPECT_THAT(errors_of(type, CXX), HasSubstr("tenon: a plugin's type is made by a static `create(Host)`"));
}

TEST(Mistakes, AMemberNamedByItsInterfaceIsAskedForWithTheReason) {
  EXPECT_THAT(read(generated("odd", "odd") / "odd-pair.tenon.cpp"),
              HasSubstr("odd::One has no member `again_run` that fits `run: func(text: string) -> u32` of "
                        "`a:odd-names/again` (other exported interfaces have a function of that name)"));
}

TEST(Generated, DocsNeverGoOnInTheNextLine) {
  const fs::path folder = kWork / "docs_end";
  fs::create_directories(folder);
  std::ofstream(folder / "a.wit") << "package a:b;\n/// A path, C:\\\ninterface i {\n  /// Ends so: \\\n"
                                     "  f: func();\n}\nworld w { export i; }\n";
  EXPECT_TRUE(run(GENERATOR " host " + (folder / "a.wit").string() + " w " + folder.string()).ok);
  const std::string text = read(folder / "w.tenon.hpp");
  EXPECT_THAT(text, HasSubstr("// A path, C:\\ .\n"));
  EXPECT_THAT(text, HasSubstr("/// Ends so: \\ .\n"));
}

TEST(Collisions, AreRefusedNamingBoth) {
  const fs::path folder = kWork / "collision";
  fs::create_directories(folder);
  std::ofstream(folder / "tenon.toml")
      << "[library]\nwit = \"a.wit\"\n[[plugin]]\nname = \"a\"\nversion = \"1.0.0\"\nheader = \"a.hpp\"\n";
  std::ofstream(folder / "a.wit") << "package a:b;\ninterface i { record foo-1 { x: u8 } record foo1 { x: u8 "
                                     "} f: func(a: foo-1, b: foo1); }\nworld w { export i; }\n";
  const Ran ran = run(GENERATOR " plugin " + folder.string() + " " + (kWork / "unused").string());
  EXPECT_FALSE(ran.ok);
  EXPECT_THAT(ran.output, HasSubstr("error[T0301]: `foo-1` and `foo1` are both `Foo1` in C++"));
}

}  // namespace
