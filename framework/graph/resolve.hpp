// SPDX-License-Identifier: Apache-2.0
// What a name in a graph file stands for, and whether that can be taken.
#pragma once

#include <set>

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

class Resolver {
 public:
  explicit Resolver(Work& work) : work_(work) {}

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
  DraftWire resolve_output(Scope& scope, Member& member, const SourceRef& ref,
                           std::string_view type);
  DraftWire resolve_port(Scope& scope, const InputSpec& input, const SourceRef& ref);
  void report_no_member(Scope& scope, const SourceRef& ref, bool from_metric);
  void report_output(const Member& member, const SourceRef& ref, std::string message,
                     std::string expected, std::string fix);

  Work& work_;
  std::set<std::pair<const Scope*, std::string>> resolving_;
};

}  // namespace pipeline::graph
