// SPDX-License-Identifier: MIT
#include "project/since.hpp"

#include <set>

#include "project/near.hpp"

namespace tenon::project {
namespace {

std::string id_of(const wit::Package& package) { return package.name.ns + ":" + package.name.name; }

Problems unknown(const wit::Model& model, std::string_view key, const std::string& package) {
  std::set<std::string> known;
  for (const wit::Package& p : model.packages) known.insert(id_of(p));
  return problem("E0812",
                 "`" + std::string(key) + "` names the package `" + package + "`, which the WIT hasn't got",
                 "it has " + listed({known.begin(), known.end()}));
}

}  // namespace

std::optional<Problems> refuse_since(const wit::Model& model, std::string_view key,
                                     const std::string& package, const wit::Version& version) {
  bool found = false;
  std::optional<wit::Version> newest;  // there may be several tracks
  for (const wit::Package& p : model.packages) {
    if (id_of(p) != package) continue;
    found = true;
    if (p.name.version && (!newest || *p.name.version > *newest)) newest = p.name.version;
  }
  if (!found) return unknown(model, key, package);
  if (newest && version <= *newest) return std::nullopt;
  const std::string wanted = "`" + std::string(key) + "` wants `" + package + "` of " + version.text();
  if (!newest)
    return problem("E0812", wanted + ", and the WIT has it without a version",
                   "leave it out, or write `package " + package + "@" + version.text() + ";` in the WIT");
  return problem("E0812", wanted + ", and the WIT has " + newest->text(),
                 "name the oldest version that you work with");
}

}  // namespace tenon::project
