// SPDX-License-Identifier: Apache-2.0
#include "framework/host/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "framework/host/cgroup.hpp"

namespace pipeline::host {

namespace {

unsigned affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // More processors than a set holds: as many as it does.
  if (sched_getaffinity(0, sizeof set, &set) != 0) return CPU_SETSIZE;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

// cpu.max holds "QUOTA PERIOD" in microseconds, or "max PERIOD".
unsigned quota() {
  unsigned least = 0;
  for (const std::string& line : cgroup_lines("cpu.max")) {
    std::istringstream words(line);
    double microseconds = 0, period = 0;
    if (words >> microseconds >> period && period > 0) {
      const auto threads = static_cast<unsigned>(std::max(1.0, std::ceil(microseconds / period)));
      least = least ? std::min(least, threads) : threads;
    }
  }
  return least;
}

}  // namespace

ThreadLimits thread_limits() { return {affinity(), quota()}; }

unsigned available_threads() {
  const ThreadLimits limits = thread_limits();
  return limits.quota ? std::min(limits.processors, limits.quota) : limits.processors;
}

}  // namespace pipeline::host
