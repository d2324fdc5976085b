// SPDX-License-Identifier: MIT
//
// A host against abi.h alone, which lies to a plugin: about arguments, and about the results of the
// functions that it lends to the plugin.
//
//   lying_host LIBRARY c|cpp|rust
#include <dlfcn.h>

#include <map>

#include "check.hpp"

namespace {

using namespace lies;

/// The heap that results come from: every block goes back with the size it was asked for with.
class Heap {
 public:
  tenon_host_table table{sizeof table, TENON_CONTRACT, this, alloc, free, trap, {"/plugins", 8}};
  std::string said;  ///< by the last trap

  template <class T>
  T* block(std::initializer_list<T> values) {
    T* const all = static_cast<T*>(alloc(this, values.size() * sizeof(T), alignof(T)));
    std::copy(values.begin(), values.end(), all);
    return all;
  }
  tenon_string text(std::string_view from) {
    char* const all = static_cast<char*>(alloc(this, from.size(), 1));
    std::memcpy(all, from.data(), from.size());
    return {all, from.size()};
  }
  std::size_t blocks() const { return blocks_.size(); }
  void free_all() {
    for (const auto& [block, size] : blocks_) std::free(block);
    blocks_.clear();
  }

 private:
  static void* alloc(void* ctx, std::size_t size, std::size_t) {
    void* const block = std::malloc(size);
    static_cast<Heap*>(ctx)->blocks_[block] = size;
    return block;
  }
  static void free(void* ctx, void* block, std::size_t size, std::size_t) {
    if (block == nullptr) return;
    auto& blocks = static_cast<Heap*>(ctx)->blocks_;
    const auto found = blocks.find(block);
    CHECK(found == blocks.end() ? "a block that isn't one" : std::to_string(found->second),
          std::to_string(size));
    if (found != blocks.end()) blocks.erase(found);
    std::free(block);
  }
  static void trap(void* ctx, std::int32_t, const char* text, std::size_t len) {
    static_cast<Heap*>(ctx)->said.assign(text, len);
  }

  std::map<void*, std::size_t> blocks_;
};

/// One plugin and what it is told.
class Host {
 public:
  Host(const tenon_plugin_descriptor& plugin, std::string language)
      : plugin_(plugin), language_(std::move(language)) {
    puppet_fill(&puppet_table_);
    for (std::uint32_t i = 0; i < plugin_.import_count; ++i) {
      const std::string_view id = plugin_.imports[i]->id;
      imports_.push_back(id.starts_with("test:lies/puppet") ? tenon_reference{&puppet_table_.head, &puppet_}
                                                            : tenon_reference{&types_table_, nullptr});
    }
  }

  void run() {
    arguments();
    texts();
    lists();
    handles();
    results();
    compounds();
    lists_as_results();
    statuses();
    unwritten();
  }

 private:
  bool is_c() const { return language_ == "c"; }
  bool is_rust() const { return language_ == "rust"; }

  tenon_reference exported(std::string_view name, void* instance) const {
    for (std::uint32_t i = 0; i < plugin_.export_count; ++i)
      if (std::string_view(plugin_.exports[i]->id).starts_with(name))
        return {plugin_.exports[i]->table, instance};
    std::abort();
  }

  /// One call in a new instance, so that no trap poisons the next. What it said, and whether blocks are left.
  std::string in_instance(auto call) {
    void* instance = nullptr;
    if (plugin_.create(&heap_.table, imports_.data(), &instance) != TENON_OK) return "no instance";
    const std::string said = words_of(call(instance));
    plugin_.destroy(instance);
    if (is_c() && said == "trap") heap_.free_all();  // C frees nothing of a result that is bad
    const std::size_t left = heap_.blocks();
    return left ? said + ", and " + std::to_string(left) + " blocks are left" : said;
  }

  std::string take(std::uint32_t slot, const auto& image) {
    return in_instance([&](void* instance) {
      const tenon_reference takes = exported("test:lies/takes", instance);
      return call_take(&takes, slot, &image, &number_);
    });
  }
  std::string taken(std::uint32_t slot, const auto& image) {
    const std::string said = take(slot, image);
    return said == "taken" ? std::to_string(number_) : said;
  }

