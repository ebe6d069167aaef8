// SPDX-License-Identifier: Apache-2.0
// What a plugin declares, read in a child process, so that one which crashes, hangs, prints or
// exits while it loads is reported and harms nobody.
#pragma once

#include <string>
#include <vector>

namespace pipeline::host {

class Registry;

struct ScannedStage {
  std::string id, version, doc;
  std::string lacks;  // what it needs that is absent here, and how to get it; empty: nothing
};

struct Scan {
  std::vector<ScannedStage> stages;
  std::string problem;  // one line, when the plugin could not be read
};

// Waits for the child at most ten seconds. [one thread; before other threads are started]
Scan scan(Registry& registry, const std::string& plugin);

}  // namespace pipeline::host
