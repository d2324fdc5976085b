#pragma once
// SPDX-License-Identifier: MIT
//
// One filter of the chain: a loaded plugin with what the host gives it.
#include <memory>
#include <string>

#include "arguments.hpp"
#include "services.hpp"

namespace textpipe {

class Filter {
 public:
  /// Finds, checks and loads the plugin `name` and creates an instance of it. Its calls follow reloads.
  static tenon::expected<std::unique_ptr<Filter>, tenon::Error> load(const tenon::Host& host,
                                                                     const std::string& name,
                                                                     const Arguments& arguments);

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
  Filter(std::string name, Settings settings)
      : name_(name), log_(std::move(name)), settings_(std::move(settings)) {}
  tenon::expected<void, tenon::Error> create(tenon::Plugin plugin);
  void failure(const tenon::Error& error);

  std::string name_;
  Log log_;
  Settings settings_;
  std::unique_ptr<api::TextFilter::Reloadable> world_;  ///< before the services go
  bool failed_ = false;
};

}  // namespace textpipe
