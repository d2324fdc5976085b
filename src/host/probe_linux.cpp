// SPDX-License-Identifier: MIT
#include "host/probe.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <unwind.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <thread>

#include "host/signal_probe.hpp"
#include "host/stack_scan.hpp"

namespace tenon::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSamples = 8;  // of a thread that runs, before it gets a signal
constexpr std::chrono::microseconds kBetweenSamples{200};
constexpr std::chrono::milliseconds kPatience{200};  // with one running thread
constexpr std::chrono::seconds kAltogether{1};
constexpr std::size_t kMostThreads = 3;

std::string task_file(pid_t thread, const char* name) {
  return "/proc/self/task/" + std::to_string(thread) + "/" + name;
}

/// The start of a small file without its line feed; nothing if it can't be read.
std::optional<std::string> read_line(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, 512> text{};
  const ssize_t size = read(file, text.data(), text.size());
  close(file);
  if (size <= 0) return std::nullopt;
  std::string out(text.data(), static_cast<std::size_t>(size));
  return out.substr(0, out.find('\n'));
}

Suspect suspect(pid_t thread, Suspect::Certainty certainty) {
  return {thread, read_line(task_file(thread, "comm")).value_or("?"), certainty};
}

std::vector<pid_t> threads() {
  std::vector<pid_t> out;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/task"), closedir);
  if (!folder) return out;
  while (const dirent* entry = readdir(folder.get())) {
    if (const int thread = std::atoi(entry->d_name); thread > 0) out.push_back(thread);
  }
  std::ranges::sort(out);
  return out;
}

/// Where a thread waits. Nothing while it runs, or if the kernel doesn't tell.
std::optional<Position> position_of(pid_t thread) {
  // "running", or the call's number, its arguments, the stack pointer and the instruction pointer.
  const std::optional<std::string> line = read_line(task_file(thread, "syscall"));
  if (!line) return std::nullopt;
  const std::size_t last = line->rfind(' ');
  const std::size_t before = last == line->npos ? last : line->rfind(' ', last - 1);
  if (before == line->npos) return std::nullopt;
  return Position{std::strtoul(line->c_str() + before, nullptr, 16),
                  std::strtoul(line->c_str() + last, nullptr, 16)};
}

bool is_there(pid_t thread) { return access(task_file(thread, "comm").c_str(), F_OK) == 0; }

/// What one thread has to do with the libraries.
struct Finding {
  Bits inside = 0, may_be_inside = 0, cannot_tell = 0;
};

using Libraries = std::span<const Extent* const>;

constexpr Bits all_of(Libraries libraries) {
  return libraries.size() == 64 ? ~Bits{0} : (Bits{1} << libraries.size()) - 1;
}

/// Allocates nothing: the thread may be stopped.
Finding judge(const Position& at, const Mappings& mappings, Libraries libraries) {
  Finding out;
  if (at.stack_pointer == 0) return out;  // it is ending
  for (std::size_t i = 0; i < libraries.size(); i++)
    if (libraries[i]->has_code_at(at.instruction)) out.inside |= Bits{1} << i;
  const std::optional<Bits> mentioned = mentioned_on_stack(at.stack_pointer, mappings, libraries);
  (mentioned ? out.may_be_inside : out.cannot_tell) = mentioned.value_or(all_of(libraries)) & ~out.inside;
  return out;
}

/// All threads but this one; each is judged once.
class Survey {
 public:
  explicit Survey(Libraries libraries) : libraries_(libraries) {
    for (const pid_t thread : threads())
      if (thread != gettid()) waiting_for_.push_back(thread);
  }

  std::map<pid_t, Finding> take() {
    for (int i = 0; i < kSamples && !waiting_for_.empty(); i++) {
      if (i > 0) std::this_thread::sleep_for(kBetweenSamples);
      std::erase_if(waiting_for_, [&](pid_t thread) { return look(thread); });
    }
    if (!waiting_for_.empty()) stop_and_look_at_all();
    return std::move(found_);
  }

 private:
  /// Whether there is nothing more to know.
  bool look(pid_t thread) {
    const auto at = position_of(thread);
    if (at) found_[thread] = judge(*at, mappings_, libraries_);
    return at || !is_there(thread);
  }

  /// Others may be at it for long: the time that this may take begins behind them.
  void stop_and_look_at_all() {
    const ProbeTurn turn;
    limit_ = Clock::now() + kAltogether;
    for (const pid_t thread : waiting_for_) stop_and_look(thread);
  }

  void stop_and_look(pid_t thread) {
    Finding finding;
    const auto judge_it = [&](Position at) { finding = judge(at, mappings_, libraries_); };
    if (!with_stopped(thread, std::min(limit_, Clock::now() + kPatience), judge_it) && is_there(thread))
      finding.cannot_tell = all_of(libraries_);
    found_[thread] = finding;
  }

  const Libraries libraries_;
  const Mappings mappings_;
  Clock::time_point limit_;
  std::vector<pid_t> waiting_for_;
  std::map<pid_t, Finding> found_;
};

struct Walk {
  const Extent& library;
  bool inside = false;
  std::uintptr_t last = 1;  // 0 behind the outermost frame, unless the walk couldn't get that far
};

_Unwind_Reason_Code visit(_Unwind_Context* frame, void* data) {
  auto& walk = *static_cast<Walk*>(data);
  walk.last = _Unwind_GetIP(frame);
  walk.inside = walk.library.has_code_at(walk.last);
  return walk.inside ? _URC_END_OF_STACK : _URC_NO_REASON;
}

}  // namespace

std::string Suspect::text() const {
  const std::string who = "thread " + std::to_string(thread) + " (`" + name + "`)";
  if (certainty == kInside) return who + " is inside of it";
  if (certainty == kMayBeInside) return who + " may be inside of it";
  return who + " can't be looked at, and may be inside of it";
}

std::optional<Suspect> this_thread_in(const Extent& library) {
  Walk walk{library};
  _Unwind_Backtrace(visit, &walk);
  if (walk.inside) return suspect(gettid(), Suspect::kInside);
  if (walk.last == 0) return std::nullopt;
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  const Extent* const libraries[] = {&library};
  if (mentioned_on_stack(here, Mappings(), libraries) == Bits{0}) return std::nullopt;
  return suspect(gettid(), Suspect::kMayBeInside);
}

std::vector<std::vector<Suspect>> other_threads_in(std::span<const Extent* const> libraries) {
  std::vector<std::vector<Suspect>> out(libraries.size());
  if (libraries.empty()) return out;
  for (const auto& [thread, finding] : Survey(libraries).take()) {
    for (std::size_t i = 0; i < libraries.size(); i++) {
      const Bits bit = Bits{1} << i;
      if ((finding.inside & bit) != 0) out[i].push_back(suspect(thread, Suspect::kInside));
      if ((finding.may_be_inside & bit) != 0) out[i].push_back(suspect(thread, Suspect::kMayBeInside));
      if ((finding.cannot_tell & bit) != 0) out[i].push_back(suspect(thread, Suspect::kCannotTell));
    }
  }
  return out;
}

std::vector<Suspect> other_threads_in(const Extent& library) {
  const Extent* const libraries[] = {&library};
  return std::move(other_threads_in(libraries).front());
}

std::string text_of(const std::vector<Suspect>& suspects) {
  std::string out;
  for (std::size_t i = 0; i < std::min(suspects.size(), kMostThreads); i++)
    out += (i == 0 ? "" : "; ") + suspects[i].text();
  if (suspects.size() > kMostThreads)
    out += "; and " + std::to_string(suspects.size() - kMostThreads) + " more threads";
  return out;
}

}  // namespace tenon::host
