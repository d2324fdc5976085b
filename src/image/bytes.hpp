#pragma once
// SPDX-License-Identifier: MIT
//
// Random access to the bytes of a file, without trusting its size: a read either gives all it was
// asked for or says no. The first 4 KB are read at once and kept, because almost every question
// about a library is answered there.
//
//   std::expected<File, Error> file = File::open("libshout.so");
//   if (file && file->read(16, as_bytes_of(type))) ...
//
// Not shared between threads without a lock of the caller's.
#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace tenon::image {

/// Why a file is not what was asked for. `code` has a section in docs/errors.md.
struct Error {
  std::string code;      ///< "E02.."
  std::string message;   ///< lower case, no full stop
  std::string help;      ///< what to do, may be empty
  bool note = false;     ///< a whole library, and its note is what is wrong
  bool foreign = false;  ///< nothing says that this was meant to be a plugin
};

class Bytes {
 public:
  virtual ~Bytes() = default;
  virtual std::uint64_t size() const = 0;

  /// Fills `out` with the bytes from `offset` on. False, and nothing said of `out`, if not all of
  /// them are there.
  bool read(std::uint64_t offset, std::span<std::uint8_t> out) const;

  /// As above, for one plain value.
  template <class Value>
    requires std::is_trivially_copyable_v<Value>
  bool get(std::uint64_t offset, Value& out) const {
    return read(offset, {reinterpret_cast<std::uint8_t*>(&out), sizeof out});
  }

 protected:
  virtual bool fetch(std::uint64_t offset, std::span<std::uint8_t> out) const = 0;
};

/// Bytes that are in memory already; they outlive it.
class Memory final : public Bytes {
 public:
  explicit Memory(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }

 private:
  bool fetch(std::uint64_t offset, std::span<std::uint8_t> out) const override;
  std::span<const std::uint8_t> bytes_;
};

/// What tells one state of a file from another.
struct Identity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified = 0, changed = 0;  ///< nanoseconds
  bool operator==(const Identity&) const = default;
};

/// An open regular file. Opening never blocks, whatever is there.
class File final : public Bytes {
 public:
  static constexpr std::size_t kHead = 4096;

  static std::expected<File, Error> open(const std::string& path);
  /// `name` in the open folder `folder`.
  static std::expected<File, Error> open_at(int folder, const char* name);
  /// Takes a descriptor over.
  static std::expected<File, Error> adopt(int descriptor);

  File(File&& other) noexcept;
  File& operator=(File&&) = delete;
  ~File() override;

  std::uint64_t size() const override { return identity_.size; }
  int descriptor() const { return descriptor_; }
  /// Closes the descriptor; only `head` and `identity` can be asked for from now on.
  void close();
  const Identity& identity() const { return identity_; }
  /// As it is on the disk now.
  Identity identity_now() const;
  std::span<const std::uint8_t> head() const { return {head_.data(), head_size_}; }

 private:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  std::expected<void, Error> look();
  int release();
  bool fetch(std::uint64_t offset, std::span<std::uint8_t> out) const override;

  int descriptor_;
  Identity identity_;
  std::size_t head_size_ = 0;
  std::array<std::uint8_t, kHead> head_;  // filled up to head_size_ only
};

}  // namespace tenon::image
