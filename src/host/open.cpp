// SPDX-License-Identifier: MIT
#include "host/open.hpp"

#include "host/missing.hpp"

namespace tenon::host {

Result<Module> open_source(Source& source, PrivateFolder& folder, const image::Image& image,
                           const image::Identity& origin, const std::string& file) {
  auto name = source.load_name(folder, image.search_path);
  if (!name) return std::unexpected(std::move(name.error()));
  const bool known = !source.is_copy() && Module::is_loaded(*name);
  auto module = Module::open(*name);
  if (!module) return explain_refusal(std::move(module.error()), *name, file, source.bytes());
  ClosedUnless right(*module);
  const bool other = known && !module->is_mapped_from(origin.inode);
  const auto now = source.is_copy() ? std::nullopt : std::optional(image::File::open(*name));
  const bool changed = now && (!*now || (*now)->identity() != origin);  // its content, or what has that name
  if (!other && !changed) {
    right.keep();
    return std::move(*module);
  }
  return fail(TENON_STAGE_LOAD, "E0508",
              "another build of this file is in the process already, or it just changed")
      .at(file)
      .help("load it with TENON_COPY_AUTO");
}

}  // namespace tenon::host
