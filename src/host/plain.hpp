#pragma once
// SPDX-License-Identifier: MIT
//
// Libraries that are no plugins: what stands behind tenon/host/library.h.
//
// A *build* is one content of one file, in the process once however many handles there are to it. All of
// them belong to the process and not to a tenon_host, because that is how the dynamic linker sees them, too.
#include <tenon/host/library.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/copy.hpp"
#include "host/module.hpp"
#include "host/private_folder.hpp"

namespace tenon::host {

struct Build {
  Build(Source from, std::string path, const image::Identity& was);

  Source source;
  std::string file;        ///< as it was asked for, absolute
  std::string folder;      ///< that it is in
  image::Identity origin;  ///< of the file when it was loaded
  bool was_there = false;  ///< in the process before: the program or a library of it was linked with it
  Module module;
  std::uint64_t generation;
  std::vector<image::Symbol> symbols;  ///< sorted by name; of one name the default version first
  std::size_t handles = 0;             ///< guarded by Plain::mutex

  /// Of the symbol number `index` its name as in the source.
  const std::string& readable(std::size_t index) const;

 private:
  mutable std::once_flag asked_;
  mutable std::vector<std::string> readable_;  ///< made when first asked for
};

/// All that is open in this process. The lock is recursive because a library's constructors and destructors
/// may open and close others.
struct Plain {
  std::recursive_mutex mutex;
  PrivateFolder folder;
  std::vector<std::shared_ptr<Build>> builds;
};
/// Never destroyed: libraries may be closed by destructors of static objects.
Plain& plain();

/// Where the library of that name is; a path is taken as it is.
Result<std::string> find_plain(const std::string& name, const std::vector<std::string>& folders, bool system);
/// What is loaded already, or a new build, under the lock.
Result<std::shared_ptr<Build>> open_build(const std::string& path, std::uint32_t copy);
/// When the last handle is gone, under the lock.
struct Outcome close_build(const std::shared_ptr<Build>& build);

/// What a host asks for.
struct Wanted {
  std::string name;
  bool function = true;
  std::size_t size = 0;       ///< of a variable; 0: any
  bool dependencies = false;  ///< TENON_LIBRARY_DEPENDENCIES
};
Result<void*> find_symbol(const Build& build, const Wanted& wanted);

}  // namespace tenon::host

struct tenon_library {
  std::shared_ptr<tenon::host::Build> build;
  std::uint32_t flags = 0;
};
