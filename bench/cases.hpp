#pragma once
// SPDX-License-Identifier: MIT
//
// Benchmarks whose cases are single calls: times with Google Benchmark, all cases' repetitions in random
// order, and instructions of one call with callgrind.
//
//   const bench::Case kCases[] = {bench::make_case<Virtual>("virtual call", "virtual call"), ...};
//   int main(int argc, char** argv) { return bench::run("calls", kCases, argc, argv); }
//
// Such a program takes Google Benchmark's options, and `--count CASE N`: just calls, for callgrind.
#include <benchmark/benchmark.h>

#include <cstring>
#include <functional>
#include <span>

#include "processes.hpp"
#include "ratios.hpp"

namespace bench {

struct Case {
  Ratio ratio;
  std::function<void(benchmark::State&)> measure;
  std::function<void(long count)> repeat;
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

/// `measure` of a case that has its own loop, as in another language.
inline auto in_batches(std::function<void(long count)> repeat) {
  return [repeat = std::move(repeat)](benchmark::State& state) {
    constexpr long kBatch = 10'000;
    while (state.KeepRunningBatch(kBatch)) repeat(kBatch);
  };
}

// ---- instructions

inline int count_only(std::span<const Case> cases, const char* name, long count) {
  for (const Case& c : cases)
    if (c.ratio.name == name) return c.repeat(count), 0;
  return 2;
}

inline double collected(const std::string& name, int calls) {
  constexpr std::string_view kLine = "Collected : ";
  const std::string text = output_of("valgrind --tool=callgrind --callgrind-out-file=/dev/null " + self() +
                                     " --count '" + name + "' " + std::to_string(calls) + " 2>&1");
  const std::size_t at = text.find(kLine);
  return at == text.npos ? 0 : std::strtod(text.c_str() + at + kLine.size(), nullptr);
}

/// Two lengths, so that start and end fall out. Empty without valgrind.
inline std::map<std::string, double> count_instructions(std::span<const Case> cases) {
  constexpr int kFew = 1000, kMany = 11000;
  std::map<std::string, double> out;
  for (const Case& c : cases) {
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
  Samples samples;
};

/// CPU time of each repetition; all cases' repetitions in random order.
inline Samples measure_all(std::span<const Case> cases, int argc, char** argv) {
  std::string options[] = {"--benchmark_repetitions=25", "--benchmark_enable_random_interleaving=true",
                           "--benchmark_min_time=0.04"};
  std::vector<char*> arguments{argv[0]};
  for (std::string& option : options) arguments.push_back(option.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) std::exit(2);
  for (const Case& c : cases) benchmark::RegisterBenchmark(c.ratio.name.c_str(), c.measure);
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  return collector.samples;
}

/// All of a program's `main`.
inline int run(const char* title, std::span<const Case> cases, int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--count") == 0)
    return count_only(cases, argv[2], std::atol(argv[3]));
  const Table table(measure_all(cases, argc, argv), count_instructions(cases));
  Table::print_head(title);
  for (const Case& c : cases) table.print(c.ratio);
  return 0;
}

}  // namespace bench
