// SPDX-License-Identifier: MIT
//
// Watches files and takes new contents as a reload does, without loading them: copy, verify, compare.
//
//   watch_consumer [CONTROL...] FILE...
//
// It prints "ready", then "took FILE SHA256" for each new content, "refused FILE CODE", "gone FILE" and
// "busy FILE"; it ends with its input. What was there at the beginning counts as taken. A control leaves one
// protection out, and must be seen to fail:
//
//   --hasty        no silence, no look at whether somebody writes, no check of the copy
//   --no-writers   no look at whether somebody writes
//   --no-verify    no check of the copy
//   --no-compare   equal content is taken again
//   --only-writes  events of writers only, as if a file never changed otherwise, and no polling
//   --poll         no control: polling only
#include <poll.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>

#include "host/copy.hpp"
#include "host/watch.hpp"

namespace {

using namespace tenon;
using host::Watch;
using std::chrono::milliseconds;

std::set<std::string> controls;

/// Sees less than there is to be seen.
class ShortSighted final : public host::Files {
 public:
  std::optional<image::Identity> state(const std::string& path) override { return real_->state(path); }
  std::vector<host::Step> route(const std::string& path) override { return real_->route(path); }
  bool is_being_written(const std::string& path) override {
    return !controls.contains("--no-writers") && real_->is_being_written(path);
  }
  std::expected<int, std::string> watch(const std::string& folder, bool names) override {
    return real_->watch(folder, names);
  }
  std::string doubt(const std::string& folder) override { return real_->doubt(folder); }
  void unwatch(int id) override { real_->unwatch(id); }
  Hints hints() override {
    Hints found = real_->hints();
    if (controls.contains("--only-writes"))
      std::erase_if(found.hints, [](const host::Hint& h) { return h.moved; });
    return found;
  }
  int descriptor() const override { return real_->descriptor(); }

 private:
  std::unique_ptr<host::Files> real_ = host::make_files(!controls.contains("--poll"));
};

Watch::Options options() {
  Watch::Options given;
  if (controls.contains("--hasty")) given.settle = milliseconds(0);
  if (controls.contains("--only-writes")) given.poll = std::chrono::hours(24);
  if (controls.contains("--poll")) given.poll = milliseconds(100);
  return given;
}

std::string hash_of(const image::File& file) {
  std::vector<std::uint8_t> bytes(file.size());
  if (!file.read(0, bytes)) return "";
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, bytes.data(), bytes.size());
  char text[2 * sizeof hash + 1];
  return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

/// The content's hash, or what is wrong with it.
std::expected<std::string, std::string> read(const std::string& path) {
  static host::PrivateFolder folder;
  auto original = image::File::open(path);
  if (!original) return std::unexpected(original.error().code);
  if (controls.contains("--hasty")) return hash_of(*original);
  auto copy = host::Source::copy(*original, path, folder);
  if (!copy) return std::unexpected(copy.error()->code);
  if (controls.contains("--no-verify")) return hash_of(copy->bytes());
  if (auto image = image::verify(copy->bytes()); !image) return std::unexpected(image.error().code);
  return hash_of(copy->bytes());
}

class Consumer {
 public:
  void add(const std::string& path) {
    watch_.add(path);
    taken_[path] = read(path).value_or("");
  }
  Watch& watch() { return watch_; }

  void look(const Watch::Change& change) {
    const char* path = change.path.c_str();
    if (change.kind != Watch::Change::settled) {
      std::printf("%s %s\n", change.kind == Watch::Change::gone ? "gone" : "busy", path);
      return;
    }
    const auto content = read(change.path);
    if (!content) {
      watch_.incomplete(change.path, Watch::Clock::now());
      std::printf("refused %s %s\n", path, content.error().c_str());
      return;
    }
    if (std::exchange(taken_[change.path], *content) == *content && !controls.contains("--no-compare"))
      return;
    std::printf("took %s %s\n", path, content->c_str());
  }

 private:
  Watch watch_{options(), std::make_unique<ShortSighted>()};
  std::map<std::string, std::string> taken_;
};

/// False at the end of the input.
bool wait(const Watch& watch) {
  pollfd ready[] = {{STDIN_FILENO, POLLIN, 0}, {watch.descriptor(), POLLIN, 0}};
  const auto left = std::chrono::ceil<milliseconds>(watch.next() - Watch::Clock::now());
  poll(ready, 2, static_cast<int>(std::clamp(left, milliseconds(0), milliseconds(60000)).count()));
  char ignored[64];
  return ready[0].revents == 0 || ::read(STDIN_FILENO, ignored, sizeof ignored) > 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  int first = 1;
  while (first < argc && std::strncmp(argv[first], "--", 2) == 0) controls.insert(argv[first++]);
  if (controls.contains("--hasty")) controls.insert("--no-writers");
  Consumer consumer;
  for (int i = first; i < argc; i++) consumer.add(argv[i]);
  std::puts("ready");
  do {
    for (const Watch::Change& change : consumer.watch().step(Watch::Clock::now())) consumer.look(change);
  } while (wait(consumer.watch()));
}
