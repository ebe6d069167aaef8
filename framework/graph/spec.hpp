// SPDX-License-Identifier: Apache-2.0
// A graph file as it is written: shapes and names are right, what they mean is not looked at yet.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "framework/graph/document.hpp"

namespace pipeline::graph {

struct Text {
  std::string text;
  Mark mark;
};

// with: { name: value }
struct Setting {
  Text name;
  YamlNode value;
};

// "quantize" or "quantize.labels"
struct SourceRef {
  std::string name, port;  // port "": not given
  Mark mark;

  std::string written() const { return port.empty() ? name : name + "." + port; }
};

struct InputSpec {
  Text name, type;
  std::optional<Text> preset;  // the word of `default`
  std::optional<Text> format;  // "srgb8" or "any"
  std::optional<Text> read;
  std::vector<Setting> with;
};

struct WireSpec {
  std::optional<Text> port;  // none: the first input
  SourceRef from;
};

struct StageSpec {
  Text name;
  Text uses;     // empty after an error
  Mark in_mark;  // of `in`, or of the name where there is no `in`
  std::vector<WireSpec> in;
  std::vector<Setting> with;
  std::optional<Text> margin;  // of a metric

  bool is_graph() const;  // uses a graph file
};

struct ParameterSpec {
  Text name;
  SourceRef target;  // stage and parameter
};

struct OutputSpec {
  Text name;
  SourceRef from;
  std::optional<Text> path, write;
  std::vector<Setting> with;
};

// What `compare` compares: each stage (swap) or parameter (sweep) with the values it is to have.
struct ExperimentSpec {
  struct Choice {
    bool sweep = false;
    Text key;
    std::vector<Text> values;
  };
  std::vector<Choice> choices;
  std::optional<Text> baseline, timing, budget, seed;
};

struct GraphSpec {
  std::filesystem::path file;
  std::string name;
  std::vector<InputSpec> inputs;
  std::vector<StageSpec> stages;
  std::vector<ParameterSpec> parameters;
  std::vector<OutputSpec> outputs;
  std::vector<StageSpec> metrics;
  ExperimentSpec experiment;
  Mark mark;  // the file's first line

  // Where a file is that was written in this graph, or as is if it is absolute.
  std::filesystem::path beside(const std::string& path) const;
};

}  // namespace pipeline::graph
