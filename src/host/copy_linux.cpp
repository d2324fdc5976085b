// SPDX-License-Identifier: MIT
#include "host/copy.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "host/names.hpp"

namespace tenon::host {
namespace {

// Linux 6.3; older ones say EINVAL. The seal forbids execve, not mapping code, and with it a memfd is
// allowed at every setting of vm.memfd_noexec.
constexpr unsigned kNoExecSeal = 0x0008U;

// A library's code reaches 2 GiB at most; twice as much leaves room for its debug information.
constexpr std::uint64_t kMostCopied = std::uint64_t{4} << 30;

Failure no_copy(const std::string& what, int number, const std::string& path) {
  return fail(TENON_STAGE_LOAD, "E0503", "no private copy can be made: " + what + ": " + system_text(number))
      .at(path)
      .help("make room for it, or load with TENON_COPY_NEVER");
}

/// A new descriptor gets the lowest free number, so this many are in use.
bool descriptors_run_short(int descriptor) {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 && static_cast<rlim_t>(descriptor) >= limit.rlim_cur / 4;
}

int make_memory_file(const std::string& name) {
  const int descriptor = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING | kNoExecSeal);
  if (descriptor >= 0 || errno != EINVAL) return descriptor;
  return memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/// 0, or errno.
int copy_bytes(const image::File& from, int to) {
  rlimit most{};
  if (getrlimit(RLIMIT_FSIZE, &most) == 0 && from.size() > most.rlim_cur)
    return EFBIG;  // else a signal says it
  off_t position = 0;
  while (static_cast<std::uint64_t>(position) < from.size()) {
    const ssize_t n =
        sendfile(to, from.descriptor(), &position, from.size() - static_cast<std::uint64_t>(position));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) return EIO;  // the file has become shorter
  }
  return 0;
}

/// Opened anew read-only: nothing of ours may keep the copy writable.
Result<image::File> adopt(int descriptor, const std::string& path) {
  auto file = image::File::adopt(descriptor);
  if (!file) return fail(file.error(), path);
  return std::move(*file);
}

Result<image::File> in_memory(const image::File& original, int memory, const std::string& path) {
  int number = copy_bytes(original, memory);
  constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (number == 0 && fcntl(memory, F_ADD_SEALS, kSeals) != 0) number = errno;
  if (number == 0) return adopt(memory, path);
  close(memory);
  return no_copy("memory file", number, path);
}

Result<image::File> on_disk(const image::File& original, const std::string& copy, const std::string& path) {
  const int out = open(copy.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (out < 0) return no_copy(copy, errno, path);
  const int number = copy_bytes(original, out);
  close(out);
  auto file = image::File::open(copy);
  if (number == 0 && file) return std::move(*file);
  unlink(copy.c_str());
  return number == 0 ? fail(file.error(), path) : no_copy(copy, number, path);
}

bool same_bytes(const image::File& a, const image::File& b) {
  if (a.size() != b.size()) return false;
  std::array<std::uint8_t, 16 * 1024> left, right;
  for (std::uint64_t at = 0; at < a.size(); at += left.size()) {
    const std::size_t size = std::min<std::uint64_t>(left.size(), a.size() - at);
    if (!a.read(at, {left.data(), size}) || !b.read(at, {right.data(), size})) return false;
    if (std::memcmp(left.data(), right.data(), size) != 0) return false;
  }
  return true;
}

Result<void> check_unchanged(const image::File& original, const std::string& path) {
  if (original.identity_now() == original.identity()) return {};
  return fail(TENON_STAGE_LOAD, "E0508", "the file changed while it was read")
      .at(path)
      .help("try again when it is written");
}

}  // namespace

bool wants_copy(std::uint32_t mode, const std::string& path) {
  if (mode != TENON_COPY_AUTO) return mode != TENON_COPY_NEVER;
  return faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

Source::Source(image::File original, std::string path)
    : bytes_(std::move(original)), original_(std::move(path)), generation_(next_generation()) {}

Source::Source(image::File bytes, std::string original, std::string made, std::uint64_t generation)
    : bytes_(std::move(bytes)),
      original_(std::move(original)),
      made_(std::move(made)),
      copied_(true),
      owner_(getpid()),
      generation_(generation) {}

Source::Source(Source&& other) noexcept
    : bytes_(std::move(other.bytes_)),
      original_(std::move(other.original_)),
      made_(std::exchange(other.made_, {})),
      link_(std::exchange(other.link_, {})),
      copied_(other.copied_),
      owner_(other.owner_),
      generation_(other.generation_) {}

// In a child after fork they are the parent's.
Source::~Source() {
  if (owner_ != getpid()) return;
  if (!link_.empty()) unlink(link_.c_str());
  if (!made_.empty()) unlink(made_.c_str());
}

bool Source::holds(const image::File& file, const image::Identity& origin) const {
  return origin == file.identity() && (!copied_ || has_content_of(file));
}

void Source::settle() {
  if (!copied_ || !made_.empty()) bytes_.close();
}

Result<Source> Source::copy(const image::File& original, const std::string& path, PrivateFolder& folder,
                            bool as_file) {
  if (original.size() > kMostCopied) {
    return fail(TENON_STAGE_LOAD, "E0503",
                "no private copy can be made: it has " + std::to_string(original.size()) +
                    " bytes, and 4 GiB is the most")
        .at(path)
        .help("strip it, or load it with TENON_COPY_NEVER");
  }
  const std::uint64_t generation = next_generation();
  std::string made;
  const int memory = as_file ? -1 : make_memory_file(std::string(base_name(path)));
  const bool on_a_disk = memory < 0 || descriptors_run_short(memory);
  if (on_a_disk) {
    if (memory >= 0) close(memory);
    auto root = folder.path();
    if (!root) return std::unexpected(std::move(root.error()));
    made = *root + "/copy-of-" + generation_name(path, generation);
  }
  auto bytes = on_a_disk ? on_disk(original, made, path) : in_memory(original, memory, path);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  Source source(std::move(*bytes), path, std::move(made), generation);
  if (auto ok = check_unchanged(original, path); !ok) return std::unexpected(std::move(ok.error()));
  return source;
}

template <class Read>
bool Source::with_bytes(Read&& read) const {
  if (bytes_.descriptor() >= 0) return read(bytes_);
  auto again = image::File::open(made_.empty() ? original_ : made_);
  return again && again->identity() == bytes_.identity() && read(*again);
}

std::optional<image::Facts> Source::facts() const {
  std::optional<image::Facts> out;
  with_bytes([&](const image::File& bytes) {
    if (auto facts = image::read_facts(bytes)) out = std::move(*facts);
    return out.has_value();
  });
  return out;
}

bool Source::has_content_of(const image::File& file) const {
  return with_bytes([&](const image::File& bytes) { return same_bytes(bytes, file); });
}

Result<std::string> Source::load_name(PrivateFolder& folder, const std::string& search_path) {
  if (!copied_) return original_;
  const bool beside = search_path.find("ORIGIN") != search_path.npos;
  auto place = beside ? folder.mirror(folder_of(original_), search_path) : folder.path();
  if (!place) return place;
  std::string name = *place + "/" + generation_name(original_, generation_);
  // Not /proc/self: gdb would open its own descriptor of that number, and wait for ever on a pipe.
  const std::string target =
      made_.empty() ? "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(bytes_.descriptor())
                    : made_;
  link_ = name;
  if (symlink(target.c_str(), name.c_str()) == 0) return name;
  const int number = errno;
  link_.clear();
  return no_copy(name, number, original_);
}

}  // namespace tenon::host
