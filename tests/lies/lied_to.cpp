// SPDX-License-Identifier: MIT
//
// Generated C++ host bindings on libtenon, with a plugin that lies: about results it gives, and about
// arguments it hands to the host's own functions.
#include "check.hpp"
#include "liar.tenon.hpp"

namespace {

using namespace lies;
namespace wit = test::lies;

/// The host's functions: each counts that it ran.
struct Takes {
  unsigned ran = 0;
  std::string text;

  std::uint32_t number(std::size_t n) { return ++ran, static_cast<std::uint32_t>(n); }
  std::uint32_t take_bool(bool it) { return number(it); }
  std::uint32_t take_char(char32_t it) { return number(it); }
  std::uint32_t take_item(const auto& it) { return number(it.text.size()); }
  std::uint32_t take_items(const auto& it) { return number(it.size()); }
  std::uint32_t take_lent(wit::types::ThingRef it) { return number(it.value().value_or(7)); }
  std::uint32_t take_level(wit::types::Level it) { return number(static_cast<std::size_t>(it)); }
  std::uint32_t take_levels(const auto& it) { return number(it.size()); }
  std::uint32_t take_nested(const auto& it) { return number(it.has_value()); }
  std::uint32_t take_option(const auto& it) { return number(it.has_value()); }
  std::uint32_t take_pair(const auto&) { return number(0); }
  std::uint32_t take_perms(wit::types::Perms it) { return number(static_cast<std::size_t>(it)); }
  std::uint32_t take_shape(const auto&) { return number(0); }
  std::uint32_t take_text(std::string_view it) { return text = it, number(it.size()); }
  std::uint32_t take_texts(const auto& it) { return number(it.size()); }
  std::uint32_t take_thing(const auto&) { return number(0); }
  std::uint32_t take_things(const auto& it) { return number(it.size()); }
  std::uint32_t take_words(const auto& it) { return number(it.size()); }
};

std::string outcome(const auto& result) { return result ? "taken" : words_of(result.error().status()); }

/// Blocks of the host's heap, as a plugin makes results.
template <class T>
T* block(std::initializer_list<T> values) {
  const auto host = tenon::host_heap();
  T* const all = tenon::detail::allocate<T>(host, values.size());
  std::copy(values.begin(), values.end(), all);
  return all;
}
tenon_string text(std::string_view from) {
  char* const all = tenon::detail::allocate<char>(tenon::host_heap(), from.size());
  std::memcpy(all, from.data(), from.size());
  return {all, from.size()};
}

class Host {
 public:
  Host(const char* plugins)
      : liar_(wit::Liar::load(host_.add_path(plugins), "liar", {.takes = takes_}).value()),
        puppet_(liar_.puppet()) {}

  void run() {
    scalars();
    texts();
    lists();
    compounds();
    things();
    statuses();
    arguments();
    lists_as_arguments();
    handles_as_arguments();
  }

 private:
  void tell(std::int32_t status, const auto& image) { liar_.strings().tell(status, bytes_of(image)).value(); }

