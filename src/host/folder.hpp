#pragma once
// SPDX-License-Identifier: MIT
//
// Listing a folder.
#include <expected>
#include <string>
#include <vector>

namespace tenon::host {

/// An open folder and the names in it, sorted. Subfolders and names that start with a dot are left
/// out.
class Folder {
 public:
  /// Else why not, as in errno: ENOENT where there is nothing, ENOTDIR where it is a file.
  static std::expected<Folder, int> open(const std::string& path);
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  int descriptor() const { return descriptor_; }
  const std::vector<std::string>& files() const { return files_; }

 private:
  Folder() = default;
  int descriptor_ = -1;
  void* stream_ = nullptr;  // DIR
  std::vector<std::string> files_;
};

}  // namespace tenon::host
