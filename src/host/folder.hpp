#pragma once
// SPDX-License-Identifier: MIT
//
// Listing a folder.
#include <expected>
#include <string>
#include <vector>

namespace tenon::host {

enum class FolderError : unsigned char { absent, is_file, unreadable };

/// An open folder and the names in it, sorted. Subfolders and names that start with a dot are left
/// out.
class Folder {
 public:
  static std::expected<Folder, FolderError> open(const std::string& path);
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
