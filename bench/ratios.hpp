#pragma once
// SPDX-License-Identifier: MIT
//
// Prints what was measured as ratios of one run: each case stands beside the one it is measured
// against, and all were repeated in turns.
//
//   bench::Table table(samples);                       // name → ns, one for each repetition
//   table.print({"scalar, C++", "scalar, virtual", 1.10});
//
// "best" divides the fastest repetitions of both, "median" the medians; "spread" is how far the
// slower half of the case's own repetitions strays from its fastest, so that a disturbed run shows.
#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bench {

using Samples = std::map<std::string, std::vector<double>>;

struct Ratio {
  std::string name, base;
  double reach = 0;  ///< the figure to reach; 0 if there is none
};

inline double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}
inline double best(const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); }

class Table {
 public:
  /// `instructions`: of one call, by case; empty if they weren't counted.
  explicit Table(Samples samples, std::map<std::string, double> instructions = {})
      : samples_(std::move(samples)), instructions_(std::move(instructions)) {}

  static void print_head(const char* title) {
    std::printf("\n%-36s %12s %6s %7s %7s %7s %6s\n", title, "best", "ratio", "median", "spread", "instr.",
                "reach");
  }
  void print(const Ratio& ratio) const {
    const auto one = samples_.find(ratio.name), base = samples_.find(ratio.base);
    if (one == samples_.end() || base == samples_.end()) return;
    const double low = best(one->second), middle = median(one->second), of_best = low / best(base->second);
    std::printf("%-36s %12s %6.2f %7.2f %5.0f %% %7s", ratio.name.c_str(), time_text(low).c_str(), of_best,
                middle / median(base->second), (middle / low - 1) * 100, instructions(ratio.name).c_str());
    if (ratio.reach != 0)
      std::printf(" %6.2f %s", ratio.reach, of_best <= ratio.reach ? "reached" : "NOT YET");
    std::printf("\n");
  }

 private:
  static std::string time_text(double ns) {
    char text[32];
    if (ns < 1e4)
      std::snprintf(text, sizeof text, "%.2f ns", ns);
    else
      std::snprintf(text, sizeof text, "%.3f ms", ns / 1e6);
    return text;
  }
  std::string instructions(const std::string& name) const {
    const auto found = instructions_.find(name);
    return found == instructions_.end() ? "-" : std::to_string(static_cast<long>(found->second + 0.5));
  }

  Samples samples_;
  std::map<std::string, double> instructions_;
};

}  // namespace bench
