// SPDX-License-Identifier: Apache-2.0
// Where plugins and models are looked for, in order.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pipeline::host {

struct SearchFolder {
  std::filesystem::path path = {};
  std::string origin = {};    // who named it: "--plugin-path", "PIPELINE_PLUGIN_PATH", or empty
  bool exists = false;        // as a folder
  std::string distrust = {};  // why it is left out although it exists: one line
};

struct SearchPath {
  std::vector<std::filesystem::path> folders;  // those that exist and may be trusted, in order
  std::vector<std::string> warnings;           // folders left out, each with its reason
  std::vector<SearchFolder> looked_at;         // all, each once, in order
};

// --plugin-path, then PIPELINE_PLUGIN_PATH (both lists with ':'), then lib/pipeline/plugins beside
// the binary's bin (a build's or an install's own), then the user's
// $XDG_DATA_HOME/pipeline/plugins. A folder that others may write to is left out, because a plugin
// runs with the user's rights; so is what the environment names when the process is set-uid.
SearchPath plugin_search_path(const std::string& option);

// The same for --model-path, PIPELINE_MODEL_PATH, .../models.
SearchPath model_search_path(const std::string& option);

// The running binary; empty where /proc is not there.
std::filesystem::path program_file();

// <prefix>/<relative> for the prefix that the running binary stands in (<prefix>/bin/pipeline).
std::filesystem::path beside_binary(const std::filesystem::path& relative);

}  // namespace pipeline::host
