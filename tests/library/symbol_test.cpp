// SPDX-License-Identifier: MIT
//
// What a library defines, by type, and what is said of what it doesn't.
#include <thread>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Pair {
  double first, second;
};

/// A bare function without name mangling, from whatever compiler.
class Language : public LibraryTest,
                 public testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(Language, a_bare_function_is_called_through_its_type) {
  const auto [name, function] = GetParam();
  const auto add = open(name).function<int(int, int)>(function).value();
  EXPECT_EQ(add(20, 22), 42);
}

constexpr std::pair<const char*, const char*> kBare[] = {{"sums", "add"},
                                                         {"sums_clang", "add"},
                                                         {"stripped", "add"},
                                                         {"sysv", "add"},
                                                         {"mangled", "math::add(int, int)"},
                                                         {"mangled_clang", "math::add(int, int)"},
                                                         {"mangled", "_ZN4math3addEii"},
#ifdef WITH_OLD_RUST
                                                         {"rusty_old", "rust_add"},
#endif
                                                         {"rusty", "rust_add"}};
INSTANTIATE_TEST_SUITE_P(all, Language, testing::ValuesIn(kBare));

class Symbols : public LibraryTest {
 protected:
  static std::vector<std::string> names(const Library& library) {
    std::vector<std::string> out;
    for (const Symbol& s : library.symbols())
      out.push_back(s.readable + (s.version.empty() ? "" : (s.is_default ? "@@" : "@") + s.version));
    return out;
  }
  template <class T>
  static std::string no_variable(const Library& library, const std::string& name) {
    const auto found = library.variable<T>(name);
    return found ? "" : said(found.error());
  }
};

TEST_F(Symbols, structs_pass_by_value) {
  const auto swapped = open("sums").function<Pair(Pair)>("swapped").value()({1, 2});
  EXPECT_EQ(swapped.first, 2);
  EXPECT_EQ(swapped.second, 1);
}

TEST_F(Symbols, a_function_may_take_as_many_arguments_as_it_likes) {
  const auto add_all = open("sums").function<int(int, ...)>("add_all").value();
  EXPECT_EQ(add_all(3, 1, 2, 3), 6);
  EXPECT_EQ(add_all(0), 0);
}

TEST_F(Symbols, a_variable_is_the_librarys_own) {
  const Library sums = open("sums");
  const auto count = sums.variable<int>("count").value();
  EXPECT_EQ(count.get(), 41);
  count.set(50);
  EXPECT_EQ(sums.function<int(int)>("bump").value()(5), 55);
  EXPECT_EQ(count.get(), 55);
  EXPECT_EQ(sums.function<int*()>("place_of_count").value()(),
            sums.pin().value().variable<int>("count").value());
}

TEST_F(Symbols, an_array_is_a_variable_of_all_its_bytes) {
  const auto title = open("sums").variable<const char[5]>("title").value();
  EXPECT_EQ(title.with([](auto& text) { return std::string(text); }), "sums");
}

TEST_F(Symbols, a_variable_of_another_size_is_refused) {
  EXPECT_EQ(no_variable<long>(open("sums"), "count"),
            "E0523 `count` has 4 bytes, and the host wants 8 bytes");
  EXPECT_EQ(no_variable<char>(open("sums"), "count"), "E0523 `count` has 4 bytes, and the host wants 1 byte");
}

TEST_F(Symbols, functions_and_variables_are_told_apart) {
  const Library sums = open("sums");
  EXPECT_EQ(no_function<int()>(sums, "count"), "E0522 `count` is a variable of 4 bytes, not a function");
  EXPECT_EQ(no_variable<int>(sums, "add"), "E0522 `add` is a function, not a variable");
}

TEST_F(Symbols, each_thread_has_its_own_of_a_thread_local_variable) {
  const Library sums = open("sums");
  const auto here = sums.variable<long>("per_thread").value();
  here.set(1);
  std::thread([&] { EXPECT_EQ(here.get(), 7); }).join();
  EXPECT_EQ(here.get(), 1);
}

