#pragma once
// SPDX-License-Identifier: MIT
//
// One call there and back, and everything that has to hold after it.
#include <initializer_list>
#include <optional>

#include "plugin.hpp"

namespace trips {

struct Journey {
  Mood mood = Mood::plain;
  std::uint64_t seed = 0;
  std::size_t shortage = SIZE_MAX;          ///< how many allocations there is memory for
  std::uint32_t how = 0;                    ///< what the plugin shall do wrong, see `misbehave`
  std::vector<std::int32_t> statuses = {};  ///< what may come instead of an answer
};

class Trip {
 public:
  Trip(Plugin& plugin, const World& world, const Function& function, Journey journey);

  /// Makes the parameters, calls, compares the answer with what was sent, and ends both. What isn't as
  /// docs/abi.md says is a complaint of the plugin's heap. Returns the status.
  std::int32_t run();

 private:
  struct Out {
    int type;
    std::vector<char> bytes;
    bool written = false;
  };

  void make_values();
  std::int32_t call();
  const char* wanted();
  const char* wanted_ids();
  const char* wanted_record();
  void check_answer(std::int32_t status);
  void check_out(std::size_t index, const char* wanted);
  void check_rest();
  void check_nothing_left();
  bool is_answer(std::int32_t status) const;
  void complain(const std::string& what);

  Plugin& plugin_;
  const World& world_;
  const Function& function_;
  Journey journey_;
  std::size_t blocks_, objects_;
  std::uint64_t things_;
  Maker wanted_;                ///< has what the answer is compared with
  std::optional<Maker> given_;  ///< has what is sent; gone before the answer is looked at
  std::vector<const void*> values_, args_;
  std::vector<std::uint64_t> ids_;
  std::vector<Out> outs_;
};

}  // namespace trips
