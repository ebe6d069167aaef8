// SPDX-License-Identifier: Apache-2.0
#include "framework/host/cgroup.hpp"

#include <filesystem>
#include <fstream>

namespace pipeline::host {

std::vector<std::string> cgroup_lines(const std::string& file) {
  namespace fs = std::filesystem;
  std::ifstream groups("/proc/self/cgroup");
  std::string line;
  fs::path group = "/";
  while (std::getline(groups, line)) {
    if (line.starts_with("0::")) group = line.substr(3);
  }
  std::vector<std::string> found;
  // In a container the path may be the host's, which is not mounted: only the root is, as ours.
  for (;; group = group.parent_path()) {
    std::ifstream control("/sys/fs/cgroup" + (group / file).string());
    if (std::getline(control, line)) found.push_back(line);
    if (!group.has_relative_path()) return found;
  }
}

}  // namespace pipeline::host
