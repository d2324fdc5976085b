// SPDX-License-Identifier: MIT
//
// The host in C++, and the caller of plain virtual functions.
#include <benchmark/benchmark.h>

#include "pair.tenon.hpp"
#include "pairs.h"
#include "virtual.hpp"

namespace {

using benchmark::DoNotOptimize;

template <class Call>
void repeat(long count, Call call) {
  for (; count > 0; --count) call();
}

struct Plain {
  std::unique_ptr<Work> work{make_pairs_work()};
  std::unique_ptr<Counter> counter = work->new_counter();
};

struct Loaded {
  explicit Loaded(bench::pairs::Pair loaded) : pair(std::move(loaded)) {}

  bench::pairs::Pair pair;
  bench::pairs::work::Interface work = pair.work();
  bench::pairs::work::Counter counter = work.new_counter().value();
};

}  // namespace

void* pairs_virtual_open(const char*, const char*) { return new Plain; }

void pairs_virtual_call(void* opened, pairs_kind kind, long count) {
  const std::string text(100, 'a');
  const Plain& plain = *static_cast<Plain*>(opened);
  switch (kind) {
    case PAIRS_SCALAR:
      return repeat(count, [&] { DoNotOptimize(plain.work->add(40, 2)); });
    case PAIRS_TEXT:
      return repeat(count, [&] { DoNotOptimize(plain.work->echo(text).data()); });
    case PAIRS_OBJECT:
      return repeat(count, [&] { DoNotOptimize(plain.counter->add(2)); });
  }
}

void* pairs_cpp_open(const char* folder, const char* name) {
  static const tenon::Host host = std::move(tenon::Host({.copy = TENON_COPY_NEVER}).add_path(folder));
  return new Loaded(bench::pairs::Pair::load(host, name).value());
}

void pairs_cpp_call(void* opened, pairs_kind kind, long count) {
  const std::string text(100, 'a');
  const Loaded& loaded = *static_cast<Loaded*>(opened);
  switch (kind) {
    case PAIRS_SCALAR:
      return repeat(count, [&, work = loaded.work] { DoNotOptimize(work.add(40, 2).value()); });
    case PAIRS_TEXT:
      return repeat(count, [&, work = loaded.work] { DoNotOptimize(work.echo(text).value().data()); });
    case PAIRS_OBJECT:
      return repeat(count, [&] { DoNotOptimize(loaded.counter.add(2).value()); });
  }
}
