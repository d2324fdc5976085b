#pragma once
// SPDX-License-Identifier: MIT
//
// The canonical ABI's rules for types in memory, stated afresh: from component-model,
// design/mvp/CanonicalABI.md, "Alignment" and "Element Size", with 8-byte pointers and handles. Nothing
// of src/ is used here, so that both can be compared.
#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace trips {

/// One type of the world, as its generator describes it. `parts` are indices, or -1 for no payload.
struct Type {
  std::string kind;
  std::vector<int> parts;
  std::size_t count = 0;  ///< cases of an enum, flags
  std::string word;       ///< the resource behind a handle
};

/// A function: `family` says what the author's code does, `result` is a type or -1.
struct Function {
  std::string name, family;
  std::vector<int> params;
  int result = -1;
};

struct Shape {
  std::size_t size = 0, align = 1;
};

class World {
 public:
  explicit World(std::istream& description);

  std::vector<Function> peer, work;

  const Type& operator[](int type) const { return types_[static_cast<std::size_t>(type)]; }
  std::size_t size() const { return types_.size(); }
  /// Aliases followed.
  int target(int type) const;

  Shape shape(int type) const;
  std::size_t tag(int type) const;
  /// Where part `index` of a record, tuple, variant, option or result starts.
  std::size_t offset(int type, std::size_t index) const;
  bool has(int type, const std::string& kind) const;

 private:
  Shape payloads(const Type& type) const;
  std::vector<Type> types_;
};

/// The next multiple of `align`.
constexpr std::size_t aligned(std::size_t at, std::size_t align) { return (at + align - 1) / align * align; }

}  // namespace trips
