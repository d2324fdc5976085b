#pragma once
// SPDX-License-Identifier: MIT
//
// Whether one function fits. Part of compat.
#include <string>
#include <vector>

#include "abi/compat.hpp"
#include "abi/compat_types.hpp"

namespace tenon::abi {

/// Who calls a function; methods of resources are called by both.
enum class Caller : std::uint8_t { host, plugin, both };

/// Name for findings: "apply", "document.feed", "document.constructor".
std::string display_name(const wit::Function& function);

class FunctionCompare {
 public:
  FunctionCompare(const wit::Model& host, const wit::Model& plugin)
      : host_(host), plugin_(plugin), types_(host, plugin) {}

  /// Adds what differs; `interface` goes into the findings.
  void compare(const std::string& interface, const wit::Function& host, const wit::Function& plugin,
               Caller caller, std::vector<Finding>& out);
  bool fits(const wit::Function& host, const wit::Function& plugin, Caller caller);

 private:
  void params(const wit::Function& host, const wit::Function& plugin, Caller caller);
  void count(const wit::Function& host, const wit::Function& plugin);
  void result(const wit::Function& host, const wit::Function& plugin, Caller caller);
  void one(const std::string& rule, const std::string& subject, const std::optional<wit::Type>& host,
           const std::optional<wit::Type>& plugin, Receiver receiver);
  void add(const std::string& rule, const std::string& message, const Difference& difference = {});

  const wit::Model& host_;
  const wit::Model& plugin_;
  TypeCompare types_;
  Finding blank_;  ///< interface, function and both signatures of the pair at hand
  std::vector<Finding> found_;
};

}  // namespace tenon::abi
