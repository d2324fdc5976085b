#pragma once
// SPDX-License-Identifier: MIT
//
// Libraries that are no plugins: what stands behind tenon/host/library.h and library_reload.h.
//
// A *build* is one content of one file, in the process once however many handles there are to it. All of
// them belong to the process and not to a tenon_host, because that is how the dynamic linker sees them, too.
#include <tenon/host/library_reload.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/closing.hpp"
#include "host/companions.hpp"
#include "host/copy.hpp"
#include "host/module.hpp"
#include "host/private_folder.hpp"
#include "host/target.hpp"
#include "host/watch.hpp"

namespace tenon::host {

struct Build {
  Build(Source from, std::string path, const image::Identity& was);

  Source source;
  std::string file;        ///< as it was asked for, absolute
  image::Identity origin;  ///< of the file when it was loaded
  std::vector<Companion> companions;
  bool was_there = false;  ///< in the process before: the program or a library of it was linked with it
  Module module;           ///< none before `enter_build`
  std::uint64_t generation;
  std::vector<image::Symbol> symbols;  ///< sorted by name; of one name the default version first
  std::size_t holds = 0;               ///< guarded by Plain::mutex
  KeptPlace kept_place;                ///< for its end

  /// Of the symbol number `index` its name as in the source.
  const std::string& readable(std::size_t index) const;

 private:
  mutable std::mutex mutex_;
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

/// Keeps a build in the process; with the last one it is closed.
class Hold {
 public:
  Hold() = default;
  explicit Hold(std::shared_ptr<Build> build);
  Hold(Hold&& other) noexcept = default;
  Hold& operator=(Hold&& other) noexcept;
  ~Hold() { release(); }

  explicit operator bool() const { return build_ != nullptr; }
  const std::shared_ptr<Build>& build() const { return build_; }
  const Build& operator*() const { return *build_; }
  const Build* operator->() const { return build_.get(); }
  /// What became of the build.
  Outcome release() noexcept;

 private:
  std::shared_ptr<Build> build_;
};

/// Where the library of that name is; a path is taken as it is.
Result<std::string> find_plain(const std::string& name, const std::vector<std::string>& folders, bool system);

/// A build of which nothing has run.
struct Fresh {
  std::shared_ptr<Build> build;
  image::Image image;
  Hold loaded;  ///< if it is in the process already, from an earlier open
};
Result<image::File> open_plain(const std::string& path);
Result<Fresh> prepare_build(image::File file, const std::string& path, std::uint32_t copy);
/// Loads it; its constructors run.
Result<Hold> enter_build(Fresh fresh);

/// What a host asks for.
struct Wanted {
  std::string name;
  bool function = true;
  std::size_t size = 0;       ///< of a variable; 0: any
  bool dependencies = false;  ///< TENON_LIBRARY_DEPENDENCIES
  bool operator==(const Wanted&) const = default;
};
/// Where it is in the build. A thread-local variable has no `address` but is looked up each time.
struct SymbolPlace {
  void* address = nullptr;
  const image::Symbol* per_thread = nullptr;
};
Result<SymbolPlace> find_symbol(const Build& build, const Wanted& wanted);
/// The same before the build is loaded, as far as its file tells.
Result<void> check_symbol(const Build& build, const Wanted& wanted);
/// For the calling thread; NULL if there is no memory for a thread-local one.
void* address_of(const Build& build, const SymbolPlace& found);

/// What calls of a handle reach: a build, and where in it the followed symbols are.
struct Reach : Target {
  Hold hold;
  std::vector<SymbolPlace> places;
};

/// A call, or a look, that keeps the build of a handle where it is.
class Look {
 public:
  explicit Look(const tenon_library& library);
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;
  ~Look() { tenon_call_end(call_); }
  const Build& build() const { return *shared(); }
  const std::shared_ptr<Build>& shared() const;

 private:
  tenon_call call_;
};

/// A handle to a build that was asked for by this path.
std::unique_ptr<tenon_library> make_handle(Hold hold, const std::string& path, std::uint32_t flags,
                                           bool pinned);
/// Calls reach these places from now on.
void publish(tenon_library& library, Hold hold, std::vector<SymbolPlace> places);
/// Ends what nobody is inside of any more; whether something is left. Under the handle's lock.
bool retire_some(tenon_library& library) noexcept;

}  // namespace tenon::host

/// As an instance, so that calls take the same pins (tenon/host/pin.h): its targets are Reaches.
struct tenon_library : tenon::host::Instance {
  std::string file, folder;
  std::uint32_t flags = 0;
  std::uint32_t copy = TENON_COPY_AUTO;  ///< as it was opened
  bool pinned = false;                   ///< stays with its build

  /// One reload at a time; recursive because a listener may ask for things. Taken before Plain::mutex.
  std::recursive_mutex mutex;
  bool busy = false;                                         ///< a reload is on its way
  std::vector<std::unique_ptr<tenon::host::Reach>> reaches;  ///< the current one last, before it what retires
  std::vector<tenon::host::Wanted> followed;
  tenon_library_listener listener = nullptr;
  void* listener_ctx = nullptr;
  std::unique_ptr<tenon::host::Watch> watch;
  bool look_again = false;  ///< whether the file changes or not
};
