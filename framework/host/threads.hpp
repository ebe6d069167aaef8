// SPDX-License-Identifier: Apache-2.0
// How many threads this process may use.
#pragma once

namespace pipeline::host {

struct ThreadLimits {
  unsigned processors = 1;  // that this process may run on
  unsigned quota = 0;       // what its cgroups grant, rounded up; 0: no limit
};
ThreadLimits thread_limits();

// The smaller of the processors this process may run on and its cgroup's quota, at least 1.
unsigned available_threads();

}  // namespace pipeline::host
