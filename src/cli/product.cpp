// SPDX-License-Identifier: MIT
#include "cli/product.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <filesystem>

#include "cli/runtime_error.hpp"
#include "host/error.hpp"
#include "image/bytes.hpp"
#include "project/files.hpp"
#include "project/near.hpp"
#include "tenon/abi/note.h"

namespace tenon::cli {
namespace {

// As the runtime would refuse the file: the same words.
int show(host::Failure failure, const std::string& file, Output& output) {
  const RuntimeError error(host::give(failure.take()));
  cli::show(*error, output);
  std::error_code ignored;
  return std::filesystem::exists(file, ignored) ? kRefused : kFailed;
}

// A name in the file's folder that may have been meant.
std::string near_file(const std::filesystem::path& path) {
  const auto names = project::list_folder(path.has_parent_path() ? path.parent_path() : ".");
  const auto near = names ? project::nearest(path.filename().string(), *names) : std::nullopt;
  return near ? "did you mean `" + (path.parent_path() / *near).string() + "`?" : "";
}

int show(const image::Error& e, const std::string& file, Output& output) {
  host::Failure failure = host::fail(e, file);
  if (e.code == "E0201") failure.help(near_file(file));
  return show(std::move(failure), file, output);
}

host::Failure bad_product(std::string message, std::string help, const std::string& file) {
  return host::fail(TENON_STAGE_LOAD, "E0905", std::move(message)).at(file).help(std::move(help));
}

// Symbols that linkers add to every library.
bool is_linkers_own(const std::string& symbol) {
  return symbol == "_init" || symbol == "_fini" || symbol == "_end" || symbol == "_edata" ||
         symbol == "__bss_start";
}

// The first of them by name.
std::string some(const std::vector<std::string>& symbols) {
  std::string text;
  for (std::size_t i = 0; i < symbols.size() && i < 3; ++i)
    text += (text.empty() ? "`" : ", `") + symbols[i] + "`";
  return symbols.size() > 3 ? text + fmt::format(" and {} more", symbols.size() - 3) : text;
}

std::string others(std::vector<std::string> exported) {
  std::erase_if(exported,
                [](const std::string& symbol) { return symbol == "tenon_entry" || is_linkers_own(symbol); });
  return some(exported);
}

}  // namespace

int show_image_error(const image::Error& error, const std::string& file, Output& output) {
  return show(error, file, output);
}

std::string contract_text(std::uint32_t contract) {
  return fmt::format("{}.{}", contract >> 16, contract & 0xffff);
}

std::string language_text(std::uint32_t language) {
  switch (language) {
    case TENON_LANGUAGE_C:
      return "C";
    case TENON_LANGUAGE_CPP:
      return "C++";
    case TENON_LANGUAGE_RUST:
      return "Rust";
    default:
      return fmt::format("language {}", language);
  }
}

std::string size_text(std::uintmax_t bytes) {
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  const double kilo = static_cast<double>(bytes) / 1024;
  return kilo < 1024 ? fmt::format("{:.0f} KB", kilo) : fmt::format("{:.1f} MB", kilo / 1024);
}

std::expected<Product, int> read_product(const std::string& path, Output& output) {
  const auto file = image::File::open(path);
  if (!file) return std::unexpected(show(file.error(), path, output));
  const auto whole = image::verify(*file);
  if (!whole) return std::unexpected(show(whole.error(), path, output));
  auto manifest = abi::read_manifest(whole->note);
  if (!manifest) return std::unexpected(show(host::fail(manifest.error(), path), path, output));
  auto facts = image::read_facts(*file);
  if (!facts) return std::unexpected(show(facts.error(), path, output));
  return Product{std::move(*manifest), std::move(*facts)};
}

std::expected<std::string, int> inspect_product(const std::string& file, Output& output, bool alone) {
  const auto product = read_product(file, output);
  if (!product) return std::unexpected(product.error());
  const auto& exported = product->facts.exported;
  if (std::ranges::find(exported, "tenon_entry") == exported.end())
    return std::unexpected(
        show(bad_product("the library doesn't export `tenon_entry`",
                         "was it linked with another export list, or with `-flto` and another linker?", file),
             file, output));
  if (const std::string more = others(exported); !more.empty())
    return std::unexpected(show(bad_product("the library exports more than `tenon_entry`: " + more,
                                            "link it with the flags of `tenon build --print-flags`", file),
                                file, output));
  const auto& undefined = product->facts.undefined;
  if (alone && !undefined.empty())
    return std::unexpected(
        show(bad_product("the library is freestanding, and yet needs " + some(undefined),
                         "do without what calls " + std::string(undefined.size() > 1 ? "them" : "it") +
                             ", or define " + (undefined.size() > 1 ? "them" : "it"),
                         file),
             file, output));
  std::string text;
  for (const abi::ManifestPlugin& p : product->manifest.plugins)
    text += fmt::format("{} {}, ", p.name, p.version);
  std::error_code error;
  return text + fmt::format("{}, {}", language_text(product->manifest.language),
                            size_text(std::filesystem::file_size(file, error)));
}

}  // namespace tenon::cli
