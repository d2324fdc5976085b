// SPDX-License-Identifier: MIT
//
// What else can lie in a plugin folder: devices, sockets, files of /proc, links in a circle, files of a
// terabyte, files one may not read. None may be waited for, read to its end, or taken for a plugin.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::ElementsAre;

/// To root nothing is unreadable, so root is somebody else for a while.
class Nobody {
 public:
  Nobody() { EXPECT_EQ(root_ ? seteuid(65534) : 0, 0); }
  ~Nobody() { EXPECT_EQ(root_ ? seteuid(0) : 0, 0); }

 private:
  const bool root_ = geteuid() == 0;
};

class OddFiles : public HostTest {
 protected:
  /// Links to `target` under this name.
  std::string link(const std::string& target, const std::string& name) {
    EXPECT_EQ(symlink(target.c_str(), path(name).c_str()), 0);
    return path(name);
  }
  void make_socket(const std::string& name) {
    const int s = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path(name).copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(bind(s, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(s);
  }
  std::string sparse(const std::string& plugin, std::int64_t size) {
    const std::string file = install(plugin);
    EXPECT_EQ(truncate(file.c_str(), size), 0);
    return file;
  }
};

TEST_F(OddFiles, a_scan_names_each_and_waits_for_none) {
  link("b.so", "a.so");
  link("a.so", "b.so");
  link("nowhere", "dangling.so");
  link(".", "folder.so");
  link("/proc/self/maps", "maps.so");
  link("/dev/null", "null.so");
  ASSERT_EQ(mkfifo(path("pipe.so").c_str(), 0600), 0);
  std::filesystem::create_directory(path("real_folder.so"));
  make_socket("socket.so");
  link("/dev/zero", "zero.so");
  EXPECT_THAT(catalog(),
              ElementsAre("a.so: broken E0202", "b.so: broken E0202", "dangling.so: broken E0202",
                          "folder.so: other E0204", "maps.so: broken E0205", "null.so: other E0204",
                          "pipe.so: other E0204", "socket.so: other E0204", "zero.so: other E0204"));
}

TEST_F(OddFiles, each_has_its_own_message) {
  make_socket("socket.so");
  EXPECT_EQ(check(link("loop.so", "loop.so")), "E0202 a symbolic link that leads back to itself");
  EXPECT_EQ(check(link(".", "folder.so")), "E0204 a folder, not a file");
  EXPECT_EQ(check(link("/dev/zero", "zero.so")), "E0204 a socket or a device, not a file");
  EXPECT_EQ(check(path("socket.so")), "E0204 a socket or a device, not a file");
  EXPECT_EQ(check(link("/proc/self/maps", "maps.so")), "E0205 an empty file");
  EXPECT_EQ(check(path("plugin.so/inside")), "E0201 there is no such file");
  EXPECT_EQ(check(path(std::string(300, 'n') + ".so")), "E0203 can't be opened: File name too long");
}

TEST_F(OddFiles, a_file_that_may_not_be_read_is_named) {
  const std::string file = install("first");
  ASSERT_EQ(chmod(folder_.c_str(), 0755) + chmod(file.c_str(), 0), 0);
  const Nobody nobody;
  EXPECT_EQ(check(file), "E0203 can't be opened: Permission denied");
  EXPECT_THAT(catalog(), ElementsAre("first.so: broken E0203"));
}

TEST_F(OddFiles, a_folder_that_may_not_be_read_is_named) {
  const std::string inner = path("inner");
  std::filesystem::create_directory(inner);
  ASSERT_EQ(chmod(folder_.c_str(), 0755) + chmod(inner.c_str(), 0), 0);
  start();
  ASSERT_EQ(said(tenon_host_add_path(host_, inner.c_str())), "");
  const Nobody nobody;
  EXPECT_THAT(catalog(), ElementsAre("inner: broken E0104"));
}

TEST_F(OddFiles, a_sparse_terabyte_is_checked_but_not_copied) {
  const std::string file = sparse("first", std::int64_t{1} << 40);
  EXPECT_EQ(check(file), "");
  EXPECT_EQ(load(file),
            "E0503 no private copy can be made: it has 1099511627776 bytes, and 4 GiB is the most");
}

TEST_F(OddFiles, a_sparse_terabyte_is_loaded_where_no_copy_is_asked_for) {
  const std::string file = sparse("first", std::int64_t{1} << 40);
  start(TENON_COPY_NEVER);
  EXPECT_EQ(load_and_create(file), "");
  EXPECT_EQ(sum_after(3), 3u);
}

TEST_F(OddFiles, a_sparse_terabyte_of_nothing_is_refused_unread) {
  const std::string file = write("zeros.so", "");
  ASSERT_EQ(truncate(file.c_str(), std::int64_t{1} << 40), 0);
  EXPECT_EQ(load(file), "E0206 not a shared library, nor anything else that is known here");
}

TEST_F(OddFiles, twenty_threads_may_load_one_library) {
  install("first");
  start();
  std::vector<tenon_plugin*> handles(20);
  std::vector<std::string> errors(20);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < handles.size(); i++) {
    threads.emplace_back(
        [&, i] { errors[i] = said(tenon_plugin_load(host_, "first", &kWorld, &handles[i])); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(errors, testing::Each(""));
  for (tenon_plugin* handle : handles) EXPECT_EQ(said(tenon_plugin_unload(handle, nullptr, nullptr)), "");
}

}  // namespace
}  // namespace tenon::test
