#pragma once
// SPDX-License-Identifier: MIT
//
// Whether the two sides' tables of one interface fit: which functions are there, and in which slots.
// Part of compat.
//
// A table may continue another one: the shorter must be the beginning of the longer, and what the
// longer has more must carry a newer `@since` than all of the shorter.
#include <optional>
#include <string>
#include <vector>

#include "abi/compat.hpp"
#include "abi/compat_function.hpp"

namespace tenon::abi {

/// One side's part of an interface.
struct Half {
  const char* name;  ///< "host" or "plugin", for messages
  const wit::Model* model;
  const Interface* interface;
  std::optional<wit::Version> package;  ///< its version
  std::optional<wit::Version> base;     ///< raised by `since`
};

class TableCompare {
 public:
  TableCompare(const Half& host, const Half& plugin, std::vector<Finding>& out)
      : host_(host), plugin_(plugin), functions_(*host.model, *plugin.model), out_(out) {}

  /// The interface's own table and all vtables. `caller` is who calls the interface's functions.
  void compare(Caller caller);

 private:
  using Slots = std::vector<Slot>;
  struct Pair {
    const Slots& host;
    const Slots& plugin;
    Caller caller;
  };
  void resources();
  void lone_resource(const Resource& resource, const Half& longer, const Half& shorter);
  void table(const Pair& pair);
  bool unstable(const Pair& pair);
  void common(const Pair& pair);
  void order(const Pair& pair);
  bool renamed(const Pair& pair, const std::vector<std::size_t>& host,
               const std::vector<std::size_t>& plugin);
  void both_differ(const Pair& pair, const std::vector<std::size_t>& host,
                   const std::vector<std::size_t>& plugin);
  void continued(const Pair& pair, const std::vector<std::size_t>& extra, bool plugin_is_longer);
  void extra(const Slots& longer, const Slots& shorter, std::size_t i, bool called, bool plugin_is_longer);
  std::string other_kind(const wit::Function& function, const Half& half) const;
  void lost(const Slot& slot, bool only_in_plugin);
  Finding finding(const std::string& rule, const Slot& slot, bool only_in_plugin) const;
  std::string since_help(const Half& longer, const Slots& shorter, const std::string& function) const;

  const Half& host_;
  const Half& plugin_;
  FunctionCompare functions_;
  std::vector<Finding>& out_;
};

}  // namespace tenon::abi
