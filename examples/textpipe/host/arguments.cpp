// SPDX-License-Identifier: MIT
#include "arguments.hpp"

#include <sstream>

namespace textpipe {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

/// "" if the option is known and its value fits, else what is wrong.
std::string take(Arguments& out, const std::string& option, const std::string& value) {
  if (option == "--plugins")
    out.plugins.push_back(value);
  else if (option == "--chain")
    out.chain = split(value, ',');
  else if (option == "--set") {
    const std::size_t dot = value.find('.'), equals = value.find('=');
    if (dot == value.npos || equals == value.npos || equals < dot)
      return "--set wants PLUGIN.KEY=VALUE, not `" + value + "`";
    out.settings[value.substr(0, equals)] = value.substr(equals + 1);
  } else
    return "unknown option `" + option + "`";
  return {};
}

}  // namespace

tenon::expected<Arguments, std::string> read_arguments(const std::vector<std::string>& words) {
  Arguments out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--list")
      out.list = true;
    else if (word == "--outline")
      out.outline = true;
    else if (word == "--write")
      out.write = true;
    else if (word == "--watch")
      out.watch = true;
    else if (!word.starts_with("--"))
      out.files.push_back(word);
    else if (i + 1 == words.size())
      return tenon::unexpected<std::string>("`" + word + "` is unknown or wants a value");
    else if (std::string wrong = take(out, word, words[++i]); !wrong.empty())
      return tenon::unexpected<std::string>(wrong);
  }
  if (out.plugins.empty()) return tenon::unexpected<std::string>("no --plugins PATH given");
  return out;
}

}  // namespace textpipe
