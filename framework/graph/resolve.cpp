// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/resolve.hpp"

#include <algorithm>

#include "framework/graph/candidates.hpp"
#include "framework/graph/fields.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t max_hand_on = 200;  // keeps the recursion shallow

std::string no_output_fix(const SourceRef& ref, const std::vector<std::string>& names) {
  if (names.empty()) return "take from another stage";
  if (names.size() == 1) return "write " + in_quotes(ref.name + "." + names[0]);
  return choose_fix(ref.port, names);
}

}  // namespace

void Resolver::connect(Scope& scope, DraftWire wire, std::string_view type, const Taker& taker,
                       DraftWire* to) {
  const std::string_view brought = type_of(work_, wire);
  const bool fits = brought.empty() || type.empty() || brought == type;
  if (!fits) {
    const auto near = outputs_of_type(work_, scope, wire.written.name, type);
    const auto all = near.empty() ? sources_of_type(work_, scope, type, taker.name) : near;
    std::string fix = all.empty() ? "put a stage between that makes " + std::string(type) + " of " +
                                        std::string(brought)
                                  : "take '" + all.front() + "', which is " + std::string(type);
    work_.diagnostics.error(
        wire.written.mark, taker.cannot + in_quotes(wire.written.written()) + taker.place,
        {.expected = std::string(type), .found = std::string(brought), .fix = std::move(fix)});
    wire.from = DraftWire::From::unknown;
  }
  if (to) *to = std::move(wire);
}

DraftWire Resolver::resolve(Scope& scope, const SourceRef& ref, std::string_view type,
                            bool from_metric) {
  DraftWire unknown{DraftWire::From::unknown, 0, 0, ref};
  Member* member = scope.find(ref.name);
  if (!member || (member->metric && !from_metric)) {
    report_no_member(scope, ref, from_metric);
    return unknown;
  }
  if (member->input && !ref.port.empty()) {
    work_.diagnostics.error(ref.mark, "input " + in_quotes(ref.name) + " has no outputs to choose",
                            {.fix = "write '" + ref.name + "'"});
    return unknown;
  }
  switch (member->kind) {
    case Member::Kind::broken:
      return unknown;
    case Member::Kind::bytes:
      return {DraftWire::From::input, member->index, 0, ref};
    case Member::Kind::port:
      return resolve_port(scope, *member->input, ref);
    default:
      break;
  }
  if (member->input) return {DraftWire::From::node, member->index, member->only_port, ref};
  return resolve_output(scope, *member, ref, type);
}

DraftWire Resolver::resolve_output(Scope& scope, Member& member, const SourceRef& ref,
                                   std::string_view type) {
  DraftWire unknown{DraftWire::From::unknown, 0, 0, ref};
  const bool is_node = member.kind == Member::Kind::node;
  if (is_node && !work_.draft.nodes[member.index].stage) return unknown;
  const auto names = output_names(work_, member);
  const std::string owner = owner_of(member, ref.name);
  if (ref.port.empty() && names.size() > 1) {
    std::vector<std::string> written;
    for (const std::string& name : names) written.push_back(ref.name + "." + name);
    const auto fitting = outputs_of_type(work_, scope, ref.name, type);
    report_output(member, ref, owner + " has several outputs", one_of(written),
                  fitting.size() == 1 ? "write '" + fitting[0] + "'" : "write one of these");
    return unknown;
  }
  const auto it =
      ref.port.empty() ? names.begin() : std::find(names.begin(), names.end(), ref.port);
  if (it == names.end()) {
    const bool none = names.empty();
    report_output(member, ref,
                  owner + (none ? " has no outputs" : " has no output " + in_quotes(ref.port)),
                  none ? "" : one_of(names), no_output_fix(ref, names));
    return unknown;
  }
  const auto index = static_cast<uint32_t>(it - names.begin());
  if (is_node) return {DraftWire::From::node, member.index, index, ref};
  const SourceRef& from = member.inner->spec->outputs[index].from;
  if (from.name.empty()) return unknown;
  DraftWire wire = resolve(*member.inner, from, type);
  wire.written = ref;
  return wire;
}

// An input of a graph used as a stage: whatever the outer graph wires there.
DraftWire Resolver::resolve_port(Scope& scope, const InputSpec& input, const SourceRef& ref) {
  DraftWire unknown{DraftWire::From::unknown, 0, 0, ref};
  const auto& inputs = scope.spec->inputs;
  const StageSpec& used_as = *scope.used_as;
  const bool is_first = !inputs.empty() && &inputs.front() == &input;
  const auto wire = std::find_if(used_as.in.begin(), used_as.in.end(), [&](const WireSpec& w) {
    return w.port ? w.port->text == input.name.text : is_first;
  });
  if (wire == used_as.in.end() || wire->from.name.empty()) return unknown;
  if (resolving_.size() > max_hand_on) {
    work_.diagnostics.error(wire->from.mark, "too many graphs only hand on what they take",
                            {.fix = "use fewer of them in a row"});
    return unknown;
  }
  const auto [place, is_new] = resolving_.emplace(&scope, input.name.text);
  if (!is_new) {
    const std::string name = used_as.name.text;
    work_.diagnostics.error(wire->from.mark, "cycle: " + name + " -> " + name,
                            {.fix = "let it take from an input or an earlier stage"});
    return unknown;
  }
  DraftWire from = resolve(*scope.outer, wire->from, input.type.text);
  resolving_.erase(place);
  connect(*scope.outer, from, input.type.text,
          {used_as.name.text, "stage " + in_quotes(used_as.name.text) + " cannot take ",
           " as its input '" + input.name.text + "'"},
          &from);
  from.written = ref;
  return from;
}

void Resolver::report_no_member(Scope& scope, const SourceRef& ref, bool from_metric) {
  const auto& metrics = scope.spec->metrics;
  const bool is_metric = std::any_of(metrics.begin(), metrics.end(), [&](const StageSpec& metric) {
    return metric.name.text == ref.name;
  });
  if (is_metric && !from_metric) {
    return work_.diagnostics.error(ref.mark,
                                   in_quotes(ref.name) + " is a metric: only metrics take from it",
                                   {.fix = "move it to `stages`"});
  }
  std::vector<std::string> names;
  std::copy_if(scope.names.begin(), scope.names.end(), std::back_inserter(names),
               [&](const std::string& n) { return from_metric || !scope.members.at(n).metric; });
  report_unknown(work_.diagnostics, ref.mark, "there is no input or stage " + in_quotes(ref.name),
                 ref.name, names, names.empty() ? "add an input or a stage of this name" : "");
}

// A swapped stage is to blame for outputs that it lacks, not the graph file.
void Resolver::report_output(const Member& member, const SourceRef& ref, std::string message,
                             std::string expected, std::string fix) {
  Details details{.expected = std::move(expected), .fix = std::move(fix)};
  if (member.swap) details.related = {{ref.mark, "taken here"}};
  work_.diagnostics.error(member.swap ? *member.swap : ref.mark, std::move(message),
                          std::move(details));
}

}  // namespace pipeline::graph
