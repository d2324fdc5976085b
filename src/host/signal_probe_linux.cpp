// SPDX-License-Identifier: MIT
#include "host/signal_probe.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <mutex>
#include <string>

namespace tenon::host {
namespace {

using Clock = std::chrono::steady_clock;

/// A thread's id: it is asked; the negated id: it has answered and waits; or one of these.
constexpr std::int32_t kNobody = 0;
constexpr std::int32_t kAnswering = INT32_MIN;  // no thread's id
/// A signal that comes late finds another number and does nothing.
std::atomic<std::int32_t> state{kNobody};
std::mutex one_at_a_time;
Position answered;  // belongs to the thread that is answering

constexpr std::chrono::milliseconds kLongestStop{500};  // should the asking thread be held up itself

timespec spec_of(std::chrono::nanoseconds time) {
  return {static_cast<time_t>(time.count() / 1'000'000'000), static_cast<long>(time.count() % 1'000'000'000)};
}

/// Until `state` isn't `seen` any more, or the time is over, or something woke it up.
void wait_while(std::int32_t seen, std::chrono::nanoseconds time) {
  const timespec limit = spec_of(time);
  syscall(SYS_futex, &state, FUTEX_WAIT_PRIVATE, seen, &limit, nullptr, 0);
}

void wake() { syscall(SYS_futex, &state, FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr, 0); }

Position position_in(const ucontext_t& context) {
#if defined(__x86_64__)
  const auto& registers = context.uc_mcontext.gregs;
  return {static_cast<std::uintptr_t>(registers[REG_RSP]), static_cast<std::uintptr_t>(registers[REG_RIP])};
#elif defined(__aarch64__)
  return {context.uc_mcontext.sp, context.uc_mcontext.pc};
#else
#error "where are stack pointer and instruction pointer on this machine?"
#endif
}

void answer(int, siginfo_t*, void* context) {
  const int saved = errno;
  const std::int32_t me = gettid();
  std::int32_t asked = me;
  if (state.compare_exchange_strong(asked, kAnswering)) {
    answered = position_in(*static_cast<const ucontext_t*>(context));
    state = -me;
    wake();
    const Clock::time_point until = Clock::now() + kLongestStop;
    while (state == -me && Clock::now() < until) wait_while(-me, kLongestStop);
  }
  errno = saved;
}

/// The signals that a thread blocks, as bits from 0; all if that can't be read.
std::uint64_t blocked_by(pid_t thread) {
  std::ifstream status("/proc/self/task/" + std::to_string(thread) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("SigBlk:")) return std::stoull(line.substr(7), nullptr, 16);
  }
  return ~std::uint64_t{0};
}

bool is_free(int signal) {
  struct sigaction now{};
  if (sigaction(signal, nullptr, &now) != 0 || (now.sa_flags & SA_SIGINFO) != 0) return false;
  return now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN;
}

/// 0: none.
int signal_for(pid_t thread) {
  const std::uint64_t blocked = blocked_by(thread);
  for (const int signal : {SIGURG, SIGWINCH}) {
    if ((blocked >> (signal - 1) & 1) == 0 && is_free(signal)) return signal;
  }
  return 0;
}

/// Our handler in place of the host's disposition, for as long as it lives.
class Handler {
 public:
  explicit Handler(int signal) : signal_(signal) {
    struct sigaction ours{};
    ours.sa_sigaction = answer;
    ours.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    sigaction(signal_, &ours, &before_);
  }
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  ~Handler() {
    struct sigaction now{};
    sigaction(signal_, &before_, &now);
    // Another thread's, set meanwhile: it stays.
    if ((now.sa_flags & SA_SIGINFO) == 0 || now.sa_sigaction != answer) sigaction(signal_, &now, nullptr);
  }

 private:
  int signal_;
  struct sigaction before_{};
};

}  // namespace

ProbeTurn::ProbeTurn() : lock_(one_at_a_time), file_(open("/proc/self/stat", O_RDONLY | O_CLOEXEC)) {
  while (file_ >= 0 && flock(file_, LOCK_EX) != 0 && errno == EINTR) {}
}

ProbeTurn::~ProbeTurn() {
  if (file_ < 0) return;
  flock(file_, LOCK_UN);  // a child that was forked meanwhile has it open, too
  close(file_);
}

bool with_stopped(pid_t thread, Clock::time_point deadline, const std::function<void(Position)>& look) {
  const int signal = signal_for(thread);
  if (signal == 0) return false;
  const Handler handler(signal);
  state = thread;
  if (syscall(SYS_tgkill, getpid(), thread, signal) == 0) {
    for (auto left = deadline - Clock::now(); state == thread && left.count() > 0;
         left = deadline - Clock::now())
      wait_while(thread, left);
  }
  std::int32_t asked = thread;
  if (state.compare_exchange_strong(asked, kNobody)) return false;
  while (state == kAnswering) wait_while(kAnswering, kLongestStop);
  look(answered);
  state = kNobody;
  wake();
  return true;
}

}  // namespace tenon::host
