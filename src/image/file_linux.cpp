// SPDX-License-Identifier: MIT
//
// Opening files by POSIX calls. O_NONBLOCK keeps a named pipe from holding us up; on regular files it
// has no effect (open(2)).
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "image/bytes.hpp"

namespace tenon::image {
namespace {

Error open_error(int folder, const char* path, int number) {
  struct stat link{};
  const bool dangling =
      number == ENOENT && fstatat(folder, path, &link, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(link.st_mode);
  if (dangling)
    return {"E0202", "a symbolic link to a file that isn't there", "make the link anew, or remove it"};
  if (number == ENOENT || number == ENOTDIR) return {"E0201", "there is no such file", ""};
  if (number == ELOOP) return {"E0202", "a symbolic link that leads back to itself", "make the link anew"};
  if (number == ENXIO || number == ENODEV)
    return {"E0204", "a socket or a device, not a file", "", false, true};
  return {"E0203", std::string("can't be opened: ") + std::strerror(number), ""};
}

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder, not a file";
  if (S_ISFIFO(mode)) return "a named pipe, not a file";
  return "a socket or a device, not a file";
}

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

Identity identity_of(const struct stat& s) {
  return {s.st_dev, s.st_ino, static_cast<std::uint64_t>(s.st_size), nanoseconds(s.st_mtim),
          nanoseconds(s.st_ctim)};
}

/// pread until all is there: signals and odd file systems may give less at a time.
std::size_t read_all(int descriptor, std::uint64_t offset, std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n =
        pread(descriptor, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

}  // namespace

std::expected<File, Error> File::open(const std::string& path) { return open_at(AT_FDCWD, path.c_str()); }

std::expected<File, Error> File::open_at(int folder, const char* name) {
  const int descriptor = openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return std::unexpected(open_error(folder, name, errno));
  return adopt(descriptor);
}

std::expected<File, Error> File::adopt(int descriptor) {
  std::expected<File, Error> file(std::in_place, File(descriptor));
  if (auto looked = file->look(); !looked) return std::unexpected(std::move(looked.error()));
  return file;
}

std::expected<void, Error> File::look() {
  struct stat s{};
  if (fstat(descriptor_, &s) != 0) {
    return std::unexpected(Error{"E0203", std::string("can't be read: ") + std::strerror(errno), ""});
  }
  if (!S_ISREG(s.st_mode))
    return std::unexpected(
        Error{"E0204", kind_of(s.st_mode), S_ISDIR(s.st_mode) ? "name a library in it" : "", false, true});
  identity_ = identity_of(s);
  const std::size_t wanted = std::min<std::uint64_t>(kHead, identity_.size);
  head_size_ = read_all(descriptor_, 0, {head_.data(), wanted});
  if (head_size_ == wanted) return {};
  return std::unexpected(Error{"E0203", "can't be read, or is being written right now", "try again"});
}

// The head is copied only as far as it is filled.
File::File(File&& other) noexcept
    : descriptor_(other.release()), identity_(other.identity_), head_size_(other.head_size_) {
  std::memcpy(head_.data(), other.head_.data(), head_size_);
}

File::~File() { close(); }

void File::close() {
  if (descriptor_ >= 0) ::close(release());
}

int File::release() { return std::exchange(descriptor_, -1); }

Identity File::identity_now() const {
  struct stat s{};
  return fstat(descriptor_, &s) == 0 ? identity_of(s) : Identity{};
}

bool File::fetch(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (offset + out.size() > head_size_) return read_all(descriptor_, offset, out) == out.size();
  std::memcpy(out.data(), head_.data() + offset, out.size());
  return true;
}

}  // namespace tenon::image
