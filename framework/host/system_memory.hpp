// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace pipeline::host {

struct MemoryLimits {
  size_t machine = 0;  // bytes of RAM
  size_t cgroup = 0;   // the least limit of its cgroups; 0: none
};
MemoryLimits memory_limits();

// Bytes that this process may use: the machine's memory, or its cgroup's limit if that is less.
size_t available_memory();

// Bytes of this process that are in memory now, and the most there ever were; 0 where the system
// does not tell. [any thread]
size_t resident_memory();
size_t peak_resident_memory();

// By how much this process grows, beyond what is resident when this is made. One at a time.
class PeakGrowth {
 public:
  PeakGrowth();
  bool is_known() const { return known_; }  // whether the system tells
  size_t bytes() const;                     // so far

 private:
  bool known_;
  size_t before_;
};

}  // namespace pipeline::host
