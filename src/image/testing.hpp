#pragma once
// SPDX-License-Identifier: MIT
//
// For tests and fuzz targets: bytes that count what is asked of them, and that may stop answering as a
// file does that somebody cuts off.
#include <algorithm>

#include "image/image.hpp"

namespace tenon::image::testing {

class CountedBytes final : public Bytes {
 public:
  explicit CountedBytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  /// The file has `size` bytes, zeros behind the given ones: a sparse file.
  CountedBytes(std::span<const std::uint8_t> bytes, std::uint64_t size) : bytes_(bytes), size_(size) {}

  std::uint64_t size() const override { return size_; }
  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t reads() const { return reads_; }
  bool within(const Bound& bound) const { return bytes_read_ <= bound.bytes && reads_ <= bound.reads; }
  /// After so many reads there is nothing any more.
  void fail_after(std::uint64_t reads) { answers_ = reads; }

 private:
  bool fetch(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    bytes_read_ += out.size();
    if (reads_++ >= answers_) return false;
    const std::size_t there = offset < bytes_.size() ? std::min(out.size(), bytes_.size() - offset) : 0;
    if (there != 0) std::ranges::copy(bytes_.subspan(offset, there), out.begin());
    std::ranges::fill(out.subspan(there), std::uint8_t{0});
    return true;
  }

  std::span<const std::uint8_t> bytes_;
  std::uint64_t size_ = bytes_.size();
  std::uint64_t answers_ = UINT64_MAX;
  mutable std::uint64_t bytes_read_ = 0, reads_ = 0;
};

}  // namespace tenon::image::testing
