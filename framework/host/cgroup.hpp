// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pipeline::host {

// The first line of a control file ("cpu.max", "memory.max") of this process's cgroup (version 2)
// and of all cgroups above it; those that do not have it are left out.
std::vector<std::string> cgroup_lines(const std::string& file);

}  // namespace pipeline::host
