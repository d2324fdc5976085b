// SPDX-License-Identifier: MIT
//
// Libraries that are part of the program: plugins/plugin.c, linked into this one.
#include <first.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "fixture.hpp"

extern "C" const tenon_library_descriptor tenon_plugin_first, tenon_plugin_retyped;
// Defined where retyped.h is included: both headers can't be in one file.
extern "C" const std::uint8_t retyped_note[];
extern "C" const std::size_t retyped_note_size;

namespace tenon::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

class Static : public HostTest {
 protected:
  /// A host without search paths.
  void bare(tenon_veto veto = nullptr, void* ctx = nullptr) {
    const tenon_host_options options = {sizeof options, TENON_COPY_AUTO, veto, ctx, TENON_RESERVE_AUTO, 0};
    ASSERT_EQ(said(tenon_host_create(&options, &host_)), "");
  }
  tenon_error* raw_enlist(const Bytes& manifest,
                          const tenon_library_descriptor& descriptor = tenon_plugin_first) {
    if (host_ == nullptr) bare();
    // A copy of exactly this size, so that sanitizers see every byte read behind it.
    return tenon_host_register(host_, &descriptor, std::make_unique<Bytes>(manifest)->data(),
                               manifest.size());
  }
  std::string enlist(const Bytes& manifest = kNote,
                     const tenon_library_descriptor& descriptor = tenon_plugin_first) {
    return said(raw_enlist(manifest, descriptor));
  }
  static Bytes with(std::size_t at, std::uint8_t byte) {
    Bytes out = kNote;
    out[at] = byte;
    return out;
  }

  static const Bytes kNote;
};
const Bytes Static::kNote = NOTE_BYTES;

TEST_F(Static, a_registered_library_is_listed_loaded_and_called_like_any_other) {
  ASSERT_EQ(enlist(), "");
  EXPECT_THAT(catalog(), ElementsAre("static library `test`: found first"));
  EXPECT_EQ(check("first"), "");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_STREQ(tenon_plugin_file(plugin_), "static library `test`");
  EXPECT_STREQ(tenon_plugin_metadata(plugin_), R"({"name":"first","meta":{"menu":"first"}})");
  EXPECT_EQ(sum_after(2), 2U);
  EXPECT_EQ(sum_after(3), 5U);
}

TEST_F(Static, the_catalog_says_where_it_comes_from_and_outlives_the_host) {
  install("first");
  start();
  ASSERT_EQ(enlist(), "");
  tenon_catalog* catalog = nullptr;
  ASSERT_EQ(said(tenon_host_scan(host_, &catalog)), "");
  tenon_error_delete(tenon_host_destroy(std::exchange(host_, nullptr)));
  EXPECT_EQ(tenon_catalog_entry_at(catalog, 0)->origin, TENON_ORIGIN_FILE);
  EXPECT_EQ(tenon_catalog_entry_at(catalog, 1)->origin, TENON_ORIGIN_STATIC);
  char* json = nullptr;
  ASSERT_EQ(said(tenon_catalog_metadata(catalog, 1, &json)), "");
  EXPECT_STREQ(json, R"({"name":"first","meta":{"menu":"first"}})");
  tenon_text_delete(json);
  tenon_catalog_delete(catalog);
}

TEST_F(Static, unloading_says_that_the_code_stays_and_it_can_be_loaded_again) {
  ASSERT_EQ(enlist(), "");
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(load_and_create("first"), "");
    EXPECT_EQ(sum_after(1), 1U);
    ASSERT_EQ(unload(), "");
    EXPECT_EQ(outcome_, TENON_UNLOAD_STILL_MAPPED);
    EXPECT_EQ(reason_, "it is part of the program, which keeps it until it ends");
  }
}

TEST_F(Static, unload_is_refused_while_objects_live) {
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load_and_create("first"), "");
  tenon_object* object = make();
  EXPECT_EQ(unload(), "E0702 objects of `first` are still alive: 1 of `test:host/counter@1#item`");
  drop(object);
  EXPECT_EQ(unload(), "");
}

