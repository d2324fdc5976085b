// SPDX-License-Identifier: MIT
#include "project/tenon_toml.hpp"

#include <algorithm>
#include <set>

#include "project/files.hpp"
#include "project/near.hpp"
#include "project/toml_keys.hpp"
#include "project/toml_reader.hpp"

namespace tenon::project {
namespace {

namespace fs = std::filesystem;

// Nobody writes more by hand; what is done for each plugin looks through the text.
constexpr std::size_t kLargestToml = 256 * 1024;  // bytes
constexpr std::size_t kMostPlugins = 256;

bool is_type_path(std::string_view type) {
  bool start = true;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const char c = type[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!start && type.substr(i, 2) == "::") {
      ++i;
      start = true;
      continue;
    }
    if (!letter && (start || c < '0' || c > '9')) return false;
    start = false;
  }
  return !start;
}

class Interpreter {
 public:
  Interpreter(wit::Source source, const Surroundings& around) : around_(around) {
    out_.source = std::move(source);
    out_.folder = around.folder;
  }

  std::expected<TenonToml, Problems> run() {
    if (!is_too_large()) parse();
    auto diagnostics = reader_.take();
    if (diagnostics.empty()) return std::move(out_);
    std::ranges::stable_sort(diagnostics, {}, [](const wit::Diagnostic& d) { return d.span.begin; });
    return std::unexpected(Problems{std::move(diagnostics), {std::move(out_.source)}, false});
  }

 private:
  bool is_too_large() {
    const std::string& text = out_.source.text;
    if (text.size() > kLargestToml) {
      reader_.error("E0804", "the file has " + std::to_string(text.size()) + " bytes, 262144 are allowed",
                    {});
    } else if (const auto place = find_long_key(text)) {
      reader_.error("E0804", "a key has more than " + std::to_string(kMostKeyParts) + " parts",
                    {0, *place, *place + 1});
    } else {
      return false;
    }
    return true;
  }

  void parse() {
    try {
      root(toml::parse(std::string_view(out_.source.text), out_.source.path));
    } catch (const toml::parse_error& e) {
      const bool is_toml = out_.source.path.ends_with(".toml");
      reader_.error("E0804", "this is no TOML: " + std::string(e.description()), reader_.span_of(e.source()),
                    "", is_toml ? "" : "give the project's folder, or its tenon.toml");
    }
  }

  void root(const toml::table& table) {
    reader_.only(table, "tenon.toml", {"library", "plugin"});
    if (const toml::table* section = reader_.table(table, "library"))
      library(*section);
    else if (!table.contains("library"))
      reader_.error("E0807", "there is no `[library]`", {0, 0, 0}, "",
                    "write `[library]` and below it `wit = \"...\"`");
    const toml::array* entries = reader_.tables(table, "plugin");
    if (entries && entries->size() > kMostPlugins)
      reader_.error("E0807", "a library has 256 plugins at most", reader_.place(table, "plugin"));
    else if (entries)
      for (const toml::node& node : *entries) plugin(*node.as_table());
    else if (!table.contains("plugin"))
      reader_.error("E0807", "there is no `[[plugin]]`", {0, 0, 0}, "",
                    "write `[[plugin]]` and below it `name` and `version`");
    if (entries) choose_language(table);
  }

  void library(const toml::table& table) {
    reader_.only(table, "`[library]`", {"wit", "name", "lang", "sources", "features", "freestanding"});
    out_.wit = required(table, "wit", "a WIT file or folder, relative to this file");
    out_.name = reader_.text(table, "name", around_.folder_name);
    out_.features = reader_.texts(table, "features");
    out_.sources = reader_.texts(table, "sources");
    has_sources_ = table.contains("sources");
    out_.freestanding = reader_.flag(table, "freestanding", false);
    if (!is_kebab(out_.name))
      not_kebab(table.contains("name") ? "name" : "the folder's name", out_.name, table);
  }

  void plugin(const toml::table& table) {
    reader_.only(table, "`[[plugin]]`",
                 {"name", "version", "header", "world", "type", "description", "authors", "license",
                  "homepage", "since", "concurrent", "unwind", "state", "meta"});
    PluginEntry p;
    p.name = required(table, "name", "the name that hosts load it by");
    p.version = required(table, "version", "such as \"0.1.0\"");
    p.header = reader_.text(table, "header");
    p.world = reader_.text(table, "world");
    p.type = reader_.text(table, "type");
    p.description = reader_.text(table, "description");
    p.license = reader_.text(table, "license");
    p.homepage = reader_.text(table, "homepage");
    p.authors = reader_.texts(table, "authors");
    p.concurrent = reader_.flag(table, "concurrent", false);
    p.unwind = reader_.flag(table, "unwind", true) && !out_.freestanding;
    p.state = reader_.flag(table, "state", false);
    p.state_span = reader_.place(table, "state");
    p.name_span = reader_.place(table, "name");
    p.world_span = reader_.place(table, "world");
    p.since_span = reader_.place(table, "since");
    since(table, p);
    if (const toml::table* meta = reader_.table(table, "meta")) p.meta = reader_.json(*meta);
    check(table, p);
    out_.plugins.push_back(std::move(p));
  }

  void check(const toml::table& table, const PluginEntry& p) {
    if (!p.name.empty() && !is_kebab(p.name)) not_kebab("name", p.name, table);
    if (is_kebab(p.name) && !names_.insert(p.name).second)
      reader_.error("E0811", "two plugins are called `" + p.name + "`", p.name_span);
    if (!p.version.empty() && !wit::Version::parse(p.version))
      reader_.error("E0807", "`" + p.version + "` is no version", reader_.place(table, "version"), "",
                    "write three numbers, such as \"1.2.0\"");
    if (!p.type.empty() && !is_type_path(p.type))
      reader_.error("E0807", "`" + p.type + "` is no name of a type", reader_.place(table, "type"), "",
                    "write it as in the source, such as \"Shout\" or \"my::Shout\"");
  }

