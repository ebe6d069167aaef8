// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/needs.hpp"

#include <algorithm>

#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

// Marks of nodes and inputs that were reached.
struct Reached {
  std::vector<bool> nodes, inputs;

  explicit Reached(const Draft& draft) : nodes(draft.nodes.size()), inputs(draft.inputs.size()) {}

  void from(const Draft& draft, const DraftWire& start) {
    std::vector<const DraftWire*> open{&start};
    while (!open.empty()) {
      const DraftWire& wire = *open.back();
      open.pop_back();
      if (wire.from == DraftWire::From::input) inputs[wire.index] = true;
      if (wire.from != DraftWire::From::node || nodes[wire.index]) continue;
      nodes[wire.index] = true;
      for (const DraftWire& input : draft.nodes[wire.index].inputs) open.push_back(&input);
    }
  }

  void member(const Draft& draft, const Member& member) {
    if (member.kind == Member::Kind::bytes) inputs[member.index] = true;
    if (member.kind == Member::Kind::node) {
      const DraftWire wire{DraftWire::From::node, member.index, 0, {}};
      from(draft, wire);
    }
    if (!member.inner) return;
    for (const auto& entry : member.inner->members) this->member(draft, entry.second);
  }

  bool has(const Member& member) const {
    switch (member.kind) {
      case Member::Kind::bytes:
        return inputs[member.index];
      case Member::Kind::node:
        return nodes[member.index];
      case Member::Kind::graph: {
        const auto& inner = member.inner->members;
        return std::any_of(inner.begin(), inner.end(),
                           [&](const auto& entry) { return has(entry.second); });
      }
      default:
        return false;
    }
  }
};

// Metrics that this build leaves out still need what they name.
void add_metrics_left_out(Work& work, Reached& reached) {
  if (work.overrides.metrics) return;
  for (const StageSpec& metric : work.top.spec->metrics) {
    for (const WireSpec& wire : metric.in) {
      if (const Member* member = work.top.find(wire.from.name)) {
        reached.member(work.draft, *member);
      }
    }
  }
}

void warn(Work& work, const Reached& reached) {
  for (const std::string& name : work.top.names) {
    const Member& member = work.top.members.at(name);
    // A graph of graphs that hand on has no node that could be reached.
    const bool empty = member.inner && member.inner->spec->stages.empty();
    if (empty || reached.has(member)) continue;
    const Mark& mark = member.input ? member.input->name.mark : member.spec->name.mark;
    work.diagnostics.warning(mark, owner_of(member, name) + " is not needed by any output",
                             {.fix = "use what it delivers, or remove it"});
  }
}

}  // namespace

Needs find_needs(Work& work) {
  Reached reached(work.draft);
  for (const DraftOutput& output : work.draft.outputs) reached.from(work.draft, output.from);
  if (work.overrides.metrics) {
    for (const DraftMetric& metric : work.draft.metrics) reached.from(work.draft, metric.from);
  }
  Needs needs{reached.nodes, reached.inputs};
  add_metrics_left_out(work, reached);
  warn(work, reached);
  return needs;
}

}  // namespace pipeline::graph