TEST_F(Symbols, all_are_listed_with_their_kinds_and_sizes) {
  std::vector<std::string> out;
  for (const Symbol& s : open("sums").symbols())
    if (s.kind != TENON_SYMBOL_FUNCTION)
      out.push_back(s.name + " " + std::to_string(s.kind) + " " + std::to_string(s.size));
  EXPECT_THAT(out, ElementsAre("count 1 4", "per_thread 2 8", "title 1 5"));
}

TEST_F(Symbols, listing_ends_when_the_host_says_so) {
  const Library sums = open("sums");
  int seen = 0;
  tenon_library_symbols(
      sums.get(), [](void* ctx, const tenon_symbol*) { return ++*static_cast<int*>(ctx) == 2 ? 1 : 0; },
      &seen);
  EXPECT_EQ(seen, 2);
}

TEST_F(Symbols, the_default_version_is_meant_unless_one_is_asked_for) {
  const Library versions = open("versions");
  EXPECT_EQ(versions.function<int()>("answer").value()(), 2);
  EXPECT_EQ(versions.function<int()>("answer@ONE").value()(), 1);
  EXPECT_EQ(versions.function<int()>("answer@TWO").value()(), 2);
  EXPECT_EQ(versions.function<int()>("answer@@TWO").value()(), 2);
  EXPECT_EQ(versions.function<int()>("relic@ONE").value()(), 3);
}

TEST_F(Symbols, without_a_default_version_all_are_named) {
  const Library versions = open("versions");
  EXPECT_EQ(no_function<int()>(versions, "relic"),
            "E0524 no version of `relic` is the default one: it has `relic@ONE`, `relic@TWO`");
  EXPECT_EQ(no_function<int()>(versions, "answer@THREE"),
            "E0521 it exports no `answer@THREE`, but `answer@@TWO`, `answer@ONE`");
}

TEST_F(Symbols, versions_themselves_are_no_symbols) {
  EXPECT_THAT(names(open("versions")),
              testing::IsSupersetOf({"answer@@TWO", "answer@ONE", "relic@ONE", "relic@TWO"}));
  EXPECT_THAT(names(open("versions")), testing::Not(testing::Contains(testing::StartsWith("ONE"))));
}

TEST_F(Symbols, a_function_may_be_chosen_at_run_time) {
  EXPECT_EQ(open("odd").function<int()>("indirect").value()(), 11);
  EXPECT_EQ(no_function<int()>(open("odd"), "nothing"),
            "E0525 the dynamic linker gives no address for `nothing`");
}

TEST_F(Symbols, what_has_no_type_is_told_by_where_it_lies) {
  const Library odd = open("odd");
  EXPECT_EQ(odd.function<int()>("untyped_code").value()(), 12);
  EXPECT_EQ(odd.variable<int>("untyped_data").value().get(), 13);
  EXPECT_EQ(no_function<int()>(odd, "untyped_data"), "E0522 `untyped_data` is a variable, not a function");
}

TEST_F(Symbols, other_names_and_weak_ones_are_names) {
  const Library odd = open("odd");
  EXPECT_EQ(odd.function<int()>("alias").value()(), 14);
  EXPECT_EQ(odd.function<int()>("feeble").value()(), 15);
  EXPECT_EQ(no_function<int()>(odd, "hidden"), "E0521 it exports no `hidden`");
}

TEST_F(Symbols, cpp_is_found_by_declaration) {
  const Library mangled = open("mangled");
  EXPECT_EQ(mangled.function<double(double, double)>("math::add(double, double)").value()(1.5, 2), 3.5);
  EXPECT_EQ(mangled.function<int(int)>("int half<int>(int)").value()(8), 4);
  EXPECT_EQ(mangled.variable<int>("math::scale").value().get(), 3);
  EXPECT_EQ(mangled.function<std::size_t(const char*)>("length").value()("four"), 4U);
}

TEST_F(Symbols, exceptions_pass_within_one_language) {
  const auto fail = open("mangled").function<void()>("fail").value();
  EXPECT_THROW(fail(), int);
}

TEST_F(Symbols, rust_has_functions_and_variables) {
  const Library rusty = open("rusty");
  EXPECT_EQ(rusty.function<std::size_t(const char*)>("rust_length").value()("four"), 4U);
  EXPECT_EQ(rusty.variable<std::int32_t>("RUST_COUNT").value().get(), 5);
  EXPECT_EQ(no_function<int()>(rusty, "forgotten"), "E0521 it exports no `forgotten`");
}

