// SPDX-License-Identifier: MIT
//
// What a call costs: generated host binding → generated plugin binding → the author's method, against
// a C++ virtual call into a library and std::string by value.
//
//   bench_calls [Google Benchmark's options]
//   bench_calls --count CASE N      just calls, for callgrind
#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>

#include "../processes.hpp"
#include "../ratios.hpp"
#include "virtual.hpp"
#include "worker.tenon.hpp"

namespace {

using bench::Ratio;
using Interface = bench::call::work::Interface;

const std::string& text_of_100() {
  static const std::string text(100, 'a');
  return text;
}

// ---- one call of each kind

struct PlainWork {
  std::unique_ptr<Work> work{make_work()};
};
struct ScalarVirtual : PlainWork {
  void operator()() {
    const std::int32_t sum = work->add(number, 2);
    benchmark::DoNotOptimize(sum);
  }
  std::int32_t number = 40;
};
struct TextVirtual : PlainWork {
  void operator()() {
    const std::string turned = work->turn(text_of_100());
    benchmark::DoNotOptimize(turned.data());
  }
};
struct TextInProgram {
  void operator()() {
    const std::string turned = turn_in_program(text_of_100());
    benchmark::DoNotOptimize(turned.data());
  }
};
struct RecordVirtual : PlainWork {
  void operator()() {
    const Point moved = work->shift(point, 0.5);
    benchmark::DoNotOptimize(moved.x + moved.y);
  }
  Point point{1, 2, 3};
};

enum class Plugin { cpp, text, c, rust };
constexpr const char* kPlugins[] = {"calls-cpp", "calls-text", "calls-c", "calls-rust"};

Interface load(Plugin plugin) {
  static tenon::Host host = std::move(tenon::Host({.copy = TENON_COPY_NEVER}).add_path(BENCH_PLUGINS));
  static std::vector<bench::call::Worker> loaded;  // until the end of the program
  loaded.push_back(bench::call::Worker::load(host, kPlugins[static_cast<int>(plugin)]).value());
  return loaded.back().work();
}

template <Plugin kPlugin>
struct Loaded {
  Interface work = load(kPlugin);
};
template <Plugin kPlugin>
struct Scalar : Loaded<kPlugin> {
  void operator()() {
    const std::int32_t sum = this->work.add(number, 2).value();
    benchmark::DoNotOptimize(sum);
  }
  std::int32_t number = 40;
};
template <Plugin kPlugin>
struct Text : Loaded<kPlugin> {
  void operator()() {
    const auto turned = this->work.turn(text_of_100());
    benchmark::DoNotOptimize(turned.value().data());
  }
};
template <Plugin kPlugin>
struct Record : Loaded<kPlugin> {
  void operator()() {
    const auto moved = this->work.shift(point, 0.5);
    benchmark::DoNotOptimize(moved.value().x + moved.value().y);
  }
  bench::call::work::Point point{1, 2, 3};
};

// ---- the cases

struct Case {
  Ratio ratio;
  void (*measure)(benchmark::State&);
  void (*repeat)(long count);
};

template <class Call>
void measure(benchmark::State& state) {
  Call call;
  for (auto _ : state) call();
}
template <class Call>
[[gnu::noinline]] void repeat(long count) {
  Call call;
  for (; count > 0; --count) call();
}
template <class Call>
Case make_case(const char* name, const char* base, double reach = 0) {
  return {{name, base, reach}, measure<Call>, repeat<Call>};
}

const Case kCases[] = {
    make_case<ScalarVirtual>("scalar, virtual call", "scalar, virtual call"),
    make_case<Scalar<Plugin::cpp>>("scalar, C++ plugin", "scalar, virtual call", 1.10),
    make_case<Scalar<Plugin::c>>("scalar, C plugin", "scalar, virtual call", 1.10),
    make_case<Scalar<Plugin::rust>>("scalar, Rust plugin (unwinding)", "scalar, virtual call", 1.60),
    make_case<TextInProgram>("text, std::string in one program", "text, std::string in one program"),
    make_case<TextVirtual>("text, std::string, virtual call", "text, std::string in one program"),
    make_case<Text<Plugin::cpp>>("text, C++ plugin, std::string", "text, std::string in one program", 1.80),
    make_case<Text<Plugin::text>>("text, C++ plugin, tenon::String", "text, std::string in one program",
                                  1.00),
    make_case<Text<Plugin::c>>("text, C plugin", "text, std::string in one program"),
    make_case<Text<Plugin::rust>>("text, Rust plugin, String", "text, std::string in one program"),
    make_case<RecordVirtual>("record, virtual call", "record, virtual call"),
    make_case<Record<Plugin::cpp>>("record, C++ plugin", "record, virtual call"),
    make_case<Record<Plugin::c>>("record, C plugin", "record, virtual call"),
    make_case<Record<Plugin::rust>>("record, Rust plugin", "record, virtual call"),
};

// ---- instructions

int count_only(const char* name, long count) {
  for (const Case& c : kCases)
    if (c.ratio.name == name) return c.repeat(count), 0;
  return 2;
}

double collected(const std::string& name, int calls) {
  constexpr std::string_view kLine = "Collected : ";
  const std::string text =
      bench::output_of("valgrind --tool=callgrind --callgrind-out-file=/dev/null " + bench::self() +
                       " --count '" + name + "' " + std::to_string(calls) + " 2>&1");
  const std::size_t at = text.find(kLine);
  return at == text.npos ? 0 : std::strtod(text.c_str() + at + kLine.size(), nullptr);
}

/// Two lengths, so that start and end fall out. Empty without valgrind.
std::map<std::string, double> count_instructions() {
  constexpr int kFew = 1000, kMany = 11000;
  std::map<std::string, double> out;
  for (const Case& c : kCases) {
    const double few = collected(c.ratio.name, kFew), many = collected(c.ratio.name, kMany);
    if (few != 0 && many != 0) out[c.ratio.name] = (many - few) / (kMany - kFew);
  }
  return out;
}

// ---- times

class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration)
        samples[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
  }
  bench::Samples samples;
};

/// CPU time of each repetition; all cases' repetitions in random order.
bench::Samples measure_all(int argc, char** argv) {
  std::string options[] = {"--benchmark_repetitions=25", "--benchmark_enable_random_interleaving=true",
                           "--benchmark_min_time=0.04"};
  std::vector<char*> arguments{argv[0]};
  for (std::string& option : options) arguments.push_back(option.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) std::exit(2);
  for (const Case& c : kCases) benchmark::RegisterBenchmark(c.ratio.name.c_str(), c.measure);
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  return collector.samples;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--count") == 0) return count_only(argv[2], std::atol(argv[3]));
  const bench::Table table(measure_all(argc, argv), count_instructions());
  bench::Table::print_head("calls");
  for (const Case& c : kCases) table.print(c.ratio);
}
