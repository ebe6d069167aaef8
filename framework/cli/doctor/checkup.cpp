// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/doctor/checkup.hpp"

#include <pipeline/abi.h>

#include <algorithm>
#include <map>

#include "framework/graph/name.hpp"
#include "framework/host/families.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

PluginFolder look_into(const host::SearchFolder& folder, std::map<std::string, fs::path>& first) {
  PluginFolder found{folder, {}, {}};
  if (!folder.exists || !folder.distrust.empty()) return found;
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator it(folder.path, error), end; it != end; it.increment(error)) {
    if (it->path().extension() == ".so") paths.push_back(it->path());
  }
  if (error) found.unreadable = error.message();
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    PluginFile& file = found.files.emplace_back();
    file.path = path;
    const std::string id = path.stem().string();
    const auto [known, is_new] = first.try_emplace(id, path);
    if (!graph::is_name(id)) {
      file.state = PluginFile::State::misnamed;
    } else if (!is_new) {
      file.state = PluginFile::State::hidden;
      file.hidden_by = known->second;
    }
  }
  return found;
}

void scan_files(std::vector<PluginFolder>& folders, const std::vector<fs::path>& models) {
  std::vector<PluginFile*> files;
  std::vector<fs::path> paths;
  for (PluginFolder& folder : folders) {
    for (PluginFile& file : folder.files) {
      if (file.state != PluginFile::State::loads) continue;
      files.push_back(&file);
      paths.push_back(file.path);
    }
  }
  auto scans = host::scan(paths, models);
  for (size_t i = 0; i < files.size(); ++i) {
    if (!scans[i].loads()) files[i]->state = PluginFile::State::broken;
    files[i]->scan = std::move(scans[i]);
  }
}

void find_in(const PluginFile& file, std::vector<Finding>& findings) {
  const std::string name = file.path.string();
  if (file.state == PluginFile::State::misnamed) {
    const std::string id = file.path.stem().string();
    findings.push_back({false, name, "is not looked at: '" + id + "' is no plugin's id",
                        "a plugin's file is named by its id: lower-case letters, digits and '_', a "
                        "letter first, then .so"});
  }
  if (file.state == PluginFile::State::broken) {
    findings.push_back({true, name, file.scan.reason, file.scan.fix});
  }
  for (const std::string& remark : file.scan.remarks) {
    findings.push_back({false, name, remark, "tell its author"});
  }
  for (const std::string& complaint : file.scan.complaints) {
    findings.push_back({false, name, complaint, "mend that file, or take it out of the folder"});
  }
  for (const auto& [stage, lacks] : file.scan.stages) {
    if (lacks.empty()) continue;
    const size_t cut = lacks.rfind("; ");
    const bool has_fix = cut != std::string::npos;
    findings.push_back({false, stage->id, "cannot run here: " + lacks.substr(0, cut),
                        has_fix ? lacks.substr(cut + 2) : ""});
  }
}

void find_in(const host::SearchFolder& folder, std::vector<Finding>& findings) {
  const std::string name = folder.path.string();
  if (!folder.distrust.empty()) {
    findings.push_back({false, name, "is left out of the search: " + folder.distrust, ""});
  } else if (!folder.exists && !folder.origin.empty()) {
    findings.push_back({false, name, "no such folder", "make it, or change " + folder.origin});
  }
}

std::vector<AbsentFamily> absent_families(const std::map<std::string, fs::path>& present) {
  std::vector<AbsentFamily> absent;
  for (const host::Family& family : host::families()) {
    const std::string id(family.id);
    if (present.count(id)) continue;
    const std::string why =
        family.lacked.empty()
            ? "not in any of the folders"
            : "left out when this was built: " + std::string(family.lacked) + " was absent";
    absent.push_back({id, why, host::how_to_get(id)});
  }
  return absent;
}

}  // namespace

size_t Checkup::broken() const {
  return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                           [](const Finding& finding) { return finding.broken; }));
}

std::string contract(unsigned minor) {
  return std::to_string(PIPELINE_ABI_MAJOR) + "." + std::to_string(minor);
}

Checkup examine(const std::string& plugin_path, const std::string& model_path) {
  const auto plugins = host::plugin_search_path(plugin_path);
  const auto models = host::model_search_path(model_path);
  Checkup checkup;
  std::map<std::string, fs::path> first;
  for (const auto& folder : plugins.looked_at) {
    checkup.folders.push_back(look_into(folder, first));
  }
  scan_files(checkup.folders, models.folders);
  checkup.models = models.looked_at;
  checkup.absent = absent_families(first);
  for (const PluginFolder& folder : checkup.folders) {
    find_in(folder.folder, checkup.findings);
    if (!folder.unreadable.empty()) {
      checkup.findings.push_back({false, folder.folder.path.string(),
                                  "cannot be read: " + folder.unreadable,
                                  "make it readable for you, or take it out of the search"});
    }
    for (const PluginFile& file : folder.files) find_in(file, checkup.findings);
  }
  for (const auto& folder : checkup.models) find_in(folder, checkup.findings);
  std::stable_partition(checkup.findings.begin(), checkup.findings.end(),
                        [](const Finding& finding) { return finding.broken; });
  return checkup;
}

}  // namespace pipeline::cli