  /// The plugin asks for what slot `slot` gives, which is a lie.
  std::string ask(std::uint32_t slot, std::int32_t status, const auto& image) {
    puppet_tell(&puppet_, status, &image, sizeof image);
    return asked(slot);
  }
  std::string asked(std::uint32_t slot) {
    return in_instance([&](void* instance) {
      const tenon_reference questions = exported("test:lies/questions", instance);
      using Ask = std::int32_t (*)(void*, std::uint32_t, std::uint32_t*);
      const auto function = reinterpret_cast<const Ask*>(questions.table + 1)[0];
      return function(questions.self, slot, &number_);
    });
  }

  // --- Arguments

  void arguments() {
    CHECK(taken(TAKE_BOOL, std::uint8_t{7}), "1");
    CHECK(taken(TAKE_LEVEL, std::uint8_t{1}), "1");
    CHECK(take(TAKE_LEVEL, std::uint8_t{2}), "bad argument");
    CHECK(take(TAKE_CHAR, std::uint32_t{0xD800}), "bad argument");
    CHECK(take(TAKE_CHAR, std::uint32_t{0x110000}), "bad argument");
    CHECK(taken(TAKE_PERMS, std::uint8_t{0xFE}), "254");  // unknown flags stay
    CHECK(take(TAKE_OPTION, option_image{2, {no_text(), 5}}), "bad argument");
    CHECK(take(TAKE_OPTION, option_image{1, {nullptr, 5}}), "bad argument");
    CHECK(take(TAKE_OPTION, option_image{0, {no_text(), 5}}), "taken");
    CHECK(take(TAKE_PAIR, pair_image{2, {nullptr, 0}}), "bad argument");
    CHECK(take(TAKE_SHAPE, shape_image{3, {.lines = {misaligned(), 5}}}), "taken");
    CHECK(take(TAKE_SHAPE, shape_image{4, {.named = {no_text(), 5}}}), "bad argument");
    CHECK(take(TAKE_SHAPE, shape_image{2, {.lines = {misaligned(), 5}}}), "bad argument");
    CHECK(take(TAKE_NESTED, nested_image{1, {2, {.ok = {no_text(), 5}}}}), "bad argument");
    CHECK(take(TAKE_ITEM, item_image{2, 0, 'x', {"", 0}, {nullptr, 0}}), "bad argument");
    CHECK(taken(TAKE_ITEM, item_image{1, 9, 'x', {"abc", 3}, {nullptr, 0}}), "3");
  }

  void texts() {
    const std::string not_utf8 = is_rust() ? "bad argument" : "2";  // C and C++ promise none
    for (const char* bad : {"\xFF\xC0", "\xC0\x80", "a\xE2"})
      CHECK(taken(TAKE_TEXT, tenon_string{bad, 2}), not_utf8);
    for (const tenon_string& bad : {tenon_string{nullptr, 5}, {no_text(), SIZE_MAX}, {no_text(), kTooLong}})
      CHECK(take(TAKE_TEXT, bad), "bad argument");
    CHECK(taken(TAKE_TEXT, tenon_string{no_text(), 0}), "0");
    const tenon_string texts[] = {{"a", 1}, {nullptr, 3}};
    CHECK(take(TAKE_TEXTS, tenon_list{texts, 2}), "bad argument");
    const tenon_string not_all_utf8[] = {{"a", 1}, {"\xFF\xC0", 2}};
    CHECK(taken(TAKE_TEXTS, tenon_list{not_all_utf8, 2}), not_utf8);
  }

  void lists() {
    for (const tenon_list& bad : {tenon_list{nullptr, 1},
                                  {misaligned(), 1},
                                  {nowhere(), SIZE_MAX},
                                  {nowhere(), kTooLong / sizeof(std::uint32_t)}})
      CHECK(take(TAKE_WORDS, bad), "bad argument");
    const std::uint8_t levels[] = {0, 1, 2};
    CHECK(take(TAKE_LEVELS, tenon_list{levels, 3}), "bad argument");
    CHECK(taken(TAKE_LEVELS, tenon_list{levels, 2}), "2");
    const item_image items[] = {{1, 1, 0x110000, {"", 0}, {nullptr, 0}}};
    CHECK(take(TAKE_ITEMS, tenon_list{items, 1}), "bad argument");
  }

