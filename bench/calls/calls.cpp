// SPDX-License-Identifier: MIT
//
// What a call costs: generated host binding → generated plugin binding → the author's method, against
// a C++ virtual call into a library and std::string by value.
//
//   bench_calls [Google Benchmark's options]
//   bench_calls --count CASE N      just calls, for callgrind
#include <memory>

#include "../cases.hpp"
#include "virtual.hpp"
#include "worker.tenon.hpp"

namespace {

using bench::Case;
using bench::make_case;
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

enum class Plugin { cpp, text, c, c_lto, rust };
constexpr const char* kPlugins[] = {"calls-cpp", "calls-text", "calls-c", BENCH_PLUGINS "/lto/libcalls-c.so",
                                    "calls-rust"};

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

const Case kCases[] = {
    make_case<ScalarVirtual>("scalar, virtual call", "scalar, virtual call"),
    make_case<Scalar<Plugin::cpp>>("scalar, C++ plugin", "scalar, virtual call", 1.10),
    make_case<Scalar<Plugin::c>>("scalar, C plugin", "scalar, virtual call", 1.10),
    make_case<Scalar<Plugin::c_lto>>("scalar, C plugin, -flto", "scalar, virtual call", 1.10),
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
    make_case<Record<Plugin::c_lto>>("record, C plugin, -flto", "record, virtual call"),
    make_case<Record<Plugin::rust>>("record, Rust plugin", "record, virtual call"),
};

}  // namespace

int main(int argc, char** argv) { return bench::run("calls", kCases, argc, argv); }
