// SPDX-License-Identifier: MIT
//
// The one place of the runtime that reads JSON: a plugin's entry of the metadata.
#include <nlohmann/json.hpp>

#include "abi/manifest.hpp"

namespace tenon::abi {
namespace {

constexpr std::size_t kDeepestValue = 100;

/// Writes each entry of `plugins` anew, and keeps the first one that is the plugin's. Not by the library's
/// values: their destructor takes memory, and ends the program where there is none.
class EntryReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit EntryReader(std::string_view plugin) : plugin_(plugin) {}

  /// "{}" if there is none.
  std::string text = "{}";
  SinceTexts since;

  bool null() override { return value("null"); }
  bool boolean(bool is) override { return value(is ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& text) override { return value(text); }
  bool string(string_t& text) override {
    if (is_at("{[{") && keys_[2] == "name") is_it_ = text == plugin_;
    if (is_at("{[{{") && keys_[2] == "since") entry_since_.emplace_back(keys_[3], text);
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
        entry_text_.empty() || std::string_view("{[:").find(entry_text_.back()) != std::string_view::npos;
    if (!first) entry_text_ += ',';
    entry_text_ += text;
    return true;
  }

  bool open(char bracket) {
    if (open_.size() == kDeepestValue) return false;
    value({&bracket, 1});
    open_ += bracket;
    keys_.emplace_back();
    if (is_at("{[{")) {
      entry_text_ = bracket;
      entry_since_.clear();
      is_it_ = false;
    }
    return true;
  }

  bool close(char bracket) {
    if (is_inside("{[{")) entry_text_ += bracket;
    if (is_at("{[{") && is_it_ && !std::exchange(found_, true)) {
      text = std::move(entry_text_);
      since = std::move(entry_since_);
    }
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  std::string_view plugin_;
  std::string open_;               ///< brackets
  std::vector<std::string> keys_;  ///< for each of them: that of the value which comes, "" in an array
  std::string entry_text_;         ///< of the one that is read
  SinceTexts entry_since_;
  bool is_it_ = false, found_ = false;
};

}  // namespace

std::string plugin_metadata(std::string_view metadata, std::string_view plugin) {
  EntryReader reader(plugin);
  return nlohmann::json::sax_parse(metadata, &reader) ? std::move(reader.text) : "{}";
}

SinceTexts plugin_since(std::string_view metadata, std::string_view plugin) {
  EntryReader reader(plugin);
  return nlohmann::json::sax_parse(metadata, &reader) ? std::move(reader.since) : SinceTexts{};
}

}  // namespace tenon::abi