  void handles() {
    CHECK(take(TAKE_THING, static_cast<void*>(nullptr)), "bad argument");
    CHECK(take(TAKE_LENT, static_cast<void*>(nullptr)), "bad argument");
    Thing lent = thing(), owned = thing(), beside_null = thing();
    CHECK(taken(TAKE_LENT, static_cast<void*>(&lent)), "42");
    CHECK(take(TAKE_THING, static_cast<void*>(&owned)), "taken");
    for (const std::int32_t status : {7, -99, 1}) {
      lent.status = status;
      CHECK(take(TAKE_LENT, static_cast<void*>(&lent)), "trap");
    }
    void* const list[] = {&beside_null, nullptr};
    CHECK(take(TAKE_THINGS, tenon_list{list, 2}), "bad argument");
    // A handle to something else: Rust looks whose methods it would call, C and C++ don't.
    static constexpr ThingVtable kOther = {{1, 0, {}, "test:lies/types@1#other", nullptr, drop_thing},
                                           thing_value};
    static constexpr ThingVtable kNoMethods = {{0, 0, {}, "test:lies/types@1#thing", nullptr, drop_thing},
                                               thing_value};
    for (const ThingVtable* vtable : {&kOther, &kNoMethods}) {
      Thing other{&vtable->head};
      CHECK(take(TAKE_LENT, static_cast<void*>(&other)), is_rust() ? "bad argument" : "taken");
    }
    // `own` moves even where the call fails.
    CHECK(std::to_string(lent.drops) + std::to_string(owned.drops) + std::to_string(beside_null.drops),
          "011");
  }

  // --- Results of the host's functions

  void results() {
    CHECK(ask(GIVE_BOOL, 0, std::uint8_t{7}), "taken");
    CHECK(std::to_string(number_), "1");
    CHECK(ask(GIVE_LEVEL, 0, std::uint8_t{2}), "trap");
    const char* words = is_c()      ? "`ask`"
                        : is_rust() ? "`puppet.give-level` failed: the result isn't what"
                                    : "bad result";
    CHECK(heap_.said.contains(words) ? "says so" : heap_.said, "says so");
    CHECK(ask(GIVE_CHAR, 0, std::uint32_t{0xDFFF}), "trap");
    CHECK(ask(GIVE_PERMS, 0, std::uint8_t{0xFE}), "taken");
    CHECK(std::to_string(number_), "254");
    for (const tenon_string& bad : {tenon_string{nullptr, 5}, {no_text(), SIZE_MAX}, {no_text(), kTooLong}})
      CHECK(ask(GIVE_TEXT, 0, bad), "trap");
    CHECK(ask(GIVE_TEXT, 0, heap_.text("\xFF\xC0")), is_rust() ? "trap" : "taken");
    CHECK(ask(GIVE_THING, 0, static_cast<void*>(nullptr)), "trap");
    Thing given = thing();
    CHECK(ask(GIVE_THING, 0, &given), "taken");
    CHECK(std::to_string(given.drops), "1");
  }

  item_image item() {
    return {1, 200, 'x', heap_.text("some text"), {heap_.block<std::uint32_t>({1, 2, 3}), 3}};
  }

