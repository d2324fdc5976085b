// SPDX-License-Identifier: MIT
//
// usage: trips_host DESCRIPTION PROBE LIBRARY SEED [controls]
//
// Sends random values through every function of a plugin: there and back, with no memory from the n-th
// allocation on, and with traps in the middle. Says what isn't as docs/abi.md wants it; exit 1 then.
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "trip.hpp"

namespace trips {
namespace {

constexpr std::size_t kShortagesAtMost = 5000;

class Suite {
 public:
  Suite(const World& world, Plugin& plugin, std::uint64_t seed)
      : world_(world), plugin_(plugin), seed_(seed) {}

  void run() {
    for (const Plugin::Layout* each = plugin_.layouts; each->type >= 0; ++each) check_layout(*each);
    creation();
    for (const Function& function : world_.work) {
      if (function.family == "make") continue;
      there_and_back(function);
      large(function);
      shortages(function);
      traps(function);
    }
  }

  /// Each mistake of `misbehave` has to be noticed.
  void controls();
  std::size_t trips() const { return trips_; }

 private:
  std::int32_t trip(const Function& function, Journey journey) {
    ++trips_;
    return Trip(plugin_, world_, function, std::move(journey)).run();
  }

  void check_layout(const Plugin::Layout& in_c);
  void creation();
  void there_and_back(const Function& function);
  void large(const Function& function);
  void shortages(const Function& function);
  void traps(const Function& function);
  void trap(const Function& function, std::vector<std::int32_t> statuses);

