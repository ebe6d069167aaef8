// SPDX-License-Identifier: Apache-2.0
// What plugins declare, read in a child process each, so that one which crashes, hangs, prints or
// exits while it loads is reported and harms nobody.
#pragma once

#include <pipeline/abi.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::host {

class Registry;

struct ScannedStage {
  // A copy that can be looked at and not run: its functions answer UNSUPPORTED, and it has no
  // extension. It lives as long as its scan.
  const pipeline_stage* stage = nullptr;
  std::string lacks;  // what it needs that is absent here, and how to get it; empty: nothing
};

struct Scan {
  std::filesystem::path file;
  std::string version, doc;
  uint32_t contract_minor = 0;       // the least minor version of the contract that it needs
  std::vector<ScannedStage> stages;  // those of its catalog included

  std::string reason, fix;              // where it does not load: why not, and what to do
  std::vector<std::string> missing;     // the shared libraries that it lacks
  std::vector<std::string> remarks;     // what it did while loading that a plugin should not
  std::vector<std::string> complaints;  // what its catalog said of the model folders
  unsigned threads = 0;  // how many it, or a library of it, had started when it was loaded

  std::shared_ptr<const void> memory;  // that of the stages

  std::string id() const { return file.stem().string(); }
  bool loads() const { return reason.empty(); }
  std::string problem() const;  // one line: file, reason, what to do; empty: it loads
  const pipeline_stage* find(std::string_view stage_id) const;  // nullptr: it has no such stage
};

constexpr std::chrono::milliseconds scan_limit = std::chrono::seconds(10);

// Looks at each file, several at once, for at most `limit` each; in the order of the files. models:
// folders for the plugins' catalogs. [one thread; before other threads are started]
std::vector<Scan> scan(const std::vector<std::filesystem::path>& files,
                       const std::vector<std::filesystem::path>& models,
                       std::chrono::milliseconds limit = scan_limit);

// The same for plugins by id, which the registry has, with its model folders.
std::vector<Scan> scan(const Registry& registry, const std::vector<std::string>& plugins);

}  // namespace pipeline::host
