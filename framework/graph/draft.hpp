// SPDX-License-Identifier: Apache-2.0
// A graph between the file and the checked Graph: all stages in one list, wires by number, and for
// all of it where it was written. Its parts are filled in the order of build.cpp.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "framework/graph/argument.hpp"
#include "framework/graph/diagnostic.hpp"
#include "framework/graph/graph.hpp"
#include "framework/graph/library.hpp"
#include "framework/graph/overrides.hpp"
#include "framework/graph/spec.hpp"
#include "framework/graph/stage_source.hpp"

namespace pipeline::graph {

struct DraftWire {
  enum class From { nothing, unknown, input, node };  // unknown: why has been told
  From from = From::nothing;
  uint32_t index = 0, port = 0;
  SourceRef written;  // where the taker names it
};

struct DraftNode {
  std::string name;                       // with the graphs it stands in: "cleanup/quantize"
  std::string owner;                      // in messages: "stage 'quantize'", "input 'image'"
  Mark mark;                              // of what it uses
  const pipeline_stage* stage = nullptr;  // nullptr: there is none, told
  bool reader = false;
  std::vector<Binding> bindings;  // by parameter; the last one set wins
  std::vector<Argument> arguments;
  std::vector<DraftWire> inputs;
};

struct DraftOutput {
  Output output;
  DraftWire from;
};

struct DraftMetric {
  Metric metric;
  DraftWire from;
};

struct Draft {
  std::vector<Input> inputs;
  std::vector<DraftNode> nodes;
  std::vector<DraftOutput> outputs;
  std::vector<DraftMetric> metrics;
};

struct Scope;

// What a name stands for.
struct Member {
  enum class Kind {
    broken,  // told
    bytes,   // an input of the top graph, fed as it is; index: into Draft::inputs
    port,    // an input of a graph used as a stage
    node,    // a stage, or an input with a reader; index: into Draft::nodes
    graph    // a graph used as a stage
  };
  Kind kind = Kind::broken;
  uint32_t index = 0;
  uint32_t only_port = 0;            // of an input with a reader
  const InputSpec* input = nullptr;  // of inputs
  const StageSpec* spec = nullptr;   // of stages and metrics
  std::optional<Mark> swap;          // --swap put another stage there
  bool metric = false;
  std::unique_ptr<Scope> inner;
};

// A graph where it is used.
struct Scope {
  const GraphSpec* spec = nullptr;
  Scope* outer = nullptr;  // nullptr: the top graph
  const StageSpec* used_as = nullptr;
  std::string prefix;  // "", "cleanup/"
  std::map<std::string, Member, std::less<>> members;
  std::vector<std::string> names;  // of members, inputs first, in the file's order

  Member* find(std::string_view name);
  std::vector<std::string> stage_names() const;  // without inputs
};

// What the steps of a build share.
struct Work {
  StageSource& stages;
  const Overrides& overrides;
  Diagnostics& diagnostics;
  Library library;
  Draft draft;
  Scope top;
  std::deque<YamlNode> words;  // values that stand in no file
  std::map<std::string, StageSource::Found, std::less<>> found;
  std::optional<std::vector<std::string>> known;

  Work(StageSource& source, const Overrides& changes, Diagnostics& to)
      : stages(source), overrides(changes), diagnostics(to), library(source, to) {}
};

constexpr size_t max_draft_nodes = 4000;  // with those of graphs used as stages

// The stage of this id, or nullptr after an error at `mark`.
const pipeline_stage* find_stage(Work& work, const std::string& id, const Mark& mark);

// Adds a node; its inputs are not wired, its parameters not bound. UINT32_MAX after an error: too
// many.
uint32_t add_node(Work& work, const std::string& name, const std::string& owner, const Mark& mark,
                  const pipeline_stage* stage);

// Names of what it takes, delivers, and can be set; empty where that is not known.
std::vector<std::string> input_names(const Work& work, const Member& member);
std::vector<std::string> output_names(const Work& work, const Member& member);
std::vector<std::string> parameter_names(const Work& work, const Member& member);

// "stage 'quantize'", "input 'image'", "metric 'ssim'".
std::string owner_of(const Member& member, const std::string& name);

// The type of what a wire brings; empty if that is not known.
std::string_view type_of(const Work& work, const DraftWire& wire);

}  // namespace pipeline::graph
