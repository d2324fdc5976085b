// SPDX-License-Identifier: MIT
#include "cli/runtime_error.hpp"

namespace tenon::cli {

Json to_json(const tenon_error& error) {
  Json out = {
      {"severity", "error"}, {"code", tenon_error_code(&error)}, {"message", tenon_error_message(&error)}};
  if (const char* file = tenon_error_file(&error)) out["file"] = file;
  for (std::size_t i = 0; const char* note = tenon_error_note(&error, i); ++i)
    out["notes"].push_back({{"message", note}});
  if (const char* help = tenon_error_help(&error)) out["help"] = help;
  if (const tenon_error* cause = tenon_error_cause(&error)) out["cause"] = to_json(*cause);
  return out;
}

int show(const tenon_error& error, Output& output) {
  output.error(tenon_error_text(&error), to_json(error));
  return tenon_error_stage(&error) <= TENON_STAGE_SCAN ? kFailed : kRefused;
}

}  // namespace tenon::cli
