// SPDX-License-Identifier: MIT
//
// What the dynamic linker never sees.
#include <unistd.h>

#include <cstdlib>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

class Refuse : public LibraryTest {
 protected:
  static bool constructor_ran() { return std::getenv("TENON_TEST_CONSTRUCTOR") != nullptr; }
};

struct Row {
  const char* name;
  std::string bytes;
  const char* refusal;
};
class Kind : public LibraryTest, public testing::WithParamInterface<Row> {};

TEST_P(Kind, of_another_file_is_named) {
  EXPECT_EQ(refused(write("libx.so", GetParam().bytes)), GetParam().refusal);
}

const Row kRows[] = {
    {"empty", "", "E0205 an empty file"},
    {"text", "some text\n", "E0221 a text file, not a shared library"},
    {"script", "/* GNU ld script */\nGROUP ( /lib/libc.so.6 )\n",
     "E0222 a linker script, which only the linker can use"},
    {"archive", "!<arch>\nlibx.o/  0  0  0  644  0  `\n",
     "E0207 a static library (an `ar` archive), not a shared one"},
    {"windows", "MZ\x90\0\3\0\0\0"s, "E0211 a Windows library or program (PE), not an ELF library"},
    {"macos", "\xcf\xfa\xed\xfe\7\0\0\1"s, "E0211 a macOS library or program (Mach-O), not an ELF library"},
    {"wasm", "\0asm\1\0\0\0"s, "E0211 a WebAssembly module or component, not an ELF library"},
    {"half_a_magic", "\177EL", "E0214 cut off: only 3 bytes are there"},
    {"noise", "\1\2\3\4\5\6\7", "E0206 not a shared library, nor anything else that is known here"}};
INSTANTIATE_TEST_SUITE_P(all, Kind, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST_F(Refuse, a_linker_script_says_what_it_names) {
  const std::string file =
      write("libc.so", "/* GNU ld script */\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( /lib/libc.so.6 )\n");
  EXPECT_THAT(text(file), HasSubstr("help: give the library that it names: /lib/libc.so.6\n"));
}

TEST_F(Refuse, folders_and_programs_and_nothing) {
  EXPECT_EQ(refused(folder_ + "/"), "E0204 a folder, not a file");
  EXPECT_EQ(refused("/bin/sh"), "E0209 a program, not a shared library");
  EXPECT_EQ(refused(path("none.so")), "E0201 there is no such file");
  ASSERT_EQ(symlink("none.so", path("link.so").c_str()), 0);
  EXPECT_EQ(refused(path("link.so")), "E0202 a symbolic link to a file that isn't there");
}

TEST_F(Refuse, every_truncation_is_refused_and_nothing_of_it_runs) {
  const std::string whole = read(built("noisy"));
  unsetenv("TENON_TEST_CONSTRUCTOR");
  for (std::size_t size = 0; size < whole.size(); size += size < 512 ? 1 : 13)
    ASSERT_THAT(refused(write("libx.so", whole.substr(0, size))), testing::StartsWith("E02")) << size;
  ASSERT_EQ(refused(write("libx.so", whole.substr(0, whole.size() - 1))).substr(0, 5), "E0214");
  EXPECT_FALSE(constructor_ran());
  EXPECT_EQ(refused(write("libx.so", whole)), "");
  EXPECT_TRUE(constructor_ran());
}

TEST_F(Refuse, every_truncation_of_a_stripped_one_too) {
  const std::string whole = read(built("stripped"));
  for (std::size_t size = 0; size < whole.size(); size += 7)
    ASSERT_THAT(refused(write("libx.so", whole.substr(0, size))), testing::StartsWith("E02")) << size;
}

TEST_F(Refuse, missing_libraries_are_named) {
  install("whole");
  const std::string said = text(path("libwhole.so"));
  EXPECT_THAT(said,
              testing::StartsWith("error[E0502]: the dynamic linker refuses it: libpart.so: cannot open"));
  EXPECT_THAT(said, HasSubstr("note: `libpart.so` is missing, needed by " + path("libwhole.so")));
}

TEST_F(Refuse, wrong_arguments) {
  tenon_library* out = nullptr;
  const auto said_of = [&](const tenon_library_options& options) {
    tenon_error* error = tenon_library_open("x", &options, &out);
    std::string message = error == nullptr ? "" : tenon_error_message(error);
    tenon_error_delete(error);
    return message;
  };
  const char* const empty[] = {""};
  EXPECT_EQ(said_of({8, 0, 0, 0, nullptr}), "`tenon_library_options.size` is 8, and 24 is the least");
  EXPECT_EQ(said_of({24, 9, 0, 0, nullptr}), "`tenon_library_options.copy` is no TENON_COPY_ value");
  EXPECT_EQ(said_of({24, 0, 64, 0, nullptr}),
            "`tenon_library_options.flags` has a bit that is no TENON_LIBRARY_ value");
  EXPECT_EQ(said_of({24, 0, 0, 1, nullptr}), "`tenon_library_options.folders` is NULL");
  EXPECT_EQ(said_of({24, 0, 0, 1, empty}), "`tenon_library_options.folders` has an empty one");
  EXPECT_EQ(refused(""), "E0101 `name` of tenon_library_open is empty");
  EXPECT_EQ(no_function<int()>(open("sums"), ""), "E0101 the symbol's name is empty");
}

}  // namespace
}  // namespace tenon::test
