// SPDX-License-Identifier: Apache-2.0
// How many threads this process may use.
#pragma once

namespace pipeline::host {

// The smaller of the processors this process may run on and its cgroup's quota, at least 1.
unsigned available_threads();

}  // namespace pipeline::host
