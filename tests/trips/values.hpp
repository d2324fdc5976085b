#pragma once
// SPDX-License-Identifier: MIT
//
// Values of any type of a world in memory: made at random, compared, copied and freed by `rules.hpp` alone.
#include <functional>
#include <memory>
#include <random>

#include "host.hpp"
#include "rules.hpp"

namespace trips {

/// What kind of values to make.
enum class Mood {
  plain,    ///< a bit of everything
  empty,    ///< lists and strings of nothing, options without value
  extreme,  ///< the ends of every range: NaN, the last code point, the smallest number
  large     ///< the outermost list or string is long
};

/// A handle inside a value.
struct Handle {
  void* object;
  bool owned;
};

/// Makes values and keeps them: the caller's side of parameters. Every block is one of its own, so that
/// AddressSanitizer sees its ends, and is full of rubbish first.
class Maker {
 public:
  using MakeObject = std::function<void*(const std::string& resource)>;
  Maker(const World& world, Mood mood, std::uint64_t seed, MakeObject object)
      : world_(world), mood_(mood), random_(seed), object_(std::move(object)) {}

  void* make(int type);
  /// Memory of its own, full of rubbish.
  char* block(std::size_t size);
  /// What is made next has these objects in it, in this order.
  void reuse(const std::vector<Handle>& handles) { handles_ = handles; }

  const std::vector<Handle>& handles() const { return handles_; }

 private:
  void fill(int type, char* at);
  void fill_scalar(const std::string& kind, std::size_t size, char* at);
  void fill_variant(int type, char* at);
  void fill_list(int type, char* at);
  void fill_string(char* at);
  void fill_handle(const Type& type, char* at);
  std::string text();
  std::size_t length();
  std::uint64_t below(std::uint64_t end) { return random_() % end; }

  const World& world_;
  Mood mood_;
  std::mt19937_64 random_;
  MakeObject object_;
  std::vector<Handle> handles_;
  std::size_t used_ = 0;  ///< of `handles_`
  int depth_ = 0;
  struct Free {
    void operator()(char* ptr) const { std::free(ptr); }
  };
  std::vector<std::unique_ptr<char, Free>> blocks_;
};

/// Whether two values are the same, bit by bit where they are numbers.
bool equal(const World& world, int type, const void* a, const void* b);
/// A copy whose heap parts come from `heap`; objects move.
void copy(const World& world, int type, Heap& heap, const void* from, void* to);
/// Ends a result: its objects, then its memory.
void release(const World& world, int type, Heap& heap, const void* value);
/// Ends only the objects that a value owns.
void drop(const World& world, int type, const void* value);

}  // namespace trips
