// SPDX-License-Identifier: MIT
//
// What is loaded is what was verified, whatever happens to the file.
#include <fcntl.h>
#include <link.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "fixture.hpp"

namespace tenon::test {
namespace {

namespace fs = std::filesystem;

class Copy : public HostTest {
 protected:
  /// The names of all libraries in the process that contain `part`.
  static std::vector<std::string> loaded(const std::string& part) {
    std::pair<std::string, std::vector<std::string>> search{part, {}};
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* data) {
          auto* s = static_cast<decltype(search)*>(data);
          if (std::string(info->dlpi_name).find(s->first) != std::string::npos)
            s->second.emplace_back(info->dlpi_name);
          return 0;
        },
        &search);
    return search.second;
  }
  void install_dependency(const std::string& as) { write(as, read(built("lib/libhost_dependency"))); }
};

/// Fewer descriptors, most of them taken, for as long as it lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t limit) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit few = {limit, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
    while (taken_.empty() || taken_.back() < static_cast<int>(limit / 4))
      taken_.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
  }
  ~FewDescriptors() {
    for (int descriptor : taken_) close(descriptor);
    setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST_F(Copy, a_loaded_file_may_be_overwritten_in_place) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  write("first.so", std::string(20000, '\0'));
  EXPECT_EQ(sum_after(3), 3U);
}

TEST_F(Copy, a_new_build_is_loaded_beside_the_old_one) {
  install("first");
  ASSERT_EQ(load_and_create("first"), "");
  tenon_plugin* old = plugin_;
  tenon_instance* old_instance = instance_;
  install("newer", "first.so");
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(sum_after(3), 30U);
  std::swap(instance_, old_instance);
  EXPECT_EQ(sum_after(3), 3U);
  tenon_instance_destroy(std::exchange(instance_, old_instance));
  EXPECT_EQ(said(tenon_plugin_unload(old, nullptr, nullptr)), "");
}

TEST_F(Copy, a_copy_has_a_private_name_that_goes_with_its_host) {
  install("first");
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(loaded("/first.g").size(), 1U);
  const std::string name = loaded("/first.g").front();
  EXPECT_THAT(fs::read_symlink(name).string(), testing::MatchesRegex("/proc/[0-9]+/fd/[0-9]+"));
  EXPECT_EQ(fs::status(fs::path(name).parent_path()).permissions(), fs::perms::owner_all);
  ASSERT_EQ(unload(), "");
  ASSERT_EQ(said(tenon_host_destroy(host_)), "");
  host_ = nullptr;
  EXPECT_FALSE(fs::exists(fs::path(name).parent_path()));
}

TEST_F(Copy, without_copies_the_file_itself_is_loaded) {
  install("first");
  start(TENON_COPY_NEVER);
  ASSERT_EQ(load("first"), "");
  EXPECT_THAT(loaded("first"), testing::ElementsAre(path("first.so")));
}

TEST_F(Copy, without_copies_an_older_build_in_the_process_is_noticed) {
  install("nodelete");
  start(TENON_COPY_NEVER);
  ASSERT_EQ(load("first"), "");
  ASSERT_EQ(unload(), "");
  fs::remove(path("nodelete.so"));
  install("newer", "nodelete.so");
  EXPECT_EQ(load("first"), "E0508 another build of this file is in the process already, or it just changed");
}

TEST_F(Copy, a_library_finds_what_lies_beside_its_original) {
  install("dependent");
  install_dependency("lib/libhost_dependency.so");
  start(TENON_COPY_ALWAYS);
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_EQ(sum_after(3), 1003U);
}

TEST_F(Copy, a_library_finds_what_lies_above_its_original) {
  install("dependent_above", "plugins/dependent_above.so");
  install_dependency("lib/libhost_dependency.so");
  start(TENON_COPY_ALWAYS);
  ASSERT_EQ(load_and_create(path("plugins/dependent_above.so")), "");
  EXPECT_EQ(sum_after(3), 1003U);
}

/// A folder in /tmp that looks an hour old.
std::string old_folder(std::string name, const std::vector<std::string>& files) {
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  for (const std::string& file : files) std::ofstream(name + "/" + file) << "of some worth";
  fs::last_write_time(name, fs::file_time_type::clock::now() - std::chrono::hours(1));
  return name;
}

