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
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "host/names.hpp"
#include "host/undying.hpp"

namespace tenon::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlaces[] = {"/tmp", "/dev/shm", "/var/tmp"};
constexpr std::string_view kPrefix = "tenon-", kTemplate = "-XXXXXX";
constexpr const char* kMark = ".tenon";  ///< in a folder of ours that may hold something

void remove_all(const std::string& folder) noexcept {
  std::error_code ignored;
  try {
    fs::remove_all(folder, ignored);
  } catch (const std::bad_alloc&) {  // another process will find it stale
  }
}

/// Folders of hosts that were not destroyed, for the end of the process. Their hosts may be used still.
class Remaining {
 public:
  void add(const PrivateFolder* of, std::string path, int owner) {
    const std::lock_guard lock(mutex_);
    folders_.insert_or_assign(of, Made{std::move(path), owner});
  }
  void drop(const PrivateFolder* of) noexcept {
    const std::lock_guard lock(mutex_);
    folders_.erase(of);
  }
  void remove_all() noexcept {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock) return;  // this is a child after fork, and nothing of it is ours
    for (const auto& [of, made] : folders_)
      if (made.owner == getpid()) host::remove_all(made.path);
  }

 private:
  struct Made {
    std::string path;
    int owner;
  };
  std::mutex mutex_;
  std::map<const PrivateFolder*, Made> folders_;
};

/// Static hosts end after this was.
Remaining& remaining() {
  static const Undying<Remaining> all;
  return *all;
}

struct AtEnd {
  ~AtEnd() { remaining().remove_all(); }
};

/// A lock on the folder itself, which those respect that clean up /tmp. -1: another process has it, or errno.
int take_lock(const std::string& folder) {
  const int lock = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  const int number = errno;
  close(lock);
  errno = number;
  return -1;
}

bool put_mark(int folder) {
  const int mark = openat(folder, kMark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400);
  return mark >= 0 && close(mark) == 0;
}

/// As `make` makes it: nothing else in /tmp is ours to remove.
bool is_name_of_ours(std::string_view name) {
  if (!name.starts_with(kPrefix) || name.size() < kPrefix.size() + 1 + kTemplate.size()) return false;
  const std::string_view rest = name.substr(kPrefix.size()),
                         number = rest.substr(0, rest.size() - kTemplate.size());
  return rest[number.size()] == kTemplate[0] &&
         std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_of_ours(const struct stat& s) {
  return S_ISDIR(s.st_mode) && s.st_uid == geteuid() && (s.st_mode & 07777) == 0700;
}

/// A minute: its maker may be between mkdtemp and the lock.
bool is_fresh(const struct stat& s) { return std::time(nullptr) - s.st_mtime < 60; }

void remove_if_stale(const std::string& folder) {
  struct stat s{};
  if (lstat(folder.c_str(), &s) != 0 || !is_of_ours(s) || is_fresh(s)) return;
  const int lock = take_lock(folder);
  if (lock < 0) return;
  if (rmdir(folder.c_str()) != 0 && fstatat(lock, kMark, &s, AT_SYMLINK_NOFOLLOW) == 0) remove_all(folder);
  close(lock);
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
    if (is_name_of_ours(name)) remove_if_stale(place + "/" + name);
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
  if (is_ours()) remove_all(path_);
  forget();
}

void PrivateFolder::forget() noexcept {
  if (lock_ >= 0) close(lock_);
  lock_ = -1;
  path_.clear();
  mirrors_.clear();
}

/// After fork the folder is the parent's, whose end removes it.
bool PrivateFolder::is_ours() const { return !path_.empty() && owner_ == getpid(); }

/// Whatever cleans up the system's folders may have taken it away.
bool PrivateFolder::is_there() const {
  struct stat there{}, own{};
  return lstat(path_.c_str(), &there) == 0 && fstat(lock_, &own) == 0 && there.st_dev == own.st_dev &&
         there.st_ino == own.st_ino;
}

Result<std::string> PrivateFolder::path() {
  if (is_ours() && is_there()) return path_;
  if (auto ok = make(); !ok) return std::unexpected(std::move(ok.error()));
  return path_;
}

/// 0, or errno.
int PrivateFolder::make_in(const std::string& place) {
  std::string name = place + "/" + std::string(kPrefix) + std::to_string(getpid()) + std::string(kTemplate);
  if (mkdtemp(name.data()) == nullptr) return errno;  // mode 0700
  const int lock = take_lock(name);
  if (lock < 0 || !put_mark(lock)) {
    const int number = errno;
    if (lock >= 0) close(lock);
    rmdir(name.c_str());
    return number;
  }
  forget();  // the parent's, which goes on holding it; or what is gone
  path_ = std::move(name);
  owner_ = getpid();
  lock_ = lock;
  return 0;
}

Result<void> PrivateFolder::make() {
  static const AtEnd at_end;
  int number = ENOENT;
  for (const char* place : kPlaces) {
    remove_stale(place);
    number = make_in(place);
    if (number != 0) continue;
    try {
      remaining().add(this, path_, owner_);
    } catch (...) {
      remove_all(path_);
      forget();
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
