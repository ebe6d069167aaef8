// SPDX-License-Identifier: Apache-2.0
#include "framework/host/missing_libraries.hpp"

#include <link.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "framework/host/child.hpp"
#include "framework/host/families.hpp"

namespace pipeline::host {

namespace {

// The file of the dynamic linker that this process was started by.
std::string dynamic_linker() {
  std::string found;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* user) {
        if (info->dlpi_addr != getauxval(AT_BASE)) return 0;
        *static_cast<std::string*>(user) = info->dlpi_name;
        return 1;
      },
      &found);
  return found;
}

}  // namespace

std::vector<std::string> missing_libraries(const std::filesystem::path& file) {
  const std::string linker = dynamic_linker();
  const auto ask = [&] {
    setenv("LD_TRACE_LOADED_OBJECTS", "1", 1);  // as ldd does: it lists, and runs nothing
    execl(linker.c_str(), linker.c_str(), file.c_str(), static_cast<char*>(nullptr));
  };
  std::istringstream lines(run_children({ask}, std::chrono::seconds(10)).front().printed);
  std::vector<std::string> missing;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, arrow, rest;
    words >> name >> arrow;
    std::getline(words >> std::ws, rest);
    const bool is_new = std::find(missing.begin(), missing.end(), name) == missing.end();
    if (arrow == "=>" && rest == "not found" && is_new) missing.push_back(name);
  }
  return missing;
}

std::string needs_text(const std::vector<std::string>& missing) {
  std::string text = "does not load: needs ";
  for (size_t i = 0; i < missing.size(); ++i) {
    if (i > 0) text += i + 1 == missing.size() ? " and " : ", ";
    text += missing[i];
  }
  return text + ": not found";
}

std::string fix_for_missing(const std::string& id, const std::vector<std::string>& missing) {
  const std::string how = how_to_get(id);
  return "install the package that has " + std::string(missing.size() > 1 ? "them" : "it") +
         " ('apt-file search " + missing.front() + "' names it), or " +
         (how.empty() ? "rebuild the plugin here" : how);
}

}  // namespace pipeline::host
