// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/order.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/strong_components.hpp>

#include <functional>
#include <queue>

namespace pipeline::graph {

namespace {

// An edge goes from a node to one that takes from it.
using Nodes = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

Nodes nodes_of(const Draft& draft) {
  Nodes graph(draft.nodes.size());
  for (size_t to = 0; to < draft.nodes.size(); ++to) {
    for (const DraftWire& wire : draft.nodes[to].inputs) {
      if (wire.from == DraftWire::From::node) boost::add_edge(wire.index, to, graph);
    }
  }
  return graph;
}

// Kahn's algorithm with the lowest number first. Shorter than the graph if there is a cycle.
std::vector<uint32_t> stable_order(const Nodes& graph) {
  std::vector<size_t> waits(boost::num_vertices(graph));
  std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
  for (size_t node = 0; node < waits.size(); ++node) {
    waits[node] = boost::in_degree(node, graph);
    if (waits[node] == 0) ready.push(node);
  }
  std::vector<uint32_t> order;
  while (!ready.empty()) {
    const size_t node = ready.top();
    ready.pop();
    order.push_back(static_cast<uint32_t>(node));
    for (auto [edge, end] = boost::out_edges(node, graph); edge != end; ++edge) {
      const size_t next = boost::target(*edge, graph);
      if (--waits[next] == 0) ready.push(next);
    }
  }
  return order;
}

// The shortest way from `start` back to it, within its component: start, ..., start.
std::vector<size_t> cycle_through(size_t start, const Nodes& graph,
                                  const std::vector<size_t>& component) {
  const std::function<bool(size_t)> inside = [&](size_t node) {
    return component[node] == component[start];
  };
  const boost::filtered_graph<Nodes, boost::keep_all, std::function<bool(size_t)>> part(
      graph, boost::keep_all(), inside);
  std::vector<size_t> before(component.size(), start), distance(component.size(), 0);
  boost::breadth_first_search(
      part, start,
      boost::visitor(boost::make_bfs_visitor(
          std::pair(boost::record_predecessors(before.data(), boost::on_tree_edge()),
                    boost::record_distances(distance.data(), boost::on_tree_edge())))));
  size_t last = start;
  bool found = false;
  for (auto [edge, end] = boost::in_edges(start, part); edge != end; ++edge) {
    const size_t source = boost::source(*edge, part);
    if (!found || distance[source] < distance[last]) last = source;
    found = true;
  }
  std::vector<size_t> cycle{start};
  for (size_t node = last; node != start; node = before[node]) cycle.push_back(node);
  cycle.push_back(start);
  return {cycle.rbegin(), cycle.rend()};
}

void report_cycle(Work& work, const std::vector<size_t>& cycle) {
  const auto& nodes = work.draft.nodes;
  std::string text = nodes[cycle[0]].name;
  Details details;
  std::optional<Mark> first;
  for (size_t i = 1; i < cycle.size(); ++i) {
    const DraftNode& taker = nodes[cycle[i]];
    text += " -> " + taker.name;
    for (const DraftWire& wire : taker.inputs) {
      if (wire.from != DraftWire::From::node || wire.index != cycle[i - 1]) continue;
      if (first) {
        details.related.emplace_back(wire.written.mark, "'" + taker.name + "' takes this");
      } else {
        first = wire.written.mark;
      }
      break;
    }
  }
  details.fix = "let one of them take from an input or an earlier stage";
  work.diagnostics.error(*first, "cycle: " + text, std::move(details));
}

}  // namespace

std::optional<std::vector<uint32_t>> order_nodes(Work& work) {
  const Nodes graph = nodes_of(work.draft);
  auto order = stable_order(graph);
  if (order.size() == work.draft.nodes.size()) return order;
  std::vector<size_t> component(boost::num_vertices(graph));
  const size_t count = boost::strong_components(graph, component.data());
  std::vector<bool> told(count, false);
  std::vector<size_t> members(count, 0);
  for (const size_t c : component) ++members[c];
  for (size_t node = 0; node < component.size(); ++node) {
    const bool in_cycle = members[component[node]] > 1 || boost::edge(node, node, graph).second;
    if (!in_cycle || told[component[node]]) continue;
    told[component[node]] = true;
    report_cycle(work, cycle_through(node, graph, component));
  }
  return std::nullopt;
}

}  // namespace pipeline::graph