TEST_F(Copy, only_folders_that_a_tenon_left_are_removed) {
  const std::string own = "/tmp/tenon-" + std::to_string(getpid()) + "-XXXXXX";
  const std::vector<std::string> left = {old_folder(own, {}), old_folder(own, {".tenon", "first.g1.so"})};
  const std::vector<std::string> others = {old_folder("/tmp/tenon-src-XXXXXX", {"notes"}),
                                           old_folder("/tmp/tenon-XXXXXX", {"notes"}),
                                           old_folder(own, {"notes"})};
  install("first");
  start(TENON_COPY_ALWAYS);
  ASSERT_EQ(load("first"), "");
  for (const std::string& folder : left) EXPECT_FALSE(fs::exists(folder)) << folder;
  for (const std::string& folder : others) EXPECT_TRUE(fs::exists(folder + "/notes")) << folder;
  for (const std::string& folder : others) fs::remove_all(folder);
}

TEST_F(Copy, a_private_folder_that_is_gone_is_made_again) {
  install("first");
  install("newer");
  start(TENON_COPY_ALWAYS);
  ASSERT_EQ(load("first"), "");
  fs::remove_all(fs::path(loaded("/first.g").front()).parent_path());
  tenon_plugin* newer = nullptr;
  EXPECT_EQ(said(tenon_plugin_load(host_, path("newer.so").c_str(), &kWorld, &newer)), "");
  EXPECT_EQ(fs::status(fs::path(loaded("/newer.g").front()).parent_path()).permissions(),
            fs::perms::owner_all);
  EXPECT_EQ(said(tenon_plugin_unload(newer, nullptr, nullptr)), "");
}

TEST_F(Copy, a_limit_of_files_sizes_is_an_error_and_no_signal) {
  install("first");
  start(TENON_COPY_ALWAYS);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit few = {4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &few);
  const std::string refused = load("first");
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(refused, "E0503 no private copy can be made: memory file: File too large");
}

TEST_F(Copy, a_childs_end_leaves_the_parents_copies) {
  install("first");
  start(TENON_COPY_FILE);
  ASSERT_EQ(load("first"), "");
  const std::string copy = fs::read_symlink(loaded("/first.g").front());
  const pid_t child = fork();
  if (child == 0) {
    unload();
    stop();
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(fs::exists(copy));
  EXPECT_FALSE(loaded("/first.g").empty());
}

/// A host that ends after what the runtime made for it.
void end_with_a_static_host(const std::string& file) {
  static struct Owner {
    ~Owner() {
      if (!said(tenon_host_destroy(host)).empty()) _exit(1);
    }
    tenon_host* host = nullptr;
  } owner;
  const tenon_host_options options = {sizeof options, TENON_COPY_ALWAYS, nullptr, nullptr, 0, 0};
  tenon_plugin* plugin = nullptr;
  if (!said(tenon_host_create(&options, &owner.host)).empty()) _exit(2);
  if (!said(tenon_plugin_load(owner.host, file.c_str(), &kWorld, &plugin)).empty()) _exit(3);
  if (!said(tenon_plugin_unload(plugin, nullptr, nullptr)).empty()) _exit(4);
  std::exit(0);
}

TEST_F(Copy, a_host_may_be_static) {
  const std::string file = install("first");
  EXPECT_EXIT(end_with_a_static_host(file), testing::ExitedWithCode(0), "");
}

TEST_F(Copy, where_descriptors_run_short_the_copy_is_a_file) {
  install("first");
  start(TENON_COPY_ALWAYS);
  const FewDescriptors few(256);
  ASSERT_EQ(load_and_create("first"), "");
  EXPECT_FALSE(fs::read_symlink(loaded("/first.g").front()).string().starts_with("/proc/"));
  write("first.so", "");
  EXPECT_EQ(sum_after(3), 3U);
  EXPECT_EQ(unload(), "");
  EXPECT_EQ(outcome_, TENON_UNLOAD_CLOSED);
}

TEST_F(Copy, many_libraries_load_with_few_descriptors) {
  start(TENON_COPY_ALWAYS);
  const FewDescriptors few(256);
  std::vector<tenon_plugin*> plugins(300);
  for (std::size_t i = 0; i < plugins.size(); i++) {
    const std::string file = install("first", std::to_string(i) + ".so");
    ASSERT_EQ(said(tenon_plugin_load(host_, file.c_str(), &kWorld, &plugins[i])), "");
  }
  for (tenon_plugin* plugin : plugins) EXPECT_EQ(said(tenon_plugin_unload(plugin, nullptr, nullptr)), "");
}

}  // namespace
}  // namespace tenon::test
