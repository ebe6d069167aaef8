// SPDX-License-Identifier: Apache-2.0
// What every subcommand that looks at stages needs: memory, messages, the registry.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "framework/cli/options.hpp"
#include "framework/graph/graph.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::cli {

class Session {
 public:
  // Reads the common options; warns of plugin folders that are left out.
  Session(const po::variables_map& values, Console& console);
  Session(const Session&) = delete;

  host::Environment& environment() { return environment_; }
  host::Registry& registry() { return *registry_; }

  // The checked graph, or nothing after its errors were printed.
  std::optional<graph::Graph> load(const std::string& name, const graph::Overrides& overrides);

 private:
  Console& console_;
  host::Memory memory_;
  host::Environment environment_;
  std::optional<host::Registry> registry_;
};

// The file itself, or, where it does not exist, the one of that name that came with this pipeline.
// Throws UsageError that names the places looked at.
std::filesystem::path find_graph(const std::string& name);

}  // namespace pipeline::cli
