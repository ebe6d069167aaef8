// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/graph/drawing.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <set>

namespace pipeline::cli {

namespace {

using graph::Wire;

// An input, a stage or an output.
struct Vertex {
  enum class Kind { input, stage, output };
  Kind kind = Kind::stage;
  std::string name, detail;
  bool needed = true;
  struct Edge {
    size_t from;
    std::string port;  // of the taker; empty for outputs
  };
  std::vector<Edge> takes;
};

// An input or an output may have the name of a stage, and takes no time of its own.
std::string milliseconds(const StageTimes& times, const Vertex& vertex) {
  const auto time = times.find(vertex.name);
  if (vertex.kind != Vertex::Kind::stage || time == times.end()) return "";
  char text[48];
  std::snprintf(text, sizeof text, "%.2f ms", time->second);
  return text;
}

// Inputs, stages in running order, outputs and metrics.
std::vector<Vertex> vertices_of(const graph::Graph& graph) {
  std::vector<Vertex> all;
  for (const auto& input : graph.inputs) {
    const std::string preset = input.preset ? " (" + input.preset->filename().string() + ")" : "";
    all.push_back({Vertex::Kind::input, input.name, "input" + preset, input.needed, {}});
  }
  const auto source = [&](const Wire& wire) {
    return wire.index + (wire.from == Wire::From::node ? graph.inputs.size() : 0);
  };
  for (const auto& node : graph.nodes) {
    Vertex vertex{Vertex::Kind::stage, node.name, node.stage->id, node.needed, {}};
    for (size_t k = 0; k < node.inputs.size(); ++k) {
      if (node.inputs[k].from == Wire::From::nothing) continue;
      vertex.takes.push_back({source(node.inputs[k]), node.stage->inputs[k]->name});
    }
    all.push_back(std::move(vertex));
  }
  for (const auto& output : graph.outputs) {
    all.push_back(
        {Vertex::Kind::output, output.name, output.path, true, {{source(output.from), ""}}});
  }
  for (const auto& metric : graph.metrics) {
    all.push_back({Vertex::Kind::output, metric.name, "metric", true, {{source(metric.from), ""}}});
  }
  return all;
}

constexpr size_t nobody = std::numeric_limits<size_t>::max();

// Keeps a lane for each value from its maker to its last taker.
class Lanes {
 public:
  explicit Lanes(const std::vector<Vertex>& vertices) : left_(vertices.size()) {
    for (const Vertex& vertex : vertices) {
      for (const auto& edge : vertex.takes) ++left_[edge.from];
    }
  }

  // The row of the next vertex, without its text; `mark` stands in its lane.
  std::string row(size_t vertex, const Vertex& what, const std::string& mark) {
    std::set<size_t> joined;
    for (const auto& edge : what.takes) {
      joined.insert(lane_of(edge.from));
      --left_[edge.from];
    }
    const size_t own = place(joined);
    std::string text;
    const size_t low = std::min(own, joined.empty() ? own : *joined.begin());
    const size_t high = std::max(own, joined.empty() ? own : *joined.rbegin());
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      text += lane == own ? mark : cell(lane, own, low, high, joined);
      if (lane + 1 < lanes_.size()) text += lane >= low && lane < high ? "─" : " ";
    }
    for (const size_t lane : joined) {
      if (left_[lanes_[lane]] == 0) lanes_[lane] = nobody;
    }
    lanes_[own] = left_[vertex] ? vertex : nobody;
    while (!lanes_.empty() && lanes_.back() == nobody) lanes_.pop_back();
    return text;
  }

 private:
  size_t lane_of(size_t vertex) const {
    return static_cast<size_t>(std::find(lanes_.begin(), lanes_.end(), vertex) - lanes_.begin());
  }

  // A lane that ends here, else a free one, else a new one.
  size_t place(const std::set<size_t>& joined) {
    for (const size_t lane : joined) {
      if (left_[lanes_[lane]] == 0) return lane;
    }
    const size_t free = lane_of(nobody);
    if (free == lanes_.size()) lanes_.push_back(nobody);
    return free;
  }

