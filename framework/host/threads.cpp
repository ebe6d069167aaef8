// SPDX-License-Identifier: Apache-2.0
#include "framework/host/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "framework/host/cgroup.hpp"

namespace pipeline::host {

namespace {

unsigned affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return std::numeric_limits<unsigned>::max();
  return static_cast<unsigned>(CPU_COUNT(&set));
}

// cpu.max holds "QUOTA PERIOD" in microseconds, or "max PERIOD".
unsigned quota() {
  unsigned least = std::numeric_limits<unsigned>::max();
  for (const std::string& line : cgroup_lines("cpu.max")) {
    std::istringstream words(line);
    double microseconds = 0, period = 0;
    if (words >> microseconds >> period && period > 0) {
      least =
          std::min(least, static_cast<unsigned>(std::max(1.0, std::ceil(microseconds / period))));
    }
  }
  return least;
}

}  // namespace

unsigned available_threads() { return std::max(1U, std::min(affinity(), quota())); }

}  // namespace pipeline::host