TEST_F(Static, who_holds_something_of_it_is_known) {
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load_and_create("first"), "");
  tenon_object* object = make();
  std::string held;
  const auto add = [](void* ctx, const tenon_holder* holder) {
    *static_cast<std::string*>(ctx) += std::string(holder->plugin) + " " + std::to_string(holder->kind) +
                                       " " + std::to_string(holder->count) + "; ";
  };
  ASSERT_EQ(said(tenon_plugin_holders(plugin_, add, &held)), "");
  EXPECT_EQ(held, "first 2 1; first 3 1; ");  // an object, and the handle
  const std::string file = tenon_plugin_file(plugin_);
  EXPECT_EQ(tenon_host_has_remains(host_, file.c_str()), 1);
  drop(object);
  EXPECT_EQ(tenon_host_has_remains(host_, file.c_str()), 0);
}

TEST_F(Static, a_trap_poisons_it_until_it_is_recreated) {
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(crash(), TENON_TRAP);
  EXPECT_EQ(add(1, nullptr), TENON_POISONED);
  EXPECT_STREQ(tenon_instance_trap(instance_), "division by zero");
  ASSERT_EQ(said(tenon_instance_recreate(instance_)), "");
  EXPECT_EQ(sum_after(1), 1U);
}

TEST_F(Static, what_was_added_first_wins_over_what_comes_later) {
  install("newer");
  start();
  ASSERT_EQ(enlist(), "");
  EXPECT_THAT(catalog(), ElementsAre("newer.so: found first", "static library `test`: shadowed E0107"));
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(sum_after(1), 10U);
}

TEST_F(Static, registered_first_it_hides_the_file_and_says_so) {
  const std::string file = install("newer");
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(said(tenon_host_add_path(host_, folder_.c_str())), "");
  tenon_catalog* catalog = nullptr;
  ASSERT_EQ(said(tenon_host_scan(host_, &catalog)), "");
  EXPECT_STREQ(tenon_error_message(tenon_catalog_entry_at(catalog, 1)->why),
               "hidden by static library `test`, which was registered first");
  tenon_catalog_delete(catalog);
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(sum_after(1), 1U);
  tenon_plugin* other = nullptr;  // by its path it is still there
  ASSERT_EQ(said(tenon_plugin_load(host_, file.c_str(), &kWorld, &other)), "");
  EXPECT_EQ(said(tenon_plugin_unload(other, nullptr, nullptr)), "");
}

TEST_F(Static, what_is_missing_names_the_static_libraries_too) {
  ASSERT_EQ(enlist(), "");
  EXPECT_THAT(text_of(tenon_plugin_load(host_, "furst", &kWorld, &plugin_)),
              HasSubstr("note: looked in static library `test`\nhelp: did you mean `first`?"));
}

TEST_F(Static, another_interface_is_refused_with_both_signatures) {
  ASSERT_EQ(enlist({retyped_note, retyped_note + retyped_note_size}, tenon_plugin_retyped), "");
  const std::string text = text_of(tenon_plugin_load(host_, "first", &kWorld, &plugin_));
  EXPECT_THAT(text, HasSubstr("--> static library `test`\nnote: host has   "));
}

const char* note_it(void* ctx, const tenon_candidate* candidate) {
  *static_cast<std::string*>(ctx) = std::string(candidate->file) + " " + candidate->name + " " +
                                    std::to_string(candidate->origin) + " '" + candidate->sha256 + "'";
  return "no";
}

TEST_F(Static, the_host_has_the_last_word) {
  std::string asked;
  bare(note_it, &asked);
  ASSERT_EQ(enlist(), "");
  EXPECT_EQ(load("first"), "E0501 the host refused `first`: no");
  EXPECT_EQ(asked, "static library `test` first 1 ''");
}

TEST_F(Static, registering_it_again_changes_nothing_but_a_namesake_is_refused) {
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(enlist(), "");
  EXPECT_THAT(catalog(), testing::SizeIs(1));
  const tenon_library_descriptor copy = tenon_plugin_first;
  EXPECT_EQ(enlist(kNote, copy), "E0111 another static library `test` is registered already");
}

TEST_F(Static, several_hosts_may_register_it) {
  ASSERT_EQ(enlist(), "");
  tenon_host* other = std::exchange(host_, nullptr);
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(said(tenon_host_destroy(other)), "");
  EXPECT_EQ(sum_after(1), 1U);
}