  const World& world_;
  Plugin& plugin_;
  std::uint64_t seed_;
  std::size_t trips_ = 0;
};

// What a C compiler makes of the generated structs.
void Suite::check_layout(const Plugin::Layout& in_c) {
  const Shape shape = world_.shape(in_c.type);
  const bool whole = in_c.part < 0;
  const std::size_t wanted =
      whole ? shape.size : world_.offset(in_c.type, static_cast<std::size_t>(in_c.part));
  if (in_c.size == wanted && (!whole || in_c.align == shape.align)) return;
  plugin_.heap.complain("type " + std::to_string(in_c.type) + ", part " + std::to_string(in_c.part) + ": " +
                        std::to_string(in_c.size) + " in C, " + std::to_string(wanted) + " by the rules");
}

// An instance that there isn't enough memory for leaves nothing behind.
void Suite::creation() {
  for (std::size_t n = 0; n < kShortagesAtMost; ++n) {
    plugin_.heap.fail_at = plugin_.heap.allocations + n;
    const std::int32_t status = plugin_.create();
    plugin_.heap.fail_at = SIZE_MAX;
    if (status == TENON_OK) return;
    if (status != TENON_OUT_OF_MEMORY) plugin_.heap.complain("create returned " + std::to_string(status));
    if (plugin_.heap.live() != 0) plugin_.heap.complain("a failed create left memory");
  }
}

void Suite::there_and_back(const Function& function) {
  trip(function, {.mood = Mood::empty, .seed = seed_});
  for (std::uint64_t i = 0; i < 8; ++i) trip(function, {.mood = Mood::plain, .seed = seed_ + i});
  for (std::uint64_t i = 0; i < 3; ++i) trip(function, {.mood = Mood::extreme, .seed = seed_ + i});
}

void Suite::large(const Function& function) {
  if (function.family != "echo" && function.family != "relay") return;
  const int type = world_.target(function.params[0]);
  const bool list = world_[type].kind == "list";
  const std::string element = list ? world_[world_[type].parts[0]].kind : "";
  if (world_[type].kind == "string" || element == "u8" || element == "string")
    trip(function, {.mood = Mood::large, .seed = seed_});
}

// An import that fails is a trap; a lack of memory may be handed on as one, and leaves the instance well.
void Suite::shortages(const Function& function) {
  for (std::uint64_t i = 0; i < 2; ++i)
    for (std::size_t n = 0; n < kShortagesAtMost; ++n)
      if (trip(function, {.seed = seed_ + i, .shortage = n, .statuses = {TENON_OUT_OF_MEMORY}}) !=
          TENON_OUT_OF_MEMORY)
        break;
}

void Suite::traps(const Function& function) {
  if (function.family == "misbehave") return;
  plugin_.peer.stop = true;
  trap(function, {TENON_TRAP});
  plugin_.peer.stop = false;
  for (std::int32_t status : {-2, -4, -5, 77}) {
    std::vector<std::int32_t> wanted = {TENON_TRAP};
    if (status == TENON_OUT_OF_MEMORY) wanted.push_back(status);
    plugin_.peer.checkpoint = status;
    trap(function, wanted);
    plugin_.peer.checkpoint = TENON_OK;
    if (function.family != "relay") continue;
    plugin_.peer.status = status;
    trap(function, wanted);
    plugin_.peer.status = TENON_OK;
  }
}

void Suite::trap(const Function& function, std::vector<std::int32_t> statuses) {
  const std::int32_t status = trip(function, {.seed = seed_, .statuses = statuses});
  if (status >= TENON_OK) plugin_.heap.complain(function.name + " went on where it was stopped");
  if (status != TENON_TRAP) return;
  const std::int32_t again = trip(function, {.seed = seed_, .statuses = {TENON_POISONED}});
  if (again != TENON_POISONED) plugin_.heap.complain(function.name + " ran after a trap");
  plugin_.recreate();
}

// --- controls -------------------------------------------------------------------------------------

struct Control {
  std::uint32_t how;
  const char* noticed;
};
constexpr Control kControls[] = {{1, "another value came back"},
                                 {2, "1 blocks left"},
                                 {3, "a free of what is no block"},
                                 {4, " freed as "},
                                 {5, "a free of what is no block"}};

bool was_noticed(const Heap& heap, const char* what) {
  return std::ranges::any_of(heap.complaints,
                             [&](const std::string& text) { return text.find(what) != std::string::npos; });
}

void Suite::controls() {
  plugin_.recreate();
  plugin_.heap.keeps = true;
  const auto misbehave = std::ranges::find(world_.work, "misbehave", &Function::name);
  std::vector<std::string> missed;
  for (const Control& control : kControls) {
    // It takes a list that begins with a text: some of these seeds have one.
    for (std::uint64_t i = 0; i < 20; ++i) trip(*misbehave, {.seed = seed_ + i, .how = control.how});
    if (!was_noticed(plugin_.heap, control.noticed))
      missed.push_back("misbehaviour " + std::to_string(control.how));
    plugin_.heap.complaints.clear();
  }
  Object* object = plugin_.objects.make("token", 1);
  plugin_.objects.end(object);
  plugin_.objects.end(object);
  if (!was_noticed(plugin_.heap, "an object dropped twice")) missed.push_back("a second drop");
  Plugin::Layout wrong = *plugin_.layouts;
  ++wrong.size;
  check_layout(wrong);
  if (!was_noticed(plugin_.heap, "by the rules")) missed.push_back("another layout");
  plugin_.heap.complaints.clear();
  plugin_.destroy();
  for (const std::string& each : missed) plugin_.heap.complain(each + " went unnoticed");
}

int report(const Plugin& plugin, std::size_t trips) {
  std::size_t said = 0;
  for (const std::string& text : plugin.heap.complaints)
    if (said++ < 40) std::fprintf(stderr, "%s\n", text.c_str());
  std::printf("%zu trips, %zu complaints\n", trips, plugin.heap.complaints.size());
  return plugin.heap.complaints.empty() ? 0 : 1;
}

int run(int count, char** arguments) {
  if (count < 5)
    return std::fputs("usage: trips_host DESCRIPTION PROBE LIBRARY SEED [controls]\n", stderr), 2;
  std::ifstream description(arguments[1]);
  const World world(description);
  Plugin plugin(world, arguments[2], arguments[3]);
  Suite suite(world, plugin, std::stoull(arguments[4]));
  if (count > 5)
    suite.controls();
  else
    suite.run();
  if (count == 5) plugin.end();
  return report(plugin, suite.trips());
}

}  // namespace
}  // namespace trips

int main(int count, char** arguments) { return trips::run(count, arguments); }
