// SPDX-License-Identifier: Apache-2.0
#include "framework/host/search_path.hpp"

#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string_view>

namespace pipeline::host {

namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* text = getauxval(AT_SECURE) ? nullptr : std::getenv(name);
  return text ? text : "";
}

void append(std::vector<SearchFolder>& to, const std::string& list, const std::string& origin) {
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ':');) {
    if (!part.empty()) to.push_back({fs::absolute(part).lexically_normal(), origin});
  }
}

fs::path user_folder(const std::string& kind) {
  if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) {
    return fs::path(data) / "pipeline" / kind;
  }
  const std::string home = environment("HOME");
  return home.empty() ? fs::path() : fs::path(home) / ".local/share/pipeline" / kind;
}

// Why code from this folder must not run: another user could have put it there.
std::string distrust(const fs::path& folder) {
  struct stat info {};
  if (stat(folder.c_str(), &info) != 0) return "";
  if (info.st_mode & S_IWOTH) return "any user may write to it (chmod o-w makes it usable)";
  if (info.st_uid != 0 && info.st_uid != geteuid() && geteuid() != 0) {
    return "it belongs to another user";
  }
  return "";
}

SearchPath search_path(const std::string& option, const std::string& option_name,
                       const char* variable, const std::string& kind) {
  std::vector<SearchFolder> candidates;
  append(candidates, option, option_name);
  append(candidates, environment(variable), variable);
  candidates.push_back({beside_binary(fs::path("lib/pipeline") / kind), {}});
  if (const fs::path user = user_folder(kind); !user.empty()) candidates.push_back({user, {}});

  SearchPath path;
  for (SearchFolder& folder : candidates) {
    const auto same = [&](const SearchFolder& known) { return known.path == folder.path; };
    if (std::any_of(path.looked_at.begin(), path.looked_at.end(), same)) continue;
    std::error_code none;
    folder.exists = fs::is_directory(folder.path, none);
    folder.distrust = folder.exists ? distrust(folder.path) : "";
    if (!folder.distrust.empty()) {
      path.warnings.push_back(folder.path.string() +
                              " is left out of the search: " + folder.distrust);
    } else if (folder.exists) {
      path.folders.push_back(folder.path);
    } else if (!folder.origin.empty()) {
      path.warnings.push_back(folder.path.string() + ": no such folder (" + folder.origin + ")");
    }
    path.looked_at.push_back(std::move(folder));
  }
  return path;
}

}  // namespace

fs::path program_file() {
  std::error_code none;
  return fs::read_symlink("/proc/self/exe", none);
}

fs::path beside_binary(const fs::path& relative) {
  return program_file().parent_path().parent_path() / relative;
}

SearchPath plugin_search_path(const std::string& option) {
  return search_path(option, "--plugin-path", "PIPELINE_PLUGIN_PATH", "plugins");
}

SearchPath model_search_path(const std::string& option) {
  return search_path(option, "--model-path", "PIPELINE_MODEL_PATH", "models");
}

}  // namespace pipeline::host