/// Whether two hosts, each with a thread, make 2,000 instances each of it.
bool create_at_once(tenon_plugin* one, tenon_plugin* other, const tenon_reference* imports) {
  std::atomic<bool> fine = true;
  const auto make = [&](tenon_plugin* plugin) {
    for (int i = 0; i < 2000; ++i) {
      tenon_instance* instance = nullptr;
      if (const std::string no = said(tenon_instance_create(plugin, imports, &instance)); !no.empty())
        fine = false;
      tenon_instance_destroy(instance);
    }
  };
  std::thread beside(make, other);
  make(one);
  beside.join();
  return fine;
}

TEST_F(Static, create_runs_once_at_a_time_whichever_host_asks) {
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load("first"), "");
  tenon_host* first_host = std::exchange(host_, nullptr);
  tenon_plugin* first = std::exchange(plugin_, nullptr);
  ASSERT_EQ(enlist(), "");
  ASSERT_EQ(load("first"), "");
  EXPECT_TRUE(create_at_once(first, plugin_, log()));
  EXPECT_EQ(said(tenon_plugin_unload(first, nullptr, nullptr)), "");
  EXPECT_EQ(said(tenon_host_destroy(first_host)), "");
}

TEST_F(Static, null_is_refused) {
  bare();
  EXPECT_EQ(said(tenon_host_register(nullptr, &tenon_plugin_first, kNote.data(), kNote.size())),
            "E0101 `host` of tenon_host_register is NULL");
  EXPECT_EQ(said(tenon_host_register(host_, nullptr, kNote.data(), kNote.size())),
            "E0101 `descriptor` of tenon_host_register is NULL");
  EXPECT_EQ(said(tenon_host_register(host_, &tenon_plugin_first, nullptr, 0)),
            "E0101 `manifest` of tenon_host_register is NULL");
}

TEST_F(Static, a_manifest_cut_anywhere_is_refused) {
  bare();
  EXPECT_EQ(said(tenon_host_register(host_, &tenon_plugin_first, kNote.data(), 0)),
            "E0304 the manifest is damaged: it has 0 bytes, its header alone has 72");
  for (std::size_t size = 1; size < kNote.size(); ++size) {
    tenon_error* error = raw_enlist({kNote.begin(), kNote.begin() + static_cast<std::ptrdiff_t>(size)});
    ASSERT_NE(error, nullptr) << size;
    EXPECT_EQ(tenon_error_stage(error), TENON_STAGE_MANIFEST) << size;
    EXPECT_STREQ(tenon_error_file(error), "static library number 1 of this host");
    tenon_error_delete(error);
  }
  EXPECT_THAT(catalog(), ElementsAre());
}

TEST_F(Static, every_changed_byte_that_means_something_is_refused) {
  // Not checked: the high half of the flags, for the future.
  for (std::size_t at = 0; at < kNote.size(); ++at) {
    if (at == 14 || at == 15) continue;
    const std::string text = enlist(with(at, static_cast<std::uint8_t>(kNote[at] ^ 0xFF)));
    EXPECT_THAT(text, testing::StartsWith("E0")) << at;
  }
}

TEST_F(Static, a_manifest_of_another_contract_is_refused) {
  EXPECT_EQ(enlist(with(4, 9)), "E0303 built for contract 0.9, this host speaks 0.3");
}

TEST_F(Static, a_manifest_of_another_language_in_the_header_or_build_is_refused) {
  EXPECT_EQ(enlist(with(12, TENON_PLUGIN_UNWIND)), "E0506 note and code are from different builds");
}

TEST_F(Static, a_descriptor_of_another_build_is_refused_saying_what_differs) {
  EXPECT_THAT(text_of(raw_enlist({retyped_note, retyped_note + retyped_note_size})),
              HasSubstr("error[E0506]: note and code are from different builds\n"
                        "  --> static library `test`\n"
                        "note: "));
  tenon_plugin_descriptor renamed = *tenon_plugin_first.plugins[0];
  renamed.name = "second";
  const tenon_plugin_descriptor* const plugins[] = {&renamed};
  tenon_library_descriptor library = tenon_plugin_first;
  library.plugins = plugins;
  EXPECT_THAT(text_of(raw_enlist(kNote, library)),
              HasSubstr("note: the code has no plugin `first` where the note has it"));
  library.size = 0;
  EXPECT_THAT(text_of(raw_enlist(kNote, library)), HasSubstr("note: the code's descriptor is damaged"));
}

}  // namespace
}  // namespace tenon::test
