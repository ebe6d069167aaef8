// SPDX-License-Identifier: Apache-2.0
#include "framework/host/system_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string>

#include "framework/host/cgroup.hpp"

namespace pipeline::host {

MemoryLimits memory_limits() {
  MemoryLimits limits;
  limits.machine =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  for (const std::string& line : cgroup_lines("memory.max")) {  // bytes, or "max"
    size_t limit = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), limit);
    if (error == std::errc())
      limits.cgroup = limits.cgroup ? std::min(limits.cgroup, limit) : limit;
  }
  return limits;
}

size_t available_memory() {
  const MemoryLimits limits = memory_limits();
  return limits.cgroup ? std::min(limits.machine, limits.cgroup) : limits.machine;
}

size_t resident_memory() {
  std::ifstream file("/proc/self/statm");
  size_t all = 0, resident = 0;  // pages
  file >> all >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

// Not getrusage, which counts what the process was before exec(), a copy of its parent.
size_t peak_resident_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("VmHWM:")) continue;
    size_t kibibytes = 0;
    std::istringstream(line.substr(line.find(':') + 1)) >> kibibytes;
    return kibibytes * 1024;
  }
  return 0;
}

// The system's own mark of the peak is set back to what is resident now.
PeakGrowth::PeakGrowth() : known_(false), before_(0) {
  std::ofstream file("/proc/self/clear_refs");
  known_ = static_cast<bool>(file << 5 << std::flush);
  before_ = resident_memory();
}

size_t PeakGrowth::bytes() const {
  const size_t peak = known_ ? peak_resident_memory() : 0;
  return peak > before_ ? peak - before_ : 0;
}

}  // namespace pipeline::host
