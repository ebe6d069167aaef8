// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/wire.hpp"

#include <algorithm>

#include "framework/graph/fields.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t max_hand_on = 200;  // keeps the recursion shallow

}  // namespace

std::vector<Wiring::Port> Wiring::ports_of(const Member& member) const {
  std::vector<Port> ports;
  if (member.inner) {
    for (const InputSpec& input : member.inner->spec->inputs) {
      ports.push_back({input.name.text, input.type.text, false});
    }
    return ports;
  }
  const pipeline_stage& stage = *work_.draft.nodes[member.index].stage;
  for (uint32_t i = 0; i < stage.input_count; ++i) {
    const pipeline_port& port = *stage.inputs[i];
    ports.push_back({port.name, port.type, (port.flags & PIPELINE_PORT_OPTIONAL) != 0});
  }
  return ports;
}

void Wiring::wire_scope(Scope& scope) {
  for (const std::string& name : scope.names) {
    Member& member = scope.members.at(name);
    if (member.spec) wire_member(scope, name, member);
    if (member.inner) wire_scope(*member.inner);
  }
  if (!scope.outer) return;
  for (const OutputSpec& output : scope.spec->outputs) {
    if (!output.from.name.empty()) resolve(scope, output.from, {});
  }
}

void Wiring::wire_member(Scope& scope, const std::string& name, Member& member) {
  const bool is_node = member.kind == Member::Kind::node;
  const bool known =
      member.kind == Member::Kind::graph || (is_node && work_.draft.nodes[member.index].stage);
  const auto ports = known ? ports_of(member) : std::vector<Port>();
  const std::string cannot = owner_of(member, name) + " cannot take ";
  std::set<size_t> wired;
  for (const WireSpec& wire : member.spec->in) {
    const auto port = known ? find_port(member, wire, ports, name) : std::nullopt;
    if (port) wired.insert(*port);
    if (wire.from.name.empty()) continue;
    const std::string type = port ? ports[*port].type : "";
    const DraftWire from = resolve(scope, wire.from, type, member.metric);
    if (!port) continue;
    connect(scope, from, type, {name, cannot, " as its input '" + ports[*port].name + "'"},
            is_node ? &work_.draft.nodes[member.index].inputs[*port] : nullptr);
  }
  // A scalar `in` that has nowhere to go has been told, and so has a port of a wrong name.
  const bool any_misnamed = wired.size() < member.spec->in.size();
  for (size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].optional || wired.count(i) || any_misnamed) continue;
    report_missing(scope, member, name, ports, i);
  }
}

std::optional<size_t> Wiring::find_port(const Member& member, const WireSpec& wire,
                                        const std::vector<Port>& ports, const std::string& name) {
  const std::string owner = owner_of(member, name);
  if (ports.empty()) {
    const Mark& mark = wire.port ? wire.port->mark : wire.from.mark;
    work_.diagnostics.error(member.swap ? *member.swap : mark, owner + " takes no input",
                            {.fix = "remove its `in`"});
    return std::nullopt;
  }
  if (!wire.port) return 0;
  const auto it = std::find_if(ports.begin(), ports.end(),
                               [&](const Port& port) { return port.name == wire.port->text; });
  if (it != ports.end()) return static_cast<size_t>(it - ports.begin());
  const auto names = input_names(work_, member);
  const std::string no_input = " has no input " + in_quotes(wire.port->text);
  if (!member.swap) {
    report_unknown(work_.diagnostics, wire.port->mark, owner + no_input, wire.port->text, names);
    return std::nullopt;
  }
  const std::string id = work_.draft.nodes[member.index].stage->id;
  work_.diagnostics.error(
      *member.swap, in_quotes(id) + no_input + ", which " + owner + " is given",
      {.expected = one_of(names),
       .fix = "swap in a stage that has the input " + in_quotes(wire.port->text),
       .related = {{wire.port->mark, "here"}}});
  return std::nullopt;
}

// The whole `in` of a member as it stands, with what it lacks.
std::string Wiring::completed_in(const Member& member, const std::vector<Port>& ports,
                                 const std::string& lacking) {
  std::string text;
  for (const WireSpec& wire : member.spec->in) {
    text += (wire.port ? wire.port->text : ports[0].name) + ": " + wire.from.written() + ", ";
  }
  return (text.empty() ? "add in: { " : "write in: { ") + text + lacking + " }";
}

