#pragma once
// SPDX-License-Identifier: MIT
//
// A library in this process, as the dynamic linker sees it.
#include <tenon/abi/library.h>

#include <cstdint>
#include <string>

#include "host/address_book.hpp"
#include "host/error.hpp"
#include "host/range.hpp"

namespace tenon::host {

/// What the dynamic linker finds for a name.
struct FoundSymbol {
  void* address = nullptr;  ///< nullptr: nothing
  std::string file;         ///< that has it; "" if nobody knows
  bool known = false;       ///< whether the rest is
  bool function = false;
  std::uint64_t size = 0;  ///< bytes; 0 if nobody said
};

/// Owned by its Library. Closing is explicit, because it may fail to unmap; what isn't closed stays.
class Module {
 public:
  Module() = default;
  /// Whether something is loaded already under this name, or from the same file.
  static bool is_loaded(const std::string& path);
  /// On failure the dynamic linker's own text.
  static std::expected<Module, std::string> open(const std::string& path);

  /// `tenon_entry` of this very library; NULL if it hasn't got one, even if a dependency has.
  tenon_entry_function entry() const;
  /// In this library or else in those that it needs; `version` may be "". A thread-local variable's address
  /// is the calling thread's.
  FoundSymbol find(const std::string& name, const std::string& version) const;
  /// Where what its file has at this virtual address is.
  void* at(std::uint64_t value) const;
  /// Whether the kernel mapped it from the file with this number. Costs a walk over all mappings.
  bool is_mapped_from(std::uint64_t inode) const;
  /// Takes hold again of what was closed and is still mapped, so that it may be looked into. False if it is
  /// gone: somebody else closed it, too.
  bool reopen() noexcept;
  /// False if it is still mapped afterwards. A further call tries again: what held it may be gone.
  bool close() noexcept;
  /// How tenon_describe_address is to call it, and whether its addresses stay empty once it is gone.
  /// `what` as "plugin `shout` of /opt/libshout.so".
  void describe(const std::string& what, std::uint64_t generation, bool reserve);
  /// Where it lies, or lay.
  const Extent& extent() const { return extent_; }

 private:
  void* handle_ = nullptr;
  std::uintptr_t base_ = 0;
  std::string name_;
  Extent extent_;
  std::size_t address_ = kNoAddress;
  bool reserve_ = false;
};

/// Closes what was just opened, unless it turns out to be right.
class ClosedUnless {
 public:
  explicit ClosedUnless(Module& module) : module_(&module) {}
  ClosedUnless(const ClosedUnless&) = delete;
  ClosedUnless& operator=(const ClosedUnless&) = delete;
  ~ClosedUnless() {
    if (module_ != nullptr) module_->close();
  }
  void keep() { module_ = nullptr; }

 private:
  Module* module_;
};

/// Keeps the library that this address lies in mapped until the process ends. The program is anyway.
void keep_mapped(const void* address);

/// The file of this process that holds an object: the program or one of its libraries. "" if nobody knows.
std::string file_with(const void* object);

}  // namespace tenon::host
