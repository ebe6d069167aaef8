// SPDX-License-Identifier: Apache-2.0
// What every subcommand that looks at stages needs: memory, messages, the registry.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "framework/cli/common/options.hpp"
#include "framework/graph/diagnostic.hpp"
#include "framework/graph/graph.hpp"
#include "framework/graph/overrides.hpp"
#include "framework/host/registry.hpp"
#include "framework/run/program.hpp"

namespace pipeline::cli {

// A graph that can run, and its stages.
struct Ready {
  graph::Graph graph;
  run::Program program;
};

class Session {
 public:
  // Reads the common options; warns of plugin folders that are left out.
  Session(const po::variables_map& values, Console& console);
  Session(const Session&) = delete;

  host::Environment& environment() { return environment_; }
  host::Memory& memory() { return memory_; }
  host::Registry& registry() { return *registry_; }

  // Checks the graph and makes nothing: enough to draw it, also where it cannot run. `name` as for
  // prepare(); nothing after an error.
  std::optional<graph::Graph> build(const std::string& name, const graph::Overrides& overrides,
                                    graph::Diagnostics& diagnostics);

  // Checks the graph and creates its stages. `name` is a file or, where there is none, a graph that
  // came with this pipeline. Nothing after an error; all that is to say of it is in
  // `diagnostics`. Of what is only absent on this machine (a library that a stage opens) it warns
  // where the graph is to run elsewhere; then there is nothing to run either.
  enum class Where { here, elsewhere };
  std::optional<Ready> prepare(const std::string& name, const graph::Overrides& overrides,
                               graph::Diagnostics& diagnostics, Where where = Where::here);

  // The same for a graph that is to run here, with all that is to say of it said.
  std::optional<Ready> prepare_and_tell(const std::string& name, const graph::Overrides& overrides,
                                        Console& console);

 private:
  host::Memory memory_;
  host::Environment environment_;
  std::optional<host::Registry> registry_;
};

}  // namespace pipeline::cli
