// SPDX-License-Identifier: MIT
#include "host/closing.hpp"

#include <mutex>
#include <vector>

namespace tenon::host {
namespace {

/// Never destroyed, so that the code of what is kept may use it until the very end.
void keep_for_ever(std::shared_ptr<void> owner) {
  static auto* const mutex = new std::mutex;
  static auto* const kept = new std::vector<std::shared_ptr<void>>;
  const std::lock_guard lock(*mutex);
  kept->push_back(std::move(owner));
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& s : sentences) out += (out.empty() ? "" : "; ") + s;
  return out;
}

std::string why_mapped(const std::optional<image::Facts>& facts) {
  if (!facts) return "its file has changed, so that the reason can't be told";
  const std::vector<std::string> risks = image::unload_risks(*facts);
  if (!risks.empty()) return joined(risks);
  return "nothing in the file explains it; another library may use it, or this process opened it elsewhere "
         "too";
}

}  // namespace

Outcome close_module(Module& module, std::shared_ptr<void> owner, const std::optional<image::Facts>& facts,
                     const std::string& unsafe) {
  if (unsafe.empty() && module.close()) return {};
  keep_for_ever(std::move(owner));
  return {TENON_UNLOAD_STILL_MAPPED, unsafe.empty() ? why_mapped(facts) : unsafe};
}

}  // namespace tenon::host
