// SPDX-License-Identifier: MIT
//
// usage: freestanding-host LIBRARY [panic]
//
// Loads a library with a plugin of bare.wit, calls everything in it, unloads it; and once more without
// libtenon, with memory that ends. Prints what it sees.
#include <dlfcn.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "bare.tenon.hpp"

namespace {

namespace synth = demo::bare::synth;

struct Log {
  void debug(std::string_view) {}
  void info(std::string_view text) { std::cout << "log: " << text << '\n'; }
  void warn(std::string_view) {}
  void error(std::string_view) {}
};

int meters = 0;
struct Meter {
  float* sum;
  Meter(float* to) : sum(to) { ++meters; }
  Meter(Meter&& other) noexcept : sum(other.sum) { ++meters; }
  ~Meter() { --meters; }
  bool add(float level) {
    *sum += level;
    return level < 1;
  }
};

void show(const char* what, const auto& value) { std::cout << what << ": " << value << '\n'; }

void call(const demo::bare::Bare& bare, bool panic) {
  const auto& exported = bare.synth();
  if (panic) std::cout.flush() << exported.new_voice(13).has_value();
  float sum = 0;
  {
    const auto voice = exported.new_voice(3).value();
    show("level", voice.level(0.5f).value());
    show("wave", static_cast<int>(voice.wave().value()));
    exported.set(2).value();
    show("sum", exported.sum(std::vector<float>{1, 2, 3}).value());
    auto meter = demo::bare::meters::Meter::make(Meter(&sum));
    const std::vector<synth::Event> events{synth::Event::Note{7}, synth::Event::Spot{{"here", 30}},
                                           synth::Event::Stop{}};
    const auto range = exported.play(events, meter).value();
    std::cout << "play: " << range.low << ' ' << range.high << ' ' << range.wave.has_value() << '\n';
    const auto refused = exported.play(std::vector<synth::Event>{synth::Event::Note{0}}, meter);
    show("refused", static_cast<int>(*refused.error().own()));
    show("same", exported.same("one text, longer than a word", "one text, longer than a word").value());
    show("differs", exported.same("one text, longer than a word", "one text, longer than a war!").value());
    const auto turned = exported.turn(synth::Range{1, 2, synth::Wave::square}, synth::Options::long_).value();
    std::cout << "turn: " << std::get<0>(turned).low << std::get<0>(turned).high << ' '
              << static_cast<int>(*std::get<0>(turned).wave) << '\n';
    exported.keep(std::move(meter)).value();
  }
  show("metered", sum);
  show("kept", meters);
}

int run(const char* library, bool panic) {
  Log log;
  tenon::Host host;
  {
    const auto bare = demo::bare::Bare::load(host, library, {.log = log});
    if (!bare) return std::cerr << bare.error().text(), 1;
    call(*bare, panic);
  }
  show("left", meters);
  const auto done = tenon::Plugin::load(host, library, demo::bare::bare_world).value().unload();
  if (!done) return std::cerr << done.error().text(), 1;
  show("unload", done->reason.empty() ? "closed" : done->reason);
  std::size_t blocks = 0, bytes = 0;
  tenon_heap_use(&blocks, &bytes);
  show("blocks", blocks);
  return 0;
}

// A host's memory, of which there is enough for `left` more blocks.
struct Memory {
  int left, blocks = 0;
  static void* alloc(void* ctx, std::size_t size, std::size_t) {
    auto* const memory = static_cast<Memory*>(ctx);
    if (memory->left-- <= 0) return nullptr;
    ++memory->blocks;
    return std::malloc(size);
  }
  static void free(void* ctx, void* block, std::size_t, std::size_t) {
    --static_cast<Memory*>(ctx)->blocks;
    std::free(block);
  }
  static void trap(void*, std::int32_t, const char*, std::size_t) {}
};

// One instance and one object; what came of them, and how many blocks are left behind.
bool with_memory(const tenon_plugin_descriptor& plugin, int blocks) {
  Memory memory{blocks};
  const tenon_host_table table = {sizeof table, TENON_CONTRACT, &memory, Memory::alloc,
                                  Memory::free, Memory::trap,   {}};
  Log log;
  const tenon_reference imports[] = {{}, tenon::plugin::log::Import(log).reference()};
  void* self = nullptr;
  const std::int32_t created = plugin.create(&table, imports, &self);
  std::cout << "with " << blocks << ": create " << created;
  bool enough = false;
  if (created == TENON_OK) {
    tenon_object* voice = nullptr;
    synth::Wave err{};
    const auto* const exported = reinterpret_cast<const synth::abi::Table*>(plugin.exports[0]->table);
    const std::int32_t made = exported->new_voice(self, 3, &voice, &err);
    enough = made == TENON_OK;
    std::cout << ", new " << made;
    if (enough) voice->vtable->drop(voice);
    plugin.destroy(self);
  }
  std::cout << ", left " << memory.blocks << '\n';
  return enough;
}

int run_out(const char* library) {
  void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::cerr << dlerror() << '\n', 1;
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(handle, "tenon_entry"));
  const tenon_library_descriptor* const found = entry(TENON_CONTRACT);
  show("reports ends of threads", found->thread_exit != nullptr);
  for (int blocks = 0; !with_memory(*found->plugins[0], blocks);) ++blocks;
  return dlclose(handle);
}

}  // namespace

int main(int argc, char** argv) { return run(argv[1], argc > 2) || run_out(argv[1]); }
