// SPDX-License-Identifier: Apache-2.0
#include "framework/host/system_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "framework/host/cgroup.hpp"

namespace pipeline::host {

size_t available_memory() {
  size_t bytes =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  for (const std::string& line : cgroup_lines("memory.max")) {  // bytes, or "max"
    size_t limit = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), limit);
    if (error == std::errc()) bytes = std::min(bytes, limit);
  }
  return bytes;
}

}  // namespace pipeline::host
