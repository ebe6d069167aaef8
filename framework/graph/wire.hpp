// SPDX-License-Identifier: Apache-2.0
// Step 3 of a build: who takes what from whom.
#pragma once

#include <set>

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

class Wiring {
 public:
  explicit Wiring(Work& work) : work_(work) {}

  // Wires all inputs of all stages and checks names and types.
  void run() { wire_scope(work_.top); }

  // What `ref` names in this scope; From::unknown after an error. `type`: what the taker wants, for
  // the fix; may be empty. By then the stages of the scope are nodes.
  DraftWire resolve(Scope& scope, const SourceRef& ref, std::string_view type,
                    bool from_metric = false);

  struct Taker {
    std::string name;           // of the stage; it cannot take from itself
    std::string cannot, place;  // "stage 'svg' cannot take ", " as its input 'paths'"
  };
  // Sets *to, to From::unknown after an error: the types do not agree. An empty type takes all.
  void connect(Scope& scope, DraftWire wire, std::string_view type, const Taker& taker,
               DraftWire* to);

 private:
  struct Port {
    std::string name, type;
    bool optional = false;
  };
  std::vector<Port> ports_of(const Member& member) const;
  void wire_scope(Scope& scope);
  void wire_member(Scope& scope, const std::string& name, Member& member);
  std::optional<size_t> find_port(const Member& member, const WireSpec& wire,
                                  const std::vector<Port>& ports, const std::string& name);
  void report_missing(Scope& scope, const Member& member, const std::string& name,
                      const std::vector<Port>& ports, size_t number);
  static std::string completed_in(const Member& member, const std::vector<Port>& ports,
                                  const std::string& lacking);
  DraftWire resolve_output(Scope& scope, Member& member, const SourceRef& ref,
                           std::string_view type);
  DraftWire resolve_port(Scope& scope, const InputSpec& input, const SourceRef& ref);
  void report_no_member(Scope& scope, const SourceRef& ref, bool from_metric);
  void report_output(const Member& member, const SourceRef& ref, std::string message,
                     std::string expected, std::string fix);
  std::vector<std::string> outputs_of_type(Scope& scope, std::string_view name,
                                           std::string_view type) const;
  std::vector<std::string> sources_of_type(Scope& scope, std::string_view type,
                                           std::string_view except) const;
  std::string_view output_type(const Member& member, size_t output) const;

  Work& work_;
  std::set<std::pair<const Scope*, std::string>> resolving_;
};

}  // namespace pipeline::graph
