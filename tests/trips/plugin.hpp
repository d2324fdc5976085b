#pragma once
// SPDX-License-Identifier: MIT
//
// One plugin of the world, called without any of our bindings: by dlopen, its descriptor, and the probe
// that was generated for the world (probe.py).
#include <map>
#include <string>

#include "values.hpp"

namespace trips {

/// How the host's side of an import or checkpoint behaves.
struct Peer {
  std::int32_t status = TENON_OK;      ///< what each import returns instead of a result
  bool stop = false;                   ///< the plugin is asked to trap at its checkpoint
  std::int32_t checkpoint = TENON_OK;  ///< what the checkpoint itself returns
};

class Plugin {
 public:
  /// A generated probe: calls by signature, imports by signature, and layouts as a C compiler sees them.
  struct Caller {
    const char* name;
    std::int32_t (*call)(void* slot, void* self, const void* const* args, void* const* outs);
  };
  struct Implementation {
    const char* name;
    void* slot;
  };
  struct Layout {
    int type, part;
    std::size_t size, align;
  };

  Plugin(const World& world, const char* probe, const char* library);
  ~Plugin();
  Plugin(const Plugin&) = delete;

  Heap heap;
  Objects objects{heap};
  Peer peer;
  const Layout* layouts;

  /// A new instance. Where that fails there is none.
  std::int32_t create();
  void destroy();
  /// Ends the instance, of which nothing may be left.
  void end();
  /// Ends the instance and makes another one.
  void recreate();

  std::int32_t call(const Function& function, const void* const* args, void* const* outs);
  /// An object that the plugin made; NULL if it can't any more.
  void* make_thing(std::uint64_t id);
  /// How many objects of the plugin are alive.
  std::uint64_t things() const;

 private:
  void find_slots(const tenon_plugin_descriptor& plugin);
  void make_imports(const Implementation* implementations);
  std::int32_t answer(int index, const void* const* args, void* const* outs);

  const World& world_;
  std::map<std::string, const Caller*> callers_;
  std::map<std::string, void*> slots_;
  std::vector<void*> peer_table_;
  std::vector<tenon_reference> imports_;
  const tenon_plugin_descriptor* plugin_ = nullptr;
  void* instance_ = nullptr;
};

}  // namespace trips
