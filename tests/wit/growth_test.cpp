// SPDX-License-Identifier: MIT
//
// WIT that is long in one direction: what is read, judged, written and generated takes memory in proportion
// to it, counted in bytes that were ever asked for. So a chain of thousands of uses ends as soon as a short
// one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <new>
#include <stdexcept>

#include "abi/canonical.hpp"
#include "bind/c/c.hpp"
#include "bind/common/library.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/rust/rust.hpp"
#include "wit/parse.hpp"

namespace {
std::size_t g_asked = 0;
}

// noinline: a compiler that sees through them takes `free` for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  g_asked += size;
  if (void* block = std::malloc(size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }

namespace tenon {
namespace {

/// `line` once for each number, from 1 up to `count`: `#` becomes the number, `$` the one before.
std::string repeat(std::string_view line, int count) {
  std::string out;
  for (int i = 1; i <= count; ++i)
    for (const char c : line)
      out += c == '#' ? std::to_string(i) : c == '$' ? std::to_string(i - 1) : std::string(1, c);
  return out + "\n";
}

struct Shape {
  const char* name;
  std::function<std::string(int)> text;
};
const Shape kShapes[] = {
    {"aliases",
     [](int n) {
       return "interface i { type t0 = u8; " + repeat("type t# = t$; fn#: func(x: t#);", n) +
              "} world w { export i; }";
     }},
    {"uses",
     [](int n) {
       return "interface i0 { record t { a: u8 } }" + repeat("interface i# { use i$.{t}; }", n) +
              "interface z { use i" + std::to_string(n) + ".{t}; f: func(x: t); } world w { export z; }";
     }},
    {"uses-with-functions",
     [](int n) {
       return "interface i0 { record t { a: u8 } }" +
              repeat("interface i# { use i$.{t}; fn#: func(x: t); }", n) + "world w {" +
              repeat("export i#;", n) + "}";
     }},
    {"uses-with-types",
     [](int n) {
       return "interface i0 { record t0 { a: u8 } }" +
              repeat("interface i# { use i$.{t$}; record t# { a: u8 } f: func(x: t$, y: t#); }", n) +
              "world w { import i" + std::to_string(n) + "; }";
     }},
    {"many-uses",
     [](int n) {
       // Names so long that a copy of each for each would be most of what is asked for.
       const std::string name = "of-" + std::string(200, 'n') + "-#";
       return repeat("interface " + name + " { record t# { a: u8 } }", n) + "interface z {" +
              repeat("use " + name + ".{t#}; fn#: func(x: t#);", n) + "} world w { export z; }";
     }},
    {"interfaces",
     [](int n) {
       return repeat("interface i# { fn#: func(); }", n) + "world w {" + repeat("import i#; export i#;", n) +
              "}";
     }},
    {"resources",
     [](int n) {
       return "interface i {" + repeat("resource r# { m: func(); }", n) + "} world w { export i; }";
     }},
    {"packages",
     [](int n) {
       return "interface z {" + repeat("use p#:q/i.{t#}; fn#: func(x: t#);", n) + "} world w { export z; }" +
              repeat("package p#:q { interface i { record t# { a: u8 } } }", n);
     }},
};

project::TenonToml toml_of(project::Language language) {
  project::TenonToml toml;
  toml.source = {"tenon.toml", ""};
  toml.name = "long";
  toml.language = language;
  project::PluginEntry& plugin = toml.plugins.emplace_back();
  plugin.name = "long";
  plugin.version = "1.0.0";
  plugin.world = "w";
  if (language == project::Language::cpp) plugin.header = "long.hpp";
  return toml;
}

std::size_t bytes_of(const std::vector<bind::File>& files) {
  std::size_t bytes = 0;
  for (const bind::File& file : files) bytes += file.text.size();
  return bytes;
}

std::size_t plugin(project::Language language, const wit::Model& model) {
  const auto library = bind::make_library(toml_of(language), model, "a.wit").value();
  switch (language) {
    case project::Language::c:
      return bytes_of(bind::c::plugin_bindings(library).value());
    case project::Language::cpp:
      return bytes_of(bind::cpp::plugin_bindings(library).value());
    case project::Language::rust:
      return bytes_of(bind::rust::plugin_bindings(library).value());
  }
  return 0;
}

using Work = std::size_t (*)(const wit::Model&);
struct Step {
  const char* name;
  Work work;
};
const wit::WorldId kWorld{0};
const Step kSteps[] = {
    {"canonical text", [](const wit::Model& m) { return abi::canonical_wit(m, {kWorld}).size(); }},
    {"profile", [](const wit::Model& m) { return abi::check_profile(m, abi::describe(m, kWorld)).size(); }},
    {"C", [](const wit::Model& m) { return plugin(project::Language::c, m); }},
    {"C++", [](const wit::Model& m) { return plugin(project::Language::cpp, m); }},
    {"Rust", [](const wit::Model& m) { return plugin(project::Language::rust, m); }},
    {"C++ host",
     [](const wit::Model& m) {
       return bytes_of(
           bind::cpp::host_bindings(bind::make_host_side(m, kWorld, {}, "a.wit").value()).value());
     }},
};

/// Bytes asked for: by the parser, then by each step.
std::vector<std::size_t> asked_for(const std::string& text) {
  wit::Input input;
  input.packages.push_back({{{"a.wit", "package a:b;\n" + text}}});
  g_asked = 0;
  const wit::Parsed parsed = wit::parse(input);
  std::vector<std::size_t> asked{g_asked};
  if (!parsed.ok()) throw std::runtime_error(wit::render(parsed.diagnostics.at(0), parsed.sources));
  for (const Step& step : kSteps) {
    g_asked = 0;
    (void)step.work(parsed.model);
    asked.push_back(g_asked);
  }
  return asked;
}

TEST(Growth, twice_the_text_takes_twice_the_memory) {
  for (const Shape& shape : kShapes) {
    const std::vector<std::size_t> once = asked_for(shape.text(200)), twice = asked_for(shape.text(400));
    for (std::size_t i = 0; i < once.size(); ++i)
      EXPECT_LT(static_cast<double>(twice[i]), 2.6 * static_cast<double>(once[i]))
          << shape.name << ", " << (i == 0 ? "parsing" : kSteps[i - 1].name) << ": " << once[i];
  }
}

TEST(Growth, every_alias_knows_where_its_chain_ends) {
  wit::Input input;
  input.packages.push_back(
      {{{"a.wit", "package a:b; interface i { type t0 = u8; " + repeat("type t# = t$;", 100) + "}"}}});
  const wit::Parsed parsed = wit::parse(input);
  ASSERT_EQ(parsed.model.types.size(), 101u);
  for (const wit::TypeDef& type : parsed.model.types)
    EXPECT_EQ(std::get<wit::Alias>(type.kind).end, wit::Type(wit::Primitive::u8));
}

}  // namespace
}  // namespace tenon
