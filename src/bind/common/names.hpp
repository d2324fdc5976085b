#pragma once
// SPDX-License-Identifier: MIT
//
// WIT's kebab-case names in the words of a programming language.
//
//   names::snake("set-gain")   → set_gain      functions, fields, parameters everywhere
//   names::pascal("set-gain")  → SetGain       types in C++ and Rust, enum cases in Rust
//   names::upper("set-gain")   → SET_GAIN      constants in C
//
// Two WIT names may become one (`foo-1`, `foo1`); `Scope` finds that, and the generator refuses.
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::bind {

enum class Language { c, cpp, rust };

namespace names {

std::string snake(std::string_view kebab);
std::string pascal(std::string_view kebab);
std::string upper(std::string_view kebab);

/// `name`, with a `_` behind it where the language keeps the word for itself.
std::string escape(Language language, std::string name);

/// An identifier for a function, field or parameter: snake case, escaped.
std::string value(Language language, std::string_view kebab);

/// An identifier for a type of C++ or Rust: Pascal case and the suffix, escaped, in Rust also where
/// the prelude has the name.
std::string type(Language language, std::string_view kebab, std::string_view suffix = {});

}  // namespace names

/// The names taken in one scope of generated code.
class Scope {
 public:
  /// Takes `name` for what WIT calls `origin`. If it is taken already: the origin that took it.
  std::optional<std::string> take(const std::string& name, std::string_view origin);

 private:
  std::map<std::string, std::string> taken_;
};

}  // namespace tenon::bind