class Missing : public Symbols {
 protected:
  std::string report(const std::string& library, const std::string& name) {
    const auto found = open(library).function<int()>(name);
    std::string out = found ? "" : found.error().text();
    for (std::size_t at; (at = out.find(folder_)) != out.npos;) out.replace(at, folder_.size(), "DIR");
    return out;
  }
};

TEST_F(Missing, a_near_name_is_suggested) {
  EXPECT_EQ(report("sums", "generatoin"),
            "error[E0521]: it exports no `generatoin`\n"
            "  --> DIR/libsums.so\n"
            "help: did you mean `generation`?\n");
}

TEST_F(Missing, a_mangled_name_is_shown_as_in_the_source) {
  EXPECT_EQ(report("mangled", "twice"),
            "error[E0521]: it exports no `twice`\n"
            "  --> DIR/libmangled.so\n"
            "note: it has `twice(int)`\n"
            "help: declare it `extern \"C\"`, or ask for `twice(int)`\n");
}

TEST_F(Missing, all_overloads_are_shown) {
  EXPECT_THAT(report("mangled", "add"),
              HasSubstr("note: it has `math::add(double, double)`, `math::add(int, int)`\n"));
}

TEST_F(Missing, a_library_without_symbols_is_told_how_to_have_some) {
  EXPECT_EQ(report("hidden", "add"),
            "error[E0521]: it exports no `add`\n"
            "  --> DIR/libhidden.so\n"
            "note: it exports nothing at all\n"
            "help: is everything hidden? `__attribute__((visibility(\"default\")))` in C and C++, "
            "`#[no_mangle] pub "
            "extern \"C\"` in Rust\n");
}

TEST_F(Missing, where_there_are_few_symbols_all_are_named) {
  EXPECT_THAT(report("rusty", "forgotten"), HasSubstr("note: it exports `RUST_COUNT`, `rust_add`, "));
}

TEST_F(Missing, a_dependencys_symbol_is_not_the_librarys) {
  EXPECT_THAT(report("noisy", "setenv"),
              testing::ContainsRegex("note: `setenv` is one of /.*, which it needs"));
}

TEST_F(Symbols, a_dependencys_symbol_is_found_where_the_host_allows_it) {
  write("lib/libpart.so", read(std::string(LIBRARY_TEST_LIBRARIES) + "/lib/libpart.so"));
  const Library strict = open("whole");
  EXPECT_EQ(strict.function<int()>("whole").value()(), 42);
  EXPECT_EQ(no_function<int()>(strict, "part"), "E0521 it exports no `part`");
  const Library lenient = open("whole", {.flags = TENON_LIBRARY_DEPENDENCIES});
  EXPECT_EQ(lenient.function<int()>("part").value()(), 21);
  EXPECT_EQ(lenient.variable<int>("part_value").value().get(), 21);
  EXPECT_EQ(no_function<int()>(lenient, "part_value"),
            "E0522 `part_value` is a variable of 4 bytes, not a function");
  EXPECT_EQ(no_function<int()>(lenient, "prat"), "E0521 it exports no `prat`");
}

TEST_F(Symbols, a_variable_of_another_build_is_not_taken_for_the_librarys) {
  const Library one = open("unique");
  install("unique", "two.so");
  const Library two = Library::open(path("two.so")).value();
  const auto found = two.variable<int>("Counter::value");
  ASSERT_FALSE(found);
  EXPECT_THAT(
      said(found.error()),
      testing::StartsWith("E0525 `_ZN7Counter5valueE` is a unique symbol, and the process has that of "));
}

TEST_F(Symbols, a_symbol_of_the_program_does_not_come_in_between) {
  EXPECT_EQ(open("sums").function<int(int, int)>("add").value()(1, 2), 3);
}

}  // namespace

/// Of the same name as a library's, and visible to it.
extern "C" __attribute__((visibility("default"), used)) int add(int, int) { return -1; }

}  // namespace tenon::test
