// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/wire.hpp"

#include <algorithm>
#include <set>

#include "framework/graph/candidates.hpp"
#include "framework/graph/fields.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

class Wiring {
 public:
  Wiring(Work& work, Resolver& resolver) : work_(work), resolver_(resolver) {}

  void wire_scope(Scope& scope);

 private:
  struct Port {
    std::string name, type;
    bool optional = false;
  };
  std::vector<Port> ports_of(const Member& member) const;
  void wire_member(Scope& scope, const std::string& name, Member& member);
  std::optional<size_t> find_port(const Member& member, const WireSpec& wire,
                                  const std::vector<Port>& ports, const std::string& name);
  void report_missing(Scope& scope, const Member& member, const std::string& name,
                      const std::vector<Port>& ports, size_t number);
  static std::string completed_in(const Member& member, const std::vector<Port>& ports,
                                  const std::string& lacking);

  Work& work_;
  Resolver& resolver_;
};

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
    if (!output.from.name.empty()) resolver_.resolve(scope, output.from, {});
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
    const DraftWire from = resolver_.resolve(scope, wire.from, type, member.metric);
    if (!port) continue;
    resolver_.connect(scope, from, type,
                      {name, cannot, " as its input '" + ports[*port].name + "'"},
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
  const auto sources = sources_of_type(work_, scope, port.type, name);
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

}  // namespace

void wire_stages(Work& work, Resolver& resolver) { Wiring(work, resolver).wire_scope(work.top); }

}  // namespace pipeline::graph
