// SPDX-License-Identifier: MIT
//
// The text of generated C: a golden file (TENON_UPDATE_GOLDEN=1 rewrites it), names, refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "abi/contract.hpp"
#include "bind/c/c.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;
using testing::HasSubstr;
using testing::Not;

class Text : public testing::Test {
 protected:
  wit::Parsed parsed;
  bind::Library library;
  std::string name = "shout";

  /// A plugin for the first world.
  auto bindings(const std::string& wit) {
    wit::Input input;
    input.packages.push_back({{{"text.wit", wit}}});
    parsed = wit::parse(input);
    for (const wit::Diagnostic& d : parsed.diagnostics) ADD_FAILURE() << wit::render(d, parsed.sources);
    library.model = &parsed.model;
    library.name = "shout";
    library.source = "text.wit";
    library.manifest.resize(72);
    bind::Plugin plugin;
    plugin.name = name;
    plugin.version = "1.2.0";
    plugin.world = tenon::abi::describe(parsed.model, {0});
    library.plugins = {plugin};
    return bind::c::plugin_bindings(library);
  }

  /// A host of that world.
  auto host_bindings() const {
    const bind::Plugin& plugin = library.plugins[0];
    return bind::c::host_bindings({&parsed.model, "text.wit", plugin.world, plugin.base, "package a:b;\n"});
  }

  std::string header(const std::string& wit) {
    const auto files = bindings(wit);
    if (!files) return "refused: " + files.error()[0].message;
    return files->at(0).text;
  }

  std::string refusal(const std::string& wit) {
    const auto files = bindings(wit);
    return files ? "none" : files.error()[0].code + ": " + files.error()[0].message;
  }

  static void expect_golden(const bind::File& file) {
    const std::string path = std::string(BIND_C_GOLDEN) + "/" + file.path;
    if (std::getenv("TENON_UPDATE_GOLDEN")) std::ofstream(path) << file.text;
    std::ifstream in(path);
    EXPECT_EQ(file.text, std::string(std::istreambuf_iterator<char>(in), {})) << path;
  }
};

TEST_F(Text, is_as_in_the_golden_files) {
  const auto files = bindings(R"(
    package textpipe:api@1.1.0;

    /// What filters talk about.
    interface types {
      /// How bad it is.
      enum severity {
        /// Good to know.
        info,
        warning,
      }
      /// Something that was found: /* a comment */ in a comment.
      record finding { line: u32, level: severity, message: string }
      resource report {
        /// Takes a copy.
        add: func(what: finding);
        @since(version = 1.1.0)
        flush: func();
      }
    }
    interface log {
      use types.{finding};
      /// What to say.
      variant entry {
        plain(string),
        /// With its place.
        found(finding),
        end,
      }
      flags to { file, screen }
      write: func(what: entry, to: to) -> tuple<u8, entry>;
      info: func(text: string);
      @since(version = 1.1.0)
      loud: func() -> bool;
    }
    interface filter {
      use types.{finding, report};
      /// What comes out for `text`.
      apply: func(text: string) -> result<string, string>;
      scan: func(text: string, into: borrow<report>) -> list<finding>;
      finish: func(whom: report);
    }
    world plugin {
      import log;
      export filter;
    }
  )");
  ASSERT_TRUE(files);
  for (const bind::File& file : *files) expect_golden(file);
  const auto of_host = host_bindings();
  ASSERT_TRUE(of_host);
  for (const bind::File& file : *of_host) expect_golden(file);
}

