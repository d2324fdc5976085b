// SPDX-License-Identifier: MIT
#include "filter.hpp"

#include <iostream>

namespace textpipe {

tenon::expected<std::unique_ptr<Filter>, tenon::Error> Filter::load(const tenon::Host& host,
                                                                    const std::string& name,
                                                                    const Arguments& arguments) {
  auto plugin = tenon::Plugin::load_reloadable(host, name, api::text_filter_world);
  if (!plugin) return tenon::unexpected(plugin.error());
  const std::string own = plugin->name();  // `name` may have been a path
  std::unique_ptr<Filter> filter(new Filter(own, Settings(own, plugin->metadata(), arguments.settings)));
  if (auto created = filter->create(*std::move(plugin)); !created) return tenon::unexpected(created.error());
  return filter;
}

tenon::expected<void, tenon::Error> Filter::create(tenon::Plugin plugin) {
  auto world = api::TextFilter::Reloadable::create(std::move(plugin), {.log = log_, .settings = settings_});
  if (!world) return tenon::unexpected(world.error());
  world_ = std::make_unique<api::TextFilter::Reloadable>(*std::move(world));
  return {};
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
