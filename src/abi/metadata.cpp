// SPDX-License-Identifier: MIT
//
// The one place of the runtime that reads JSON: a plugin's entry of the metadata.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "abi/manifest.hpp"

namespace tenon::abi {
namespace {

constexpr std::size_t kDeepestValue = 100;

struct Entry {
  std::string text;
  SinceTexts since;
};

/// Writes each entry of `plugins` anew, and keeps the first one of each name. Not by the library's values:
/// their destructor takes memory, and ends the program where there is none.
class EntryReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  /// `plugin`: only this one is kept.
  explicit EntryReader(std::optional<std::string_view> plugin = {}) : plugin_(plugin) {}

  std::map<std::string, Entry> entries;

  bool null() override { return value("null"); }
  bool boolean(bool is) override { return value(is ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& text) override { return value(text); }
  bool string(string_t& text) override {
    if (is_at("{[{") && keys_[2] == "name") name_ = text;
    if (is_at("{[{{") && keys_[2] == "since") entry_.since.emplace_back(keys_[3], text);
    return value(quoted(text));
  }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& key) override {
    value(quoted(key) + ":");
    keys_.back() = std::move(key);
    return true;
  }
  bool start_object(std::size_t) override { return open('{'); }
  bool start_array(std::size_t) override { return open('['); }
  bool end_object() override { return close('}'); }
  bool end_array() override { return close(']'); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  static std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

  bool is_inside(std::string_view open) const { return open_.starts_with(open) && keys_[0] == "plugins"; }
  bool is_at(std::string_view open) const { return open_.size() == open.size() && is_inside(open); }

  bool value(std::string_view text) {
    if (!is_inside("{[{")) return true;
    const bool first =
        entry_.text.empty() || std::string_view("{[:").find(entry_.text.back()) != std::string_view::npos;
    if (!first) entry_.text += ',';
    entry_.text += text;
    return true;
  }

  bool open(char bracket) {
    if (open_.size() == kDeepestValue) return false;
    value({&bracket, 1});
    open_ += bracket;
    keys_.emplace_back();
    if (is_at("{[{")) {
      entry_.text = bracket;
      entry_.since.clear();
      name_.reset();
    }
    return true;
  }

  bool close(char bracket) {
    if (is_inside("{[{")) entry_.text += bracket;
    if (is_at("{[{") && name_ && name_ == plugin_.value_or(*name_))
      entries.try_emplace(std::move(*name_), std::move(entry_));
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  std::optional<std::string_view> plugin_;
  std::string open_;               ///< brackets
  std::vector<std::string> keys_;  ///< for each of them: that of the value which comes, "" in an array
  Entry entry_;                    ///< the one that is read
  std::optional<std::string> name_;
};

/// Nothing, if any of it is damaged.
std::map<std::string, Entry> read_entries(std::string_view metadata, std::optional<std::string_view> plugin) {
  EntryReader reader(plugin);
  if (!nlohmann::json::sax_parse(metadata, &reader)) return {};
  return std::move(reader.entries);
}

/// That of one plugin.
Entry read_entry(std::string_view metadata, std::string_view plugin) {
  auto entries = read_entries(metadata, plugin);
  return entries.empty() ? Entry{"{}", {}} : std::move(entries.begin()->second);
}

}  // namespace

std::map<std::string, std::string> metadata_entries(std::string_view metadata) {
  std::map<std::string, std::string> out;
  for (auto& [plugin, entry] : read_entries(metadata, {})) out.emplace(plugin, std::move(entry.text));
  return out;
}

std::string plugin_metadata(std::string_view metadata, std::string_view plugin) {
  return read_entry(metadata, plugin).text;
}

SinceTexts plugin_since(std::string_view metadata, std::string_view plugin) {
  return read_entry(metadata, plugin).since;
}

}  // namespace tenon::abi
