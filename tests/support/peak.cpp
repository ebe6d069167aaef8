// SPDX-License-Identifier: Apache-2.0
#include "support/peak.hpp"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>

namespace pipeline::test {

namespace {

// A line of /proc/self/status, in bytes; 0 where it is absent.
size_t status_bytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    size_t kibibytes = 0;
    if (word == key + ":" && status >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

// The peak becomes what is resident now.
bool reset_peak() {
  malloc_trim(0);
  std::ofstream file("/proc/self/clear_refs");
  return static_cast<bool>(file << 5 << std::flush);
}

size_t measure(const std::function<std::function<void()>()>& prepare) {
  // A fixed threshold: large blocks go back to the system when they are freed.
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  const auto work = prepare();
  if (!reset_peak()) return 0;
  const size_t before = status_bytes("VmRSS");
  work();
  const size_t peak = status_bytes("VmHWM");
  return peak > before ? peak - before : 1;
}

}  // namespace

std::optional<size_t> peak_of(const std::function<std::function<void()>()>& prepare) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    size_t peak = 0;
    try {
      peak = measure(prepare);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
      ::_exit(1);
    }
    ::_exit(::write(ends[1], &peak, sizeof peak) == sizeof peak ? 0 : 1);
  }
  ::close(ends[1]);
  size_t peak = 0;
  const bool told = ::read(ends[0], &peak, sizeof peak) == sizeof peak;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!told || status != 0) throw std::runtime_error("the measured process failed");
  return peak ? std::optional(peak) : std::nullopt;
}

}  // namespace pipeline::test
