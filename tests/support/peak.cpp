// SPDX-License-Identifier: Apache-2.0
#include "support/peak.hpp"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "framework/host/system_memory.hpp"

namespace pipeline::test {

namespace {

size_t measure(const std::function<std::function<void()>()>& prepare) {
  // A fixed threshold: large blocks go back to the system when they are freed.
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  const auto work = prepare();
  malloc_trim(0);
  const host::PeakGrowth growth;
  if (!growth.is_known()) return 0;
  work();
  return std::max<size_t>(growth.bytes(), 1);
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
