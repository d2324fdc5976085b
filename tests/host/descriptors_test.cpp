// SPDX-License-Identifier: MIT
//
// File descriptors that run out anywhere: what can't be done is said, and the next try does it.
#include <fcntl.h>
#include <sys/resource.h>

#include <filesystem>
#include <functional>
#include <iterator>

#include "fixture.hpp"

namespace tenon::test {
namespace {

long open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}) - 1;  // but the list's own
}

/// The first number that nothing has, so that this many and `more` may be open.
void allow(rlim_t more, const std::function<void()>& act) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const int lowest = open("/", O_RDONLY | O_CLOEXEC);
  close(lowest);
  const rlimit few = {static_cast<rlim_t>(lowest) + more, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &few);
  act();
  setrlimit(RLIMIT_NOFILE, &before);
}

constexpr rlim_t kMost = 40;  // more than anything here opens

class Descriptors : public HostTest {
 protected:
  using Act = std::function<std::string()>;

  /// With none, one, two, ... descriptors, until all goes well; `then` makes everything as it was.
  static void with_few(const Act& act, const std::function<void(bool done)>& then) {
    rlim_t more = 0;
    for (bool enough = false; !enough && more < kMost; ++more) {
      SCOPED_TRACE(std::to_string(more) + " descriptors");
      std::string error;
      allow(more, [&] { error = act(); });
      then(error.empty());
      enough = error.empty();
      if (HasFailure()) return;
    }
    EXPECT_LT(more, kMost);
  }
};

TEST_F(Descriptors, scanning) {
  install("first");
  start();
  const long before = open_descriptors();
  with_few(
      [&] {
        const std::vector<std::string> found = catalog();
        if (found.size() != 1) ADD_FAILURE() << "neither the plugin nor what can't be read";
        return found == std::vector<std::string>{"first.so: found first"} ? "" : "not found";
      },
      [&](bool) { EXPECT_EQ(open_descriptors(), before); });
}

TEST_F(Descriptors, loading) {
  install("first");
  for (const std::uint32_t copy : {TENON_COPY_AUTO, TENON_COPY_FILE, TENON_COPY_NEVER}) {
    start(copy);
    ASSERT_EQ(load_and_create("first"), "");
    ASSERT_EQ(unload(), "");
    const long before = open_descriptors();
    with_few([&] { return load("first"); },
             [&](bool done) {
               if (!done) {
                 EXPECT_EQ(open_descriptors(), before);
                 ASSERT_EQ(load("first"), "");
               }
               ASSERT_EQ(create(), "");
               EXPECT_EQ(sum_after(1), 1);
               ASSERT_EQ(unload(), "");
               EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED) << reason_;
               EXPECT_EQ(open_descriptors(), before);
             });
    stop();
  }
}

TEST_F(Descriptors, loading_for_the_first_time) {
  install("first");
  with_few(
      [&] {
        start();
        return load_and_create("first");
      },
      [&](bool) { stop(); });
}

TEST_F(Descriptors, reloading) {
  install("first", "plugin.so");
  start();
  ASSERT_EQ(said(tenon_plugin_load_reloadable(host_, path("plugin.so").c_str(), &kWorld, &plugin_)), "");
  ASSERT_EQ(create(), "");
  install("newer", "plugin.so");
  with_few([&] { return said(tenon_plugin_reload(plugin_, nullptr)); },
           [&](bool done) { EXPECT_EQ(sum_after(1) % 10 == 0, done); });
}

TEST_F(Descriptors, unloading) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  with_few([&] { return unload(); },
           [&](bool done) {
             EXPECT_TRUE(done);
             EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED) << reason_;
           });
}

}  // namespace
}  // namespace tenon::test
