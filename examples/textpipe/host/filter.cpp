// SPDX-License-Identifier: MIT
#include "filter.hpp"

#include <iostream>

namespace textpipe {

tenon::expected<std::unique_ptr<Filter>, tenon::Error> Filter::load(const tenon::Host& host,
                                                                    const std::string& name,
                                                                    const Arguments& arguments,
                                                                    std::list<Services>& services) {
  auto plugin = tenon::Plugin::load_reloadable(host, name, api::text_filter_world);
  if (!plugin) return tenon::unexpected(plugin.error());
  const std::string own = plugin->name();  // `name` may have been a path
  Services& given = services.emplace_back(Log(own), Settings(own, plugin->metadata(), arguments.settings));
  auto world =
      api::TextFilter::Reloadable::create(*std::move(plugin), {.log = given.log, .settings = given.settings});
  if (!world) return tenon::unexpected(world.error());
  return std::unique_ptr<Filter>(new Filter(own, *std::move(world)));
}

void Filter::failure(const tenon::Error& error) {
  failed_ = true;
  std::cout << "  " << name_ << " failed:\n" << error.text();
}

std::string Filter::apply(std::string text, types::ReportRef report) {
  auto result = world_->filter().apply(text, report);
  if (result) return std::string(*result);
  if (const std::string* no = result.error().own())
    std::cout << "  " << name_ << " says no: " << *no << '\n';
  else
    failure(*result.error().framework());
  return text;
}

void Filter::print_outline(const std::string& text) {
  const auto outline = world_->filter().structure(text);
  if (!outline) return failure(outline.error());
  if (!*outline) return;
  const auto headings = (*outline)->headings();
  if (!headings) return failure(headings.error());
  for (const api::filter::Heading& h : *headings)
    std::cout << "  " << std::string(2u * (h.level - 1u), ' ') << h.title << " (line " << h.line << ")\n";
}

std::string Filter::unload() {
  tenon::Plugin plugin = std::move(world_->plugin());
  world_.reset();
  const auto unloaded = plugin.unload();
  if (!unloaded) return "refused: " + unloaded.error().message();
  switch (unloaded->outcome) {
    case TENON_UNLOAD_CLOSED:
      return "closed";
    case TENON_UNLOAD_SHARED:
      return "closed; other handles of its library are open";
    default:
      return "still mapped: " + unloaded->reason;
  }
}

}  // namespace textpipe
