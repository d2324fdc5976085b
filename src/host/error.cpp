// SPDX-License-Identifier: MIT
#include "host/error.hpp"

#include <cstring>

namespace tenon::host {

Failure::Failure(std::uint32_t stage, std::string code, std::string message) : error_(new tenon_error) {
  error_->stage = stage;
  error_->code = std::move(code);
  error_->message = std::move(message);
}

Failure& Failure::at(std::string file) & {
  error_->file = std::move(file);
  return *this;
}

Failure& Failure::help(std::string text) & {
  error_->help = std::move(text);
  return *this;
}

Failure& Failure::note(std::string text) & {
  error_->notes.push_back(std::move(text));
  return *this;
}

Failure& Failure::cause(Error error) & {
  error_->cause = std::move(error);
  return *this;
}

Failure& Failure::status(std::int32_t status) & {
  error_->status = status;
  return *this;
}

Failure fail(std::uint32_t stage, std::string code, std::string message) {
  return Failure(stage, std::move(code), std::move(message));
}

Failure usage(std::string message) { return fail(TENON_STAGE_USAGE, "E0101", std::move(message)); }

Failure fail(const image::Error& error, const std::string& file) {
  const std::uint32_t stage = error.note ? TENON_STAGE_MANIFEST : TENON_STAGE_IMAGE;
  return fail(stage, error.code, error.message).at(file).help(error.help);
}

Failure fail(const abi::ManifestError& error, const std::string& file) {
  return fail(TENON_STAGE_MANIFEST, error.code, error.message).at(file).help(error.help);
}

std::string system_text(int number) { return std::strerror(number); }

std::string render(const tenon_error& error) {
  std::string out = "error[" + error.code + "]: " + error.message + "\n";
  if (!error.file.empty()) out += "  --> " + error.file + "\n";
  for (const std::string& note : error.notes) out += "note: " + note + "\n";
  if (!error.help.empty()) out += "help: " + error.help + "\n";
  if (error.cause) out += "caused by " + render(*error.cause);
  return out;
}

tenon_error* give(Error error) {
  for (tenon_error* e = error.get(); e != nullptr; e = e->cause.get()) e->text = render(*e);
  return error.release();
}

tenon_error* out_of_memory() {
  static tenon_error* const kept = [] {
    return give(fail(TENON_STAGE_USAGE, "E0102", "out of memory").take());
  }();
  return kept;
}

tenon_error* forked_at_work() {
  return give(
      fail(TENON_STAGE_USAGE, "E0112", "this process was forked while the runtime was at work")
          .help("calls of what is loaded go on; fork when no thread loads, reloads or unloads, or call exec")
          .take());
}

tenon_error* unexpected(const char* what) {
  try {
    return give(fail(TENON_STAGE_USAGE, "E0103", std::string("a mistake inside libtenon: ") + what)
                    .help("please report it")
                    .take());
  } catch (...) {
    return out_of_memory();
  }
}

namespace {
// Made while there still is memory.
[[maybe_unused]] const tenon_error* const kMadeEarly = out_of_memory();

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }
}  // namespace

}  // namespace tenon::host

using tenon::host::or_null;

const char* tenon_error_code(const tenon_error* error) { return error->code.c_str(); }
uint32_t tenon_error_stage(const tenon_error* error) { return error->stage; }
const char* tenon_error_message(const tenon_error* error) { return error->message.c_str(); }
const char* tenon_error_file(const tenon_error* error) { return or_null(error->file); }
const char* tenon_error_help(const tenon_error* error) { return or_null(error->help); }
const char* tenon_error_note(const tenon_error* error, size_t index) {
  return index < error->notes.size() ? error->notes[index].c_str() : nullptr;
}
const tenon_error* tenon_error_cause(const tenon_error* error) { return error->cause.get(); }
int32_t tenon_error_status(const tenon_error* error) { return error->status; }
const char* tenon_error_text(const tenon_error* error) { return error->text.c_str(); }

void tenon_error_delete(tenon_error* error) {
  if (error != tenon::host::out_of_memory()) delete error;
}
