// SPDX-License-Identifier: MIT
//
// Files that somebody could have meant to be a plugin.
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using namespace std::string_literals;

class NearMiss : public HostTest {
 protected:
  std::string check_bytes(const std::string& bytes) { return check(write("near.so", bytes)); }
};

TEST_F(NearMiss, files_of_other_formats_are_named) {
  EXPECT_EQ(check_bytes(""), "E0205 an empty file");
  EXPECT_EQ(check_bytes("!<arch>\nhello.o/"), "E0207 a static library (an `ar` archive), not a shared one");
  EXPECT_EQ(check_bytes("!<arch>\nlib.rmeta/ "),
            "E0207 a Rust `rlib` for other crates, not a shared library");
  EXPECT_EQ(check_bytes("MZ\x90\0"s), "E0211 a Windows library or program (PE), not an ELF library");
  EXPECT_EQ(check_bytes("\xcf\xfa\xed\xfe..."),
            "E0211 a macOS library or program (Mach-O), not an ELF library");
  EXPECT_EQ(check_bytes("\0asm\1\0\0\0"s), "E0211 a WebAssembly module or component, not an ELF library");
  EXPECT_EQ(check_bytes("/* GNU ld script */\nINPUT(-lfoo)\n"),
            "E0222 a linker script, which only the linker can use");
  EXPECT_EQ(check_bytes("hello\n"), "E0221 a text file, not a shared library");
  EXPECT_EQ(check_bytes("\177EL"), "E0214 cut off: only 3 bytes are there");
}

TEST_F(NearMiss, what_is_no_file_is_named) {
  ASSERT_EQ(mkfifo(path("pipe.so").c_str(), 0600), 0);
  ASSERT_EQ(symlink("nowhere", path("link.so").c_str()), 0);
  EXPECT_EQ(check(path("pipe.so")), "E0204 a named pipe, not a file");
  EXPECT_EQ(check(path("link.so")), "E0202 a symbolic link to a file that isn't there");
  EXPECT_EQ(check(folder_ + "/."), "E0204 a folder, not a file");
  EXPECT_EQ(check(path("absent.so")), "E0201 there is no such file");
}

TEST_F(NearMiss, a_program_is_named) {
  EXPECT_EQ(check("/proc/self/exe"), "E0209 a program, not a shared library");
}

TEST_F(NearMiss, a_library_without_note_is_named) {
  install("no_note");
  install("plain");
  EXPECT_EQ(check(path("no_note.so")), "E0218 it exports `tenon_entry`, but its `tenon` note is gone");
  EXPECT_EQ(check(path("plain.so")), "E0216 a shared library without a `tenon` note, so no plugin");
}

TEST_F(NearMiss, a_library_without_note_that_wants_to_be_a_plugin_is_broken_in_a_catalog) {
  install("no_note");
  EXPECT_THAT(catalog(), testing::ElementsAre("no_note.so: broken E0218"));
}

}  // namespace
}  // namespace tenon::test