void Wiring::report_missing(Scope& scope, const Member& member, const std::string& name,
                            const std::vector<Port>& ports, size_t number) {
  const Port& port = ports[number];
  const auto sources = sources_of_type(scope, port.type, name);
  const std::string source = sources.empty() ? "STAGE.PORT" : sources.front();
  if (member.swap) {
    const std::string id = work_.draft.nodes[member.index].stage->id;
    return work_.diagnostics.error(*member.swap,
                                   in_quotes(id) + " needs the input '" + port.name + "', which " +
                                       owner_of(member, name) + " is not given",
                                   {.expected = port.type,
                                    .fix = "swap in a stage without it, or " +
                                           completed_in(member, ports, port.name + ": " + source),
                                    .related = {{member.spec->in_mark, "its inputs"}}});
  }
  work_.diagnostics.error(
      member.spec->in_mark, owner_of(member, name) + " lacks its input '" + port.name + "'",
      {.expected = port.type, .fix = completed_in(member, ports, port.name + ": " + source)});
}

void Wiring::connect(Scope& scope, DraftWire wire, std::string_view type, const Taker& taker,
                     DraftWire* to) {
  const std::string_view brought = type_of(work_, wire);
  const bool fits = brought.empty() || type.empty() || brought == type;
  if (!fits) {
    const auto near = outputs_of_type(scope, wire.written.name, type);
    const auto all = near.empty() ? sources_of_type(scope, type, taker.name) : near;
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

DraftWire Wiring::resolve(Scope& scope, const SourceRef& ref, std::string_view type,
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

std::string no_output_fix(const SourceRef& ref, const std::vector<std::string>& names) {
  if (names.empty()) return "take from another stage";
  if (names.size() == 1) return "write " + in_quotes(ref.name + "." + names[0]);
  return choose_fix(ref.port, names);
}

DraftWire Wiring::resolve_output(Scope& scope, Member& member, const SourceRef& ref,
                                 std::string_view type) {
  DraftWire unknown{DraftWire::From::unknown, 0, 0, ref};
  const bool is_node = member.kind == Member::Kind::node;
  if (is_node && !work_.draft.nodes[member.index].stage) return unknown;
  const auto names = output_names(work_, member);
  const std::string owner = owner_of(member, ref.name);
  if (ref.port.empty() && names.size() > 1) {
    std::vector<std::string> written;
    for (const std::string& name : names) written.push_back(ref.name + "." + name);
    const auto fitting = outputs_of_type(scope, ref.name, type);
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
DraftWire Wiring::resolve_port(Scope& scope, const InputSpec& input, const SourceRef& ref) {
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

void Wiring::report_no_member(Scope& scope, const SourceRef& ref, bool from_metric) {
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
void Wiring::report_output(const Member& member, const SourceRef& ref, std::string message,
                           std::string expected, std::string fix) {
  Details details{.expected = std::move(expected), .fix = std::move(fix)};
  if (member.swap) details.related = {{ref.mark, "taken here"}};
  work_.diagnostics.error(member.swap ? *member.swap : ref.mark, std::move(message),
                          std::move(details));
}

std::string_view Wiring::output_type(const Member& member, size_t output) const {
  if (member.kind != Member::Kind::node) return {};
  return work_.draft.nodes[member.index].stage->outputs[output]->type;
}

// How a file would name the outputs of this type that one member has.
std::vector<std::string> Wiring::outputs_of_type(Scope& scope, std::string_view name,
                                                 std::string_view type) const {
  const Member* member = scope.find(name);
  if (!member || type.empty()) return {};
  if (member->input) {
    const bool same = member->kind != Member::Kind::broken && member->input->type.text == type;
    return same ? std::vector<std::string>{std::string(name)} : std::vector<std::string>{};
  }
  std::vector<std::string> found;
  const auto outputs = output_names(work_, *member);
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (output_type(*member, i) != type) continue;
    found.push_back(std::string(name) + (outputs.size() > 1 ? "." + outputs[i] : ""));
  }
  return found;
}

std::vector<std::string> Wiring::sources_of_type(Scope& scope, std::string_view type,
                                                 std::string_view except) const {
  if (work_.diagnostics.full()) return {};
  std::vector<std::string> all;
  for (const std::string& name : scope.names) {
    if (name == except || scope.members.at(name).metric) continue;
    const auto some = outputs_of_type(scope, name, type);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pipeline::graph
