// See last_words.h. LLVM's signal handlers print where Clang was; what they cannot tell is added here.
#include "engine/workers/last_words.h"

#include <array>
#include <cstring>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/PrettyStackTrace.h"

namespace awaitlint {
namespace {

constexpr int out_of_memory_status = 86;
constexpr std::string_view overflow_words = "awaitlint: stack overflow\n";
constexpr std::string_view llvm_error_words = "LLVM ERROR: ";
constexpr std::size_t alternate_stack_bytes = 1 << 16;
constexpr std::size_t near_the_end = 1 << 16;

// A signal handler gets nothing but what is at a fixed place.
thread_local const char* stack_end = nullptr;
thread_local std::array<char, alternate_stack_bytes> alternate_stack;
struct sigaction llvm_handler;

[[noreturn]] void say_out_of_memory(void*, const char*, bool) {
    ::_exit(out_of_memory_status);
}

void on_fault(int signal, siginfo_t* info, void*) {
    const auto* const at = static_cast<const char*>(info->si_addr);
    if (stack_end && at < stack_end + near_the_end && at > stack_end - near_the_end) {
        [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, overflow_words.data(), overflow_words.size());
    }
    ::sigaction(signal, &llvm_handler, nullptr);  // returning faults again, for LLVM to see
}

/// "4.\t/home/me/src/a.cpp:4:12: current parser token 'x'" -> "/home/me/src/a.cpp:4". Columns vary with how deep the
/// stack is, and a report may not.
std::string place_in_line(const std::string& line) {
    const std::size_t begin = line.find('\t');
    if (begin == std::string::npos || line.empty() || line[0] < '0' || line[0] > '9') return "";
    const std::size_t end = line.find(": ", begin);
    if (end == std::string::npos) return "";
    const std::string place = line.substr(begin + 1, end - begin - 1);  // FILE:LINE:COLUMN
    const std::size_t column = place.rfind(':');
    if (column == std::string::npos || column == 0 || place[0] == '<') return "";  // "<built-in>" says nothing
    const std::size_t row = place.rfind(':', column - 1);
    if (row == std::string::npos || place.find_first_not_of("0123456789", row + 1) != column) return "";
    return place.substr(0, column);
}

struct LastWords {
    bool is_overflow = false;
    std::string llvm_error;
    std::string place;
};

LastWords understand(const std::string& said) {
    LastWords words;
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        words.is_overflow |= line + "\n" == overflow_words;
        if (line.starts_with(llvm_error_words)) words.llvm_error = line;
        if (std::string place = place_in_line(line); !place.empty()) words.place = std::move(place);
    }
    return words;
}

}  // namespace

void prepare_last_words() {
    ::setenv("LLVM_DISABLE_SYMBOLIZATION", "1", 1);
    llvm::EnablePrettyStackTrace();
    llvm::install_out_of_memory_new_handler();
    llvm::install_bad_alloc_error_handler(say_out_of_memory);
    struct sigaction ours = {};
    ours.sa_sigaction = on_fault;
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigaction(SIGSEGV, &ours, &llvm_handler);
}

CrashStack::CrashStack() {
    stack_t stack = {};
    stack.ss_sp = alternate_stack.data();
    stack.ss_size = alternate_stack.size();
    ::sigaltstack(&stack, nullptr);
    pthread_attr_t attributes;
    if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return;
    void* lowest = nullptr;
    std::size_t size = 0;
    if (::pthread_attr_getstack(&attributes, &lowest, &size) == 0) stack_end = static_cast<const char*>(lowest);
    ::pthread_attr_destroy(&attributes);
}

CrashStack::~CrashStack() {
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
    stack_end = nullptr;
}

std::string describe_death(int wait_status, const std::string& said, std::uint64_t memory_mib) {
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == out_of_memory_status)
        return memory_mib ? fmt::format("needed more than {} MiB of memory (--memory)", memory_mib)
                          : "needed more memory than the system gives";
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == not_confined_status)
        return "the system refuses to confine a worker (--sandbox): " + said.substr(0, said.find('\n'));
    if (WIFEXITED(wait_status)) return fmt::format("ended early with status {}", WEXITSTATUS(wait_status));
    const int signal = WTERMSIG(wait_status);
    if (signal == SIGKILL) return "was killed (signal 9), as the system does when it is out of memory";
    const LastWords words = understand(said);
    std::string text = words.is_overflow ? "crashed (stack overflow: its code is nested too deeply)"
                                         : fmt::format("crashed ({}, signal {})", ::strsignal(signal), signal);
    if (!words.llvm_error.empty()) text += ": " + words.llvm_error;
    if (!words.place.empty()) text += ", at " + words.place;
    return text;
}

}  // namespace awaitlint
