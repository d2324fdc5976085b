#pragma once
// SPDX-License-Identifier: MIT
//
// The words of the front end's tests: texts in, messages or a model out.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "wit/parse.hpp"

namespace tenon::wit::testing {

/// `line:column: [code] message` of each diagnostic, a line each.
inline std::string brief(const Parsed& parsed) {
  std::string out;
  for (const Diagnostic& d : parsed.diagnostics) {
    const Position at = position_of(parsed.sources[d.span.file].text, d.span.begin);
    if (!out.empty()) out += '\n';
    out += std::to_string(at.line) + ':' + std::to_string(at.column) + ": [" + d.code + "] " + d.message;
  }
  return out;
}

inline Input one_text(std::string text, std::vector<std::string> features) {
  Input input;
  input.packages.push_back({{{"demo.wit", std::move(text)}}});
  input.features = std::move(features);
  return input;
}

class FrontEnd : public ::testing::Test {
 protected:
  /// One text; `features` are those switched on.
  const Model& model(std::string text, std::vector<std::string> features = {}) {
    return model_of(one_text(std::move(text), std::move(features)));
  }
  const Model& model_of(const Input& input) {
    parsed_ = parse(input);
    EXPECT_EQ(brief(parsed_), "");
    return parsed_.model;
  }
  std::string errors(std::string text) { return errors_of(one_text(std::move(text), {})); }
  std::string errors_of(const Input& input) {
    parsed_ = parse(input);
    return brief(parsed_);
  }
  std::string rendered(std::string text) {
    errors(std::move(text));
    std::string out;
    for (const Diagnostic& d : parsed_.diagnostics) out += render(d, parsed_.sources);
    return out;
  }
  /// Errors of an interface `i` with these items; they begin on line 2.
  std::string interface_errors(const std::string& items) {
    return errors("package a:b; interface i {\n" + items + "\n}");
  }
  std::string world_errors(const std::string& items) {
    return errors("package a:b; world w {\n" + items + "\n}");
  }

  const Interface& interface(std::string_view name) const {
    for (const Interface& one : parsed_.model.interfaces) {
      if (one.name == name) return one;
    }
    throw std::out_of_range("no interface " + std::string(name));
  }
  const World& world(std::string_view name) const {
    for (const World& one : parsed_.model.worlds) {
      if (one.name == name) return one;
    }
    throw std::out_of_range("no world " + std::string(name));
  }
  const TypeDef& type(const Interface& in, std::string_view name) const {
    for (const NamedType& one : in.types) {
      if (one.name == name) return parsed_.model[one.id];
    }
    throw std::out_of_range("no type " + std::string(name));
  }
  /// Names in order; interfaces by their id.
  std::string names(const std::vector<WorldItem>& items) const {
    std::string out;
    for (const WorldItem& item : items) {
      if (!out.empty()) out += ' ';
      out += item.name.empty() ? parsed_.model.id_of(std::get<WorldInterface>(item.item).id) : item.name;
    }
    return out;
  }

  Parsed parsed_;
};

}  // namespace tenon::wit::testing