  void compounds() {
    CHECK(ask(GIVE_ITEM, 0, item()), "taken");
    item_image bad = item();
    bad.level = 3;
    CHECK(ask(GIVE_ITEM, 0, bad), "trap");
    CHECK(ask(GIVE_OPTION, 0, option_image{2, {no_text(), 5}}), "trap");
    CHECK(ask(GIVE_OPTION, 0, option_image{1, {nullptr, 5}}), "trap");
    CHECK(ask(GIVE_PAIR, 0, pair_image{2, heap_.text("freed all the same")}), "trap");
    CHECK(ask(GIVE_SHAPE, 0, shape_image{1, {.named = heap_.text("a name")}}), "taken");
    CHECK(ask(GIVE_SHAPE, 0, shape_image{4, {.named = {no_text(), 5}}}), "trap");
    CHECK(ask(GIVE_SHAPE, 0, shape_image{2, {.lines = {misaligned(), 5}}}), "trap");
    CHECK(ask(GIVE_NESTED, 0, nested_image{1, {0, {.ok = heap_.text("inner")}}}), "taken");
    CHECK(ask(GIVE_NESTED, 0, nested_image{1, {1, {.err = 2}}}), "trap");
    CHECK(ask(GIVE_NESTED, 0, nested_image{3, {1, {.err = 1}}}), "trap");
  }

  void lists_as_results() {
    for (const tenon_list& bad : {tenon_list{nullptr, 1},
                                  {misaligned(), 1},
                                  {nowhere(), SIZE_MAX},
                                  {nowhere(), kTooLong / sizeof(std::uint32_t)}})
      CHECK(ask(GIVE_WORDS, 0, bad), "trap");
    CHECK(ask(GIVE_LEVELS, 0, tenon_list{heap_.block<std::uint8_t>({0, 1, 2}), 3}), "trap");
    CHECK(ask(GIVE_TEXTS, 0, tenon_list{heap_.block<tenon_string>({heap_.text("good"), {nullptr, 3}}), 2}),
          "trap");
    item_image bad = item();
    bad.level = 9;
    CHECK(ask(GIVE_ITEMS, 0, tenon_list{heap_.block<item_image>({item(), bad, item()}), 3}), "trap");
    Thing good = thing();
    CHECK(ask(GIVE_THINGS, 0, tenon_list{heap_.block<void*>({&good, nullptr}), 2}), "trap");
    CHECK(std::to_string(good.drops), is_c() ? "0" : "1");
  }

  void statuses() {
    for (const std::int32_t status : {2, 7, -8, -99, std::numeric_limits<std::int32_t>::min()})
      for (const std::uint32_t slot : {GIVE_LEVEL, GIVE_UNIT, TRY_LEVEL, TRY_UNIT})
        CHECK(ask(slot, status, std::uint8_t{1}), "trap");
    CHECK(ask(GIVE_LEVEL, 1, std::uint8_t{1}), "trap");  // of functions without an error
    CHECK(ask(GIVE_UNIT, 1, std::uint8_t{1}), "trap");
    CHECK(ask(TRY_UNIT, 1, std::uint8_t{1}), "taken");
    CHECK(ask(TRY_LEVEL, 1, std::uint8_t{1}), "taken");
    CHECK(ask(TRY_LEVEL, 1, std::uint8_t{9}), "trap");
    CHECK(ask(TRY_TEXT, 1, tenon_string{nullptr, 4}), "trap");
  }

  /// A status that promises a payload, and no payload: outs are zero before a call.
  void unwritten() {
    for (const std::int32_t status : {0, 1}) {
      puppet_tell(&puppet_, status, nullptr, 0);
      CHECK(asked(TRY_TEXT), "taken");
      CHECK(asked(TRY_THING), status ? "taken" : "trap");
    }
    puppet_tell(&puppet_, 0, nullptr, 0);
    CHECK(asked(GIVE_SHAPE), "taken");
    CHECK(asked(GIVE_ITEMS), "taken");
    CHECK(asked(GIVE_THING), "trap");
  }

  const tenon_plugin_descriptor& plugin_;
  std::string language_;
  Heap heap_;
  puppet puppet_{};
  puppet_table puppet_table_{{GIVE_COUNT, 0, {}, "test:lies/puppet@1", nullptr, nullptr}, {}};
  tenon_table types_table_{0, 0, {}, "test:lies/types@1", nullptr, nullptr};
  std::vector<tenon_reference> imports_;
  std::uint32_t number_ = 0;
};

}  // namespace

int main(int, char** words) {
  void* const library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::puts(dlerror()), 2;
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(library, "tenon_entry"));
  Host(*entry(TENON_CONTRACT)->plugins[0], words[2]).run();
  return lies::summary(words[2]);
}
