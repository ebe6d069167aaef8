// SPDX-License-Identifier: Apache-2.0
// What `pipeline doctor` looks at and what it finds.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "framework/host/scan.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

// One .so in a plugin folder.
struct PluginFile {
  enum class State { loads, broken, hidden, misnamed } state = State::loads;
  std::filesystem::path path;
  std::filesystem::path hidden_by = {};  // the file of the same id that comes first
  host::Scan scan = {};                  // where it is neither hidden nor misnamed
};

struct PluginFolder {
  host::SearchFolder folder;
  std::string unreadable;         // why it cannot be read, or empty
  std::vector<PluginFile> files;  // by name; none of a folder that is left out
};

// What somebody should do something about.
struct Finding {
  bool broken;  // a plugin that does not load; else a warning
  std::string what, why, fix;
};

struct AbsentFamily {
  std::string id, why, how;  // how to get it
};

struct Checkup {
  std::vector<PluginFolder> folders;
  std::vector<host::SearchFolder> models;
  std::vector<AbsentFamily> absent;
  std::vector<Finding> findings;  // those of plugins that do not load first

  size_t broken() const;
};

// Looks at every file of the search path, each in a process of its own. The options are those of
// the command line. [one thread; before other threads are started]
Checkup examine(const std::string& plugin_path, const std::string& model_path);

// "1.0": the plugin contract of this minor version.
std::string contract(unsigned minor);

// For people; only_findings: without what is well.
std::string checkup_text(const Checkup& checkup, bool only_findings, bool colour);
std::string checkup_json(const Checkup& checkup);

}  // namespace pipeline::cli
