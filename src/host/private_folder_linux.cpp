// SPDX-License-Identifier: MIT
#include "host/private_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "host/names.hpp"

namespace tenon::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlaces[] = {"/tmp", "/dev/shm", "/var/tmp"};
constexpr std::string_view kPrefix = "tenon-";
constexpr const char* kLock = "lock";

/// Folders of hosts that were not destroyed, for the end of the process.
class Remaining {
 public:
  ~Remaining() {
    for (PrivateFolder* folder : folders_) folder->remove();
  }
  void add(PrivateFolder* folder) {
    const std::lock_guard lock(mutex_);
    folders_.insert(folder);
  }
  void drop(PrivateFolder* folder) {
    const std::lock_guard lock(mutex_);
    folders_.erase(folder);
  }

 private:
  std::mutex mutex_;
  std::set<PrivateFolder*> folders_;
};

Remaining& remaining() {
  static Remaining all;
  return all;
}

int take_lock(const std::string& folder, int flags) {
  const int lock = open((folder + "/" + kLock).c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  close(lock);
  return -1;
}

bool is_own_folder(const struct stat& s) { return S_ISDIR(s.st_mode) && s.st_uid == geteuid(); }

/// A minute: its maker may be between mkdtemp and the lock.
bool is_fresh(const struct stat& s) { return std::time(nullptr) - s.st_mtime < 60; }

void remove_if_stale(const fs::path& folder) {
  struct stat s{};
  if (lstat(folder.c_str(), &s) != 0 || !is_own_folder(s) || is_fresh(s)) return;
  const int lock = take_lock(folder, 0);
  if (lock < 0 && fs::exists(folder / kLock)) return;
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  if (lock >= 0) close(lock);
}

/// All of them. Not by the standard library, whose iterators end the program where memory runs out.
std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> out;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(folder.c_str()), closedir);
  while (const dirent* entry = stream ? readdir(stream.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") out.emplace_back(name);
  }
  return out;
}

void remove_stale(const std::string& place) {
  for (const std::string& name : names_in(place))
    if (name.starts_with(kPrefix)) remove_if_stale(fs::path(place) / name);
}

/// Steps up that any `$ORIGIN/../..` of a search path takes.
std::size_t levels_up(const std::string& search_path) {
  std::size_t most = 0, here = 0;
  for (const fs::path& part : fs::path(search_path)) {
    const std::string text = part.string();
    if (text == "..") most = std::max(most, ++here);
    if (text.find(':') != text.npos)
      here = text.starts_with("..:") ? (most = std::max(most, here + 1), 0) : 0;
  }
  return most;
}

/// Links for all that `from` holds, but for `without`, which is a real folder in the mirror.
void link_all(const fs::path& from, const fs::path& to, const fs::path& without) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const std::string& name : names_in(from)) {
    if (name != without && symlink((from / name).c_str(), (to / name).c_str()) != 0 && errno != EEXIST)
      return;
  }
}

}  // namespace

std::uint64_t next_generation() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

std::string generation_name(const std::string& file, std::uint64_t generation) {
  std::string_view stem = base_name(file);
  if (stem.starts_with("lib")) stem.remove_prefix(3);
  if (stem.ends_with(".so")) stem.remove_suffix(3);
  return std::string(stem) + ".g" + std::to_string(generation) + ".so";
}

PrivateFolder::~PrivateFolder() {
  remaining().drop(this);
  remove();
}

void PrivateFolder::remove() noexcept {
  if (path_.empty()) return;
  std::error_code ignored;
  try {
    if (owner_ == getpid()) fs::remove_all(path_, ignored);
  } catch (const std::bad_alloc&) {  // another process will find it stale
  }
  if (lock_ >= 0) close(lock_);
  lock_ = -1;
  path_.clear();
  mirrors_.clear();
}

Result<std::string> PrivateFolder::path() {
  // After fork the folder is the parent's, whose end removes it.
  if (!path_.empty() && owner_ == getpid()) return path_;
  if (auto ok = make(); !ok) return std::unexpected(std::move(ok.error()));
  return path_;
}

Result<void> PrivateFolder::make() {
  int number = ENOENT;
  for (const char* place : kPlaces) {
    remove_stale(place);
    std::string name = std::string(place) + "/" + std::string(kPrefix) + std::to_string(getpid()) + "-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {  // mode 0700
      number = errno;
      continue;
    }
    if (lock_ >= 0) close(lock_);  // the parent's, which goes on holding it
    path_ = std::move(name);
    owner_ = getpid();
    lock_ = -1;
    mirrors_.clear();
    try {
      lock_ = take_lock(path_, O_CREAT);
      remaining().add(this);
    } catch (...) {
      remove();
      throw;
    }
    return {};
  }
  return fail(TENON_STAGE_LOAD, "E0503", "no private folder can be made: " + system_text(number))
      .note("tried /tmp, /dev/shm and /var/tmp")
      .help("make one of them writable, or load with TENON_COPY_NEVER");
}

// The mirror of /opt/app/plugins for `$ORIGIN/../lib` is ROOT/mN/app/plugins: a real folder full of
// links, below a real folder `app` full of links, so that `..` leads to links again.
Result<std::string> PrivateFolder::mirror(const std::string& origin, const std::string& search_path) {
  auto root = path();
  if (!root) return root;
  std::error_code error;
  const fs::path real = fs::canonical(origin, error);
  if (error)
    return fail(TENON_STAGE_LOAD, "E0503", "its folder can't be read: " + error.message()).at(origin);
  std::size_t levels = levels_up(search_path);
  const std::string key = std::to_string(levels) + real.string();
  const auto [known, fresh] = mirrors_.try_emplace(key, *root + "/m" + std::to_string(mirrors_.size()));
  fs::path below;  // of the mirrored part, from the top down
  fs::path top = real;
  for (; levels > 0 && top.has_relative_path(); levels--) {
    below = below.empty() ? top.filename() : top.filename() / below;
    top = top.parent_path();
  }
  fs::path from = top, to = known->second;
  for (const fs::path& step : below) {
    link_all(from, to, step);
    from /= step, to /= step;
  }
  link_all(from, to, {});
  return to.string();
}

}  // namespace tenon::host
