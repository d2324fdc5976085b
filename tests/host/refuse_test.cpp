// SPDX-License-Identifier: MIT
//
// Whole libraries that don't fit, and libraries whose code is not what their note said.
#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using namespace std::string_literals;

class Refuse : public HostTest {
 protected:
  /// Where the note's descriptor starts.
  static std::size_t note_of(const std::string& bytes) { return bytes.find("tenon\0\0\0"s) + 8; }
  std::string load_text(const std::string& plugin) {
    start();
    return text_of(tenon_plugin_load(host_, install(plugin).c_str(), &kWorld, &plugin_));
  }
};

TEST_F(Refuse, a_future_contract_is_told_by_its_number) {
  std::string bytes = read(built("first"));
  bytes[note_of(bytes) + 4]++;
  EXPECT_EQ(check(write("future.so", bytes)), "E0303 built for contract 0.4, this host speaks 0.3");
}

TEST_F(Refuse, a_damaged_note_is_refused) {
  std::string bytes = read(built("first"));
  bytes[bytes.find("What its plugins")]++;
  EXPECT_EQ(check(write("damaged.so", bytes)), "E0307 the manifest's digest doesn't match its bytes");
}

TEST_F(Refuse, two_notes_are_refused) {
  install("two_notes");
  EXPECT_EQ(check(path("two_notes.so")), "E0219 it has two `tenon` notes");
  EXPECT_THAT(catalog(), testing::ElementsAre("two_notes.so: broken E0219"));
}

TEST_F(Refuse, another_signature_is_shown_from_both_sides) {
  const std::string text = load_text("retyped");
  EXPECT_THAT(text, AllOf(HasSubstr("`first` doesn't fit `test:host/counter@1`: "),
                          HasSubstr("note: host has   add: func(number: u32) -> u32"),
                          HasSubstr("note: plugin has add: func(number: u64) -> u32")));
}

TEST_F(Refuse, a_library_without_entry_is_refused) {
  EXPECT_THAT(load_text("no_entry"),
              HasSubstr("error[E0504]: it has a note, but exports no `tenon_entry` of its own"));
}

TEST_F(Refuse, code_that_refuses_the_contract_is_refused) {
  EXPECT_THAT(load_text("refuse_contract"), HasSubstr("error[E0505]: its code refuses this host's contract"));
}

TEST_F(Refuse, code_of_another_build_than_its_note_is_refused) {
  EXPECT_THAT(load_text("other_build"),
              AllOf(HasSubstr("error[E0506]: note and code are from different builds"),
                    HasSubstr("note: `test:host/counter@1` has another hash in the code")));
}

TEST_F(Refuse, undefined_symbols_are_named) {
  EXPECT_THAT(load_text("undefined"),
              AllOf(HasSubstr("error[E0502]: the dynamic linker refuses it: " + path("undefined.so")),
                    HasSubstr("note: nothing defines `nowhere_to_be_found`")));
}

TEST_F(Refuse, missing_libraries_are_named) {
  EXPECT_THAT(
      load_text("dependent"),
      AllOf(HasSubstr("error[E0502]: the dynamic linker refuses it: libhost_dependency.so"),
            HasSubstr("note: `libhost_dependency.so` is missing, needed by " + path("dependent.so"))));
}

TEST_F(Refuse, nothing_of_a_refused_library_stays_open) {
  install("no_entry");
  start();
  for (int i = 0; i < 50; i++) EXPECT_THAT(load(path("no_entry.so")), HasSubstr("E0504"));
  install("first");
  EXPECT_EQ(load("first"), "");
}

/// What the veto was told.
struct Asked {
  std::string name, sha256, metadata;
  const char* answer = nullptr;
};
const char* ask(void* ctx, const tenon_candidate* candidate) {
  auto* asked = static_cast<Asked*>(ctx);
  asked->name = candidate->name;
  asked->sha256 = candidate->sha256;
  asked->metadata = candidate->metadata;
  return asked->answer;
}

TEST_F(Refuse, a_host_may_refuse_for_its_own_reason) {
  Asked asked{.name = "", .sha256 = "", .metadata = "", .answer = "not on the list"};
  install("first");
  start(TENON_COPY_AUTO, ask, &asked);
  EXPECT_EQ(load("first"), "E0501 the host refused `first`: not on the list");
  EXPECT_EQ(asked.name, "first");
  EXPECT_EQ(asked.sha256.size(), 64U);
  EXPECT_EQ(asked.metadata, R"({"name":"first","meta":{"menu":"first"}})");
}

TEST_F(Refuse, a_host_may_let_it_in) {
  Asked asked;
  install("first");
  start(TENON_COPY_AUTO, ask, &asked);
  EXPECT_EQ(load("first"), "");
}

TEST_F(Refuse, a_host_is_asked_for_each_plugin_of_a_library) {
  Asked asked;
  install("both");
  start(TENON_COPY_AUTO, ask, &asked);
  EXPECT_EQ(load("first"), "");
  asked.answer = "one is enough";
  tenon_plugin* second = nullptr;
  EXPECT_EQ(said(tenon_plugin_load(host_, "second", &kWorld, &second)),
            "E0501 the host refused `second`: one is enough");
  EXPECT_EQ(asked.name, "second");
}

}  // namespace
}  // namespace tenon::test
