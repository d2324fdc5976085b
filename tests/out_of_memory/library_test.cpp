// SPDX-License-Identifier: MIT
//
// The same for libraries that are no plugins: tests/library/libraries/sums.c.
#include <gtest/gtest.h>
#include <tenon/host.h>

#include <chrono>
#include <filesystem>
#include <string_view>
#include <thread>

#include "allocations.hpp"
#include "fixture.hpp"

namespace tenon::test {
namespace {

namespace fs = std::filesystem;

class LibraryOutOfMemory : public testing::Test {
 protected:
  LibraryOutOfMemory() {
    if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = folder_ + "/libsums.so";
    install("sums");
  }
  ~LibraryOutOfMemory() override {
    tenon_error_delete(tenon_library_close(library_, nullptr, nullptr));
    fs::remove_all(folder_);
  }

  void install(const std::string& built) {
    fs::copy_file(std::string(LIBRARIES) + "/lib" + built + ".so", path_ + ".new",
                  fs::copy_options::overwrite_existing);
    fs::rename(path_ + ".new", path_);
  }
  tenon_error* open() { return tenon_library_open(path_.c_str(), nullptr, &library_); }
  std::string close() {
    return said(tenon_library_close(std::exchange(library_, nullptr), &outcome_, nullptr));
  }
  static int generation(void (*function)()) { return reinterpret_cast<int (*)()>(function)(); }
  /// Of what calls reach, by the followed symbol.
  int build() const {
    const tenon_library_call call = tenon_library_call_begin(library_, symbol_);
    const int out = generation(reinterpret_cast<void (*)()>(call.address));
    tenon_library_call_end(call);
    return out;
  }
  static const char* note(void* self, const tenon_library_event* event) {
    if (event->kind != TENON_LIBRARY_RETIRED)
      static_cast<LibraryOutOfMemory*>(self)->begun_ =
          event->kind == TENON_LIBRARY_BEFORE || event->kind == TENON_LIBRARY_MOVE;
    return nullptr;
  }
  void begin() {
    ASSERT_EQ(said(open()), "");
    ASSERT_EQ(said(tenon_library_listen(library_, note, this)), "");
    ASSERT_EQ(said(tenon_library_follow(library_, "generation", TENON_SYMBOL_FUNCTION, 0, &symbol_)), "");
  }

  std::string folder_ = (fs::temp_directory_path() / "tenon_memory_test_XXXXXX").string();
  std::string path_;
  tenon_library* library_ = nullptr;
  std::uint32_t symbol_ = 0, outcome_ = 99;
  bool begun_ = false;  ///< a reload was, and its end isn't told yet
};

TEST_F(LibraryOutOfMemory, opening) {
  ASSERT_EQ(said(open()), "");
  ASSERT_EQ(close(), "");
  const std::string before = open_now();
  at_every_allocation([&] { return open(); },
                      [&](bool done) {
                        if (!done) {
                          ASSERT_EQ(said(open()), "");
                        }
                        ASSERT_EQ(close(), "");
                        EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
                        EXPECT_EQ(open_now(), before);
                      });
}

TEST_F(LibraryOutOfMemory, looking_up) {
  ASSERT_EQ(said(open()), "");
  tenon_code function = nullptr;
  at_every_allocation([&] { return tenon_library_function(library_, "generation", &function); });
  EXPECT_EQ(generation(function), 1);
  void* variable = nullptr;
  at_every_allocation([&] { return tenon_library_variable(library_, "count", sizeof(int), &variable); });
  EXPECT_EQ(*static_cast<int*>(variable), 41);
  int count = 0;
  const auto add = [](void* sum, const tenon_symbol* symbol) {
    *static_cast<int*>(sum) += symbol->readable != nullptr ? 1 : 100;
    return 0;
  };
  at_every_allocation(
      [&]() -> tenon_error* {
        count = 0;
        tenon_library_symbols(library_, add, &count);
        return nullptr;
      },
      [&](bool) { EXPECT_EQ(count, 10); });
}

TEST_F(LibraryOutOfMemory, following_and_pinning) {
  ASSERT_EQ(said(open()), "");
  at_every_allocation(
      [&] { return tenon_library_follow(library_, "generation", TENON_SYMBOL_FUNCTION, 0, &symbol_); },
      [&](bool done) {
        if (done) {
          EXPECT_EQ(build(), 1);
        }
      });
  tenon_library* pinned = nullptr;
  at_every_allocation([&] { return tenon_library_pin(library_, &pinned); },
                      [&](bool done) {
                        if (done) {
                          EXPECT_EQ(said(tenon_library_close(pinned, nullptr, nullptr)), "");
                        }
                      });
  const auto ignore = [](void*, const tenon_holder*) {};
  at_every_allocation([&] { return tenon_library_holders(library_, ignore, nullptr); });
}

TEST_F(LibraryOutOfMemory, closing_never_fails) {
  ASSERT_EQ(said(open()), "");
  char* reason = nullptr;
  at_every_allocation(
      [&] { return tenon_library_close(std::exchange(library_, nullptr), &outcome_, &reason); },
      [&](bool done) {
        EXPECT_TRUE(done);
        if (outcome_ != TENON_UNLOAD_CLOSED) {
          EXPECT_TRUE(reason == nullptr || std::string_view(reason) == "out of memory") << reason;
        }
        tenon_text_delete(std::exchange(reason, nullptr));
        ASSERT_EQ(said(open()), "");
      });
}

TEST_F(LibraryOutOfMemory, reloading) {
  begin();
  int now = 1, next = 2;
  install("sums2");
  at_every_allocation([&] { return tenon_library_reload(library_, nullptr); },
                      [&](bool done) {
                        EXPECT_FALSE(begun_);
                        if (!done) {
                          EXPECT_EQ(build(), now);
                          ASSERT_EQ(said(tenon_library_reload(library_, nullptr)), "");
                        }
                        EXPECT_EQ(build(), next);
                        std::swap(now, next);
                        install(next == 1 ? "sums" : "sums2");
                      });
  ASSERT_EQ(close(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(LibraryOutOfMemory, watching_loses_no_change) {
  begin();
  const tenon_library_watch_options options = {sizeof options, 1, 1, 1};
  at_every_allocation([&] { return tenon_library_watch(library_, &options); });
  int next = 2;
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
  install("sums2");
  pause();
  at_every_allocation([&] { return tenon_library_update(library_, nullptr); },
                      [&](bool) {
                        EXPECT_FALSE(begun_);
                        for (int i = 0; i < 1000 && build() != next; ++i) {
                          pause();
                          ASSERT_EQ(said(tenon_library_update(library_, nullptr)), "");
                        }
                        ASSERT_EQ(build(), next);
                        next = next == 1 ? 2 : 1;
                        install(next == 1 ? "sums" : "sums2");
                        pause();
                        EXPECT_EQ(said(tenon_library_update(library_, nullptr)), "");
                        pause();
                      },
                      3);
}

}  // namespace
}  // namespace tenon::test
