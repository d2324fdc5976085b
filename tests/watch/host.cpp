// SPDX-License-Identifier: MIT
//
// A host that has plugins reloaded while it calls them, and says what it runs.
//
//   watch_host FILE...
//
// It prints "ready", then "took FILE SHA256" for each new build, the hash being that of the bytes that are
// mapped; "refused FILE CODE", and "kept FILE REASON" for an old build that stays mapped. A second thread
// calls all plugins without end; each call must succeed and give a number that isn't below the one before. It
// ends with its input, when all old builds are gone.
#include <dlfcn.h>
#include <sodium.h>
#include <tenon/host/pin.h>
#include <tenon/host/reload.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>
#include <vector>

#include "numbered.tenon.hpp"

namespace {

using test::watch::numbered_world;

[[noreturn]] void give_up(const std::string& what) {
  std::printf("wrong %s\n", what.c_str());
  std::fflush(stdout);
  std::_Exit(1);
}

void expect(tenon_error* error) {
  if (error != nullptr) give_up(tenon_error_text(error));
}

/// One call, and the file that its code was mapped from.
std::uint64_t number_of(tenon_instance* instance, std::string* mapped = nullptr) {
  const tenon_call call = tenon_call_begin(instance);
  const tenon_reference number = call.target->exports[0];
  const auto got = test::watch::number::Interface(number, tenon::host_heap()).get();
  Dl_info info{};
  if (mapped != nullptr && dladdr(number.table, &info) != 0) *mapped = info.dli_fname;
  tenon_call_end(call);
  if (!got) give_up(got.error().message());
  return *got;
}

std::string hash_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  char text[2 * sizeof hash + 1];
  return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

struct Watched {
  tenon_plugin* plugin = nullptr;
  tenon_instance* instance = nullptr;
};

class Program {
 public:
  Program() {
    expect(tenon_host_create(nullptr, &host_));
    tenon_reload_options options = {};
    options.size = sizeof options;
    options.watch = TENON_WATCH_THREAD;
    options.listener = [](void* self, const tenon_reload_event* event) {
      static_cast<Program*>(self)->tell(*event);
    };
    options.listener_ctx = this;
    expect(tenon_host_set_reload(host_, &options));
  }

  void add(const char* file) {
    Watched& watched = files_[file];
    expect(tenon_plugin_load_reloadable(host_, file, &numbered_world, &watched.plugin));
    expect(tenon_instance_create(watched.plugin, nullptr, &watched.instance));
  }

  void call_until(const std::atomic<bool>& stop) const {
    std::map<std::string, std::uint64_t> last;
    while (!stop) {
      for (const auto& [file, watched] : files_) {
        const std::uint64_t number = number_of(watched.instance);
        if (number < std::exchange(last[file], number)) give_up("number of " + file);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  void end() {
    for (const auto& [file, watched] : files_) {
      tenon_instance_destroy(watched.instance);
      expect(tenon_plugin_unload(watched.plugin, nullptr, nullptr));
    }
    expect(tenon_host_destroy(host_));
  }

 private:
  void tell(const tenon_reload_event& event) const {
    if (event.kind == TENON_RELOAD_AFTER) {
      std::string mapped;
      number_of(files_.at(event.file).instance, &mapped);
      std::printf("took %s %s\n", event.file, hash_of(mapped).c_str());
    }
    if (event.kind == TENON_RELOAD_FAILED)
      std::printf("refused %s %s\n", event.file, tenon_error_code(event.error));
    if (event.kind == TENON_RELOAD_RETIRED && event.outcome != TENON_UNLOAD_CLOSED)
      std::printf("kept %s %s\n", event.file, event.reason == nullptr ? "" : event.reason);
  }

  tenon_host* host_ = nullptr;
  std::map<std::string, Watched> files_;
};

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  Program program;
  for (int i = 1; i < argc; i++) program.add(argv[i]);
  std::puts("ready");
  std::atomic<bool> stop = false;
  std::thread caller([&] { program.call_until(stop); });
  while (std::getchar() != EOF) continue;
  stop = true;
  caller.join();
  program.end();
}
