// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "host/folder.hpp"

namespace tenon::host {
namespace {

std::vector<std::string> list(DIR* stream) {
  std::vector<std::string> names;
  while (const dirent* item = readdir(stream)) {
    if (item->d_name[0] == '.' || item->d_type == DT_DIR) continue;
    names.emplace_back(item->d_name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::expected<Folder, int> Folder::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::unexpected(errno);
  DIR* stream = fdopendir(descriptor);
  if (stream == nullptr) {
    const int number = errno;
    close(descriptor);
    return std::unexpected(number);
  }
  Folder folder;
  folder.descriptor_ = descriptor;
  folder.stream_ = stream;
  folder.files_ = list(stream);
  return folder;
}

Folder::Folder(Folder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      stream_(std::exchange(other.stream_, nullptr)),
      files_(std::move(other.files_)) {}

Folder::~Folder() {
  if (stream_ != nullptr) closedir(static_cast<DIR*>(stream_));
}

}  // namespace tenon::host
