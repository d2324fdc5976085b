#pragma once
// SPDX-License-Identifier: MIT
//
// Types as WIT writes them where they are used: `result<list<finding>, string>`. Aliases are
// followed, named types keep their names.
#include <functional>
#include <string>

#include "wit/model.hpp"

namespace tenon::abi {

/// Longer spellings are cut: aliases of tuples of aliases could grow without end. check_profile
/// refuses such types.
constexpr std::size_t kLongestSpelling = 64 * 1024;
/// So are deeper ones: spelling goes down by recursion.
constexpr std::size_t kDeepestSpelling = 200;

class Speller {
 public:
  using NameOf = std::function<std::string(wit::TypeId)>;

  /// `name_of` names records, variants, enums, flags and resources. With `says_own` an owning handle
  /// is `own<r>`, else plain `r`.
  Speller(const wit::Model& model, NameOf name_of, bool says_own)
      : model_(model), name_of_(std::move(name_of)), says_own_(says_own) {}

  std::string type(const wit::Type& type, std::size_t longest = kLongestSpelling);

 private:
  void add(const wit::Type& type);
  void add(const std::optional<wit::Type>& type);
  void add(const wit::TypeDef& def, wit::TypeId id);
  void add_list(const std::vector<wit::Type>& types);
  void add_handle(const wit::Handle& handle);
  void add_result(const wit::Result& result);
  void add_optional(const char* keyword, const std::optional<wit::Type>& type);

  const wit::Model& model_;
  NameOf name_of_;
  bool says_own_;
  std::size_t longest_ = 0, depth_ = 0;
  std::string out_;
};

}  // namespace tenon::abi