TEST_F(Text, keeps_the_names_of_a_host_apart_from_those_of_its_world) {
  ASSERT_TRUE(bindings(R"(
    package a:b;
    interface error { resource error { text: func() -> string; } table: func(); }
    world w {
      import error;
      import load: func();
      resource imports { run: func(); }
      export run: interface { go: func(); }
    }
  )"));
  const auto files = host_bindings();
  ASSERT_TRUE(files);
  const std::string& text = files->at(0).text;
  EXPECT_THAT(text, HasSubstr("int32_t a_b_w_host_error_table(a_b_w_host_error *self);"));
  EXPECT_THAT(
      text,
      HasSubstr("int32_t a_b_w_host_error_error_text(a_b_w_host_error_error *self, tenon_string *out);"));
  EXPECT_THAT(text, HasSubstr("int32_t a_b_w_host_world_load(a_b_w_host_world *self);"));
  EXPECT_THAT(text, HasSubstr("typedef struct a_b_w_imports_ {"));
  EXPECT_THAT(text, HasSubstr("static inline int32_t a_b_w_run_go(a_b_w_run self)"));
}

TEST_F(Text, names_functions_after_their_interface_only_where_it_must) {
  const std::string text = header(R"(
    package a:b;
    interface one { run: func(); stop: func(); }
    interface two { run: func(); }
    world w { export one; export two; }
  )");
  EXPECT_THAT(text, HasSubstr("int32_t shout_one_run(shout *self);"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_two_run(shout *self);"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_stop(shout *self);"));
  EXPECT_THAT(text, Not(HasSubstr("int32_t shout_run(")));
}

TEST_F(Text, keeps_the_names_of_imports_apart) {
  const std::string text = header(R"(
    package a:b;
    interface one { run: func(); }
    world w { import one; import run: func() -> u8; export run: func(); }
  )");
  EXPECT_THAT(text, HasSubstr("shout_one_run(const shout_host *host)"));
  EXPECT_THAT(text, HasSubstr("shout_world_run(const shout_host *host, uint8_t *out)"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_run(shout *self);"));
}

TEST_F(Text, steps_aside_for_keywords_and_helpers) {
  const std::string text = header(R"(
    package a:b;
    interface one { create: func(int: u8, self: u8, out: u8, a: string, a-len: u8); }
    world w { export one; }
  )");
  EXPECT_THAT(text, HasSubstr("int32_t shout_create_(shout *self, uint8_t int_, uint8_t self_, uint8_t out_, "
                              "tenon_string a, uint8_t a_len_);"));
}

TEST_F(Text, uses_one_type_for_a_list_and_its_second_name) {
  const std::string text = header(R"(
    package a:b;
    interface one { type lines = list<string>; count: func(of: lines) -> u32; }
    world w { export one; }
  )");
  EXPECT_THAT(text, HasSubstr("typedef tenon_list_string a_b_one_lines;"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_count(shout *self, tenon_list_string of, uint32_t *out);"));
}

TEST_F(Text, is_refused_where_two_types_would_have_one_name) {
  EXPECT_EQ(refusal(R"(
    package x:y;
    interface a { record b-c { n: u8 } f: func(of: b-c); }
    interface a-b { record c { n: u8 } g: func(of: c); }
    world w { export a; export a-b; }
  )"),
            "T0301: `c` of x:y/a-b and `b-c` of x:y/a are both `x_y_a_b_c` in C");
}

TEST_F(Text, says_both_places_of_a_clash) {
  const auto files = bindings(R"(
    package a:b;
    interface one {
      resource pen { constructor(); }
      new-pen: func() -> pen;
    }
    world w { export one; }
  )");
  ASSERT_FALSE(files);
  ASSERT_EQ(files.error().size(), 1u);
  EXPECT_EQ(files.error()[0].message,
            "`new-pen` of a:b/one and the constructor of `pen` of a:b/one are both "
            "`shout_new_pen` in C");
  EXPECT_EQ(files.error()[0].notes.size(), 1u);
}

TEST_F(Text, tells_two_versions_of_a_package_apart) {
  const std::string text = header(R"(
    package a:b;
    package x:y@1.2.0 { interface i { record r { n: u8 } run: func(a: r); } }
    package x:y@0.3.1 { interface i { record r { n: u8 } run: func(a: r); } }
    world w { import x:y/i@1.2.0; import x:y/i@0.3.1; export x:y/i@1.2.0; }
  )");
  EXPECT_THAT(text, HasSubstr("} x_y_v1_i_r;"));
  EXPECT_THAT(text, HasSubstr("} x_y_v0_3_i_r;"));
  EXPECT_THAT(text, HasSubstr("shout_x_y_v0_3_i_run(const shout_host *host"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_run(shout *self, const x_y_v1_i_r *a);"));
}

TEST_F(Text, keeps_both_sides_of_a_world_apart) {
  const std::string text = header(R"(
    package a:b;
    interface one { run: func(); }
    interface two { run: func(); }
    world w {
      import same: interface { record r { n: u8 } f: func(a: r); }
      export same: interface { record r { n: string } g: func(a: r); }
      import h: func();
      export h: func() -> u8;
      import one;
      export one;
      export two;
    }
  )");
  for (const char* type : {"a_b_w_same_r", "a_b_w_import_same_r", "a_b_w_table", "a_b_w_import_table"})
    EXPECT_THAT(text, HasSubstr(std::string("typedef struct ") + type + " {"));
  EXPECT_THAT(text, HasSubstr("int32_t shout_one_run(shout *self);"));
  EXPECT_THAT(text, HasSubstr("shout_import_one_run(const shout_host *host)"));
}

TEST_F(Text, widens_tags_with_the_number_of_cases) {
  std::string cases = "c0(string)";
  for (int i = 1; i <= 0x10000; ++i) cases += ", c" + std::to_string(i);
  const std::string text =
      header("package a:b; interface i { variant v { " + cases + " } f: func(a: v); } world w { export i; }");
  EXPECT_THAT(text, HasSubstr("typedef struct a_b_i_v {\n  uint32_t tag;\n"));
  EXPECT_THAT(text, HasSubstr("return value->tag < 65537;"));
}

TEST_F(Text, checks_no_tag_that_has_no_other_value) {
  std::string cases = "c0";
  for (int i = 1; i < 256; ++i) cases += ", c" + std::to_string(i);
  const std::string text = header("package a:b; interface i { variant v { " + cases + " } enum e { " + cases +
                                  " } f: func(a: v, b: e); } world w { export i; }");
  EXPECT_THAT(text, HasSubstr("a_b_i_v_valid(const a_b_i_v *value) {\n  (void)value;\n  return 1;\n}"));
  EXPECT_THAT(text, Not(HasSubstr("< 256")));
}

TEST_F(Text, makes_comments_of_docs_that_end_where_they_should) {
  const std::string text = header(
      "package a:b;\n/// one */ two /* three\n/// four *\\\n/// / five ?"
      "?/\n/// six\ttab \xc3\xa9\n"
      "interface i { f: func(); }\nworld w { /// seven\\\n export g: func(); export i; }");
  EXPECT_THAT(text, HasSubstr("/* seven\\ */"));
  EXPECT_THAT(text, Not(HasSubstr("?"
                                  "?/")));
}

TEST_F(Text, leaves_out_types_that_nobody_uses_and_c_cannot_have) {
  const std::string text = header(R"(
    package a:b;
    interface i { record none {} type bytes = stream<u8>; record fine { n: u8 } f: func(); }
    world w { export i; record local { n: u8 } }
  )");
  EXPECT_THAT(text, HasSubstr("} a_b_i_fine;"));
  EXPECT_THAT(text, HasSubstr("} a_b_w_local;"));
  EXPECT_THAT(text, Not(HasSubstr("a_b_i_none")));
  EXPECT_THAT(text, Not(HasSubstr("a_b_i_bytes")));
}

/// The number by which headers that are included together know one form of `demo_n_f_p` from another.
std::string form_of(const std::string& header) {
  const std::string line = "#define TENON_HAS_a_b_i_p ";
  const std::size_t at = header.find(line);
  return at == std::string::npos ? "none"
                                 : header.substr(at + line.size(), header.find('\n', at) - at - line.size());
}

TEST_F(Text, tells_forms_of_one_name_apart) {
  const auto form = [&](const std::string& record) {
    return form_of(
        header("package a:b; interface i { " + record + " f: func(p: p); } world w { export i; }"));
  };
  const std::string one = form("record p { x: u8, y: u16 }");
  EXPECT_NE(one, "none");
  EXPECT_EQ(form("/// With docs.\nrecord p { x: u8, /// and more\n y: u16 }"), one);
  EXPECT_NE(form("record p { y: u16, x: u8 }"), one);
}

TEST_F(Text, tells_slots_apart_whose_names_run_together) {
  const auto files = bindings(R"(
    package a:b;
    interface i { j-k: func() -> u32; }
    interface i-j { k: func() -> u32; }
    world w { export i; export i-j; }
  )");
  ASSERT_TRUE(files);
  EXPECT_THAT(files->at(1).text, HasSubstr(" shout__slot_a_b_i__j_k("));
  EXPECT_THAT(files->at(1).text, HasSubstr(" shout__slot_a_b_i_j__k("));
}

TEST_F(Text, lets_helpers_step_aside_for_types) {
  const std::string text = header(R"(
    package a:b;
    interface i { record x { s: string } record x-free { n: u8 } record table { n: u8 } f: func(a: x, b: table); }
    world w { export i; }
  )");
  EXPECT_THAT(text, HasSubstr("} a_b_i_x_free;"));
  EXPECT_THAT(text,
              HasSubstr("static inline void a_b_i_x_free_(const tenon_host_table *host, a_b_i_x *value)"));
  EXPECT_THAT(text, HasSubstr("} a_b_i_table_;"));
}

TEST_F(Text, lets_no_parameter_hide_what_generated_functions_mention) {
  const std::string text = header(R"(
    package a:b;
    interface i {
      record r { n: u8, uint8-t: u8, a-b-i-r: u8 }
      f: func(uint8-t: u8, tenon-string: string, shout: u8, a-b-i-r: r, off-t: u8, environ: u8, shout-create: u8);
    }
    world w { export i; }
  )");
  EXPECT_THAT(text, HasSubstr("int32_t shout_f(shout *self, uint8_t uint8_t_, tenon_string tenon_string_, "
                              "uint8_t shout_, const a_b_i_r *a_b_i_r_, uint8_t off_t_, uint8_t environ_, "
                              "uint8_t shout_create_);"));
  EXPECT_THAT(text, HasSubstr("  uint8_t n;\n  uint8_t uint8_t_;\n  uint8_t a_b_i_r_;\n"));
}

TEST_F(Text, names_no_type_like_a_function_of_libc) {
  for (const auto& [plugin, type] : {std::pair("log", "log_"), {"int", "int_"}, {"tenon", "tenon_"}}) {
    name = plugin;
    const std::string wanted = std::string("typedef struct ") + type + " " + type + ";";
    EXPECT_THAT(header("package a:b; interface i { f: func(); } world w { export i; }"), HasSubstr(wanted));
  }
}

TEST_F(Text, defines_what_methods_of_a_worlds_own_resource_need) {
  const std::string text = header(R"(
    package a:b;
    world w { resource r { m: func(of: list<tuple<u8, r>>); } import f: func(); }
  )");
  EXPECT_THAT(text, HasSubstr("} tenon_list_tuple2_u8_own_a_b_w_r;"));
}

TEST_F(Text, makes_objects_of_both_of_two_resources_of_one_name) {
  const std::string text = header(R"(
    package a:b;
    world w {
      import same: interface { resource q { go: func(); } }
      export same: interface { resource q { constructor(); } }
    }
  )");
  EXPECT_THAT(text, HasSubstr("int32_t shout_a_b_w_import_same_q_make("));
  EXPECT_THAT(text, HasSubstr("int32_t shout_a_b_w_same_q_make("));
}

}  // namespace
