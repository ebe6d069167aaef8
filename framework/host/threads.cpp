// SPDX-License-Identifier: Apache-2.0
#include "framework/host/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

namespace pipeline::host {

namespace {

unsigned affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return std::numeric_limits<unsigned>::max();
  return static_cast<unsigned>(CPU_COUNT(&set));
}

// cgroup v2's cpu.max holds "QUOTA PERIOD" in microseconds, or "max PERIOD".
unsigned quota() {
  constexpr unsigned unlimited = std::numeric_limits<unsigned>::max();
  std::ifstream groups("/proc/self/cgroup");
  std::string line, folder;
  while (std::getline(groups, line)) {
    if (line.starts_with("0::")) folder = line.substr(3);
  }
  for (const std::string& at : {folder, std::string()}) {
    std::ifstream file("/sys/fs/cgroup" + at + "/cpu.max");
    double microseconds = 0, period = 0;
    if (file >> microseconds >> period && period > 0) {
      return static_cast<unsigned>(std::max(1.0, std::ceil(microseconds / period)));
    }
  }
  return unlimited;
}

}  // namespace

unsigned available_threads() { return std::max(1U, std::min(affinity(), quota())); }

}  // namespace pipeline::host
