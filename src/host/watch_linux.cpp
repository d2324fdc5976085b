// SPDX-License-Identifier: MIT
//
// Hints from inotify(7). Folders are watched, not files: a file's watch ends when its name goes to
// another file, which is what most builds do. IN_MODIFY isn't asked for, a link makes hundreds of them:
// whether a file is still growing is seen by looking at it.
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "host/error.hpp"
#include "host/watch_files.hpp"

namespace tenon::host {
namespace {

constexpr std::uint32_t kOwnFate = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;
constexpr std::uint32_t kMoves = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
constexpr std::uint32_t kWrites = IN_CLOSE_WRITE | IN_ATTRIB;  // ld makes its file executable at last
constexpr int kMostReads = 64;                                 // in one call of hints()

std::string why_not(int number) {
  switch (number) {
    case ENOSPC:
      return "the limit of inotify watches is reached (sysctl fs.inotify.max_user_watches)";
    case EMFILE:
      return "no inotify instance is left (sysctl fs.inotify.max_user_instances), or no file descriptor "
             "(ulimit -n)";
    case ENOSYS:
      return "this system has no inotify";
    default:
      return system_text(number);
  }
}

/// A file system that others may write to from elsewhere: statfs(2).
const char* shared_file_system(const std::string& folder) {
  struct statfs s{};
  if (statfs(folder.c_str(), &s) != 0) return nullptr;
  switch (static_cast<std::uint32_t>(s.f_type)) {
    case 0x6969:
      return "NFS";
    case 0xFF534D42:
    case 0xFE534D42:
    case 0x517B:
      return "SMB";
    case 0x01021997:
      return "9P";
    case 0x65735546:
      return "FUSE";
    case 0x00C36400:
      return "Ceph";
    case 0x5346414F:
    case 0x6B414653:
      return "AFS";
    case 0x786F4256:
      return "a shared folder of VirtualBox";
    default:
      return nullptr;
  }
}

class LinuxFiles final : public Files {
 public:
  explicit LinuxFiles(bool events) {
    if (!events) return;
    inotify_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (inotify_ < 0) missing_ = why_not(errno);
  }
  LinuxFiles(const LinuxFiles&) = delete;
  LinuxFiles& operator=(const LinuxFiles&) = delete;
  ~LinuxFiles() override {
    if (inotify_ >= 0) close(inotify_);
  }

  std::optional<image::Identity> state(const std::string& path) override;
  std::vector<Step> route(const std::string& path) override { return route_of(path); }
  bool is_being_written(const std::string& path) override;
  std::expected<int, std::string> watch(const std::string& folder, bool names) override;
  std::string doubt(const std::string& folder) override;
  void unwatch(int id) override { inotify_rm_watch(inotify_, id); }
  Hints hints() override;
  int descriptor() const override { return inotify_; }

 private:
  int inotify_ = -1;
  std::string missing_ = "only polling is asked for";
};

std::optional<image::Identity> LinuxFiles::state(const std::string& path) {
  const auto nanoseconds = [](const timespec& t) { return t.tv_sec * 1'000'000'000 + t.tv_nsec; };
  struct stat s{};
  if (::stat(path.c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return std::nullopt;
  return image::Identity{s.st_dev, s.st_ino, static_cast<std::uint64_t>(s.st_size), nanoseconds(s.st_mtim),
                         nanoseconds(s.st_ctim)};
}

bool LinuxFiles::is_being_written(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return false;
  const bool written = has_writer(descriptor).value_or(false);
  close(descriptor);
  return written;
}

std::expected<int, std::string> LinuxFiles::watch(const std::string& folder, bool names) {
  if (inotify_ < 0) return std::unexpected(missing_);
  const std::uint32_t mask = names ? kOwnFate | kMoves | kWrites : kOwnFate;
  const int id = inotify_add_watch(inotify_, folder.c_str(), mask);
  if (id < 0) return std::unexpected(why_not(errno));
  return id;
}

std::string LinuxFiles::doubt(const std::string& folder) {
  const char* shared = shared_file_system(folder);
  return shared ? std::string("what others change on ") + shared + " gives no event" : "";
}

Files::Hints LinuxFiles::hints() {
  Hints found;
  alignas(inotify_event) std::array<char, 16384> buffer;
  for (int reads = 0; inotify_ >= 0; reads++) {
    if (reads == kMostReads) {
      found.more = true;
      break;
    }
    const ssize_t size = read(inotify_, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    for (const char* at = buffer.data(); at < buffer.data() + size;) {
      inotify_event event;
      std::memcpy(&event, at, sizeof event);
      const char* name = at + sizeof event;  // padded with zero bytes, if there is one
      at = name + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) found.lost = true;
      if (event.wd < 0) continue;
      const bool moved = event.len == 0 || (event.mask & kWrites) == 0;
      found.hints.push_back({event.wd, event.len > 0 ? name : "", moved});
    }
  }
  return found;
}

}  // namespace

std::unique_ptr<Files> make_files(bool events) { return std::make_unique<LinuxFiles>(events); }

// A read lease is granted only while nobody has the file open for writing, a shared mapping counting as
// open (fcntl(2)). It is given back at once: whoever opens the file for writing in between waits that
// long, and the system signals us. By default that were SIGIO, which kills; SIGURG is ignored unless
// somebody handles it, and who does has to expect it for no reason.
std::optional<bool> has_writer(int descriptor) {
  if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return std::nullopt;
  if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return false;
  }
  return errno == EAGAIN ? std::optional(true) : std::nullopt;
}

}  // namespace tenon::host
