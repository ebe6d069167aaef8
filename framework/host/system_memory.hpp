// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace pipeline::host {

// Bytes that this process may use: the machine's memory, or its cgroup's limit if that is less.
size_t available_memory();

}  // namespace pipeline::host
