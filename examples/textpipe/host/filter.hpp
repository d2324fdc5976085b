#pragma once
// SPDX-License-Identifier: MIT
//
// One filter of the chain: a loaded plugin with what the host gives it.
#include <list>
#include <memory>
#include <string>

#include "arguments.hpp"
#include "services.hpp"

namespace textpipe {

class Filter {
 public:
  /// Finds, checks and loads the plugin `name` and creates an instance of it. Its calls follow reloads.
  /// What the plugin may call is added to `services`, which outlive the host: it ends old builds.
  static tenon::expected<std::unique_ptr<Filter>, tenon::Error> load(const tenon::Host& host,
                                                                     const std::string& name,
                                                                     const Arguments& arguments,
                                                                     std::list<Services>& services);

  const std::string& name() const { return name_; }
  /// The text after the filter; unchanged where the filter says no or fails, which is printed.
  std::string apply(std::string text, types::ReportRef report);
  /// Prints the text's structure, if the filter knows about structure.
  void print_outline(const std::string& text);
  /// Ends the instance, unloads the plugin and says what became of it.
  std::string unload();
  bool failed() const { return failed_; }
  std::uint64_t generation() const { return world_->plugin().generation(); }
  std::uint64_t texts() { return world_->filter().seen().value_or(0); }

 private:
  Filter(std::string name, api::TextFilter::Reloadable world)
      : name_(std::move(name)), world_(std::make_unique<api::TextFilter::Reloadable>(std::move(world))) {}
  void failure(const tenon::Error& error);

  std::string name_;
  std::unique_ptr<api::TextFilter::Reloadable> world_;
  bool failed_ = false;
};

}  // namespace textpipe
