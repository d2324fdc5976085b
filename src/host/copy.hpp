#pragma once
// SPDX-License-Identifier: MIT
//
// The bytes that will be loaded. A file that somebody can still write to is copied first: in memory,
// sealed against every change; where file descriptors run short, in the private folder.
#include <tenon/host/options.h>
#include <optional>

#include <string>

#include "host/error.hpp"
#include "host/private_folder.hpp"
#include "image/image.hpp"

namespace tenon::host {

/// Whether TENON_COPY_... asks for a copy of this file.
bool wants_copy(std::uint32_t mode, const std::string& path);

/// A file to verify and then to load under `load_name`. What it made on the disk goes with it.
class Source {
 public:
  /// The file itself.
  Source(image::File original, std::string path);
  /// `as_file`: never in memory.
  static Result<Source> copy(const image::File& original, const std::string& path, PrivateFolder& folder,
                             bool as_file = false);

  Source(Source&& other) noexcept;
  Source& operator=(Source&&) = delete;
  ~Source();

  const image::File& bytes() const { return bytes_; }
  /// Of what is loaded from it; part of the name it is loaded by.
  std::uint64_t generation() const { return generation_; }
  bool is_copy() const { return copied_; }

  /// Whether `file` has the same content, `origin` being what it was when this was made. Time stamps alone
  /// can't tell two builds within one tick of the file system's clock apart; where a copy is at hand, the
  /// bytes do.
  bool holds(const image::File& file, const image::Identity& origin) const;

  /// After loading: a copy in memory stays open, so that debuggers find it, others needn't.
  void settle();

  /// Whether the loaded bytes are those of `file`; false also if they can't be read any more.
  bool has_content_of(const image::File& file) const;

  /// What the loaded file has to do with its surroundings; nothing if that can't be told any more.
  std::optional<image::Facts> facts() const;

  /// Where `dlopen` finds the bytes: for a copy a name never used before, beside which lies all that
  /// lies beside the original if the library's `search_path` asks for it.
  Result<std::string> load_name(PrivateFolder& folder, const std::string& search_path);

 private:
  Source(image::File bytes, std::string original, std::string made, std::uint64_t generation);
  /// `read(file)` with the loaded bytes; false if they can't be had any more.
  template <class Read>
  bool with_bytes(Read&& read) const;

  image::File bytes_;
  std::string original_;  ///< path of the file that was asked for
  std::string made_;      ///< a copy's own file, empty if it is in memory
  std::string link_;      ///< the name it is loaded by
  bool copied_ = false;
  int owner_ = 0;  ///< process that made what is behind `made_` and `link_`
  std::uint64_t generation_;
};

}  // namespace tenon::host
