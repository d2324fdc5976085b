// SPDX-License-Identifier: MIT
#include "project/toml_reader.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "project/near.hpp"

namespace tenon::project {
namespace {

using Json = nlohmann::json;

// The byte behind `text`'s first `line - 1` lines and `column - 1` characters; TOML counts characters.
std::uint32_t offset_of(std::string_view text, toml::source_position place) {
  std::size_t at = 0;
  for (toml::source_index line = 1; line < place.line && at != std::string_view::npos; ++line) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  if (at == std::string_view::npos) return static_cast<std::uint32_t>(text.size());
  for (toml::source_index column = 1; column < place.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  }
  return static_cast<std::uint32_t>(at);
}

// Turns values of TOML into JSON; what JSON can't carry is reported.
class ToJson {
 public:
  explicit ToJson(TomlReader& reader) : reader_(reader) {}

  Json operator()(const toml::node& node) {
    if (depth_ >= kDeepest) return too_deep(node);
    ++depth_;
    Json out = value(node);
    --depth_;
    return out;
  }

 private:
  static constexpr int kDeepest = 64;  // readers of the manifest bound it too

  Json value(const toml::node& node) {
    if (const auto* table = node.as_table()) return object(*table);
    if (const auto* array = node.as_array()) return list(*array);
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* real = node.as_floating_point(); real && std::isfinite(real->get())) return real->get();
    refuse(node);
    return nullptr;
  }

  Json too_deep(const toml::node& node) {
    reader_.error("E0808", "`meta` is nested more than 64 deep", reader_.span_of(node.source()));
    return nullptr;
  }

  Json object(const toml::table& table) {
    Json out = Json::object();
    for (auto&& [key, value] : table) out[std::string(key.str())] = (*this)(value);
    return out;
  }

  Json list(const toml::array& array) {
    Json out = Json::array();
    for (const toml::node& value : array) out.push_back((*this)(value));
    return out;
  }

  void refuse(const toml::node& node) {
    const bool real = node.is_floating_point();
    reader_.error("E0808", "`meta` can't carry " + std::string(real ? "this number" : kind_of(node)),
                  reader_.span_of(node.source()), real ? "not finite" : "",
                  "it travels as JSON: strings, booleans, 64-bit integers, finite floats, arrays and tables");
  }

  TomlReader& reader_;
  int depth_ = 0;
};

}  // namespace

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

wit::Span TomlReader::span_of(const toml::source_region& region) const {
  if (diagnostics_.size() >= kMostErrors) return {};
  const std::uint32_t begin = offset_of(source_.text, region.begin);
  const std::uint32_t end = offset_of(source_.text, region.end);
  const std::size_t line_end = std::min(source_.text.find('\n', begin), source_.text.size());
  return {0, begin, std::min(std::max(begin, end), static_cast<std::uint32_t>(line_end))};
}

void TomlReader::error(std::string code, std::string message, wit::Span span, std::string label,
                       std::string help) {
  if (diagnostics_.size() >= kMostErrors) return;
  diagnostics_.push_back({.severity = wit::Severity::error,
                          .code = std::move(code),
                          .message = std::move(message),
                          .span = span,
                          .label = std::move(label),
                          .notes = {},
                          .help = std::move(help)});
}

void TomlReader::only(const toml::table& table, std::string_view where,
                      std::initializer_list<std::string_view> known) {
  const std::vector<std::string> names(known.begin(), known.end());
  for (auto&& [key, value] : table) {
    if (std::ranges::find(names, key.str()) != names.end()) continue;
    const auto near = nearest(key.str(), names);
    error("E0805", "unknown key `" + std::string(key.str()) + "` in " + std::string(where),
          span_of(key.source()), "", near ? "did you mean `" + *near + "`?" : "known keys: " + listed(names));
  }
}

void TomlReader::wrong_type(std::string_view key, const toml::node& node, std::string_view wants) {
  error("E0806",
        "`" + std::string(key) + "` is " + std::string(kind_of(node)) + ", wants " + std::string(wants),
        span_of(node.source()));
}

template <class T>
const T* TomlReader::get(const toml::table& table, std::string_view key, std::string_view wants) {
  const toml::node* node = table.get(key);
  if (!node) return nullptr;
  const T* value = node->as<T>();
  if (!value) wrong_type(key, *node, wants);
  return value;
}

std::string TomlReader::text(const toml::table& table, std::string_view key, std::string otherwise) {
  const auto* value = get<toml::value<std::string>>(table, key, "a string");
  return value ? value->get() : std::move(otherwise);
}

bool TomlReader::flag(const toml::table& table, std::string_view key, bool otherwise) {
  const auto* value = get<toml::value<bool>>(table, key, "true or false");
  return value ? value->get() : otherwise;
}

std::vector<std::string> TomlReader::texts(const toml::table& table, std::string_view key) {
  std::vector<std::string> out;
  const auto* array = get<toml::array>(table, key, "an array of strings");
  if (!array) return out;
  for (const toml::node& node : *array) {
    if (const auto* value = node.as_string())
      out.push_back(value->get());
    else
      wrong_type(key, node, "strings");
  }
  return out;
}

const toml::table* TomlReader::table(const toml::table& table, std::string_view key) {
  return get<toml::table>(table, key, "a table");
}

const toml::array* TomlReader::tables(const toml::table& table, std::string_view key) {
  const auto* array =
      get<toml::array>(table, key, "an array of tables: write `[[" + std::string(key) + "]]`");
  if (!array) return nullptr;
  for (const toml::node& node : *array)
    if (!node.is_table()) {
      wrong_type(key, node, "a table");
      return nullptr;
    }
  return array;
}

wit::Span TomlReader::place(const toml::table& table, std::string_view key) const {
  const toml::node* node = table.get(key);
  return span_of(node ? node->source() : table.source());
}

std::string TomlReader::json(const toml::table& table) {
  return ToJson(*this)(table).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tenon::project
