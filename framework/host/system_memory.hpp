// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace pipeline::host {

// Bytes that this process may use: the machine's memory, or its cgroup's limit if that is less.
size_t available_memory();

// Bytes of this process that are in memory now, and the most there ever were; 0 where the system
// does not tell. [any thread]
size_t resident_memory();
size_t peak_resident_memory();

}  // namespace pipeline::host
