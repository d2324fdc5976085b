// SPDX-License-Identifier: MIT
//
// One call of a number, a text and an object's method, for each language of the host and of the plugin,
// against the plain virtual call; and by crates that load Rust libraries, Rust to Rust.
//
//   PAIRS_RUST=libpairs_host_rust.so PAIRS_PEERS=libpairs_peers.so bench_pairs [Google Benchmark's options]
//
// Both are made by cargo (`./dev bench`), and what is missing is said.
#include <dlfcn.h>

#include <filesystem>
#include <optional>

#include "../cases.hpp"
#include "pairs.h"

namespace {

using bench::Case;

struct Caller {
  pairs_open* open;
  pairs_call* call;
};

/// What cargo built, if it is there.
std::optional<Caller> caller_in(const char* variable) {
  const char* const file = std::getenv(variable);
  if (file == nullptr || *file == '\0') return {};
  void* const library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::fprintf(stderr, "%s\n", dlerror()), std::exit(1), std::nullopt;
  return Caller{reinterpret_cast<pairs_open*>(dlsym(library, "pairs_open")),
                reinterpret_cast<pairs_call*>(dlsym(library, "pairs_call"))};
}

/// A plugin under one of its callers, loaded by the first call.
class Opened {
 public:
  Opened(Caller caller, std::string folder, std::string name)
      : caller_(caller), folder_(std::move(folder)), name_(std::move(name)) {}
  void call(pairs_kind kind, long count) {
    if (opened_ == nullptr) opened_ = caller_.open(folder_.c_str(), name_.c_str());
    caller_.call(opened_, kind, count);
  }

 private:
  Caller caller_;
  std::string folder_, name_;
  void* opened_ = nullptr;
};

struct Row {
  std::string label;
  std::shared_ptr<Opened> opened;
};

void add_host(std::vector<Row>& rows, const std::string& language, Caller caller) {
  constexpr const char* kPlugins[][2] = {{"C", "pairs-c"}, {"C++", "pairs-cpp"}, {"Rust", "pairs-rust"}};
  for (const auto& [plugin, name] : kPlugins)
    rows.push_back(
        {language + " host, " + plugin + " plugin", std::make_shared<Opened>(caller, BENCH_PLUGINS, name)});
}

void add_peers(std::vector<Row>& rows, Caller caller) {
  const std::string folder = std::filesystem::path(std::getenv("PAIRS_PEERS")).parent_path();
  for (const char* name : {"abi_stable", "stabby", "libloading"})
    rows.push_back({std::string(name) + ", Rust to Rust", std::make_shared<Opened>(caller, folder, name)});
}

constexpr const char* kVirtual = "virtual call";

std::vector<Row> rows_of(std::optional<Caller> rust, std::optional<Caller> peers) {
  std::vector<Row> rows{
      {kVirtual, std::make_shared<Opened>(Caller{pairs_virtual_open, pairs_virtual_call}, "", "")}};
  add_host(rows, "C", {pairs_c_open, pairs_c_call});
  add_host(rows, "C++", {pairs_cpp_open, pairs_cpp_call});
  if (rust) add_host(rows, "Rust", *rust);
  if (peers) add_peers(rows, *peers);
  return rows;
}

Case make_case(const std::string& kind_name, pairs_kind kind, const Row& row) {
  const auto repeat = [opened = row.opened, kind](long count) { opened->call(kind, count); };
  return {{kind_name + ", " + row.label, kind_name + ", " + kVirtual}, bench::in_batches(repeat), repeat};
}

}  // namespace

int main(int argc, char** argv) {
  const auto rust = caller_in("PAIRS_RUST"), peers = caller_in("PAIRS_PEERS");
  const std::vector<Row> rows = rows_of(rust, peers);
  std::vector<Case> cases;
  for (const auto& [name, kind] :
       {std::pair("scalar", PAIRS_SCALAR), {"text", PAIRS_TEXT}, {"object", PAIRS_OBJECT}})
    for (const Row& row : rows) cases.push_back(make_case(name, kind, row));
  const int status = bench::run("pairs", cases, argc, argv);
  if (!rust) std::printf("left out: hosts in Rust, which cargo couldn't build\n");
  if (!peers)
    std::printf("left out: abi_stable, stabby and libloading, which cargo couldn't fetch or build\n");
  return status;
}
