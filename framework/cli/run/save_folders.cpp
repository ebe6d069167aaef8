// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/save_folders.hpp"

#include <map>

#include "framework/cli/command.hpp"
#include "framework/run/files.hpp"
#include "framework/run/output_paths.hpp"

namespace pipeline::cli {

namespace fs = std::filesystem;

std::vector<fs::path> save_folders(const std::string& folder, const graph::Graph& graph,
                                   const std::vector<run::Item>& items, const FileUses& uses) {
  std::vector<fs::path> sources;
  for (const auto& item : items) {
    sources.push_back(item.inputs.empty() ? fs::path(graph.name) : item.inputs[0]);
  }
  std::vector<fs::path> folders = run::folders_by_stem(folder, sources);
  std::map<std::string, fs::path> taken;
  for (const fs::path& path : folders) taken.emplace(run::identity(path), path);
  const auto check = [&](const run::FileUse& use) {
    if (use.file == "-" || use.file.empty()) return;
    const auto found = taken.find(run::identity(fs::absolute(use.file).parent_path()));
    if (found == taken.end()) return;
    throw UsageError("--save-all " + folder + ": the folder " + found->second.string() +
                     " would be written to, and " + use.name + " is in it: name another folder");
  };
  for (const auto& use : uses.read) check(use);
  for (const auto& use : uses.written) check(use);
  return folders;
}

void make_save_folder(const std::string& folder) {
  std::error_code error, none;
  fs::create_directories(folder, error);
  if (fs::exists(folder, none) && !fs::is_directory(folder, none))
    throw UsageError("--save-all " + folder + ": is a file: expected a folder");
  if (error) throw UsageError("--save-all " + folder + ": cannot be made: " + error.message());
  if (const std::string problem = run::why_not_writable(fs::path(folder) / "any"); !problem.empty())
    throw UsageError("--save-all " + folder + ": " + problem);
}

}  // namespace pipeline::cli