  const char* cell(size_t lane, size_t own, size_t low, size_t high,
                   const std::set<size_t>& joined) const {
    if (joined.count(lane)) {
      const bool ends = left_[lanes_[lane]] == 0;
      if (lane > low && lane < high) return ends ? "┴" : "┼";
      if (lane < own) return ends ? "╰" : "├";
      return ends ? "╯" : "┤";
    }
    if (lanes_[lane] != nobody) return "│";
    return lane > low && lane < high ? "─" : " ";
  }

  std::vector<size_t> lanes_;  // the vertex whose value it carries
  std::vector<size_t> left_;   // by vertex: takers to come
};

// Characters, of a text whose lanes are not ASCII.
size_t columns(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string padded(std::string text, size_t width) {
  const size_t now = columns(text);
  return now < width ? text + std::string(width - now, ' ') : text;
}

const char* mark_of(const Vertex& vertex) {
  if (!vertex.needed) return "○";
  switch (vertex.kind) {
    case Vertex::Kind::input:
      return "▼";
    case Vertex::Kind::output:
      return "■";
    default:
      return "●";
  }
}

std::string dot_string(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string dot_node(size_t number, const Vertex& vertex, const std::string& name,
                     const std::string& time) {
  std::string label = name + "\n" + vertex.detail;
  if (!time.empty()) label += "\n" + time;
  std::string text = "n" + std::to_string(number) + " [label=" + dot_string(label);
  if (vertex.kind != Vertex::Kind::stage) text += ", shape=plaintext";
  if (!vertex.needed) text += ", color=grey, fontcolor=grey";
  return text + "];";
}

// The stages of a graph that is used as a stage stand in a box of their own.
struct Cluster {
  std::string nodes;
  std::map<std::string, Cluster> inside;
};

std::string dot_cluster(const Cluster& cluster, size_t& number) {
  std::string text = cluster.nodes;
  for (const auto& [name, inner] : cluster.inside) {
    text +=
        "subgraph cluster_" + std::to_string(number++) + " {\nlabel=" + dot_string(name) + ";\n";
    text += dot_cluster(inner, number) + "}\n";
  }
  return text;
}

}  // namespace

std::string text_drawing(const graph::Graph& graph, const StageTimes& times) {
  const std::vector<Vertex> vertices = vertices_of(graph);
  Lanes lanes(vertices);
  std::vector<std::string> rows;
  size_t lane_width = 0, name_width = 0, detail_width = 0;
  for (size_t v = 0; v < vertices.size(); ++v) {
    rows.push_back(lanes.row(v, vertices[v], mark_of(vertices[v])));
    lane_width = std::max(lane_width, columns(rows.back()));
    name_width = std::max(name_width, columns(vertices[v].name));
    detail_width = std::max(detail_width, columns(vertices[v].detail));
  }
  std::string text;
  for (size_t v = 0; v < vertices.size(); ++v) {
    std::string line = padded(rows[v], lane_width + 2) + padded(vertices[v].name, name_width + 2) +
                       padded(vertices[v].detail, detail_width + 2);
    line += vertices[v].needed ? milliseconds(times, vertices[v]) : "not needed";
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string dot_drawing(const graph::Graph& graph, const StageTimes& times) {
  const std::vector<Vertex> vertices = vertices_of(graph);
  std::string text = "digraph " + dot_string(graph.name.empty() ? "graph" : graph.name) +
                     " {\n  rankdir=LR; node [shape=box, style=rounded, fontname=Helvetica];\n"
                     "  graph [fontname=Helvetica, style=rounded, color=grey];\n"
                     "  edge [fontname=Helvetica, fontsize=10];\n";
  Cluster top;
  for (size_t v = 0; v < vertices.size(); ++v) {
    Cluster* cluster = &top;
    std::string name = vertices[v].name;
    for (size_t slash; (slash = name.find('/')) != std::string::npos; name.erase(0, slash + 1)) {
      cluster = &cluster->inside[name.substr(0, slash)];
    }
    cluster->nodes += dot_node(v, vertices[v], name, milliseconds(times, vertices[v])) + "\n";
  }
  size_t number = 0;
  text += dot_cluster(top, number);
  for (size_t v = 0; v < vertices.size(); ++v) {
    for (const auto& edge : vertices[v].takes) {
      text += "n" + std::to_string(edge.from) + " -> n" + std::to_string(v);
      if (!edge.port.empty()) text += " [label=" + dot_string(edge.port) + "]";
      text += ";\n";
    }
  }
  return text + "}\n";
}

}  // namespace pipeline::cli