  void since(const toml::table& table, PluginEntry& p) {
    const toml::node* node = table.get("since");
    if (!node) return;
    if (const toml::table* packages = node->as_table()) {
      for (auto&& [key, value] : *packages) base_version(p, std::string(key.str()), value);
    } else {
      base_version(p, "", *node);
    }
  }

  void base_version(PluginEntry& p, std::string package, const toml::node& node) {
    const auto* text = node.as_string();
    const auto version = text ? wit::Version::parse(text->get()) : std::nullopt;
    if (version)
      p.since.emplace_back(std::move(package), *version);
    else
      reader_.error("E0806", "`since` is no version", reader_.span_of(node.source()), "",
                    "write \"1.1.0\", or a table such as { \"demo:text\" = \"1.1.0\" }");
  }

  std::string required(const toml::table& table, std::string_view key, std::string_view meaning) {
    std::string value = reader_.text(table, key);
    const bool absent = !table.contains(key);
    if (absent || (value.empty() && table.get(key)->is_string()))
      reader_.error("E0807", "`" + std::string(key) + "` is " + (absent ? "missing" : "empty"),
                    reader_.place(table, key), "", std::string(key) + " = \"...\": " + std::string(meaning));
    return value;
  }

  void not_kebab(std::string_view what, const std::string& name, const toml::table& table) {
    reader_.error("E0811", std::string(what) + " `" + name + "` is no kebab-case word",
                  reader_.place(table, "name"), "",
                  "use lower-case letters, digits and `-`, such as name = \"loud-shout\"");
  }

  // Rust with a Cargo.toml, C++ with a header, else C.
  void choose_language(const toml::table& root) {
    const toml::table* section = root["library"].as_table();
    if (!section) return;
    const bool any_header =
        std::ranges::any_of(out_.plugins, [](const PluginEntry& p) { return !p.header.empty(); });
    const bool cargo = std::ranges::find(around_.files, "Cargo.toml") != around_.files.end();
    const std::string fallback = cargo ? "rust" : any_header ? "cpp" : "c";
    const std::string lang = reader_.text(*section, "lang", fallback);
    if (lang == "c" || lang == "cpp" || lang == "rust")
      out_.language = lang == "c" ? Language::c : lang == "cpp" ? Language::cpp : Language::rust;
    else
      reader_.error("E0807", "`" + lang + "` is no language", reader_.place(*section, "lang"), "",
                    "`lang` is \"c\", \"cpp\" or \"rust\"");
    if (out_.freestanding && out_.language == Language::cpp)
      reader_.error("E0810", "`freestanding = true` isn't supported in C++",
                    reader_.place(*section, "freestanding"), "", "leave it out");
    check_headers();
    if (!has_sources_) default_sources();
  }

  void check_headers() {
    for (const PluginEntry& p : out_.plugins) {
      if (out_.language == Language::cpp && p.header.empty())
        reader_.error("E0807", "`header` is missing", p.name_span, "",
                      "header = \"...\": the file that defines the type of `" + p.name + "`");
      if (out_.language != Language::cpp && !p.header.empty())
        reader_.error("E0807", "`header` is for C++ only", p.name_span, "",
                      "leave it out, or set lang = \"cpp\"");
    }
  }

  void default_sources() {
    if (out_.language == Language::rust) return;
    const std::string_view suffix = out_.language == Language::c ? ".c" : ".cpp";
    for (const std::string& file : around_.files)
      if (file.ends_with(suffix)) out_.sources.push_back(file);
  }

  TenonToml out_;
  const Surroundings& around_;
  TomlReader reader_{out_.source};
  std::set<std::string> names_;
  bool has_sources_ = false;
};

}  // namespace

std::string_view name_of(Language language) {
  switch (language) {
    case Language::c:
      return "c";
    case Language::cpp:
      return "cpp";
    case Language::rust:
      return "rust";
  }
  return "";
}

bool keeps_state(const TenonToml& toml) { return std::ranges::any_of(toml.plugins, &PluginEntry::state); }

bool is_kebab(std::string_view name) {
  bool start = true;  // of a word: a letter must follow
  for (const char c : name) {
    if (c == '-' && !start) {
      start = true;
      continue;
    }
    const bool letter = c >= 'a' && c <= 'z';
    if (!letter && (start || c < '0' || c > '9')) return false;
    start = false;
  }
  return !start;
}

std::expected<TenonToml, Problems> parse_tenon_toml(wit::Source source, const Surroundings& around) {
  return Interpreter(std::move(source), around).run();
}

std::expected<TenonToml, Problems> read_tenon_toml(const fs::path& path) {
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  const fs::path file = folder ? path / "tenon.toml" : path;
  auto text = read_file(file, "the project file");
  if (!text) {
    wit::Diagnostic& d = text.error().diagnostics[0];
    if (folder && d.help.empty()) d.help = "`tenon new NAME --lang c|cpp|rust --wit PATH` makes a project";
    return std::unexpected(std::move(text.error()));
  }
  Surroundings around;
  around.folder = folder ? path : file.has_parent_path() ? file.parent_path() : fs::path(".");
  around.folder_name = fs::weakly_canonical(fs::absolute(around.folder, error), error).filename().string();
  auto names = list_folder(around.folder);
  if (!names) return std::unexpected(std::move(names.error()));
  around.files = std::move(*names);
  return parse_tenon_toml({.path = file.generic_string(), .text = std::move(*text)}, around);
}

}  // namespace tenon::project
