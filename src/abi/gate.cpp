// SPDX-License-Identifier: MIT
#include "abi/gate.hpp"

#include <tuple>

namespace tenon::abi {

bool operator<(const Since& a, const Since& b) {
  const bool a_unstable = !a.feature.empty(), b_unstable = !b.feature.empty();
  if (a_unstable || b_unstable) {
    return std::tie(a_unstable, a.feature) < std::tie(b_unstable, b.feature);
  }
  if (!a.version || !b.version) return !a.version && b.version;
  return *a.version < *b.version;
}

Since newest(std::initializer_list<const wit::Stability*> gates) {
  Since out;
  for (const wit::Stability* gate : gates) {
    if (out.feature.empty()) out.feature = gate->feature;
    if (gate->since && (!out.version || *out.version < *gate->since)) out.version = gate->since;
  }
  if (!out.feature.empty()) out.version.reset();
  return out;
}

wit::Version track_start(const wit::Version& version) {
  if (!version.pre.empty()) return version;
  if (version.major != 0) return {version.major, 0, 0, {}, {}};
  if (version.minor != 0) return {0, version.minor, 0, {}, {}};
  return {0, 0, version.patch, {}, {}};
}

Since from_start(Since gate, const std::optional<wit::Version>& package) {
  if (gate.version && package && *gate.version <= track_start(*package)) gate.version.reset();
  return gate;
}

std::string since_text(const wit::Version& version) { return "@since(version = " + version.text() + ")"; }

}  // namespace tenon::abi
