#pragma once
// SPDX-License-Identifier: MIT
//
// Prints benchmarks as ratios of one run: repetitions of all cases are interleaved in random order,
// and each case stands beside the one it is measured against.
//
//   BENCHMARK(scalar_virtual);  BENCHMARK(scalar_cpp);
//   int main(int argc, char** argv) {
//     return bench::run(argc, argv, {{"scalar_cpp", "scalar_virtual", "1.10"}});
//   }
//
// The figure of a repetition is CPU time per iteration. "best" divides the fastest repetitions of
// both, "median" the medians; the spread is that of the case's own repetitions.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace bench {

struct Ratio {
  std::string name, base;
  std::string reach;  ///< the figure to reach, as text; empty if there is none
};

class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) std::printf("%s: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
      if (run.run_type == Run::RT_Iteration && !run.error_occurred)
        times[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
    }
  }
  std::map<std::string, std::vector<double>> times;  ///< ns, one for each repetition
};

inline double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

inline void print(const Collector& collector, const Ratio& ratio) {
  const auto one = collector.times.find(ratio.name), base = collector.times.find(ratio.base);
  if (one == collector.times.end() || base == collector.times.end()) return;
  const auto [low, high] = std::minmax_element(one->second.begin(), one->second.end());
  const double best_base = *std::min_element(base->second.begin(), base->second.end());
  std::printf("%-34s %8.2f ns  best %5.2f  median %5.2f  spread %4.0f %%  %s%s\n", ratio.name.c_str(), *low,
              *low / best_base, median(one->second) / median(base->second), (*high / *low - 1) * 100,
              ratio.reach.empty() ? "" : "reach ", ratio.reach.c_str());
}

inline int run(int argc, char** argv, const std::vector<Ratio>& ratios) {
  std::vector<char*> arguments(argv, argv + argc);
  std::string repetitions = "--benchmark_repetitions=11", interleave = "--benchmark_enable_random_interleaving=true",
              time = "--benchmark_min_time=0.05";
  for (std::string* option : {&repetitions, &interleave, &time}) arguments.insert(arguments.begin() + 1, option->data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::printf("%-34s %11s  ratio to its base\n", "case", "best");
  for (const Ratio& ratio : ratios) print(collector, ratio);
  return 0;
}

}  // namespace bench
