// SPDX-License-Identifier: MIT
#include "cli/runtime_error.hpp"

namespace tenon::cli {

namespace {

Json without_causes(const tenon_error& error) {
  Json out = error_json(tenon_error_code(&error), tenon_error_message(&error));
  if (const char* file = tenon_error_file(&error)) out["file"] = file;
  for (std::size_t i = 0; const char* note = tenon_error_note(&error, i); ++i)
    out["notes"].push_back(note_json(note));
  if (const char* help = tenon_error_help(&error)) out["help"] = help;
  return out;
}

}  // namespace

Json to_json(const tenon_error& error) {
  Json out = without_causes(error);
  for (const tenon_error* cause = tenon_error_cause(&error); cause; cause = tenon_error_cause(cause))
    out["causes"].push_back(without_causes(*cause));
  return out;
}

int show(const tenon_error& error, Output& output) {
  output.error(tenon_error_text(&error), to_json(error));
  return tenon_error_stage(&error) <= TENON_STAGE_SCAN ? kFailed : kRefused;
}

}  // namespace tenon::cli
