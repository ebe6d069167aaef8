// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "fake_stages.hpp"
#include "support/catch.hpp"

namespace pipeline::graph::test {

namespace {

std::filesystem::path fresh_folder() {
  static int count = 0;
  auto folder = std::filesystem::temp_directory_path() /
                ("pipeline_graph_test_" + std::to_string(::getpid()));
  if (count == 0) std::filesystem::remove_all(folder);
  folder /= std::to_string(count++);
  std::filesystem::create_directories(folder);
  return folder;
}

// The folders of a run, removed at its end.
struct Cleaner {
  ~Cleaner() {
    std::error_code none;
    std::filesystem::current_path("/", none);
    std::filesystem::remove_all(std::filesystem::temp_directory_path() /
                                    ("pipeline_graph_test_" + std::to_string(::getpid())),
                                none);
  }
} cleaner;

}  // namespace

const Node& Built::node(const std::string& name) const {
  const auto& nodes = graph.value().nodes;
  const auto it =
      std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) { return node.name == name; });
  if (it == nodes.end()) throw std::out_of_range("no node " + name);
  return *it;
}

Built build_files(const std::map<std::string, std::string>& files, const Overrides& overrides) {
  const auto folder = fresh_folder();
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  std::filesystem::current_path(folder);
  Built built;
  built.graph = build("g.yaml", built.stages, overrides, built.diagnostics);
  for (const Diagnostic& problem : built.diagnostics.items()) {
    INFO(problem.message << " must say what to do");
    if (problem.severity != Severity::note) REQUIRE_FALSE(problem.fix.empty());
  }
  return built;
}

Built build_text(const std::string& yaml, const Overrides& overrides) {
  return build_files({{"g.yaml", yaml}}, overrides);
}

std::string problems(const std::string& lines, const Overrides& overrides) {
  const Built built = build_text("pipeline: 1\ninputs: { image: image }\n" + lines, overrides);
  return built.text() + (built.graph ? "GOOD\n" : "");
}

}  // namespace pipeline::graph::test