  void scalars() {
    tell(0, std::uint8_t{7});
    CHECK(outcome(puppet_.give_bool()), "taken");
    CHECK(*puppet_.give_bool() == true ? "true" : "false", "true");
    for (const std::uint8_t level : {std::uint8_t{2}, std::uint8_t{128}, std::uint8_t{255}}) {
      tell(0, level);
      CHECK(outcome(puppet_.give_level()), "bad result");
    }
    for (const std::uint32_t letter : {0xD800u, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
      tell(0, letter);
      CHECK(outcome(puppet_.give_char()), "bad result");
    }
    tell(0, std::uint8_t{0xFE});
    CHECK(std::to_string(static_cast<unsigned>(*puppet_.give_perms())), "254");  // unknown flags stay
  }

  void texts() {
    tell(0, text("\xFF\xC0"));
    CHECK(std::string(*puppet_.give_text()), "\xFF\xC0");  // C++ strings promise no UTF-8
    for (const tenon_string& bad : {tenon_string{nullptr, 5}, {no_text(), SIZE_MAX}, {no_text(), kTooLong}}) {
      tell(0, bad);
      CHECK(outcome(puppet_.give_text()), "bad result");
    }
    tell(0, tenon_string{no_text(), 0});
    CHECK(outcome(puppet_.give_text()), "taken");  // of no bytes, wherever they are
  }

  void lists() {
    for (const tenon_list& bad : {tenon_list{nullptr, 1},
                                  {misaligned(), 1},
                                  {nowhere(), SIZE_MAX},
                                  {nowhere(), kTooLong / sizeof(std::uint32_t)}}) {
      tell(0, bad);
      CHECK(outcome(puppet_.give_words()), "bad result");
    }
    tell(0, tenon_list{block<std::uint8_t>({0, 1, 2}), 3});
    CHECK(outcome(puppet_.give_levels()), "bad result");
    tell(0, tenon_list{block<tenon_string>({text("good"), {nullptr, 3}, text("too")}), 3});
    CHECK(outcome(puppet_.give_texts()), "bad result");
    tell(0, tenon_list{block<item_image>({item(), item()}), 2});
    CHECK(outcome(puppet_.give_items()), "taken");
    item_image bad = item();
    bad.level = 9;
    tell(0, tenon_list{block<item_image>({item(), bad, item()}), 3});
    CHECK(outcome(puppet_.give_items()), "bad result");
  }

  static item_image item() { return {1, 200, 'x', text("some text"), {block<std::uint32_t>({1, 2, 3}), 3}}; }

  void compounds() {
    tell(0, item());
    CHECK(outcome(puppet_.give_item()), "taken");
    item_image bad = item();
    bad.letter = 0xDC00;
    tell(0, bad);
    CHECK(outcome(puppet_.give_item()), "bad result");

    // Behind a tag that isn't known nothing is looked at: what is there stays.
    tell(0, option_image{2, {no_text(), 5}});
    CHECK(outcome(puppet_.give_option()), "bad result");
    tell(0, option_image{0, {no_text(), 5}});
    CHECK(outcome(puppet_.give_option()), "taken");
    tell(0, option_image{1, {nullptr, 5}});
    CHECK(outcome(puppet_.give_option()), "bad result");

    tell(0, pair_image{2, text("freed all the same")});
    CHECK(outcome(puppet_.give_pair()), "bad result");
    shapes();
    nested();
  }

  void shapes() {
    tell(0, shape_image{1, {.named = text("a name")}});
    CHECK(outcome(puppet_.give_shape()), "taken");
    tell(0, shape_image{4, {.named = {no_text(), 5}}});
    CHECK(outcome(puppet_.give_shape()), "bad result");
    tell(0, shape_image{255, {.named = {no_text(), 5}}});
    CHECK(outcome(puppet_.give_shape()), "bad result");
    tell(0, shape_image{2, {.lines = {misaligned(), 5}}});
    CHECK(outcome(puppet_.give_shape()), "bad result");
    tell(0, shape_image{3, {.lines = {misaligned(), 5}}});
    CHECK(outcome(puppet_.give_shape()), "taken");
  }

  void nested() {
    tell(0, nested_image{1, {0, {.ok = text("inner")}}});
    CHECK(outcome(puppet_.give_nested()), "taken");
    tell(0, nested_image{1, {2, {.ok = {no_text(), 5}}}});
    CHECK(outcome(puppet_.give_nested()), "bad result");
    tell(0, nested_image{1, {1, {.err = 2}}});
    CHECK(outcome(puppet_.give_nested()), "bad result");
    tell(0, nested_image{3, {1, {.err = 1}}});
    CHECK(outcome(puppet_.give_nested()), "bad result");
  }

  void things() {
    tell(0, static_cast<void*>(nullptr));
    CHECK(outcome(puppet_.give_thing()), "bad result");

    Thing given = thing();
    tell(0, &given);
    CHECK(outcome(puppet_.give_thing()), "taken");
    CHECK(std::to_string(given.drops), "1");
    for (const std::int32_t status : {7, -99, 1}) {
      given.status = status;
      CHECK(outcome(puppet_.give_thing()->value()), "trap");
    }

    Thing good = thing();
    tell(0, tenon_list{block<Thing*>({&good, nullptr}), 2});
    CHECK(outcome(puppet_.give_things()), "bad result");
    CHECK(std::to_string(good.drops), "1");
  }

  void statuses() {
    for (const std::int32_t status : {2, 7, -8, -99, std::numeric_limits<std::int32_t>::min()}) {
      tell(status, std::uint8_t{1});
      CHECK(outcome(puppet_.give_level()), "trap");
      CHECK(outcome(puppet_.give_unit()), "trap");
      CHECK(outcome(puppet_.try_unit()), "trap");
      CHECK(outcome(puppet_.try_level()), "trap");
    }
    tell(1, std::uint8_t{1});  // of functions without an error
    CHECK(outcome(puppet_.give_level()), "trap");
    CHECK(outcome(puppet_.give_unit()), "trap");
    CHECK(outcome(puppet_.try_unit()), "own error");
    tell(1, std::uint8_t{9});
    CHECK(outcome(puppet_.try_level()), "bad result");
    tell(1, tenon_string{nullptr, 4});
    CHECK(outcome(puppet_.try_text()), "bad result");
    unwritten();
  }

  /// A status that promises a payload, and no payload: outs are zero before a call.
  void unwritten() {
    for (const std::int32_t status : {0, 1}) {
      liar_.strings().tell(status, std::vector<std::uint8_t>()).value();
      CHECK(outcome(puppet_.try_text()), status ? "own error" : "taken");
      CHECK(outcome(puppet_.try_thing()), status ? "own error" : "bad result");
    }
    liar_.strings().tell(0, std::vector<std::uint8_t>()).value();
    CHECK(outcome(puppet_.give_shape()), "taken");
    CHECK(outcome(puppet_.give_items()), "taken");
    CHECK(outcome(puppet_.give_thing()), "bad result");
  }

  // --- What the plugin hands to the host's functions

  std::string call(std::uint32_t slot, const auto& image) {
    const unsigned before = takes_.ran;
    const std::string said = words_of(*liar_.strings().call(slot, bytes_of(image)));
    const bool ran = takes_.ran != before;
    return ran == (said == "taken") ? said
                                    : said + (ran ? ", and the function ran" : ", and no function ran");
  }

  void arguments() {
    CHECK(call(TAKE_BOOL, std::uint8_t{7}), "taken");
    CHECK(call(TAKE_LEVEL, std::uint8_t{2}), "bad argument");
    CHECK(call(TAKE_CHAR, std::uint32_t{0xD800}), "bad argument");
    CHECK(call(TAKE_PERMS, std::uint8_t{0xFE}), "taken");
    CHECK(call(TAKE_OPTION, option_image{2, {no_text(), 5}}), "bad argument");
    CHECK(call(TAKE_PAIR, pair_image{2, {nullptr, 0}}), "bad argument");
    CHECK(call(TAKE_SHAPE, shape_image{4, {.named = {no_text(), 5}}}), "bad argument");
    CHECK(call(TAKE_SHAPE, shape_image{2, {.lines = {misaligned(), 5}}}), "bad argument");
    CHECK(call(TAKE_NESTED, nested_image{1, {2, {.ok = {no_text(), 5}}}}), "bad argument");
    CHECK(call(TAKE_ITEM, item_image{2, 0, 'x', {"", 0}, {nullptr, 0}}), "bad argument");
    CHECK(call(TAKE_ITEM, item_image{1, 9, 'x', {"abc", 3}, {nullptr, 0}}), "taken");
  }

  void lists_as_arguments() {
    CHECK(call(TAKE_TEXT, tenon_string{"\xFF\xC0", 2}), "taken");
    CHECK(takes_.text, "\xFF\xC0");
    for (const tenon_string& bad : {tenon_string{nullptr, 5}, {no_text(), SIZE_MAX}, {no_text(), kTooLong}})
      CHECK(call(TAKE_TEXT, bad), "bad argument");
    CHECK(call(TAKE_TEXT, tenon_string{no_text(), 0}), "taken");
    for (const tenon_list& bad : {tenon_list{nullptr, 1},
                                  {misaligned(), 1},
                                  {nowhere(), SIZE_MAX},
                                  {nowhere(), kTooLong / sizeof(std::uint32_t)}})
      CHECK(call(TAKE_WORDS, bad), "bad argument");
    const std::uint8_t levels[] = {0, 1, 2};
    CHECK(call(TAKE_LEVELS, tenon_list{levels, 3}), "bad argument");
    const tenon_string texts[] = {{"a", 1}, {nullptr, 3}};
    CHECK(call(TAKE_TEXTS, tenon_list{texts, 2}), "bad argument");
    const item_image items[] = {{1, 1, 0x110000, {"", 0}, {nullptr, 0}}};
    CHECK(call(TAKE_ITEMS, tenon_list{items, 1}), "bad argument");
  }

  void handles_as_arguments() {
    CHECK(call(TAKE_THING, static_cast<void*>(nullptr)), "bad argument");
    CHECK(call(TAKE_LENT, static_cast<void*>(nullptr)), "bad argument");
    Thing lent = thing();
    lent.status = 7;
    CHECK(call(TAKE_LENT, &lent), "taken");
    CHECK(std::to_string(lent.drops), "0");
    Thing owned = thing();
    const Thing* const list[] = {&owned, nullptr};
    CHECK(call(TAKE_THINGS, tenon_list{list, 2}), "bad argument");
    CHECK(std::to_string(owned.drops), "1");
  }

  Takes takes_;
  tenon::Host host_;
  wit::Liar liar_;
  wit::puppet::Interface puppet_;
};

}  // namespace

int main(int, char** words) {
  Host(words[1]).run();
  return lies::summary("C++ host");
}
